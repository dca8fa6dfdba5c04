"""What a buddy sees of whom they ring, and what somebody sees of their buddy."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.peers.models import Buddy, BuddyRequest, Call, Match
from alongside.peers.queries.standing import agreed, shares_numbers, still_agrees
from alongside.peers.wishes import been_through, interests
from alongside.people.conditions import name_of
from alongside.people.models import Person, User
from alongside.ui.formats import age


@dataclass(frozen=True)
class Mine:
    """A match as the buddy sees it: no name before both said yes, and no number before both wish it."""

    match: Match
    calls: list[Call]
    who: str

    @property
    def number(self) -> str:
        return self.match.request.person.phone if shares_numbers(self.match) else ""

    @property
    def reasons(self) -> list[str]:
        """What both live with only once both said yes."""
        both = [self.match.both_live_with] if self.match.both_live_with and self.match.person_yes_at else []
        return [*both, *self.match.reasons] if self.match.state != Match.State.PROPOSED else list(self.match.reasons)

    @property
    def next(self) -> Call | None:
        return next((call for call in self.calls if not call.noted_at), None)


@dataclass(frozen=True)
class Yours:
    """A wish for a buddy as the person sees it."""

    request: BuddyRequest | None
    match: Match | None
    calls: list[Call]

    @property
    def number(self) -> str:
        return self.match.buddy.phone if self.match and shares_numbers(self.match) else ""

    @property
    def next(self) -> date | None:
        """When they are rung next: not a day that is over."""
        due = next((call.due for call in self.calls if not call.noted_at), None)
        return max(due, timezone.localdate()) if due else None


def shown_name(match: Match) -> str:
    """Of whom a buddy rings: no name before both said yes, nor once they took their yes back."""
    return _name(match, agrees=still_agrees(match.request))


def _name(match: Match, *, agrees: bool) -> str:
    person = match.request.person
    if match.state == Match.State.PROPOSED:
        return _("Somebody of about %(age)d") % {"age": (age(person.date_of_birth) + 5) // 10 * 10}
    return person.called if agrees and match.why != Match.Why.PERSON else _("Somebody you rang")


def approval_of(user: User | AnonymousUser) -> Buddy | None:
    """What somebody is approved as, if they are a buddy."""
    found = (
        Buddy.objects.current().filter(user=user.pk).select_related("organisation", "user").prefetch_related("checks")
    )
    return found.first()


def mine_of(buddy: Buddy) -> list[Mine]:
    """Whom a buddy is asked about, and whom they ring; those that ended lately say so."""
    rows: Any = Match.objects.filter(buddy=buddy, request__person__restricted_at=None, request__person__died_on=None)
    calls = Prefetch("calls", Call.objects.order_by("due"))
    known = rows.select_related("request__person", "request__organisation", "buddy").prefetch_related(calls)
    shown = [row for row in known if row.state in Match.OPEN or _ended_lately(row)]
    agreeing = BuddyRequest.objects.filter(agreed(), pk__in=[row.request_id for row in shown])
    still = set(agreeing.values_list("pk", flat=True))
    return [_mine(row, agrees=row.request_id in still) for row in shown]


def _mine(match: Match, *, agrees: bool) -> Mine:
    calls = [call for call in match.calls.all() if call.outcome or match.state in Match.OPEN]
    return Mine(match, calls, _name(match, agrees=agrees))


def _ended_lately(match: Match) -> bool:
    return match.state == Match.State.ENDED and bool(match.ended_at and (timezone.now() - match.ended_at).days < 14)


def yours_of(person: Person) -> Yours:
    request = person.buddy_requests.exclude(state=BuddyRequest.State.OVER).select_related("organisation").first()
    request = request or person.buddy_requests.select_related("organisation").order_by("-asked_at").first()
    match = (
        request.matches.select_related("buddy__user").exclude(state=Match.State.DECLINED).first() if request else None
    )
    calls = [call for call in match.calls.all() if call.outcome or match.state in Match.OPEN] if match else []
    return Yours(request, match, calls)


def is_asked_about_a_buddy(person: Person) -> bool:
    """Whether somebody is proposed and they have not answered yet."""
    rows = Match.objects.filter(request__person=person, state=Match.State.PROPOSED, person_yes_at=None)
    return rows.exists()


def said_about(buddy: Buddy) -> list[str]:
    """A buddy in a few words, for somebody who is asked whether they would like them."""
    return [
        *(_("Lives with %s") % name_of(kind) for kind in buddy.conditions),
        *(_("Has been through: %s") % been_through()[key] for key in buddy.topics if key in been_through()),
        *(_("Likes %s") % interests()[key] for key in buddy.interests if key in interests()),
    ]
