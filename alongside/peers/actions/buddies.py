"""Who is a buddy, and what they need to be one."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.peers.actions.matching import end_match
from alongside.peers.models import Buddy, BuddyRequest, Check, Match, Meeting
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, User


@transaction.atomic
def approve_buddy(*, by: Actor, user: User, organisation: Organisation) -> Buddy:
    """Let somebody be a buddy. Approved already, they stay as they are. Nobody is given to them before their checks."""
    facts = {"organisation": organisation, "approved_by": by.user, "languages": ["en"]}
    buddy, new = Buddy.objects.get_or_create(user=user, ended_at=None, defaults=facts)
    if new:
        audit.record(by=by, verb="buddy.approved", target=buddy)
    return buddy


@transaction.atomic
def describe_buddy(*, by: Actor, buddy: Buddy, **facts: Any) -> Buddy:
    """What they live with, have been through and like, when they can, whom they would rather ring, and how many.

    Whoever wishes to ring fewer than they do now is given nobody new, until as few are left.
    """
    buddy = Buddy.objects.select_for_update().get(pk=buddy.pk)
    for name, value in facts.items():
        setattr(buddy, name, value)
    buddy.most = max(buddy.wished, buddy.taken)
    buddy.save(update_fields=[*facts, "most"])
    audit.record(by=by, verb="buddy.described", target=buddy)
    return buddy


@transaction.atomic
def end_buddy(*, by: Actor, buddy: Buddy) -> Buddy:
    """They are a buddy no more. Whoever they were there for waits for another, at the head of the list."""
    open_ones = Match.objects.filter(buddy=buddy, state__in=Match.OPEN)
    # All wishes first and in one order, as whoever ends one of them holds its wish before the buddy.
    wishes = BuddyRequest.objects.filter(pk__in=open_ones.values("request"))
    list(wishes.select_for_update().order_by("pk"))
    for match in open_ones:
        end_match(by=by, match=match, why=Match.Why.BUDDY)
    buddy = Buddy.objects.select_for_update().get(pk=buddy.pk)
    buddy.ended_at = timezone.now()
    buddy.save(update_fields=["ended_at"])
    audit.record(by=by, verb="buddy.ended", target=buddy)
    return buddy


@transaction.atomic
def note_check(*, by: Actor, buddy: Buddy, kind: str, on: date, expires_on: date | None = None) -> Check:
    """A reference came, a check was made, a training was done."""
    facts = {"expires_on": expires_on, "noted_by": by.user}
    check, _new = Check.objects.update_or_create(buddy=buddy, kind=kind, on=on, defaults=facts)
    audit.record(by=by, verb="buddy.checked", target=check, kind=str(kind))
    return check


@transaction.atomic
def take_back_check(*, by: Actor, check: Check) -> None:
    """It was noted by mistake, or does not hold. Calls pause tonight where it was the one that counted."""
    audit.record(by=by, verb="buddy.unchecked", target=check, kind=str(check.kind))
    check.delete()


@transaction.atomic
def note_meeting(*, by: Actor, organisation: Organisation, kind: str, on: date, there: Collection[Buddy]) -> Meeting:
    """A meeting of buddies, or a de-brief with one: that it took place and who was there."""
    meeting = Meeting.objects.create(organisation=organisation, kind=kind, on=on, noted_by=by.user)
    meeting.there.set(there)
    audit.record(by=by, verb="buddy.meeting", target=meeting, kind=str(kind))
    return meeting
