"""Asking by itself, hearing answers, hearing silence."""

import os
import signal
from datetime import datetime, timedelta
from io import StringIO
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from alongside.messages.links import has_ended
from alongside.messages.models import Message, SignedLink
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import Consent, ContactPreference, Membership, Registration
from alongside.plans import owners
from alongside.plans.actions import (
    NotAsking,
    agree_goal,
    answer_follow_up,
    answer_now,
    ask_due_follow_ups,
    ask_now,
    change_goal,
    end_goal,
    follow_up,
    note_silences,
    schedule_follow_up,
    start_asking,
    stop_asking,
)
from alongside.plans.models import CheckIn, FollowUp
from alongside.plans.queries import active_cards
from alongside.worklist.models import Task

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


def _ask(now):
    asked = ask_due_follow_ups(by=SYSTEM, now=now)
    Message.objects.filter(state="waiting").update(state="sent", sent_at=now)
    return asked


def test_nothing_is_asked_before_its_day(walk, clock):
    assert _ask(clock(13)) == 0


def test_two_weeks_later_the_question_goes_out_with_a_link(walk, clock, cast):
    assert ask_due_follow_ups(by=SYSTEM, now=clock(14)) == 1
    follow_up, message, link = walk.follow_ups.get(), Message.objects.get(), SignedLink.objects.get()
    assert (follow_up.state, message.template, message.link) == ("asked", "goal.follow_up", link)
    assert (message.person, link.subject_id, link.purpose) == (cast.rosa, follow_up.pk, "check_in")
    assert (message.organisation, message.facts) == (cast.elm_bank, {})


def test_asking_twice_asks_once(walk, clock):
    assert [_ask(clock(14)), _ask(clock(14))] == [1, 0]
    assert (Message.objects.count(), SignedLink.objects.count()) == (1, 1)


def test_the_command_may_run_as_often_as_you_like(walk, clock):
    clock(14)
    said = StringIO()
    call_command("follow_up", stdout=said)
    call_command("follow_up", stdout=said)
    assert said.getvalue().splitlines() == ["Asked 1, heard nothing from 0.", "Asked 0, heard nothing from 0."]


@pytest.mark.parametrize("why", ["no consent", "no channel", "died", "restricted"])
def test_somebody_who_takes_no_messages_is_not_asked(walk, clock, cast, why):
    if why == "no consent":
        Consent.objects.filter(person=cast.rosa, purpose="care_team").update(withdrawn_at=timezone.now())
    elif why == "no channel":
        ContactPreference.objects.create(person=cast.rosa, channel="none")
    else:
        setattr(cast.rosa, *{"died": ("died_on", MONDAY.date()), "restricted": ("restricted_at", MONDAY)}[why])
        cast.rosa.save()
    assert _ask(clock(14)) == 0
    assert walk.follow_ups.get().state == "planned"


def test_one_tap_saves_and_plans_the_next_question_at_the_same_pace(walk, clock, cast):
    _ask(clock(14))
    clock(15)
    answer_follow_up(by=link_holder(cast.rosa), follow_up=walk.follow_ups.get(), going="up_and_down")
    answered, planned = walk.follow_ups.order_by("due")
    assert (answered.state, answered.check_in.going) == ("answered", "up_and_down")
    assert (planned.state, planned.due) == ("planned", (MONDAY + timedelta(days=29)).date())


def test_a_second_tap_and_a_changed_answer_on_the_same_day_leave_one_answer(walk, clock, cast):
    _ask(clock(14))
    follow_up = walk.follow_ups.get()
    for going in ["well", "well", "not_going"]:
        answer_follow_up(by=link_holder(cast.rosa), follow_up=follow_up, going=going)
    assert CheckIn.objects.get().going == "not_going"
    assert walk.follow_ups.count() == 2


def test_the_answer_of_another_day_stands(walk, clock, cast):
    _ask(clock(14))
    follow_up = walk.follow_ups.get()
    answer_follow_up(by=link_holder(cast.rosa), follow_up=follow_up, going="well")
    clock(16)
    with pytest.raises(NotAsking):
        answer_follow_up(by=link_holder(cast.rosa), follow_up=follow_up, going="not_going")
    assert CheckIn.objects.get().going == "well"


