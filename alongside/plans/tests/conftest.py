"""A goal that is asked about, and days that go by."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from alongside.directory.models import Provider, Service, Source
from alongside.messages.models import Message
from alongside.people.actors import SYSTEM, actor_for
from alongside.plans.actions import agree_goal, ask_due_follow_ups, note_silences

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def clock(time_machine):
    """Days go by: `clock(14)` is ten o'clock, fourteen days after the Monday it all began."""

    def at(days):
        time_machine.move_to(MONDAY + timedelta(days=days), tick=False)
        return timezone.now()

    at(0)
    return at


@pytest.fixture
def walk(clock, cast):
    return agree_goal(by=actor_for(cast["nurse"]), person=cast.rosa, words="Walk to the shop", confidence=5)


def ask(now):
    asked = ask_due_follow_ups(by=SYSTEM, now=now)
    Message.objects.filter(state="waiting").update(state="sent", sent_at=now)
    return asked


def two_silences(clock):
    ask(clock(14))
    note_silences(by=SYSTEM, now=clock(21))
    ask(clock(35))
    note_silences(by=SYSTEM, now=clock(42))


@pytest.fixture
def shelf(db):
    """Four services of the directory, by name."""
    source = Source.objects.create(key="test", name="A test", licence="Open", attribution="By nobody")
    provider = Provider.objects.create(source=source, source_key="p", name="Westhaven Together")
    names = ("Walkers", "Singers", "Debt Advice", "Lunch Club")
    return {
        name: Service.objects.create(source=source, source_key=name, provider=provider, name=name) for name in names
    }
