"""Finding something near with the person in the room."""

import pytest
from django.urls import reverse

from alongside.directory.models import UnmetNeed
from alongside.people.actors import actor_for, link_holder
from alongside.people.models import AuditEvent, Consent
from alongside.plans.actions import choose_service, give_services, say_what_became
from alongside.plans.models import Handover, Signposting
from alongside.worklist.models import Task
from tests.journeys.near import HOME, make_directory

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def directory(cast):
    cast.rosa.postcode = HOME
    cast.rosa.save()
    return make_directory()


@pytest.fixture
def address(cast):
    return reverse("consultation:nearby", args=[cast.rosa.pk])


def chosen():
    return list(Signposting.objects.values_list("service__name", "state"))


def test_what_is_found_is_near_the_persons_home(directory, cast, address):
    page = cast.client("nurse").post(address, {"do": "search", "words": "lonely"}).content.decode()
    assert "Sandpiper Lunch Club" in page
    assert "miles" in page


def test_words_about_a_person_are_in_no_address(directory, cast, address):
    page = cast.client("nurse").post(address, {"do": "search", "words": "lonely"}).content.decode()
    assert "words=" not in page
    assert "lonely" not in cast.client("nurse").get(address, {"words": "lonely"}).content.decode()


def test_what_is_typed_letter_by_letter_is_a_part_of_the_page_and_not_in_the_trail(directory, cast, address):
    nurse = cast.client("nurse")
    answer = nurse.post(address, {"do": "search", "words": "lone"}, **HTMX)
    assert "<html" not in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="services.seen").exists()
    nurse.get(address)
    assert AuditEvent.objects.filter(verb="services.seen", person_id=cast.rosa.pk).count() == 1


def test_a_part_of_the_page_is_for_nobody_else_either(directory, cast, address):
    for who in ("receptionist", "other_gp", "rosa", "nobody"):
        assert cast.client(who).post(address, {"do": "search", "words": "lonely"}, **HTMX).status_code == 404


def test_a_fourth_is_refused_in_a_sentence(directory, cast, address):
    nurse = cast.client("nurse")
    for key in ("lunch", "walkers", "choir"):
        nurse.post(address, {"do": "choose", "service": directory[key].pk})
    page = nurse.post(address, {"do": "choose", "service": directory["line"].pk}).content.decode()
    assert "Three are enough for one visit" in page
    assert len(chosen()) == 3


def test_nothing_chosen_is_nothing_given(directory, cast, address):
    page = cast.client("nurse").post(address, {"do": "give", "how": "print"}).content.decode()
    assert "Choose something first" in page


def test_what_was_given_is_not_taken_out_by_an_old_page(directory, cast, address):
    nurse = cast.client("nurse")
    nurse.post(address, {"do": "choose", "service": directory["lunch"].pk})
    row = Signposting.objects.get()
    nurse.post(address, {"do": "give", "how": "send"})
    page = nurse.post(address, {"do": "put_back", "signposting": row.pk}).content.decode()
    assert "That was given already" in page
    assert chosen() == [("Sandpiper Lunch Club", "offered")]


def test_nobody_takes_out_what_is_somebody_elses(directory, cast, address):
    row = choose_service(by=actor_for(cast["other_gp"]), person=cast.priya, service=directory["lunch"])
    assert cast.client("nurse").post(address, {"do": "put_back", "signposting": row.pk}).status_code == 404
    assert Signposting.objects.exists()


def test_two_places_choose_for_themselves(directory, cast, address):
    cast.client("nurse").post(address, {"do": "choose", "service": directory["lunch"].pk})
    cast.client("breathing_nurse").post(address, {"do": "choose", "service": directory["walkers"].pk})
    places = Handover.objects.values_list("organisation", flat=True)
    assert set(places) == {cast.elm_bank.pk, cast.breathing_team.pk}
    page = cast.client("nurse").get(address).content.decode()
    assert "Tuesday Walkers" not in page