def test_please_call_is_a_task_for_whoever_agreed_the_goal_within_two_working_days(walk, clock, cast):
    clock(18)  # a Friday
    words = "My chest hurts at night"
    for _again in range(2):
        answer_now(by=link_holder(cast.rosa), goal=walk, going="not_going", words=words, please_call=True)
    task = Task.objects.get()
    assert (task.kind, task.owner, task.team) == ("call_back", cast["nurse"], cast.elm_bank)
    assert task.due == (MONDAY + timedelta(days=22)).date()  # the Tuesday
    assert "chest" not in task.title
    assert task.note == words


def test_a_call_goes_to_the_practice_when_whoever_agreed_the_goal_has_left(walk, clock, cast):
    Membership.objects.filter(user=cast["nurse"]).update(until=timezone.localdate() - timedelta(days=1))
    answer_now(by=link_holder(cast.rosa), goal=walk, going="well", please_call=True)
    task = Task.objects.get()
    assert (task.owner, task.team) == (None, cast.elm_bank)


def test_seven_quiet_days_are_a_silence_and_the_next_question_is_planned(walk, clock):
    _ask(clock(14))
    assert note_silences(by=SYSTEM, now=clock(20)) == 0
    assert note_silences(by=SYSTEM, now=clock(21)) == 1
    assert [row.state for row in walk.follow_ups.order_by("due")] == ["silent", "planned"]
    assert active_cards(walk.plan.person)[0].silent
    assert not Task.objects.exists()


def _two_silences(clock):
    _ask(clock(14))
    note_silences(by=SYSTEM, now=clock(21))
    _ask(clock(35))
    note_silences(by=SYSTEM, now=clock(42))


def test_two_silences_in_a_row_stop_the_asking_and_tell_the_team_once(walk, clock, cast):
    _two_silences(clock)
    note_silences(by=SYSTEM, now=clock(43))
    assert [row.state for row in walk.follow_ups.all()] == ["silent", "silent"]
    task = Task.objects.get()
    assert (task.kind, task.owner, task.subject_id) == ("silence", cast["nurse"], walk.pk)
    assert task.due == (MONDAY + timedelta(days=49)).date()  # five days on is a Saturday, so the Monday after
    assert _ask(clock(90)) == 0


def test_an_answer_between_two_silences_keeps_the_asking_going(walk, clock, cast):
    _ask(clock(14))
    note_silences(by=SYSTEM, now=clock(21))
    _ask(clock(35))
    answer_follow_up(by=link_holder(cast.rosa), follow_up=walk.follow_ups.get(state="asked"), going="well")
    _ask(clock(49))
    note_silences(by=SYSTEM, now=clock(56))
    assert not Task.objects.exists()
    assert walk.follow_ups.filter(state="planned").exists()


def test_a_late_answer_is_welcome_and_begins_the_asking_again(walk, clock, cast):
    _two_silences(clock)
    clock(44)
    last = walk.follow_ups.order_by("-due").first()
    answer_follow_up(by=link_holder(cast.rosa), follow_up=last, going="well")
    assert walk.follow_ups.filter(state="planned").count() == 1


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_question_that_never_went_out_is_asked_again_at_the_usual_pace(walk, clock, state):
    ask_due_follow_ups(by=SYSTEM, now=clock(14))
    Message.objects.update(state=state)
    note_silences(by=SYSTEM, now=clock(21))
    assert [row.state for row in walk.follow_ups.order_by("due")] == ["cancelled", "planned"]
    assert _ask(clock(35)) == 1


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


def test_somebody_registered_nowhere_is_promised_nothing(walk, clock, cast):
    Registration.objects.filter(person=cast.rosa).update(until=timezone.localdate() - timedelta(days=1))
    Consent.objects.filter(person=cast.rosa, purpose="other_service").update(withdrawn_at=timezone.now())
    assert owners.of_goal(walk) is None


