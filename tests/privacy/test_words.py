"""Words of a person, planted in every field there is: who is shown them, where else they turn up, and as what."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import CharField, Model, TextField
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.agenda.actions import describe_concern, say_most_important, send_preparation, start_preparation
from alongside.agenda.models import Result
from alongside.messages.links import token_of
from alongside.messages.models import Message, SignedLink
from alongside.people.actors import actor_for, link_holder
from alongside.people.models import AuditEvent, Person
from alongside.plans.actions import agree_goal, answer_now, ask_now, describe_levels, say_what_matters
from alongside.worklist.models import Task
from conftest import BIRTHDAY, Cast
from tests.architecture.matrix import ADDRESSES, EXPECTED, About, Held
from tests.architecture.things import SEEN, address_about, things_about

pytestmark = pytest.mark.shown

# Markup and a closing quote, so that a page that shows one as anything but letters shows that too.
MARK = '"><img src=x onerror=zqplanted{}>'
RAW = re.compile(r"<img src=x")
# Keys of our own lists, numbers of other systems, and what staff are called: no words of the person's.
KEYS = {"area", "review", "handed_to", "code", "system", "source", "kind", "agreed_with", "seen_by", "title"}


def word_fields(model: type[Model]) -> list[str]:
    fields = [field for field in model._meta.concrete_fields if isinstance(field, CharField | TextField)]
    return [field.name for field in fields if not field.choices and not field.primary_key and field.name not in KEYS]


def plant(model: type[Model], fields: list[str]) -> Iterator[str]:
    for name in fields:
        mark = f"{model.__name__}{name}".replace("_", "").lower()
        assert model._default_manager.exists(), f"there is no {model.__name__} to plant words in"
        model._default_manager.update(**{name: MARK.format(mark)[: model._meta.get_field(name).max_length]})
        yield mark


@pytest.fixture
def things(cast: Cast) -> Any:
    """Rosa with something in every field: prepared, seen, with a plan, results, a task."""
    found = things_about(cast, *SEEN[0])
    me, nurse = link_holder(cast.rosa), actor_for(cast["nurse"])
    preparation = start_preparation(by=me, appointment=found.appointment)
    describe_concern(by=me, preparation=preparation, area="other", words="x", bother=3, wish="talk")
    say_most_important(by=me, preparation=preparation, words="x")
    send_preparation(by=me, preparation=preparation)
    say_what_matters(by=me, person=cast.rosa, words="x")
    step = {"what": "x", "where": "x", "when": "x", "how_much": "x"}
    goal = agree_goal(by=nurse, person=cast.rosa, words=found.goal.words, confidence=5, **step)
    describe_levels(by=nurse, goal=goal, much_less="x", less="x", expected="x", better="x", much_better="x")
    answer_now(by=me, goal=goal, going="not_going", confidence=2, words="x", please_call=True)
    now = timezone.now()
    Result.objects.create(
        person=cast.rosa, code="4548-4", display="x", text="x", unit="x", taken_at=now, released_at=now
    )
    return found


ANSWERS = ["agenda.Preparation", "agenda.Concern", "agenda.Result", "people.Condition"]
PLANS = [
    "plans.Goal",
    "plans.Plan",
    "plans.WarningSign",
    "plans.PlanContact",
    "plans.Action",
    "plans.GoalScale",
    "plans.CheckIn",
]


@pytest.fixture
def marks(things: Any) -> dict[str, set[str]]:
    """What was planted: answers, which only those who may see answers read, and the plan."""
    models = {name: apps.get_model(name) for name in ANSWERS + PLANS}
    answers = {mark for name in ANSWERS for mark in plant(models[name], word_fields(models[name]))}
    plan = {mark for name in PLANS for mark in plant(models[name], word_fields(models[name]))}
    found = {"answers": answers | set(plant(Task, ["note"])), "plan": plan}
    assert len(answers) + len(plan) > 25
    return found


def pages(things: Any) -> list[str]:
    """Every address about Rosa or about nobody in particular."""
    found = []
    for name, pattern in ADDRESSES.items():
        rule = EXPECTED.get(name)
        if isinstance(rule, About | Held):
            found.append(address_about(name, things))
        elif not pattern.pattern.converters:
            found.append(reverse(name))
    return [*found, *(reverse("worklist:task", args=[task.pk]) for task in Task.objects.all())]


def shown(client: Client, things: Any, *, only: str = "") -> str:
    """Everything an account gets to read: pages, fragments, refusals of forms, downloads; or `only` one type of it."""
    answers = []
    for address in pages(things):
        answers.append(client.get(address))
        if not address.endswith(("/erase/", "/cancel/", "/missed/", "/end/")):
            fragment = {"HX-Request": "true"} if address.startswith("/visits/") else {}
            answers.append(client.post(address, {"nothing": "right"}, headers=fragment))
    return "\n".join(row.content.decode() for row in answers if row.headers.get("Content-Type", "").startswith(only))


@pytest.mark.parametrize("who", ["receptionist", "manager", "breathing_desk", "other_receptionist", "administrator"])
def test_the_desk_reads_no_answer_and_no_plan_anywhere(
    cast: Cast, things: Any, marks: dict[str, set[str]], who: str
) -> None:
    text = shown(cast.client(who), things)
    assert len(text) > 10_000
    assert not {mark for mark in marks["answers"] | marks["plan"] if mark in text}


def test_a_coordinator_reads_the_plan_and_no_answer(cast: Cast, things: Any, marks: dict[str, set[str]]) -> None:
    text = shown(cast.client("coordinator"), things)
    assert not {mark for mark in marks["answers"] if mark in text}
    assert {mark for mark in marks["plan"] if mark in text}


@pytest.mark.parametrize("who", ["rosa", "nurse", "daughter", "breathing_nurse"])
def test_words_are_letters_on_every_page_that_shows_them(
    cast: Cast, things: Any, marks: dict[str, set[str]], who: str
) -> None:
    text = shown(cast.client(who), things, only="text/html")
    assert {mark for mark in marks["answers"] | marks["plan"] if mark in text}
    assert not RAW.search(text)


@pytest.mark.parametrize("who", ["rosa", "nurse"])
def test_no_page_is_titled_with_what_somebody_said(
    cast: Cast, things: Any, marks: dict[str, set[str]], who: str
) -> None:
    """A title stays in the history of a browser, where whoever uses it next reads it."""
    goal, client = things.goal, cast.client(who)
    ask_now(by=actor_for(cast["nurse"]), goal=goal)
    link = SignedLink.objects.get(subject_id=goal.follow_ups.get(state="asked").pk)
    client.post(f"/l/{token_of(link)}/", BIRTHDAY)
    answers = [client.get(address) for address in pages(things)]
    answers += [client.post(f"/l/{token_of(link)}/check-in/going", {"going": "well"}, follow=True)]
    answers += [client.get(f"/l/{token_of(link)}/check-in/{step}") for step in ("going", "days", "more", "thanks")]
    titles = re.findall(r"<title>(.*?)</title>", "\n".join(row.content.decode() for row in answers), re.DOTALL)
    assert len(titles) > 20
    assert not [title for title in titles if "zqplanted" in title]


def test_what_was_typed_at_the_desk_is_not_offered_to_the_next_user(cast: Cast) -> None:
    client = cast.client("receptionist")
    for address in ("/people/find/", "/appointments/book/", "/people/add/"):
        fields = re.findall(
            r"<input[^>]*\bname=\"(?:words|given_name|family_name|known_as|nhs_number)\"[^>]*>",
            client.get(address).content.decode(),
        )
        assert fields
        assert all('autocomplete="off"' in field for field in fields)


def test_names_are_letters_on_every_page_that_shows_them(cast: Cast, things: Any) -> None:
    for name, fields in {
        "people.Person": ["given_name", "family_name", "known_as", "address"],
        "people.Organisation": ["name", "address", "phone"],
        "people.User": ["name"],
        "people.Membership": ["title"],
        "people.CarerAgreement": ["relationship"],
    }.items():
        list(plant(apps.get_model(name), fields))
    for who in ("rosa", "nurse", "manager", "administrator"):
        text = shown(cast.client(who), things, only="text/html")
        assert "onerror=zqplanted" in text
        assert not RAW.search(text), who


def test_words_go_nowhere_but_to_pages(
    cast: Cast, things: Any, marks: dict[str, set[str]], tmp_path: Path, settings: Any, caplog: Any
) -> None:
    settings.DATA_DIR, settings.QUIET_FROM, settings.QUIET_UNTIL = tmp_path, 0, 0
    for who in ("rosa", "nurse", "receptionist"):
        shown(cast.client(who), things)
    Message.objects.update(not_before=timezone.now())
    call_command("deliver_messages")
    files = list((tmp_path / "outbox").iterdir())
    assert files
    left = [*(path.read_text() for path in files), caplog.text, str(list(Message.objects.values()))]
    left += [str(session.get_decoded()) for session in Session.objects.all()]
    left += [str(list(AuditEvent.objects.values())), str(list(Task.objects.values_list("title", flat=True)))]
    assert "zqplanted" not in "\n".join(left)


def test_a_place_with_line_breaks_in_its_name_adds_nothing_to_a_calendar(cast: Cast, things: Any) -> None:
    """Typed or imported, a name holds one line; this one came in some other way."""
    type(cast.elm_bank).objects.filter(pk=cast.elm_bank.pk).update(name="Elm\r\nATTACH:http://x\nBank;, \\ \u2028X:1")
    link = SignedLink.objects.get(subject_id=things.appointment.pk, revoked_at=None)
    phone = Client()
    phone.post(f"/l/{token_of(link)}/", BIRTHDAY)
    lines = phone.get(f"/l/{token_of(link)}/appointment.ics").content.decode().split("\r\n")
    assert "LOCATION:Elm ATTACH:http://x Bank\\;\\, \\\\ X:1" in lines
    assert {line.split(":")[0] for line in lines if line} == {
        "BEGIN", "VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "END",
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["Rosa\r\nBcc: all@example.org", "Rosa\nSubject: x", "Rosa\u2028X", "Rosa\x0b\x85X"])
def test_a_name_typed_over_several_lines_becomes_one(cast: Cast, typed: str) -> None:
    given = {"given_name": typed, "family_name": "Ashworth", **BIRTHDAY}
    assert cast.client("receptionist").post(f"/people/{cast.rosa.pk}/details/", given).status_code == 302
    assert len(Person.objects.get(pk=cast.rosa.pk).given_name.splitlines()) == 1
