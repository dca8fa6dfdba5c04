"""Courses on the one screen: what has no answer yet comes first, and none is hidden."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.agenda.actions import book_appointment, start_visit
from alongside.consultation.queries.screen import screen_for
from alongside.people.actors import SYSTEM, actor_for
from alongside.programmes.actions import answer_offer
from tests.campus import Campus, make_campus


@pytest.fixture
def campus(cast) -> Campus:
    return make_campus(cast)


@pytest.fixture
def visit(campus: Campus):
    cast = campus.cast
    soon = timezone.now() + timedelta(minutes=30)
    booked = book_appointment(by=SYSTEM, person=cast.rosa, organisation=cast.elm_bank, starts_at=soon)
    return start_visit(by=actor_for(cast["nurse"]), appointment=booked)


def test_a_course_without_an_answer_comes_before_those_that_were_spoken_of(campus, visit):
    for number, course in enumerate(["breathing", "self_management"]):
        campus.plan(course=course, hour=9 + 4 * number)
    answer_offer(by=SYSTEM, person=campus.cast.rosa, course="breathing", state="offered")
    shown = [line.course.key for line in screen_for(visit).offers]
    assert shown == ["self_management", "breathing"]


def test_every_course_is_on_the_screen_however_many(campus, visit):
    for number, course in enumerate(["breathing", "self_management", "moving_on"]):
        campus.plan(course=course, hour=8 + 3 * number)
    page = campus.cast.client("nurse").get(reverse("consultation:visit", args=[visit.pk])).content.decode()
    assert page.count('class="visit-offer"') == 3
    assert page.count(" open>") == 1, "of one the answers are shown"