def test_a_late_answer_to_an_earlier_question_does_not_undo_stop(walk, clock, cast):
    _ask(clock(14))
    note_silences(by=SYSTEM, now=clock(21))
    _ask(clock(35))
    silent, asked = walk.follow_ups.order_by("due")
    stop_asking(by=link_holder(cast.rosa), follow_up=asked)
    answer_follow_up(by=link_holder(cast.rosa), follow_up=silent, going="well")
    assert _ask(clock(90)) == 0


def test_stop_means_stop_until_the_person_says_otherwise(walk, clock, cast):
    ask_due_follow_ups(by=SYSTEM, now=clock(14))
    follow_up, me = walk.follow_ups.get(), link_holder(cast.rosa)
    assert [stop_asking(by=me, follow_up=follow_up), stop_asking(by=me, follow_up=follow_up)] == [1, 0]
    assert Message.objects.get().state == "cancelled"
    assert not has_ended(SignedLink.objects.get())
    assert _ask(clock(60)) == 0
    start_asking(by=me, follow_up=follow_up)
    start_asking(by=me, follow_up=follow_up)
    assert walk.follow_ups.filter(state="planned").count() == 1


def test_a_finished_goal_is_not_asked_about_again(walk, clock, cast):
    _ask(clock(14))
    follow_up = walk.follow_ups.get()
    end_goal(by=SYSTEM, goal=walk, state="achieved")
    walk.refresh_from_db()
    follow_up.refresh_from_db()
    follow_up.goal.refresh_from_db()
    assert start_asking(by=SYSTEM, follow_up=follow_up) is None
    with pytest.raises(NotAsking):
        answer_follow_up(by=SYSTEM, follow_up=follow_up, going="well")


def test_asking_now_goes_before_the_day_and_keeps_the_pace(walk, clock, cast):
    follow_up = ask_now(by=actor_for(cast["nurse"]), goal=walk)
    again = ask_now(by=actor_for(cast["nurse"]), goal=walk)
    assert (follow_up, follow_up.state, follow_up.every_days) == (again, "asked", 14)
    assert Message.objects.count() == 1


def test_asking_now_where_asking_was_not_wanted_asks_once(clock, cast):
    nurse, me = actor_for(cast["nurse"]), link_holder(cast.rosa)
    goal = agree_goal(by=nurse, person=cast.rosa, words="Sleep through", confidence=5, follow_up_days=0)
    answer_follow_up(by=me, follow_up=ask_now(by=nurse, goal=goal), going="well")
    assert _ask(clock(90)) == 0


def test_asking_now_does_not_undo_stop(walk, clock, cast):
    nurse, me = actor_for(cast["nurse"]), link_holder(cast.rosa)
    stop_asking(by=me, follow_up=walk.follow_ups.get())
    answer_follow_up(by=me, follow_up=ask_now(by=nurse, goal=walk), going="well")
    assert _ask(clock(90)) == 0


def test_asking_now_after_two_silences_goes_on_at_the_pace_there_was(clock, cast):
    nurse = actor_for(cast["nurse"])
    goal = agree_goal(by=nurse, person=cast.rosa, words="Sleep through", confidence=5, follow_up_days=28)
    _ask(clock(28))
    note_silences(by=SYSTEM, now=clock(35))
    _ask(clock(63))
    note_silences(by=SYSTEM, now=clock(70))
    assert ask_now(by=nurse, goal=goal).every_days == 28


def test_stop_after_two_silences_is_kept_though_there_was_nothing_to_call_off(walk, clock, cast):
    _two_silences(clock)
    last, me = walk.follow_ups.order_by("-due").first(), link_holder(cast.rosa)
    assert [stop_asking(by=me, follow_up=last), stop_asking(by=me, follow_up=last)] == [0, 0]
    answer_follow_up(by=me, follow_up=last, going="well")
    assert ask_now(by=actor_for(cast["nurse"]), goal=walk).every_days == 0
    assert [row.state for row in walk.follow_ups.order_by("created_at")] == ["silent", "answered", "cancelled", "asked"]


