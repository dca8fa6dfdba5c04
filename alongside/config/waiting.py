"""Whether what ought to leave by itself does: messages, and questions about goals. Numbers, nothing about anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from alongside.messages.queries import Waiting, waiting
from alongside.messages.quiet import may_leave_from
from alongside.plans.models import FollowUp

PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True)
class Report:
    """What waits, in sentences, and whether any of it waits too long."""

    sentences: list[str]
    late: bool


def report(now: datetime, patience: timedelta = PATIENCE) -> Report:
    """Late is what has been due, or tried in vain, for longer than `patience`. At night, trying in vain is no news."""
    messages = waiting(now)
    # Questions are due on a day; those of today are asked soon after midnight.
    unasked = FollowUp.objects.to_ask(now).filter(due__lt=timezone.localdate(now - patience)).count()
    return Report(_sentences(messages, unasked, now), _is_late(messages, now, patience) or unasked > 0)


def _is_late(messages: Waiting, now: datetime, patience: timedelta) -> bool:
    long_ago = now - patience
    in_vain = messages.first_tried is not None and messages.first_tried < long_ago and may_leave_from(now) == now
    return in_vain or (messages.oldest_due is not None and messages.oldest_due < long_ago)


def _sentences(messages: Waiting, unasked: int, now: datetime) -> list[str]:
    return [
        f"Messages whose time has come: {messages.due}{_since(messages.oldest_due, now)}",
        f"Messages tried in vain, to be tried again: {messages.retried}{_since(messages.first_tried, now)}",
        f"Messages given up in the last day: {messages.given_up}",
        f"Goals nobody was asked about on their day: {unasked}",
    ]


def _since(first: datetime | None, now: datetime) -> str:
    return f", for up to {int((now - first).total_seconds() // 60)} minutes" if first else ""
