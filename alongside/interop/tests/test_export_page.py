"""The page of everything held: what it says, and what it spares the reader."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alongside.agenda.models import Result, Visit
from alongside.interop.export.held import held_about
from alongside.interop.export.page import sections
from alongside.messages.models import Message
from alongside.people.actors import SYSTEM
from alongside.people.models import ContactPreference, Person
from alongside.plans import actions as plans
from alongside.plans.models import GoalScale
from alongside.worklist.actions import add_task
from conftest import Cast

pytestmark = pytest.mark.django_db
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-")


def read(person: Person) -> dict[str, str]:
    """Each section as one text, by its title."""
    return {
        section.title: "\n".join(" · ".join([line.when, line.what, *line.more]) for line in section.lines)
        for section in sections(held_about(person))
    }


def test_a_person_with_nothing_yet_reads_who_they_are_and_where(cast: Cast) -> None:
    page = read(cast.winston)

    assert "Name: Winston Bright" in page["About you"]
    assert "Date of birth: 2 November 1951" in page["About you"]
    assert "You sign in as: Winston Bright, winston@example.org" in page["About you"]
    assert "Elm Bank Surgery" in page["Where you are registered"]
    assert "Goals" not in page


def test_how_somebody_is_reached_is_said_in_words(cast: Cast) -> None:
    ContactPreference.objects.create(person=cast.rosa, channel="letter", large_print=True)

    page = read(Person.objects.get(pk=cast.rosa.pk))["About you"]

    assert "How we reach you: letter" in page
    assert "Large print: yes" in page


def test_who_the_plan_is_shared_with_and_until_when(cast: Cast) -> None:
    page = read(cast.rosa)["What you agreed to, and who acts for you"]

    assert "Westhaven Breathing Team" in page
    assert "until" in page
    assert "Daughter Fictional acts for you · daughter" in page


@pytest.mark.parametrize(
    ("value", "text", "unit", "said"),
    [(58.0, "", "mmol/mol", "58 mmol/mol"), (None, "130/80", "mmHg", "130/80 mmHg"), (None, "Never", "", "Never")],
)
def test_a_result_reads_as_people_write_it(cast: Cast, value: float, text: str, unit: str, said: str) -> None:
    now = timezone.now()
    facts: dict[str, Any] = {"value": value, "text": text, "unit": unit, "taken_at": now, "released_at": now}
    Result.objects.create(person=cast.rosa, code="x", system="urn:x", display="Test", **facts)

    assert read(cast.rosa)["Results"].endswith(f"Test: {said}")


def test_a_goal_reads_with_its_step_its_reasons_and_how_sure(cast: Cast) -> None:
    facts = {
        "what": "Walk to the gate",
        "days_a_week": 4,
        "why": "My garden",
        "barrier": "Rain",
        "then_i_will": "Stairs",
    }
    goal = plans.agree_goal(by=SYSTEM, person=cast.rosa, words="Walk to the shop", confidence=6, **facts)
    levels = {"much_less": "bed", "less": "gate", "expected": "shop", "better": "park", "much_better": "harbour"}
    GoalScale.objects.create(goal=goal, level=-1, rated_at=timezone.now(), **levels)

    page = read(cast.rosa)["Goals"]

    for words in ("Walk to the gate, 4 days a week", "Why: My garden", "how sure: 6", "As expected: shop", "to +2: -1"):
        assert words in page


def test_a_message_reads_by_its_subject_and_an_old_template_does_no_harm(cast: Cast) -> None:
    facts = {"day": "2026-03-03", "time": "10:00"}
    Message.objects.create(
        person=cast.rosa, template="prepare.invite", organisation=cast.elm_bank, facts=facts, window="1"
    )
    Message.objects.create(person=cast.rosa, template="gone.long.ago", facts={}, window="2")

    page = read(cast.rosa)["Messages to you"]

    assert "Elm Bank Surgery: your appointment on Tue 3 Mar" in page
    assert "Tue 3 Mar, Elm Bank Surgery, 10am" in page
    assert "gone.long.ago · waiting" in page


def test_a_task_says_who_does_it_and_by_when(cast: Cast) -> None:
    day = timezone.localdate()
    add_task(by=SYSTEM, kind="call_back", person=cast.rosa, title="Ring Rosa", team=cast.elm_bank, due=day)

    assert "Ring Rosa · Elm Bank Surgery · to be done by" in read(cast.rosa)["Things the team does for you"]


def test_no_id_no_address_and_no_code_is_on_the_page(cast: Cast) -> None:
    source = "fhir|Encounter/465e2fed-8efd-452f-b758-ee93ed58e621@1"
    Visit.objects.create(person=cast.rosa, started_at=timezone.now(), closed_at=timezone.now(), source=source)

    every = "\n".join(read(cast.rosa).values())

    assert "A visit" in every
    assert not ID.search(every)
    assert "urn:" not in every


def test_somebody_else_looking_is_told_in_words(cast: Cast) -> None:
    cast.client("gp").get(reverse("plans:plan", args=[cast.rosa.pk]))

    trail = read(cast.rosa)["Who looked and who changed something"]

    assert "A GP at Elm Bank Surgery" in trail
    assert ".seen" not in trail


def test_the_page_says_when_there_is_no_such_person(cast: Cast) -> None:
    nobody = UUID("00000000-0000-4000-8000-000000000000")

    assert cast.client("rosa").get(reverse("interop:export", args=[nobody])).status_code == 404


def test_a_visit_says_who_was_seen_and_where(cast: Cast) -> None:
    now = timezone.now()
    here = {"organisation": cast.elm_bank, "clinician": cast["gp"]}
    Visit.objects.create(person=cast.rosa, started_at=now, closed_at=now, **here)

    assert "Gp Fictional · Elm Bank Surgery" in read(cast.rosa)["Visits, and what became of each thing"]


def test_the_page_costs_the_same_queries_however_much_there_is(cast: Cast, django_assert_num_queries: Any) -> None:
    now = timezone.now()
    plans.agree_goal(by=SYSTEM, person=cast.rosa, words="Goal", confidence=5, what="A step")
    Visit.objects.create(person=cast.rosa, started_at=now, clinician=cast["gp"], organisation=cast.elm_bank)
    with CaptureQueriesContext(connection) as few:
        read(cast.rosa)
    for number in range(4):
        plans.agree_goal(by=SYSTEM, person=cast.rosa, words=f"Goal {number}", confidence=5, what="A step")
        add_task(
            by=SYSTEM, kind="silence", person=cast.rosa, title=f"{number}", team=cast.elm_bank, due=timezone.localdate()
        )
        Visit.objects.create(person=cast.rosa, started_at=now, clinician=cast["nurse"], organisation=cast.elm_bank)
    read_once = Person.objects.get(pk=cast.rosa.pk)

    with django_assert_num_queries(len(few) + 1):  # the moves of tasks, of which there were none
        read(read_once)


def test_words_that_suggest_self_harm_show_where_to_get_help_on_this_page_too(cast: Cast) -> None:
    address = reverse("interop:export", args=[cast.rosa.pk])
    assert "116 123" not in cast.client("rosa").get(address).content.decode()
    plans.agree_goal(by=SYSTEM, person=cast.rosa, words="I want to kill myself", confidence=6)
    assert "116 123" in cast.client("rosa").get(address).content.decode()
