"""Goals: agreed, changed, ended."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.messages.links import has_ended
from alongside.messages.models import Message, SignedLink
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import AuditEvent
from alongside.plans.actions import agree_goal, ask_due_follow_ups, change_goal, end_goal, rate_confidence
from alongside.plans.models import Action, Confidence, FollowUp, Goal


@pytest.fixture
def nurse(cast):
    return actor_for(cast["nurse"])


@pytest.fixture
def walk(cast, nurse):
    return agree_goal(by=nurse, person=cast.rosa, words="Walk to the shop", confidence=5, what="walk", days_a_week=4)


def test_a_goal_is_agreed_with_its_step_its_number_and_a_follow_up_in_two_weeks(walk, nurse):
    assert (walk.words, walk.agreed_by, walk.agreed_with) == ("Walk to the shop", nurse.user, nurse.words)
    assert walk.actions.get().sentence == "walk, 4 days a week"
    assert walk.confidences.get().value == 5
    follow_up = walk.follow_ups.get()
    assert (follow_up.due, follow_up.state) == (timezone.localdate() + timedelta(days=14), "planned")


def test_the_same_goal_sent_twice_is_one_goal_with_one_number_and_one_follow_up(cast, nurse, walk):
    again = agree_goal(by=nurse, person=cast.rosa, words="Walk to the shop", confidence=5, what="walk", days_a_week=4)
    assert again == walk
    assert (Goal.objects.count(), Action.objects.count()) == (1, 1)
    assert (Confidence.objects.count(), FollowUp.objects.count()) == (1, 1)


def test_the_database_itself_refuses_two_active_goals_in_the_same_words(walk):
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.create(plan=walk.plan, words=walk.words)


def test_a_goal_may_be_agreed_without_being_asked_about_it(cast, nurse):
    goal = agree_goal(by=nurse, person=cast.rosa, words="Sleep through", confidence=8, follow_up_days=0)
    assert not goal.follow_ups.exists()


def test_a_number_from_0_to_10_only(walk):
    with pytest.raises(IntegrityError), transaction.atomic():
        rate_confidence(by=SYSTEM, goal=walk, value=11)


def test_a_second_number_on_the_same_day_is_a_change_of_mind(walk):
    rate_confidence(by=SYSTEM, goal=walk, value=7)
    assert [row.value for row in walk.confidences.all()] == [7]


def test_a_number_on_another_day_stands_beside_the_first(walk, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=3))
    rate_confidence(by=SYSTEM, goal=walk, value=7)
    assert [row.value for row in walk.confidences.order_by("at")] == [5, 7]


def test_importance_is_kept_apart_from_confidence(cast, nurse):
    goal = agree_goal(by=nurse, person=cast.rosa, words="Cook twice a week", confidence=6, importance=9)
    assert {(row.kind, row.value) for row in goal.confidences.all()} == {("confidence", 6), ("importance", 9)}


def test_changing_the_step_dates_the_old_one_and_keeps_it(walk, nurse):
    change_goal(by=nurse, goal=walk, words=walk.words, confidence=6, what="walk to the gate", days_a_week=3)
    old, new = walk.actions.order_by("until")
    assert {old.until, new.until} == {timezone.localdate(), None}
    assert walk.actions.get(until=None).what == "walk to the gate"


def test_what_is_not_given_stays_as_it_was(cast, nurse):
    goal = agree_goal(by=nurse, person=cast.rosa, words="Rest", confidence=6, why="the grandchildren", what="sit down")
    change_goal(by=nurse, goal=goal, words="Rest", confidence=6, helper="Ana")
    goal.refresh_from_db()
    assert (goal.why, goal.helper, goal.actions.get().what) == ("the grandchildren", "Ana", "sit down")


def test_new_words_make_a_new_goal_in_the_place_of_the_old(walk, nurse):
    new = change_goal(by=nurse, goal=walk, words="Walk to the park", confidence=6)
    walk.refresh_from_db()
    assert (walk.state, new.instead_of, new.state) == ("changed", walk, "active")


def test_changing_a_goal_twice_by_a_double_click_makes_one_new_goal(walk, nurse):
    first = change_goal(by=nurse, goal=walk, words="Walk to the park", confidence=6)
    second = change_goal(by=nurse, goal=walk, words="Walk to the park", confidence=6)
    assert first == second
    assert Goal.objects.filter(state="active").count() == 1


@pytest.mark.parametrize("state", ["achieved", "changed", "set_aside"])
def test_ending_a_goal_cancels_its_question_its_message_and_its_link(walk, nurse, state):
    ask_due_follow_ups(by=SYSTEM, now=timezone.now() + timedelta(days=15))
    end_goal(by=nurse, goal=walk, state=state)
    walk.refresh_from_db()
    assert (walk.state, walk.ended_at is not None) == (state, True)
    assert walk.follow_ups.get().state == "cancelled"
    assert Message.objects.get().state == "cancelled"
    assert has_ended(SignedLink.objects.get())


def test_ending_a_goal_twice_keeps_the_first_ending(walk, nurse):
    end_goal(by=nurse, goal=walk, state="achieved")
    end_goal(by=nurse, goal=walk, state="set_aside")
    walk.refresh_from_db()
    assert walk.state == "achieved"
    assert AuditEvent.objects.filter(verb="goal.ended").count() == 1


def test_a_goal_cannot_end_as_active(walk, nurse):
    with pytest.raises(ValueError, match="achieved"):
        end_goal(by=nurse, goal=walk, state="active")


def test_no_free_text_reaches_the_audit_trail(cast, nurse):
    goal = agree_goal(by=nurse, person=cast.rosa, words="A secret wish", confidence=3, why="private", what="quietly")
    change_goal(by=nurse, goal=goal, words="A secret wish", confidence=4, why="more private", barrier="rain")
    kept = " ".join(str(event.detail) + event.target for event in AuditEvent.objects.all())
    assert not any(word in kept for word in ["secret", "private", "quietly", "rain"])
