"""Wherever somebody can write freely, words that suggest self-harm show where to get help, before and after saving."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.agenda import actions as agenda
from alongside.messages.links import token_of
from alongside.messages.models import SignedLink
from alongside.people.actors import actor_for
from alongside.plans import actions as plans
from alongside.plans.models import Goal
from conftest import BIRTHDAY

pytestmark = pytest.mark.shown

WORDS = "I want to kill myself"
HELP = "116 123"
GOAL_FIELDS = ("words", "why", "what", "where", "how_much", "when", "barrier", "then_i_will", "helper")
WHOLE_GOAL = {"words": "Walk", "what": "walk", "confidence": "8", "follow_up_days": "14", "days_a_week": ""}
LEVELS = {"much_less": "a", "less": "b", "expected": "c", "better": "d", "much_better": "e", "weight": "1"}

# Address, the rest of a valid form, the free field, and where it is read afterwards.
PLAN_FIELDS = [
    ("plans:what_matters", {}, "words", "plans:plan"),
    ("plans:add_sign", {"sign": "breathless", "what_to_do": "ring"}, "sign", "plans:plan"),
    ("plans:add_sign", {"sign": "breathless", "what_to_do": "ring"}, "what_to_do", "plans:plan"),
    ("plans:add_contact", {"name": "Elena"}, "how", "plans:plan"),
    *[("plans:add_goal", WHOLE_GOAL, name, "plans:plan") for name in GOAL_FIELDS],
]


@pytest.fixture
def rosa(cast):
    return cast.client("rosa")


@pytest.mark.parametrize(("name", "rest", "field", "after"), PLAN_FIELDS, ids=lambda value: str(value)[:20])
def test_a_free_field_of_the_plan_shows_help_after_saving(cast, rosa, name, rest, field, after):
    rosa.post(reverse(name, args=[cast.rosa.pk]), {**rest, field: WORDS})
    html = rosa.get(reverse(after, args=[cast.rosa.pk])).content.decode()
    assert HELP in html


@pytest.mark.parametrize(("name", "rest", "field", "after"), PLAN_FIELDS, ids=lambda value: str(value)[:20])
def test_a_form_that_is_refused_shows_help_too(cast, rosa, name, rest, field, after):
    response = rosa.post(reverse(name, args=[cast.rosa.pk]), {**rest, field: WORDS + " " + "x" * 5000})
    assert response.status_code == 200
    assert HELP in response.content.decode()


@pytest.fixture
def goal(cast) -> Goal:
    return plans.agree_goal(by=actor_for(cast["nurse"]), person=cast.rosa, words="Walk", confidence=8)


@pytest.mark.parametrize("field", [name for name in LEVELS if name != "weight"])
def test_the_levels_of_a_goal_show_help_before_and_after_saving(cast, rosa, goal, field):
    url = reverse("plans:levels", args=[goal.pk])
    assert HELP in rosa.post(url, {**LEVELS, field: WORDS, "less": ""}).content.decode() or field == "less"
    rosa.post(url, {**LEVELS, field: WORDS})
    assert HELP in rosa.get(reverse("plans:scales", args=[cast.rosa.pk])).content.decode()


def test_what_is_said_in_the_room_shows_help_to_the_clinician(cast):
    desk, nurse = actor_for(cast["receptionist"]), cast.client("nurse")
    appointment = agenda.book_appointment(
        by=desk, person=cast.rosa, organisation=cast.elm_bank, starts_at=timezone.now() + timedelta(hours=1)
    )
    visit = agenda.start_visit(by=actor_for(cast["nurse"]), appointment=appointment)
    nurse.post(reverse("consultation:raise", args=[visit.pk]), {"area": "mood", "words": WORDS})
    assert HELP in nurse.get(reverse("consultation:visit", args=[visit.pk])).content.decode()


def test_ordinary_words_show_no_panel(cast, rosa, goal):
    assert HELP not in rosa.get(reverse("plans:plan", args=[cast.rosa.pk])).content.decode()


NOT_WATCHED = "Nobody reads this straight away"


@pytest.fixture
def places_to_write(cast, goal) -> list[str]:
    """Every page on which somebody who is signed in writes freely about themselves."""
    soon = timezone.now() + timedelta(days=1)
    appointment = agenda.book_appointment(
        by=actor_for(cast["receptionist"]), person=cast.rosa, organisation=cast.elm_bank, starts_at=soon
    )
    own = actor_for(cast["rosa"])
    preparation = agenda.start_preparation(by=own, appointment=appointment)
    agenda.choose_areas(by=own, preparation=preparation, areas=["sleep"])
    of_plan = ["plans:what_matters", "plans:add_sign", "plans:add_contact", "plans:add_goal"]
    of_goal = ["plans:answer", "plans:change_goal", "plans:levels", "plans:would_raise"]
    return [
        *(reverse(name, args=[cast.rosa.pk]) for name in of_plan),
        *(reverse(name, args=[goal.pk]) for name in of_goal),
        *(reverse("portal:prepare_own", args=[appointment.pk, step]) for step in ("how-much", "most")),
    ]


def test_wherever_somebody_writes_about_themselves_the_page_says_that_nobody_reads_at_once(cast, places_to_write):
    for name in ("rosa", "daughter"):
        client = cast.client(name)
        pages = {address: client.get(address) for address in places_to_write}
        assert [address for address, page in pages.items() if NOT_WATCHED not in page.content.decode()] == []


def test_a_nurse_who_writes_with_somebody_is_not_told_so(cast, places_to_write):
    client = cast.client("nurse")
    told = [client.get(address).content.decode() for address in places_to_write if "/plans/" in address]
    assert len(told) == 8
    assert not [page for page in told if NOT_WATCHED in page]


def test_the_question_by_link_says_that_nobody_reads_at_once(cast, goal):
    follow_up = plans.ask_now(by=actor_for(cast["nurse"]), goal=goal)
    door = reverse("portal:door", args=[token_of(SignedLink.objects.get(subject_id=follow_up.pk))])
    client = Client()
    client.post(door, BIRTHDAY)
    client.post(f"{door}check-in/going", {"going": "well"})
    assert NOT_WATCHED in client.get(f"{door}check-in/more").content.decode()
