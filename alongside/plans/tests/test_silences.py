"""Hearing nothing: what counts as silence, and who is told."""

from datetime import timedelta

import pytest

from alongside.messages.models import Message
from alongside.people.actors import SYSTEM, link_holder
from alongside.plans.actions import answer_follow_up, ask_due_follow_ups, note_silences
from alongside.plans.queries import active_cards
from alongside.plans.tests.conftest import MONDAY, ask, two_silences
from alongside.worklist.models import Task


def test_seven_quiet_days_are_a_silence_and_the_next_question_is_planned(walk, clock):
    ask(clock(14))
    assert note_silences(by=SYSTEM, now=clock(20)) == 0
    assert note_silences(by=SYSTEM, now=clock(21)) == 1
    assert [row.state for row in walk.follow_ups.order_by("due")] == ["silent", "planned"]
    assert active_cards(walk.plan.person)[0].silent
    assert not Task.objects.exists()


def test_two_silences_in_a_row_stop_the_asking_and_tell_the_team_once(walk, clock, cast):
    two_silences(clock)
    note_silences(by=SYSTEM, now=clock(43))
    assert [row.state for row in walk.follow_ups.all()] == ["silent", "silent"]
    task = Task.objects.get()
    assert (task.kind, task.owner, task.subject_id) == ("silence", cast["nurse"], walk.pk)
    assert task.due == (MONDAY + timedelta(days=49)).date()  # five days on is a Saturday, so the Monday after
    assert ask(clock(90)) == 0


def test_an_answer_between_two_silences_keeps_the_asking_going(walk, clock, cast):
    ask(clock(14))
    note_silences(by=SYSTEM, now=clock(21))
    ask(clock(35))
    answer_follow_up(by=link_holder(cast.rosa), follow_up=walk.follow_ups.get(state="asked"), going="well")
    ask(clock(49))
    note_silences(by=SYSTEM, now=clock(56))
    assert not Task.objects.exists()
    assert walk.follow_ups.filter(state="planned").exists()


@pytest.mark.parametrize("state", ["waiting", "failed", "cancelled"])
def test_a_message_that_never_went_out_is_nobodys_silence(walk, clock, state):
    ask_due_follow_ups(by=SYSTEM, now=clock(14))
    Message.objects.update(state=state)
    assert note_silences(by=SYSTEM, now=clock(30)) == 0
    assert not walk.follow_ups.filter(state="silent").exists()


@pytest.mark.parametrize(
    ("became", "told"),
    [
        ({"state": "failed", "reason": "no number or address we can send to"}, True),
        ({"state": "cancelled", "reason": "too late"}, True),
        ({"state": "cancelled", "reason": "the person wants no messages"}, False),
    ],
)
def test_the_team_is_told_when_somebody_could_not_be_asked_and_not_when_they_wished_so(walk, clock, cast, became, told):
    ask_due_follow_ups(by=SYSTEM, now=clock(14))
    Message.objects.update(**became)
    for _round in range(2):
        note_silences(by=SYSTEM, now=clock(15 if became["state"] == "failed" else 22))
    tasks = Task.objects.filter(title="Could not be asked how a goal is going", owner=cast["nurse"], team=cast.elm_bank)
    assert tasks.count() == int(told)
