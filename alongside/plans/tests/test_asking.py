"""Asking by itself, on its day or at once, at the pace that was agreed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.messages.models import Message, SignedLink
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import Consent, ContactPreference
from alongside.plans.actions import (
    agree_goal,
    answer_follow_up,
    ask_due_follow_ups,
    ask_now,
    change_goal,
    follow_up,
    note_silences,
    schedule_follow_up,
)
from alongside.plans.models import FollowUp
from alongside.plans.tests.conftest import MONDAY, ask


def test_nothing_is_asked_before_its_day(walk, clock):
    assert ask(clock(13)) == 0


def test_two_weeks_later_the_question_goes_out_with_a_link(walk, clock, cast):
    assert ask_due_follow_ups(by=SYSTEM, now=clock(14)) == 1
    follow_up, message, link = walk.follow_ups.get(), Message.objects.get(), SignedLink.objects.get()
    assert (follow_up.state, message.template, message.link) == ("asked", "goal.follow_up", link)
    assert (message.person, link.subject_id, link.purpose) == (cast.rosa, follow_up.pk, "check_in")
    assert (message.organisation, message.facts) == (cast.elm_bank, {})


def test_asking_twice_asks_once(walk, clock):
    assert [ask(clock(14)), ask(clock(14))] == [1, 0]
    assert (Message.objects.count(), SignedLink.objects.count()) == (1, 1)


@pytest.mark.parametrize("why", ["no consent", "no channel", "died", "restricted"])
def test_somebody_who_takes_no_messages_is_not_asked(walk, clock, cast, why):
    if why == "no consent":
        Consent.objects.filter(person=cast.rosa, purpose="care_team").update(withdrawn_at=timezone.now())
    elif why == "no channel":
        ContactPreference.objects.create(person=cast.rosa, channel="none")
    else:
        setattr(cast.rosa, *{"died": ("died_on", MONDAY.date()), "restricted": ("restricted_at", MONDAY)}[why])
        cast.rosa.save()
    assert ask(clock(14)) == 0
    assert walk.follow_ups.get().state == "planned"


def test_nothing_the_person_wrote_is_in_the_message(walk, clock):
    ask_due_follow_ups(by=SYSTEM, now=clock(14))
    assert "shop" not in str(Message.objects.values().get())


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_question_that_never_went_out_is_asked_again_at_the_usual_pace(walk, clock, state):
    ask_due_follow_ups(by=SYSTEM, now=clock(14))
    Message.objects.update(state=state)
    note_silences(by=SYSTEM, now=clock(21))
    assert [row.state for row in walk.follow_ups.order_by("due")] == ["cancelled", "planned"]
    assert ask(clock(35)) == 1


def test_asking_now_goes_before_the_day_and_keeps_the_pace(walk, clock, cast):
    follow_up = ask_now(by=actor_for(cast["nurse"]), goal=walk)
    again = ask_now(by=actor_for(cast["nurse"]), goal=walk)
    assert (follow_up, follow_up.state, follow_up.every_days) == (again, "asked", 14)
    assert Message.objects.count() == 1


def test_asking_now_where_asking_was_not_wanted_asks_once(clock, cast):
    nurse, me = actor_for(cast["nurse"]), link_holder(cast.rosa)
    goal = agree_goal(by=nurse, person=cast.rosa, words="Sleep through", confidence=5, follow_up_days=0)
    answer_follow_up(by=me, follow_up=ask_now(by=nurse, goal=goal), going="well")
    assert ask(clock(90)) == 0


def test_asking_now_after_two_silences_goes_on_at_the_pace_there_was(clock, cast):
    nurse = actor_for(cast["nurse"])
    goal = agree_goal(by=nurse, person=cast.rosa, words="Sleep through", confidence=5, follow_up_days=28)
    ask(clock(28))
    note_silences(by=SYSTEM, now=clock(35))
    ask(clock(63))
    note_silences(by=SYSTEM, now=clock(70))
    assert ask_now(by=nurse, goal=goal).every_days == 28


def test_a_pace_changed_while_a_question_is_out_is_the_pace_after_it(walk, clock, cast):
    ask(clock(14))
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
    ask(clock(7))
    stays = schedule_follow_up(by=SYSTEM, goal=walk, due=(MONDAY + timedelta(days=30)).date())
    assert (stays, FollowUp.objects.get().state) == (moved, "asked")


def test_one_question_that_goes_wrong_holds_up_nobody_elses(walk, clock, cast, monkeypatch, caplog):
    agree_goal(by=actor_for(cast["nurse"]), person=cast.winston, words="Sleep through", confidence=5)
    really = follow_up.links.make_link

    def make_link(*, person, **more):
        if person == cast.rosa:
            raise ValueError("something nobody thought of")
        return really(person=person, **more)

    monkeypatch.setattr(follow_up.links, "make_link", make_link)
    assert ask(clock(14)) == 1
    assert FollowUp.objects.get(goal=walk).state == "planned"
    assert "something nobody thought of" in caplog.text
    monkeypatch.undo()
    assert ask(clock(14)) == 1
