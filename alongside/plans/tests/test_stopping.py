"""Stop means stop."""

import pytest

from alongside.messages.links import has_ended
from alongside.messages.models import Message, SignedLink
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.plans.actions import (
    NotAsking,
    answer_follow_up,
    ask_due_follow_ups,
    ask_now,
    end_goal,
    note_silences,
    start_asking,
    stop_asking,
)
from alongside.plans.tests.conftest import ask, two_silences


def test_stop_means_stop_until_the_person_says_otherwise(walk, clock, cast):
    ask_due_follow_ups(by=SYSTEM, now=clock(14))
    follow_up, me = walk.follow_ups.get(), link_holder(cast.rosa)
    assert [stop_asking(by=me, follow_up=follow_up), stop_asking(by=me, follow_up=follow_up)] == [1, 0]
    assert Message.objects.get().state == "cancelled"
    assert not has_ended(SignedLink.objects.get())
    assert ask(clock(60)) == 0
    start_asking(by=me, follow_up=follow_up)
    start_asking(by=me, follow_up=follow_up)
    assert walk.follow_ups.filter(state="planned").count() == 1


def test_a_late_answer_to_an_earlier_question_does_not_undo_stop(walk, clock, cast):
    ask(clock(14))
    note_silences(by=SYSTEM, now=clock(21))
    ask(clock(35))
    silent, asked = walk.follow_ups.order_by("due")
    stop_asking(by=link_holder(cast.rosa), follow_up=asked)
    answer_follow_up(by=link_holder(cast.rosa), follow_up=silent, going="well")
    assert ask(clock(90)) == 0


def test_asking_now_does_not_undo_stop(walk, clock, cast):
    nurse, me = actor_for(cast["nurse"]), link_holder(cast.rosa)
    stop_asking(by=me, follow_up=walk.follow_ups.get())
    answer_follow_up(by=me, follow_up=ask_now(by=nurse, goal=walk), going="well")
    assert ask(clock(90)) == 0


def test_stop_after_two_silences_is_kept_though_there_was_nothing_to_call_off(walk, clock, cast):
    two_silences(clock)
    last, me = walk.follow_ups.order_by("-due").first(), link_holder(cast.rosa)
    assert [stop_asking(by=me, follow_up=last), stop_asking(by=me, follow_up=last)] == [0, 0]
    answer_follow_up(by=me, follow_up=last, going="well")
    assert ask_now(by=actor_for(cast["nurse"]), goal=walk).every_days == 0
    assert [row.state for row in walk.follow_ups.order_by("created_at")] == ["silent", "answered", "cancelled", "asked"]


def test_a_finished_goal_is_not_asked_about_again(walk, clock, cast):
    ask(clock(14))
    follow_up = walk.follow_ups.get()
    end_goal(by=SYSTEM, goal=walk, state="achieved")
    walk.refresh_from_db()
    follow_up.refresh_from_db()
    follow_up.goal.refresh_from_db()
    assert start_asking(by=SYSTEM, follow_up=follow_up) is None
    with pytest.raises(NotAsking):
        answer_follow_up(by=SYSTEM, follow_up=follow_up, going="well")
