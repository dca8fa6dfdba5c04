"""Finding help near home, for anybody."""

import pytest
from django.urls import reverse

from alongside.directory.models import Report, Service, UnmetNeed
from alongside.plans.models import Signposting
from tests.journeys.near import HOME, make_directory

FIND = reverse("portal:find")


@pytest.fixture
def directory(db):
    return make_directory()


def shown(client, **given):
    return client.get(FIND, given).content.decode()


def test_a_first_visit_shows_the_box_and_the_headings(client, db):
    page = shown(client)
    assert "Meeting people" in page
    assert "nhsuk-error" not in page


def test_each_result_says_how_far_what_it_costs_when_it_was_checked_and_why(directory, client):
    page = shown(client, words="lonely", near=HOME)
    for fact in ("miles", "minutes’ walk", "£3.50 with pudding", "Not checked yet: ask first", "Why this:"):
        assert fact in page
    assert page.index("Sandpiper Lunch Club") < page.index("By phone or online") < page.index("Friendship Line")


def test_where_data_comes_from_stands_below_it(directory, client):
    assert "Contains made up information." in shown(client, words="lonely")


def test_words_of_crisis_show_help_above_what_was_found_and_are_not_kept(directory, client):
    page = shown(client, words="i want to die", near=HOME)
    assert page.index("Samaritans on 116 123") < page.index('id="results"')
    client.post(reverse("portal:tell_us"), {"words": "i want to die"})
    assert not UnmetNeed.objects.filter(words__contains="die").exists()


def test_what_is_told_in_a_crisis_is_answered_with_where_to_get_help(directory, client):
    answer = client.post(reverse("portal:tell_us"), {"words": "i want to die"})
    assert "We have not kept what you wrote" in answer.content.decode()


def test_a_search_in_vain_says_so_and_is_counted_without_a_person(directory, cast):
    before = UnmetNeed.objects.count()
    page = shown(cast.client("rosa"), words="unicycle repair", near="M33 7ZF")
    assert "We found nothing good for that" in page
    row = UnmetNeed.objects.get(words="unicycle repair")
    assert (row.near, row.told, UnmetNeed.objects.count()) == ("M33", False, before + 1)
    assert {field.name for field in UnmetNeed._meta.fields} == {"id", "on", "words", "needs", "near", "times", "told"}


def test_a_search_that_was_narrowed_is_not_an_unmet_need(directory, client):
    before = UnmetNeed.objects.count()
    shown(client, words="lonely", near=HOME, day="monday", free="on", language="welsh")
    assert UnmetNeed.objects.count() == before


@pytest.mark.parametrize(
    "given",
    [
        {"words": "x" * 10_000},
        {"words": "'; drop table directory_service; --"},
        {"words": "<script>alert(1)</script>"},
        {"words": "слово 词 كلمة"},
        {"words": 'NEAR("a" OR b*) AND "'},
        {"words": "\x00"},
        {"words": "choir", "near": "Narnia"},
        {"words": "choir", "near": "x" * 500},
        {"words": "choir", "within": "far", "day": "yesterday", "way": "by owl"},
        {"words": ["a", "b"], "near": ["c", "d"]},
        {"near": HOME},
        {"more": "1"},
    ],
)
def test_rubbish_is_answered_with_a_page(directory, client, given):
    answer = client.get(FIND, given)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert Service.objects.count() == 5


def test_filters_keep_what_fits_and_say_nothing_fits_where_nothing_does(directory, client):
    assert "Sandpiper Lunch Club" in shown(client, words="lonely", near=HOME, language="urdu")
    assert "Sandpiper Lunch Club" not in shown(client, words="lonely", near=HOME, day="monday")


def test_the_page_takes_as_many_queries_however_much_is_found(directory, client, django_assert_max_num_queries):
    shown(client, words="lonely", near=HOME)
    with django_assert_max_num_queries(20):
        shown(client, words="walking or singing or lunch or company", near=HOME)


def test_a_service_that_closed_has_no_page(directory, client):
    address = reverse("portal:service", args=[directory["lunch"].pk])
    assert client.get(address).status_code == 200
    Service.objects.update(status="defunct")
    assert client.get(address).status_code == 404


def test_anybody_may_say_that_something_is_wrong_and_nobody_knows_who(directory, cast):
    address = reverse("portal:report", args=[directory["choir"].pk])
    cast.client("rosa").post(address, {"kind": "number", "words": "It is 0161 496 0125 now"})
    report = Report.objects.get(service=directory["choir"])
    assert (report.kind, report.words) == ("number", "It is 0161 496 0125 now")
    assert "Rosa" not in repr(vars(report))


@pytest.mark.parametrize("key", ["moving", "company", "everyday"])
def test_a_heading_leads_to_searches_and_a_list_that_prints(directory, client, key):
    page = client.get(reverse("portal:heading", args=[key]), {"near": HOME}).content.decode()
    assert "words=" in page
    listed = client.get(reverse("portal:local_list", args=[key]), {"near": HOME, "large": "1"}).content.decode()
    assert "app-large-print" in listed


def test_a_list_near_a_place_nobody_knows_says_what_to_try(directory, client):
    page = client.get(reverse("portal:local_list", args=["company"]), {"near": "Narnia"}).content.decode()
    assert "We do not know that place" in page
    assert "Sandpiper Lunch Club" in page


def test_no_such_heading(client, db):
    assert client.get(reverse("portal:heading", args=["nonsense"])).status_code == 404


def test_a_carer_saves_for_whom_they_act(directory, cast):
    daughter = cast.client("daughter")
    page = shown(daughter, words="lonely", near=HOME)
    assert "Save for later" in page
    address = reverse("plans:save", args=[cast.rosa.pk])
    answer = daughter.post(address, {"service": directory["lunch"].pk, "next": FIND})
    assert answer["Location"] == FIND
    assert Signposting.objects.get().plan_id == cast.rosa.pk
    assert "<p>Saved</p>" in shown(daughter, words="lonely", near=HOME)


@pytest.mark.parametrize("where", ["https://example.org/", "//example.org", "javascript:x", ""])
def test_saving_leads_nowhere_else(directory, cast, where):
    address = reverse("plans:save", args=[cast.rosa.pk])
    answer = cast.client("rosa").post(address, {"service": directory["lunch"].pk, "next": where})
    assert answer["Location"] == reverse("plans:services", args=[cast.rosa.pk])


@pytest.mark.parametrize("service", ["", "rubbish", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_cannot_be_saved(directory, cast, service):
    address = reverse("plans:save", args=[cast.rosa.pk])
    assert cast.client("rosa").post(address, {"service": service}).status_code == 404
    assert not Signposting.objects.exists()
