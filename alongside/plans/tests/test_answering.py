"""Hearing answers: one tap, a change of mind, a wish to be called."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.people.actors import actor_for, link_holder
from alongside.people.models import Consent, Membership, Registration
from alongside.plans import owners
from alongside.plans.actions import NotAsking, answer_follow_up, answer_now, ask_now
from alongside.plans.models import CheckIn
from alongside.plans.tests.conftest import MONDAY, ask, two_silences
from alongside.worklist.models import Task


def test_one_tap_saves_and_plans_the_next_question_at_the_same_pace(walk, clock, cast):
    ask(clock(14))
    clock(15)
    answer_follow_up(by=link_holder(cast.rosa), follow_up=walk.follow_ups.get(), going="up_and_down")
    answered, planned = walk.follow_ups.order_by("due")
    assert (answered.state, answered.check_in.going) == ("answered", "up_and_down")
    assert (planned.state, planned.due) == ("planned", (MONDAY + timedelta(days=29)).date())


def test_a_second_tap_and_a_changed_answer_on_the_same_day_leave_one_answer(walk, clock, cast):
    ask(clock(14))
    follow_up = walk.follow_ups.get()
    for going in ["well", "well", "not_going"]:
        answer_follow_up(by=link_holder(cast.rosa), follow_up=follow_up, going=going)
    assert CheckIn.objects.get().going == "not_going"
    assert walk.follow_ups.count() == 2


def test_an_answer_given_unasked_also_closes_the_question_that_is_out_on_the_same_day(walk, clock, cast):
    me = link_holder(cast.rosa)
    clock(1)
    answer_now(by=me, goal=walk, going="well")
    ask_now(by=actor_for(cast["nurse"]), goal=walk)
    answer_now(by=me, goal=walk, going="up_and_down")
    assert sorted(row.state for row in walk.follow_ups.all()) == ["answered", "answered", "planned"]


def test_the_answer_of_another_day_stands(walk, clock, cast):
    ask(clock(14))
    follow_up = walk.follow_ups.get()
    answer_follow_up(by=link_holder(cast.rosa), follow_up=follow_up, going="well")
    clock(16)
    with pytest.raises(NotAsking):
        answer_follow_up(by=link_holder(cast.rosa), follow_up=follow_up, going="not_going")
    assert CheckIn.objects.get().going == "well"


def test_a_late_answer_is_welcome_and_begins_the_asking_again(walk, clock, cast):
    two_silences(clock)
    clock(44)
    last = walk.follow_ups.order_by("-due").first()
    answer_follow_up(by=link_holder(cast.rosa), follow_up=last, going="well")
    assert walk.follow_ups.filter(state="planned").count() == 1


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


def test_somebody_registered_nowhere_is_promised_nothing(walk, clock, cast):
    Registration.objects.filter(person=cast.rosa).update(until=timezone.localdate() - timedelta(days=1))
    Consent.objects.filter(person=cast.rosa, purpose="other_service").update(withdrawn_at=timezone.now())
    assert owners.of_goal(walk) is None