def test_a_pace_changed_while_a_question_is_out_is_the_pace_after_it(walk, clock, cast):
    _ask(clock(14))
    change_goal(by=actor_for(cast["nurse"]), goal=walk, words=walk.words, confidence=6, follow_up_days=28)
    answer_follow_up(by=link_holder(cast.rosa), follow_up=walk.follow_ups.get(state="asked"), going="well")
    assert walk.follow_ups.get(state="planned").due == (MONDAY + timedelta(days=42)).date()


def test_a_question_asked_once_stays_when_the_goal_is_changed(clock, cast):
    nurse = actor_for(cast["nurse"])
    goal = agree_goal(by=nurse, person=cast.rosa, words="Sleep through", confidence=5, follow_up_days=0)
    ask_now(by=nurse, goal=goal)
    change_goal(by=nurse, goal=goal, words=goal.words, confidence=6, follow_up_days=0)
    assert goal.follow_ups.get().state == "asked"


def test_a_planned_question_moves_and_one_already_asked_stays(walk, clock):
    moved = schedule_follow_up(by=SYSTEM, goal=walk, due=(MONDAY + timedelta(days=7)).date(), every_days=7)
    assert (walk.follow_ups.get(), moved.every_days) == (moved, 7)
    _ask(clock(7))
    stays = schedule_follow_up(by=SYSTEM, goal=walk, due=(MONDAY + timedelta(days=30)).date())
    assert (stays, FollowUp.objects.get().state) == (moved, "asked")


def test_nothing_the_person_wrote_is_in_the_message(walk, clock):
    ask_due_follow_ups(by=SYSTEM, now=clock(14))
    assert "shop" not in str(Message.objects.values().get())


def test_one_question_that_goes_wrong_holds_up_nobody_elses(walk, clock, cast, monkeypatch, caplog):
    agree_goal(by=actor_for(cast["nurse"]), person=cast.winston, words="Sleep through", confidence=5)
    really = follow_up.links.make_link

    def make_link(*, person, **more):
        if person == cast.rosa:
            raise ValueError("something nobody thought of")
        return really(person=person, **more)

    monkeypatch.setattr(follow_up.links, "make_link", make_link)
    assert _ask(clock(14)) == 1
    assert FollowUp.objects.get(goal=walk).state == "planned"
    assert "something nobody thought of" in caplog.text
    monkeypatch.undo()
    assert _ask(clock(14)) == 1


def test_the_worker_goes_on_when_the_database_comes_back(walk, clock, monkeypatch, caplog):
    clock(14)
    rounds, troubles, stop = [], [OperationalError("the database has gone away")], Event()

    def rest(seconds):
        rounds.append(FollowUp.objects.get(goal=walk).state)
        return len(rounds) == 2

    def note(**given):
        if troubles:
            raise troubles.pop()
        return note_silences(**given)

    monkeypatch.setattr(stop, "wait", rest)
    monkeypatch.setattr("alongside.people.rounds.told_to_stop", lambda: stop)
    monkeypatch.setattr("alongside.plans.management.commands.follow_up.note_silences", note)
    # It would end the transaction of the test.
    monkeypatch.setattr("alongside.people.rounds.close_old_connections", lambda: None)
    call_command("follow_up", loop=True, stdout=StringIO())
    assert rounds == ["planned", "asked"]
    assert "The database did not answer: the database has gone away. Trying again in 300 seconds." in caplog.text


def test_a_worker_told_to_stop_finishes_its_round(walk, clock, monkeypatch):
    clock(14)

    def told_in_the_middle(**given):
        os.kill(os.getpid(), signal.SIGTERM)
        return note_silences(**given)

    monkeypatch.setattr("alongside.plans.management.commands.follow_up.note_silences", told_in_the_middle)
    call_command("follow_up", loop=True, stdout=StringIO())
    assert FollowUp.objects.get(goal=walk).state == "asked"
