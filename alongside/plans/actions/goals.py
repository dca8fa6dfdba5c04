"""Goals: agreed, changed, ended."""

from datetime import timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from alongside.messages import links
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Person
from alongside.plans.actions.confidence import rate_confidence
from alongside.plans.actions.follow_up import (
    USUAL_PACE,
    cancel_follow_ups,
    schedule_follow_up,
    stop_follow_ups,
)
from alongside.plans.actions.plan import plan_of
from alongside.plans.models import Action, Confidence, FollowUp, Goal, Plan

DO_NOT_ASK = 0


class Details(TypedDict, total=False):
    """What may be said about a goal besides its words. What is not given stays as it is."""

    why: str
    barrier: str
    then_i_will: str
    helper: str
    would_raise: str
    importance: int | None
    # The first small step
    what: str
    where: str
    how_much: str
    when: str
    days_a_week: int | None


ABOUT = ("why", "barrier", "then_i_will", "helper", "would_raise")
STEP = ("what", "where", "how_much", "when", "days_a_week")


@transaction.atomic
def agree_goal(
    *,
    by: Actor,
    person: Person,
    words: str,
    confidence: int,
    follow_up_days: int = USUAL_PACE,
    **details: Unpack[Details],
) -> Goal:
    """Record a goal in the person's own words and plan its first follow-up; 0 days means do not ask.

    The same words again while the goal is active are the same goal, with the details given last.
    """
    plan = plan_of(by=by, person=person)
    about = {name: value for name, value in details.items() if name in ABOUT}
    agreed = {**about, "agreed_by": by.user, "agreed_with": by.words}
    goal, new = Goal.objects.get_or_create(plan=plan, words=words, state=Goal.State.ACTIVE, defaults=agreed)
    if new:
        audit.record(by=by, verb="goal.agreed", person=person, target=goal)
    else:
        _describe(by, goal, about)
    _take_step(by, goal, {name: value for name, value in details.items() if name in STEP})
    _rate(by, goal, confidence, details.get("importance"))
    _set_pace(by, goal, follow_up_days)
    _touch(plan)
    return goal


@transaction.atomic
def change_goal(
    *,
    by: Actor,
    goal: Goal,
    words: str,
    confidence: int,
    follow_up_days: int = USUAL_PACE,
    **details: Unpack[Details],
) -> Goal:
    """Change a goal. New words make a new goal that takes the old one's place; otherwise only the details change."""
    if words != goal.words:
        goal = end_goal(by=by, goal=goal, state=Goal.State.CHANGED)
    person = goal.plan.person
    new = agree_goal(by=by, person=person, words=words, confidence=confidence, follow_up_days=follow_up_days, **details)
    taken = Goal.objects.filter(instead_of=goal).exists()
    if new.pk != goal.pk and new.instead_of_id is None and not taken:
        new.instead_of = goal
        new.save(update_fields=["instead_of"])
    return new


def _rate(by: Actor, goal: Goal, confidence: int, importance: int | None) -> None:
    rate_confidence(by=by, goal=goal, value=confidence)
    if importance is not None:
        rate_confidence(by=by, goal=goal, value=importance, kind=Confidence.Kind.IMPORTANCE)


def _describe(by: Actor, goal: Goal, about: dict[str, Any]) -> None:
    changed = [name for name, value in about.items() if getattr(goal, name) != value]
    for name in changed:
        setattr(goal, name, about[name])
    if changed:
        goal.save(update_fields=changed)
        audit.record(by=by, verb="goal.changed", person=goal.plan.person, target=goal, parts=changed)


def _take_step(by: Actor, goal: Goal, given: dict[str, Any]) -> None:
    """Steps are dated: a new one ends the last, so that nobody wonders what was tried before."""
    now = goal.actions.filter(until=None).first()
    was = {name: getattr(now, name) for name in STEP} if now else {}
    step = {**was, **given}
    if step == was:
        return
    if now:
        now.until = timezone.localdate()
        now.save(update_fields=["until"])
    if step.get("what"):
        new = Action.objects.create(goal=goal, **step)
        audit.record(by=by, verb="goal.step_agreed", person=goal.plan.person, target=new)


def _set_pace(by: Actor, goal: Goal, days: int) -> None:
    under_way = goal.follow_ups.select_for_update().filter(state__in=FollowUp.UNDER_WAY).first()
    if under_way and under_way.every_days == days:
        return
    if days == DO_NOT_ASK:
        stop_follow_ups(by=by, goal=goal)
    elif under_way and under_way.state == FollowUp.State.ASKED:
        under_way.every_days = days
        under_way.save(update_fields=["every_days"])
        audit.record(by=by, verb="follow_up.pace_set", person=goal.plan.person, target=under_way, every_days=days)
    else:
        due = timezone.localdate() + timedelta(days=days)
        schedule_follow_up(by=by, goal=goal, due=due, every_days=days)


@transaction.atomic
def end_goal(*, by: Actor, goal: Goal, state: str) -> Goal:
    """End a goal as achieved, changed or set aside; what we meant to ask, and the links to it, go with it."""
    if state == Goal.State.ACTIVE:
        raise ValueError("A goal ends as achieved, changed or set aside.")
    goal = Goal.objects.select_for_update(of=("self",)).select_related("plan__person").get(pk=goal.pk)
    if goal.state != Goal.State.ACTIVE:
        return goal
    goal.state, goal.ended_at = state, timezone.now()
    goal.save(update_fields=["state", "ended_at"])
    for follow_up in goal.follow_ups.all():
        links.revoke_links(by=by, subject_id=follow_up.pk)
    cancel_follow_ups(by=by, goal=goal, reason="the goal ended")
    _touch(goal.plan)
    audit.record(by=by, verb="goal.ended", person=goal.plan.person, target=goal, state=str(state))
    return goal


def _touch(plan: Plan) -> None:
    plan.updated_at = timezone.now()
    plan.save(update_fields=["updated_at"])
