"""How a question reaches the person, and by when somebody who asked for a call is rung."""

from datetime import date

from django.utils import timezone

from alongside.people.models import ContactPreference, Person, Purpose
from alongside.plans.models import (
    CheckIn,
)
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
