"""Messages that waited in the outbox when what a row holds changed."""

from datetime import UTC, datetime
from importlib import import_module

from django.apps import apps

from alongside.messages.models import Message
from conftest import Cast

DAYS = import_module("alongside.messages.migrations.0002_days_and_times_in_any_language")
WHO = import_module("alongside.messages.migrations.0004_who_wrote")


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
    DAYS.keep_days_and_times(apps, None)
    told.refresh_from_db()
    asked.refresh_from_db()
    assert told.facts == {"practice": "Elm Bank Surgery", "day": "2026-07-10", "time": "10:20"}
    assert asked.facts == {"practice": "Elm Bank Surgery"}


def written_by(cast: Cast, name: str) -> Message:
    facts = {"practice": name, "day": "2026-07-10"}
    return Message.objects.create(person=cast.rosa, template="prepare.invite", facts=facts, window=name)


def test_a_waiting_message_keeps_who_wrote_where_the_name_is_one_practices(cast: Cast) -> None:
    type(cast.elm_bank).objects.create(kind="team", name=cast.harbour_road.name)
    known, unclear, nobody = (
        written_by(cast, name) for name in (cast.elm_bank.name, cast.harbour_road.name, "your care team")
    )
    WHO.find_who_wrote(apps, None)
    for message in (known, unclear, nobody):
        message.refresh_from_db()
    assert (known.organisation, known.facts) == (cast.elm_bank, {"day": "2026-07-10"})
    assert (unclear.organisation, nobody.organisation) == (None, None)