def test_who_takes_no_messages_is_not_offered_one(directory, cast, address):
    Consent.objects.filter(person=cast.rosa, purpose="care_team").delete()
    nurse = cast.client("nurse")
    page = nurse.post(address, {"do": "choose", "service": directory["lunch"].pk}).content.decode()
    assert "Send by" not in page
    assert "Print" in page


def test_on_paper_from_a_part_of_the_page_leads_to_the_sheet(directory, cast, address):
    nurse = cast.client("nurse")
    nurse.post(address, {"do": "choose", "service": directory["lunch"].pk})
    answer = nurse.post(address, {"do": "give", "how": "print"}, **HTMX)
    sheet = nurse.get(answer["HX-Redirect"]).content.decode()
    assert "Sandpiper Lunch Club" in sheet
    assert "3 Sandpiper Lane" in sheet


def test_a_sheet_that_is_still_being_chosen_cannot_be_printed(directory, cast, address):
    nurse = cast.client("nurse")
    nurse.post(address, {"do": "choose", "service": directory["lunch"].pk})
    sheet = reverse("consultation:given", args=[cast.rosa.pk, Handover.objects.get().pk])
    assert nurse.get(sheet).status_code == 404


def test_what_is_missing_is_noted_without_the_person(directory, cast, address):
    page = cast.client("nurse").post(address, {"do": "missing", "words": "Unicycles"}).content.decode()
    assert "without the person’s name" in page
    row = UnmetNeed.objects.get(words="unicycles")
    assert (row.near, row.told) == ("M33", True)


@pytest.mark.parametrize("do", ["", "nonsense", "choose", "put_back"])
def test_rubbish_changes_nothing(directory, cast, address, do):
    answer = cast.client("nurse").post(address, {"do": do, "service": "x", "signposting": "x"})
    assert answer.status_code in {200, 404}
    assert chosen() == []


# --- Those who got stuck ----------------------------------------------------------------------------------------------


@pytest.fixture
def stuck(directory, cast):
    nurse = actor_for(cast["nurse"])
    row = choose_service(by=nurse, person=cast.rosa, service=directory["lunch"])
    give_services(by=nurse, handover=row.handover, send=False)
    return say_what_became(by=link_holder(cast.rosa), signposting=row, after="stopped", why="too_far")


def listed(cast, who):
    return cast.client(who).get(reverse("consultation:stuck")).content.decode()


def test_a_link_worker_sees_who_got_stuck_where_and_why(stuck, cast):
    page = listed(cast, "link_worker")
    for words in ("Rosa Ashworth", "Sandpiper Lunch Club", "It is too far"):
        assert words in page
    assert AuditEvent.objects.filter(verb="list.stuck.seen", person_id=cast.rosa.pk).exists()


def test_another_practice_sees_its_own(stuck, cast):
    assert "Rosa" not in listed(cast, "other_gp")


def test_a_reader_of_the_worklist_without_a_look_at_plans_sees_no_service(stuck, cast):
    task = Task.objects.get()
    page = cast.client("receptionist").get(reverse("worklist:task", args=[task.pk])).content.decode()
    assert "Sandpiper" not in page


def test_who_did_not_answer_is_on_the_list(stuck, cast):
    Handover.objects.update(state="silent", asked_at=stuck.changed_at)
    assert listed(cast, "link_worker").count("Rosa Ashworth") >= 2


def test_the_list_takes_as_many_queries_however_long_it_is(stuck, directory, cast, django_assert_max_num_queries):
    for key in ("walkers", "choir"):
        row = choose_service(by=actor_for(cast["nurse"]), person=cast.winston, service=directory[key])
        say_what_became(by=actor_for(cast["nurse"]), signposting=row, after="stopped", why="full")
    client = cast.client("link_worker")
    with django_assert_max_num_queries(22):
        client.get(reverse("consultation:stuck"))
