"""Messages that waited in the outbox when facts began to hold days and times themselves."""

from datetime import UTC, datetime
from importlib import import_module

from django.apps import apps

from alongside.messages.models import Message
from conftest import Cast

MIGRATION = import_module("alongside.messages.migrations.0002_days_and_times_in_any_language")


def test_a_waiting_message_keeps_its_day_and_time(cast: Cast) -> None:
    old = {"practice": "Elm Bank Surgery", "day": "Fri 10 Jul", "time": "10.20am"}
    starts = datetime(2026, 7, 10, 9, 20, tzinfo=UTC)
    told = Message.objects.create(person=cast.rosa, template="prepare.invite", facts=old, window="1", not_after=starts)
    asked = Message.objects.create(
        person=cast.rosa,
        template="goal.follow_up",
        facts={"practice": "Elm Bank Surgery"},
        window="2",
        not_after=starts,
    )
    MIGRATION.keep_days_and_times(apps, None)
    told.refresh_from_db()
    asked.refresh_from_db()
    assert told.facts == {"practice": "Elm Bank Surgery", "day": "2026-07-10", "time": "10:20"}
    assert asked.facts == {"practice": "Elm Bank Surgery"}
