"""How and how often we ask, and by when somebody who asked for a call is rung."""

from datetime import date

from django.utils import timezone

from alongside.people.models import ContactPreference, Person, Purpose
from alongside.plans.models import CheckIn, FollowUp, Goal
from alongside.worklist.working_days import after_working_days

CALL_WITHIN_WORKING_DAYS = 2


def asking_channel(person: Person) -> str:
    """How a question would reach the person, in words; empty when they take no messages."""
    if not person.consents.in_force().filter(purpose=Purpose.CARE_TEAM).exists():
        return ""
    chosen = ContactPreference.of(person)
    return "" if chosen.channel == ContactPreference.Channel.NONE else str(chosen.get_channel_display())


def call_by(answer: CheckIn) -> date:
    """The day by which somebody who asked for a call is rung, as the task and the page say it."""
    return after_working_days(timezone.localdate(answer.at), CALL_WITHIN_WORKING_DAYS)


def last_at_a_pace(goal: Goal) -> FollowUp | None:
    """The last question that had one to follow it, at the person's pace."""
    return goal.follow_ups.exclude(every_days=FollowUp.ONCE).order_by("-created_at", "-due").first()


def pace_of(goal: Goal) -> int:
    """Days between questions, as last agreed; ONCE when nobody wanted to be asked, or somebody said stop."""
    last = last_at_a_pace(goal)
    return FollowUp.ONCE if last is None or last.state == FollowUp.State.CANCELLED else last.every_days
