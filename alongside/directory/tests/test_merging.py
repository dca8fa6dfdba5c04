"""What a source says, merged with what stands in the tables."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from alongside.directory.importing.fitting import fitted
from alongside.directory.importing.open_referral import service_row
from alongside.directory.importing.rows import (
    FIELDS,
    AccessRow,
    AreaRow,
    BrokenRow,
    ContactRow,
    CostRow,
    LanguageRow,
    PhoneRow,
    PlaceRow,
    ProviderRow,
    Row,
    TermRow,
)
from alongside.directory.importing.stored import stored_row, stored_rows
from alongside.directory.models import Assurance, Location, Provider, Service, ServiceEdit, TaxonomyTerm
from alongside.directory.tests.conftest import HALL, take
from alongside.directory.tests.feed_bodies import by_the_book, vendors_own
from alongside.directory.tests.test_open_referral import bent_services
from alongside.directory.times import Times

GROUP = Row("1", "Singing Group", "Come and sing", phone="0161 496 0001", places=(HALL,))

pytestmark = pytest.mark.django_db


def stored(key="1"):
    return stored_row(Service.objects.get(source_key=key))


CHANGES = {
    "name": "Singers",
    "description": "Come",
    "url": "https://sing.example.net",
    "email": "sing@example.net",
    "phone": "",
    "status": "temporarily closed",
    "application_process": "Just come",
    "fees_description": "Free",
    "eligibility_description": "Anybody",
    "minimum_age": 16,
    "maximum_age": 99,
    "alert": "Not at Easter",
    "provider": ProviderRow("p", "Another Provider"),
    "places": (replace(HALL, accessibility=(AccessRow("Ramp"),), schedules=(Times("MO", time(9)),)),),
    "terms": (TermRow("list", "song", "Song"),),
    "schedules": (Times("TU", time(14), time(15)), Times("1FR", time(10), freq="MONTHLY")),
    "areas": (AreaRow("Westhaven", "borough"),),
    "cost_options": (CostRow("Over 60s", Decimal("2.50")), CostRow("Others", Decimal("5.00"))),
    "languages": (LanguageRow("Urdu", "ur"),),
    "contacts": (ContactRow("Ann Fictional", "Leader"),),
    "phones": (PhoneRow("0161 496 0002", type="textphone"),),
}


def test_there_is_a_change_to_try_for_every_field():
    assert set(CHANGES) == set(FIELDS)


@pytest.mark.parametrize("name", FIELDS)
def test_a_change_of_any_field_is_taken_and_noted_and_taken_back(name):
    take(GROUP)
    changed = replace(GROUP, **{name: CHANGES[name]})
    assert take(changed).changed == 1
    assert stored() == changed
    edit = ServiceEdit.objects.get()
    assert (edit.field, edit.ours, edit.by, edit.run.source_id) == (name, False, None, "place")
    assert edit.before != edit.after
    take(GROUP)
    assert stored() == GROUP


def test_all_of_a_service_stands_in_the_tables_as_it_was_read():
    rows = [fitted(service_row(body)) for body in (by_the_book(), vendors_own())]
    take(*rows)
    for row in rows:
        assert stored(row.id) == row


@given(body=bent_services())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_whatever_was_read_can_be_kept_and_is_the_same_the_second_time(body):
    try:
        row = service_row(body)
    except BrokenRow:
        return
    take(row)
    assert stored(row.id) == fitted(row)
    assert take(row).changed == 0


def test_again_nothing_is_changed_noted_or_newer():
    rows = [service_row(by_the_book()), service_row(vendors_own()), GROUP]
    take(*rows)
    before = list(Service.objects.order_by("pk").values())
    assert (take(*rows).changed, list(Service.objects.order_by("pk").values())) == (0, before)
    assert not ServiceEdit.objects.exists()


def test_a_change_makes_only_its_own_service_newer():
    take(GROUP, replace(GROUP, id="2"))
    before = dict(Service.objects.values_list("source_key", "updated_at"))
    take(GROUP, replace(GROUP, id="2", areas=(AreaRow("Westhaven"),)))
    after = dict(Service.objects.values_list("source_key", "updated_at"))
    assert after["1"] == before["1"]
    assert after["2"] > before["2"]


def test_a_text_that_is_too_long_is_cut_and_nothing_is_refused_for_it():
    long = "a" * 30_000
    take(
        Row("1", long, provider=ProviderRow("p", long), phone=long, places=(PlaceRow("x", long, address=long),),
            areas=(AreaRow(long),), contacts=(ContactRow(long),), phones=(PhoneRow(long),),
            languages=(LanguageRow(long),), terms=(TermRow(long, long, long),),
            cost_options=(CostRow(long, amount_description=long),))
    )  # fmt: skip
    service = Service.objects.get()
    assert (len(service.name), len(service.phone), len(service.provider.name)) == (300, 50, 300)
    assert (len(Location.objects.get().address), len(TaxonomyTerm.objects.get().code)) == (500, 100)


def test_texts_that_are_the_same_once_they_are_cut_are_one():
    long = "a" * 300
    row = Row("1", "x", languages=(LanguageRow(long), LanguageRow(f"{long}b")))
    take(row)
    assert len(stored().languages) == 1
    assert take(row).changed == 0


def test_services_that_share_a_provider_and_a_place_share_them_here():
    both = {"provider": ProviderRow("p", "Neighbours"), "places": (HALL,)}
    take(replace(GROUP, **both), replace(GROUP, id="2", **both))
    assert (Provider.objects.count(), Location.objects.count()) == (1, 1)
    assert Location.objects.get().services.count() == 2


def test_where_two_services_do_not_agree_about_a_place_the_first_has_its_way_every_time():
    other = replace(GROUP, id="2", places=(replace(HALL, name="The Old Mill", schedules=(Times("MO"),)),))
    for rows in ((GROUP, other), (other, GROUP)):
        assert take(*rows).changed == 0
        assert Location.objects.get().name == "Mill Hall"
    assert [len(stored(key).places[0].schedules) for key in "12"] == [0, 1], "when, each says of itself"


def test_a_service_leaves_a_place_and_the_other_one_there_stays():
    take(GROUP, replace(GROUP, id="2"))
    take(GROUP, replace(GROUP, id="2", places=(PlaceRow("new", "New Hall"),)))
    assert [place.name for place in stored("2").places] == ["New Hall"]
    assert stored("1").places == (HALL,)


def test_a_term_keeps_the_name_it_was_first_given():
    take(replace(GROUP, terms=(TermRow("list", "1", "Singing"),)))
    done = take(replace(GROUP, terms=(TermRow("list", "1", "SINGING!"),)))
    assert (done.changed, TaxonomyTerm.objects.get().name) == (0, "Singing")


def test_the_same_word_of_two_lists_is_two_terms():
    take(replace(GROUP, terms=(TermRow("one", "1", "Singing"), TermRow("other", "1", "Sailing"))))
    assert sorted(Service.objects.get().terms.values_list("name", flat=True)) == ["Sailing", "Singing"]


def test_when_its_source_made_sure_of_it_is_noted_once_and_only_when_it_is_later():
    today = timezone.localdate()
    for days, kept, rows in ((9, 9, 1), (9, 9, 1), (20, 9, 1), (2, 2, 2), (-3, 2, 2)):
        take(replace(GROUP, assured_on=today - timedelta(days=days)))
        assert Service.objects.get().assured_on == today - timedelta(days=kept)
        assert Assurance.objects.count() == rows
    assert Assurance.objects.filter(how="source").count() == 2


def test_that_it_was_gone_and_came_back_is_noted():
    take(GROUP, replace(GROUP, id="2"))
    take(GROUP)
    take(GROUP, replace(GROUP, id="2"))
    edits = ServiceEdit.objects.order_by("at").values_list("service__source_key", "field", "before", "after")
    [gone, back] = [(key, field, bool(before), bool(after)) for key, field, before, after in edits]
    assert gone == ("2", "retired_at", False, True)
    assert back == ("2", "retired_at", True, False)


def test_a_service_that_is_broken_this_time_is_not_gone():
    take(GROUP, replace(GROUP, id="2"))
    assert take(GROUP, BrokenRow("it has no name", "2")).retired == 0


def test_other_sources_are_let_be():
    take(GROUP)
    take(replace(GROUP, name="Other Singers"), source="other")
    assert sorted(Service.objects.listed().values_list("name", flat=True)) == ["Other Singers", "Singing Group"]


def test_it_takes_as_many_queries_however_many_services(django_assert_max_num_queries):
    rows = [replace(service_row(by_the_book()), id=str(number)) for number in range(200)]
    take(*rows)
    with django_assert_max_num_queries(40):
        take(*rows)
    with django_assert_max_num_queries(14):
        assert len(stored_rows(list(Service.objects.all()))) == 200
