"""What whoever keeps the program running is told about what waits."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from alongside.messages.models import Message
from alongside.messages.outbox import enqueue
from alongside.people.actors import SYSTEM, actor_for
from alongside.plans.actions import agree_goal, ask_due_follow_ups

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 4, 0, 10, tzinfo=UTC)
FACTS = {"day": "2026-03-10", "time": "10:20"}


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def message(clock, cast):
    return enqueue(
        by=SYSTEM,
        person=cast.rosa,
        template="prepare.cancelled",
        window="w",
        organisation=cast.elm_bank,
        facts=FACTS,
        subject_id=uuid4(),
    )


def tell(**options):
    """What the command says, and the code it ends with."""
    told = StringIO()
    try:
        call_command("report_waiting", stdout=told, **options)
    except CommandError as late:
        return told.getvalue(), late.returncode
    return told.getvalue(), 0


def monitor():
    answer = Client().get("/health/messages")
    return answer.status_code, answer.text


def test_nothing_waiting_is_well(clock, db):
    told, code = tell()
    assert "Messages whose time has come: 0\n" in told
    assert code == 0
    assert monitor() == (200, "ok\n")


def test_a_message_nobody_sends_is_late_after_half_an_hour(message, clock):
    clock.shift(timedelta(minutes=30))
    assert tell()[1] == 0
    clock.shift(timedelta(minutes=1))
    told, code = tell()
    assert "Messages whose time has come: 1, for up to 31 minutes" in told
    assert code == 1
    assert monitor() == (503, "late\n")
    assert tell(minutes=60)[1] == 0


def test_a_message_for_later_and_one_that_left_are_no_news(message, clock, cast):
    Message.objects.update(not_before=NOON + timedelta(days=1))
    clock.shift(timedelta(hours=2))
    assert tell()[1] == 0
    Message.objects.update(state="sent", sent_at=NOON, not_before=NOON)
    assert tell()[1] == 0


def test_a_message_in_a_dead_workers_hands_is_late_too(message, clock):
    Message.objects.update(state="sending", claimed_at=NOON, claimed_by="gone")
    clock.shift(timedelta(minutes=31))
    assert tell()[1] == 1


def test_a_provider_in_trouble_shows_though_the_next_try_is_not_due(message, clock):
    message.deliveries.create(channel="text", accepted=False, problem="Notify: 503")
    Message.objects.update(not_before=NOON + timedelta(hours=3), attempts=1)
    assert tell()[1] == 0
    clock.shift(timedelta(minutes=31))
    told, code = tell()
    assert "tried in vain, to be tried again: 1, for up to 31 minutes" in told
    assert code == 1
    clock.move_to(MIDNIGHT, tick=False)
    Message.objects.update(not_before=MIDNIGHT + timedelta(hours=9))
    assert tell()[1] == 0, "nobody is woken for what may not leave at night"


def test_what_was_given_up_is_counted_for_a_day(message, clock):
    message.deliveries.create(channel="text", accepted=False, problem="no such number")
    Message.objects.update(state="failed", reason="no such number")
    assert "given up in the last day: 1" in tell()[0]
    assert tell()[1] == 0
    clock.shift(timedelta(days=1, minutes=1))
    assert "given up in the last day: 0" in tell()[0]


def test_a_question_nobody_asked_on_its_day_is_late(clock, cast):
    agree_goal(by=actor_for(cast["nurse"]), person=cast.rosa, words="Walk to the shop", confidence=5)
    clock.shift(timedelta(days=14))
    assert tell()[1] == 0, "today's are not late"
    clock.shift(timedelta(days=1))
    told, code = tell()
    assert "Goals nobody was asked about on their day: 1" in told
    assert code == 1
    ask_due_follow_ups(by=SYSTEM, now=timezone.now())
    assert tell()[1] == 0


def test_somebody_who_takes_no_messages_is_nobodys_lateness(clock, cast):
    agree_goal(by=actor_for(cast["nurse"]), person=cast.rosa, words="Walk to the shop", confidence=5)
    cast.rosa.consents.filter(purpose="care_team").update(withdrawn_at=NOON)
    clock.shift(timedelta(days=15))
    assert tell()[1] == 0


def test_the_report_takes_the_same_queries_however_much_waits(message, django_assert_num_queries):
    with django_assert_num_queries(4):
        tell()


def test_a_database_that_does_not_answer_is_told_in_one_line(db):
    def refuse(*_):
        raise DatabaseError("it has gone away")

    with connection.execute_wrapper(refuse), pytest.raises(CommandError, match="not answer: it has gone away") as told:
        call_command("report_waiting", stdout=StringIO())
    assert told.value.returncode == 1
