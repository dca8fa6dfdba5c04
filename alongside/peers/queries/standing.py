"""Whether somebody may still be rung, and whether a buddy may still ring: asked anew each time, never only at night."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from alongside.peers.models import Buddy, BuddyRequest, Check, Match
from alongside.people.models import Condition, Consent, Membership, Purpose, Role

# All earlier wishes of whoever wishes, and what became of them.
EARLIER = ("person__buddy_requests__matches__buddy",)


def agreed(person: str = "person") -> Q:
    """Living, not restricted, and their yes to a buddy still holds; `person` is how the row leads to them."""
    consent = Consent.objects.in_force().filter(person=OuterRef(person), purpose=Purpose.PEER_SUPPORTER)
    return Q(Exists(consent), **{f"{person}__died_on": None, f"{person}__restricted_at": None})


def still_agrees(request: BuddyRequest) -> bool:
    return BuddyRequest.objects.filter(agreed(), pk=request.pk).exists()


def works_as_buddy() -> Q:
    """Buddies whose account is open and who still have the role somewhere."""
    roles = Membership.objects.current().filter(user=OuterRef("user"), role=Role.BUDDY)
    return Q(Exists(roles), user__is_active=True, ended_at=None)


def is_still_buddy(buddy: Buddy) -> bool:
    return Buddy.objects.filter(works_as_buddy(), pk=buddy.pk).exists()


def lacks(buddy: Buddy, day: date) -> list[str]:
    """Which checks they do not have, or no longer, on a day: of each kind the newest counts."""
    newest: dict[str, Check] = {}
    for check in sorted(buddy.checks.all(), key=lambda row: row.on):
        newest[check.kind] = check
    return [kind for kind in Check.Kind if kind not in newest or _has_run_out(newest[kind], day)]


def _has_run_out(check: Check, day: date) -> bool:
    return check.expires_on is not None and check.expires_on < day


def may_ring(buddy: Buddy) -> bool:
    """Still a buddy, with all checks today."""
    return is_still_buddy(buddy) and not lacks(buddy, timezone.localdate())


def shares_numbers(match: Match) -> bool:
    """Both wish it, both have one, and the buddy may ring: then each sees the other's."""
    both = match.buddy_shares_number and match.person_shares_number
    there = bool(match.buddy.phone and match.request.person.phone)
    return (
        match.state == Match.State.RUNNING and both and there and may_ring(match.buddy) and still_agrees(match.request)
    )


def with_conditions() -> Prefetch:
    kinds: Any = Condition.objects.filter(abated=None).exclude(kind="")
    return Prefetch("person__conditions", kinds)
