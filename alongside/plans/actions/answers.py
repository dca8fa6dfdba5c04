"""What the person answers. Every step saves by itself, and a second tap changes nothing twice."""

from datetime import timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.messages import outbox
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.plans import owners
from alongside.plans.actions.confidence import rate_confidence
from alongside.plans.actions.follow_up import (
    USUAL_PACE,
    schedule_follow_up,
    stop_follow_ups,
)
from alongside.plans.models import CheckIn, FollowUp, Goal
from alongside.plans.queries import call_by, last_at_a_pace, pace_of
from alongside.worklist.actions import add_task
from alongside.worklist.models import Task


class NotAsking(Exception):
    """The question is no longer open: it was cancelled, or answered on an earlier day."""


class Said(TypedDict, total=False):
    """What may be said besides how it is going. What is not given stays as it is."""

    confidence: int | None
    days_done: int | None
    words: str
    please_call: bool


@transaction.atomic
def answer_follow_up(*, by: Actor, follow_up: FollowUp, going: str, **said: Unpack[Said]) -> CheckIn:
    """Save an answer and plan the next question. Changing it on the same day is fine."""
    follow_up = _lock(follow_up)
    if not follow_up.takes_answers:
        raise NotAsking
    first = follow_up.answer is None
    check_in = follow_up.answer or CheckIn(follow_up=follow_up)
    check_in.going = going
    check_in.save()
    if first:
        _close(by, follow_up, check_in)
    _say_the_rest(by, check_in, said)
    return check_in


@transaction.atomic
def answer_now(*, by: Actor, goal: Goal, going: str, **said: Unpack[Said]) -> CheckIn:
    """Save an answer given unasked: to a question that is out or due, to today's if it was answered, or to the next."""
    Goal.objects.select_for_update().get(pk=goal.pk)
    under_way = goal.follow_ups.filter(state__in=FollowUp.UNDER_WAY).first()
    out = under_way and (under_way.state == FollowUp.State.ASKED or under_way.due <= timezone.localdate())
    todays = None if out else goal.follow_ups.filter(check_in__at__date=timezone.localdate()).first()
    follow_up = todays or under_way
    follow_up = follow_up or FollowUp.objects.create(goal=goal, due=timezone.localdate(), every_days=FollowUp.ONCE)
    return answer_follow_up(by=by, follow_up=follow_up, going=going, **said)


def _lock(follow_up: FollowUp) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("goal__plan__person")
    return rows.get(pk=follow_up.pk)


def _close(by: Actor, follow_up: FollowUp, check_in: CheckIn) -> None:
    follow_up.asked_at = follow_up.asked_at or check_in.at
    follow_up.state = FollowUp.State.ANSWERED
    follow_up.save(update_fields=["asked_at", "state"])
    outbox.cancel(by=by, subject_id=follow_up.pk, reason="answered")
    audit.record(by=by, verb="follow_up.answered", person=follow_up.goal.plan.person, target=follow_up)
    if follow_up.every_days and not _under_way(follow_up.goal):
        _plan_next(by, follow_up.goal, check_in)


def _plan_next(by: Actor, goal: Goal, check_in: CheckIn) -> None:
    """At the pace last agreed, which a late answer to an earlier question does not change, nor does it undo a stop."""
    if pace := pace_of(goal):
        due = timezone.localdate(check_in.at) + timedelta(days=pace)
        schedule_follow_up(by=by, goal=goal, due=due, every_days=pace)


def _under_way(goal: Goal) -> bool:
    return goal.follow_ups.filter(state__in=FollowUp.UNDER_WAY).exists()


def _say_the_rest(by: Actor, check_in: CheckIn, said: Said) -> None:
    confidence, days_done = said.get("confidence"), said.get("days_done")
    words, please_call = said.get("words", ""), said.get("please_call", False)
    if confidence is not None:
        rate_confidence(by=by, goal=check_in.follow_up.goal, value=confidence)
    if days_done is not None:
        say_days(by=by, check_in=check_in, days_done=days_done)
    if words or please_call:
        say_more(by=by, check_in=check_in, words=words, please_call=please_call)


@transaction.atomic
def say_days(*, by: Actor, check_in: CheckIn, days_done: int | None) -> CheckIn:
    """On how many of the last seven days it was done."""
    if check_in.days_done != days_done:
        check_in.days_done = days_done
        check_in.save(update_fields=["days_done"])
        _record(by, check_in, "follow_up.days_said")
    return check_in


@transaction.atomic
def say_more(*, by: Actor, check_in: CheckIn, words: str, please_call: bool) -> CheckIn:
    """Save the person's words, and put a call on the list of whoever agreed the goal when they ask for one."""
    if (check_in.words, check_in.please_call) != (words, please_call):
        check_in.words, check_in.please_call = words, please_call
        check_in.save(update_fields=["words", "please_call"])
        _record(by, check_in, "follow_up.words_said")
    if please_call:
        _ask_for_call(by, check_in)
    return check_in


def _record(by: Actor, check_in: CheckIn, verb: str) -> None:
    audit.record(by=by, verb=verb, person=check_in.follow_up.goal.plan.person, target=check_in)


def _ask_for_call(by: Actor, check_in: CheckIn) -> None:
    goal = check_in.follow_up.goal
    whose = owners.of_goal(goal)
    if whose is None:
        return
    # Never titled with the person's words: a title shows in lists that more people read.
    add_task(
        by=by,
        kind=Task.Kind.CALL_BACK,
        person=goal.plan.person,
        title=_("Asked for a call about a goal"),
        note=check_in.words,
        team=whose.team,
        owner=whose.owner,
        due=call_by(check_in),
        subject_id=check_in.pk,
    )


@transaction.atomic
def stop_asking(*, by: Actor, follow_up: FollowUp) -> int:
    """Ask no more about this goal. The link goes on working, so that the person can see it stopped and start again."""
    return stop_follow_ups(by=by, goal=follow_up.goal)


@transaction.atomic
def start_asking(*, by: Actor, follow_up: FollowUp) -> FollowUp | None:
    """Ask again after "stop these", at the pace there was; nothing for a goal that has ended."""
    goal = follow_up.goal
    if goal.state != Goal.State.ACTIVE or _under_way(goal):
        return None
    last = last_at_a_pace(goal)
    pace = last.every_days if last else USUAL_PACE
    return schedule_follow_up(by=by, goal=goal, due=timezone.localdate() + timedelta(days=pace), every_days=pace)
