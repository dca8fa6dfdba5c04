"""The dates of a course as a calendar file: what is in it, and what is not."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.messages.links import make_link, token_of
from alongside.messages.models import SignedLink
from alongside.people.actors import SYSTEM
from alongside.programmes.actions import cancel_session, join, leave
from conftest import birthday
from tests.campus import make_campus


@pytest.fixture
def campus(cast):
    return make_campus(cast)


@pytest.fixture
def place(campus):
    return join(by=SYSTEM, cohort=campus.plan(), person=campus.cast.rosa)


def read(place) -> str:
    """The file by the link in a message, after the date of birth."""
    facts = {"purpose": SignedLink.Purpose.COURSE, "subject_id": place.pk}
    until = timezone.now() + timedelta(days=90)
    token, browser = token_of(make_link(by=SYSTEM, person=place.person, expires_at=until, **facts)), Client()
    browser.post(reverse("portal:door", args=[token]), birthday(place.person.date_of_birth))
    return browser.get(reverse("portal:course_calendar", args=[token])).text


def test_each_session_has_its_own_number_and_neither_course_nor_person_is_named(campus, place):
    cancel_session(by=campus.by, session=place.cohort.sessions.get(number=2, kind="ordinary"))
    text = read(place)
    assert [f"Course\\, session {number}" in text for number in range(1, 9)] == [True, False, *[True] * 5, False]
    assert text.count("Course\\, meeting again") == 1
    assert "Self-Management" not in text
    assert "Ashworth" not in text
    assert "Westhaven Hall" in text


def test_whoever_gave_the_place_back_has_no_dates(place):
    assert "BEGIN:VEVENT" in read(place)
    leave(by=SYSTEM, enrolment=place, why="working")
    assert "BEGIN:VEVENT" not in read(place)


def test_two_who_keep_one_calendar_both_have_their_time_alone_in_it_and_what_is_together_once(campus):
    cohort = campus.plan(course="mini")
    rosa, winston = (
        join(by=SYSTEM, cohort=cohort, person=person) for person in (campus.cast.rosa, campus.cast.winston)
    )
    first, second = (re.findall(r"UID:(\S+)", read(place)) for place in (rosa, winston))
    assert len(first) == len(second) == cohort.sessions.count()
    assert len({*first, *second}) == len(first) + 1
    assert read(rosa).count("UID:" + first[1]) == 1, "saved again it is the same"


def test_it_is_the_same_file_on_their_own_page_and_nobody_elses(campus, place):
    address = reverse("programmes:place_calendar", args=[place.pk])
    own = re.sub("DTSTAMP.*", "", campus.cast.client("rosa").get(address).text)
    assert own == re.sub("DTSTAMP.*", "", read(place))
    assert address in campus.cast.client("rosa").get(reverse("programmes:place", args=[place.pk])).text
    assert campus.cast.client("winston").get(address).status_code == 404


def test_a_day_of_which_they_have_no_time_yet_is_not_in_it(campus):
    short = join(by=SYSTEM, cohort=campus.plan(course="mini"), person=campus.cast.rosa)
    assert read(short).count("BEGIN:VEVENT") == 4
    short.own_times.all().delete()
    assert read(short).count("BEGIN:VEVENT") == 3
