"""Somebody who rings: they would like to go on a course and have not said so before, or cannot come any more."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.messages.models import Message
from alongside.people.models import AuditEvent, Organisation, Person, Registration
from alongside.programmes.actions import join
from alongside.programmes.models import Enrolment
from conftest import birthday

MISSED = "Nobody was found"


def typed(person, **changes):
    names = {"given_name": person.given_name, "family_name": person.family_name}
    return {**names, **birthday(person.date_of_birth), **changes}


def rang(campus, cohort, given):
    address = reverse("programmes:rang", args=[cohort.pk])
    return campus.cast.client("coordinator").post(address, given, follow=True).text


def test_somebody_who_rings_is_found_and_put_in_and_told(campus):
    cohort, winston, desk = campus.plan(), campus.cast.winston, campus.cast.client("coordinator")
    answer = desk.post(reverse("programmes:rang", args=[cohort.pk]), typed(winston), follow=True)
    assert "Winston Bright" in answer.text
    assert "Bright" not in answer.redirect_chain[0][0], "what is looked for is in no address"
    page = desk.post(reverse("programmes:put_in", args=[cohort.pk]), {"person": winston.pk}, follow=True).text
    assert "Winston Bright is put in" in page
    assert Enrolment.objects.get(person=winston).state == "placed"
    assert Message.objects.filter(person=winston, template="course.place").count() == 1
    verbs = AuditEvent.objects.filter(person_id=winston.pk, user_id=campus.by.user.pk).values_list("verb", flat=True)
    assert {"list.found.seen", "course.placed", "course.accepted"} <= set(verbs)


def test_whoever_was_looked_for_reads_in_which_role_it_was_done(campus):
    user = campus.cast["coordinator"]
    user.memberships.create(organisation=campus.cast.walkers, role="buddy", since=date(2020, 1, 1))
    rang(campus, campus.plan(), typed(campus.cast.winston))
    seen = AuditEvent.objects.get(person_id=campus.cast.winston.pk, verb="list.found.seen")
    assert seen.actor == "a coordinator at Westhaven Breathing Team"


def test_whoever_rings_for_a_full_group_is_on_the_waiting_list_and_told_so(campus):
    cohort, winston, desk = campus.plan(places=1), campus.cast.winston, campus.cast.client("coordinator")
    join(by=campus.by, cohort=cohort, person=campus.cast.rosa)
    desk.post(reverse("programmes:rang", args=[cohort.pk]), typed(winston))
    page = desk.post(reverse("programmes:put_in", args=[cohort.pk]), {"person": winston.pk}, follow=True).text
    assert "Winston Bright is on the waiting list" in page


def test_whoever_rings_twice_has_one_place(campus):
    cohort, rosa, desk = campus.plan(), campus.cast.rosa, campus.cast.client("coordinator")
    desk.post(reverse("programmes:rang", args=[cohort.pk]), typed(rosa))
    for _press in range(2):
        page = desk.post(reverse("programmes:put_in", args=[cohort.pk]), {"person": rosa.pk}, follow=True).text
    assert "Rosa Ashworth has a place on this course" in page
    assert Enrolment.objects.filter(person=rosa).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "winston  ", "family_name": "BRIGHT"},
        {"given_name": "Win"},
        {"family_name": "Bríght"},
    ],
)
def test_what_they_like_to_be_called_and_capitals_and_accents_are_no_hindrance(campus, changes):
    Person.objects.filter(pk=campus.cast.winston.pk).update(known_as="Win")
    assert "born 2 November 1951" in rang(campus, campus.plan(), typed(campus.cast.winston, **changes))


@pytest.mark.parametrize("spelt", ["Siân O’Brien-Jones", "sian o'brien jones", "Sian O'Brien-Jones"])
def test_a_name_that_is_spelt_with_marks_is_found_as_it_is_heard(campus, spelt):
    facts = {"given_name": "Siân", "family_name": "O’Brien-Jones", "date_of_birth": date(1970, 5, 4)}
    person = Person.objects.create(**facts)
    Registration.objects.create(person=person, practice=campus.cast.harbour_road)
    given, family = spelt.split(" ", 1)
    assert "born 4 May 1970" in rang(campus, campus.plan(), typed(person, given_name=given, family_name=family))


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Win"},
        {"given_name": "'"},
        {"family_name": "Brigh"},
        {"family_name": "%"},
        {"date_of_birth_day": "3"},
    ],
)
def test_part_of_a_name_or_another_day_finds_nobody(campus, changes):
    page = rang(campus, campus.plan(), typed(campus.cast.winston, **changes))
    assert MISSED in page
    assert "born 2 November 1951" not in page


def died(person):
    Person.objects.filter(pk=person.pk).update(died_on=timezone.localdate())


def forgotten(person):
    Person.objects.filter(pk=person.pk).update(restricted_at=timezone.now())


def moved(person):
    elsewhere = Organisation.objects.create(kind="practice", name="Far Away Surgery", ods_code="ZZ999", fictional=True)
    person.registrations.update(practice=elsewhere)


def gone(person):
    person.registrations.all().delete()


@pytest.mark.parametrize("what", [died, forgotten, moved, gone])
def test_who_died_asked_to_be_forgotten_or_lives_elsewhere_is_told_from_nobody_by_nothing(campus, what):
    cohort, winston = campus.plan(), campus.cast.winston
    what(winston)
    page = rang(campus, cohort, typed(winston))
    nobody = rang(campus, cohort, typed(winston, given_name="Nobody"))
    assert MISSED in page
    assert without_what_differs(page) == without_what_differs(nobody)
    assert not AuditEvent.objects.filter(person_id=winston.pk, verb="list.found.seen").exists()
    assert AuditEvent.objects.filter(verb="person.not_found", person_id=None).count() == 2


def without_what_differs(page):
    return [line for line in page.splitlines() if "csrf" not in line and "given_name" not in line]


def test_somebody_found_who_died_meanwhile_is_not_put_in(campus):
    cohort, winston, desk = campus.plan(), campus.cast.winston, campus.cast.client("coordinator")
    desk.post(reverse("programmes:rang", args=[cohort.pk]), typed(winston))
    died(winston)
    assert desk.post(reverse("programmes:put_in", args=[cohort.pk]), {"person": winston.pk}).status_code == 404


def test_two_of_one_name_and_day_are_not_told_apart_and_nobody_is_put_in(campus):
    cohort, desk = campus.plan(), campus.cast.client("coordinator")
    one, other = campus.people(2)
    Person.objects.filter(pk=other.pk).update(given_name=one.given_name)
    page = desk.post(reverse("programmes:rang", args=[cohort.pk]), typed(one), follow=True).text
    assert "More than one person" in page
    assert desk.post(reverse("programmes:put_in", args=[cohort.pk]), {"person": one.pk}).status_code == 404


def test_only_whoever_was_found_last_is_put_in(campus):
    cohort, desk = campus.plan(), campus.cast.client("coordinator")
    for person in (campus.cast.rosa, campus.cast.winston):
        desk.post(reverse("programmes:rang", args=[cohort.pk]), typed(person))
    address = reverse("programmes:put_in", args=[cohort.pk])
    assert desk.post(address, {"person": campus.cast.rosa.pk}).status_code == 404, "a page that was left open"
    assert not Enrolment.objects.exists()


def test_what_was_looked_for_is_not_in_an_address_and_goes_with_the_session(campus):
    cohort, desk = campus.plan(), campus.cast.client("coordinator")
    address = reverse("programmes:rang", args=[cohort.pk])
    desk.post(address, typed(campus.cast.winston))
    assert "Bright" not in desk.get(address).text, "a new look begins empty"
    assert "Bright" not in campus.cast.client("coordinator").get(f"{address}?found=1").text


def test_a_course_for_a_team_is_nothing_to_ring_about(campus):
    cohort = campus.plan(course="pdp_bronze", team=campus.cast.elm_bank)
    desk, address = campus.cast.client("coordinator"), reverse("programmes:rang", args=[cohort.pk])
    assert desk.get(address).status_code == 404
    assert address not in desk.get(reverse("programmes:cohort", args=[cohort.pk])).text


def test_the_way_there_is_on_the_page_of_a_group_while_somebody_can_join(campus):
    cohort, desk = campus.plan(), campus.cast.client("coordinator")
    address = reverse("programmes:rang", args=[cohort.pk])
    assert address in desk.get(reverse("programmes:cohort", args=[cohort.pk])).text
    cohort.state = "finished"
    cohort.save()
    assert address not in desk.get(reverse("programmes:cohort", args=[cohort.pk])).text


def test_before_a_place_is_given_back_for_whoever_rings_it_is_asked_why(campus):
    cohort, rosa, desk = campus.plan(places=1), campus.cast.rosa, campus.cast.client("coordinator")
    place, waits = (join(by=campus.by, cohort=cohort, person=person) for person in (rosa, campus.cast.winston))
    address = reverse("programmes:give_back", args=[cohort.pk, place.pk])
    assert address in desk.get(reverse("programmes:cohort", args=[cohort.pk])).text
    assert "Whoever has waited longest has the place" in desk.get(address).text
    assert "Choose one of these" in desk.post(address).text
    place.refresh_from_db()
    assert place.state == "placed", "one press on the page of the group changes nothing"
    assert "Rosa Ashworth is not on the course any more" in desk.post(address, {"why": "travel"}, follow=True).text
    place.refresh_from_db()
    waits.refresh_from_db()
    assert (place.state, place.left_why, waits.state) == ("left", "travel", "placed")
    assert not Message.objects.filter(person=rosa, state="waiting").exists(), "as when they say so themselves"


def test_whoever_waits_and_rings_waits_no_longer(campus):
    cohort, desk = campus.plan(places=1), campus.cast.client("coordinator")
    join(by=campus.by, cohort=cohort, person=campus.cast.rosa)
    waits = join(by=campus.by, cohort=cohort, person=campus.cast.winston)
    address = reverse("programmes:give_back", args=[cohort.pk, waits.pk])
    assert address in desk.get(reverse("programmes:cohort", args=[cohort.pk])).text
    assert "Wait no longer" in desk.get(address).text
    assert "Winston Bright does not wait for a place any more" in desk.post(address, {"why": "ill"}, follow=True).text
    waits.refresh_from_db()
    assert waits.state == "left"


@pytest.mark.parametrize("why", ["died", "cancelled", "x"])
def test_only_the_reasons_that_people_give_themselves_are_taken(campus, why):
    cohort, desk = campus.plan(), campus.cast.client("coordinator")
    place = join(by=campus.by, cohort=cohort, person=campus.cast.rosa)
    desk.post(reverse("programmes:give_back", args=[cohort.pk, place.pk]), {"why": why})
    place.refresh_from_db()
    assert place.state == "placed"


def test_who_was_found_is_above_the_form_where_it_is_seen_and_not_below_what_looks_as_before(campus):
    page = rang(campus, campus.plan(), typed(campus.cast.winston))
    assert page.index("Winston Bright</b>") < page.index('name="given_name"')


def test_where_nobody_waits_nobody_is_said_to_get_the_place(campus):
    cohort, desk = campus.plan(), campus.cast.client("coordinator")
    place = join(by=campus.by, cohort=cohort, person=campus.cast.rosa)
    page = desk.get(reverse("programmes:give_back", args=[cohort.pk, place.pk])).text
    assert "Give the place back" in page
    assert "Whoever has waited longest" not in page


@pytest.mark.parametrize(("course", "said"), [("mini", True), ("self_management", False)])
def test_whoever_rings_can_be_told_at_once_when_their_time_alone_is(campus, course, said):
    cohort, winston, desk = campus.plan(course=course), campus.cast.winston, campus.cast.client("coordinator")
    desk.post(reverse("programmes:rang", args=[cohort.pk]), typed(winston))
    page = desk.post(reverse("programmes:put_in", args=[cohort.pk]), {"person": winston.pk}, follow=True).text
    assert ("Their time alone: " in page) == said
    assert "is put in" in page
