"""The waiting list, the buddies, and what goes best together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from alongside.peers.matching import (
    Fit,
    Helper,
    Seeker,
    Together,
    best_for,
    best_together,
    can_be,
    day_of_call,
    week_days,
)
from alongside.peers.models import NOTICE, Buddy, BuddyRequest, Check, Match, Worry
from alongside.peers.queries.standing import EARLIER, agreed, lacks, with_conditions, works_as_buddy
from alongside.people.access import Can, organisations_for
from alongside.people.models import Membership, Organisation, Person, Registration, Role, User
from alongside.people.queries.organisations import economy_of, moved_away


@dataclass(frozen=True)
class Waiting:
    """Somebody who would like a buddy, and how many could be."""

    request: BuddyRequest
    could_be: int


@dataclass(frozen=True)
class BuddyLine:
    """A buddy, which checks they lack today, and when they were last at a meeting or a de-brief."""

    buddy: Buddy
    lacks: list[str]
    last_met: date | None
    runs_out: date | None  # the first of their checks that does within some weeks

    @property
    def lacks_words(self) -> list[str]:
        return [str(Check.Kind(kind).label) for kind in self.lacks]


@dataclass(frozen=True)
class Desk:
    """All that whoever looks after buddies has to see."""

    worries: list[Worry]
    waiting: list[Waiting]
    matches: list[Match]
    buddies: list[BuddyLine]
    moved: set[UUID]  # persons registered elsewhere by now, so somebody has to ask whether they still wish it


def seeker_of(request: BuddyRequest) -> Seeker:
    """With the person's conditions and contact preference and the matches fetched, without a query."""
    person = request.person
    kinds = {row.kind for row in person.conditions.all() if row.kind and row.abated is None}
    preference = getattr(person, "contact_preference", None)
    return Seeker(
        pk=request.pk,
        conditions=frozenset(kinds),
        topics=frozenset(request.topics),
        interests=frozenset(request.interests),
        free_at=frozenset(request.free_at),
        language=preference.language if preference else "en",
        sex=person.sex,
        would_rather=request.would_rather,
        weeks=(timezone.now() - request.asked_at).days // 7,
        person=person.pk,
        not_again=_not_again(person),
    )


def _not_again(person: Person) -> frozenset[UUID]:
    """Accounts of buddies to whom there was a no, or with whom it did not go on, whenever that was."""
    matches = [match for wish in person.buddy_requests.all() for match in wish.matches.all()]
    return frozenset(match.buddy.user_id for match in matches if match.buddy.user_id and _was_a_no(match))


def _was_a_no(match: Match) -> bool:
    """Nobody answered is none."""
    did_not_go_on = match.why in (Match.Why.PERSON, Match.Why.COORDINATOR)
    said_no = match.state == Match.State.DECLINED and not match.why
    return said_no or (match.state == Match.State.ENDED and did_not_go_on)


def helper_of(buddy: Buddy) -> Helper:
    return Helper(
        pk=buddy.pk,
        conditions=frozenset(buddy.conditions),
        topics=frozenset(buddy.topics),
        interests=frozenset(buddy.interests),
        free_at=frozenset(buddy.free_at),
        languages=frozenset(buddy.languages),
        sex=buddy.sex,
        would_rather=buddy.would_rather,
        left=buddy.wished - buddy.taken,
        person=buddy.user.person_id if buddy.user else None,
        user=buddy.user_id,
    )


def when_both_can(match: Match, earliest: date) -> date:
    """The first day from then on to ring on."""
    return day_of_call(earliest, week_days(match.request.free_at, match.buddy.free_at))


def buddies_of(organisations: Iterable[UUID]) -> Any:
    """A queryset of who is approved and not ended, with their checks and when they last met others."""
    here = Buddy.objects.filter(works_as_buddy(), organisation__in=organisations)
    return here.select_related("user").prefetch_related("checks").annotate(last_met=Max("meetings__on"))


def _helpers(organisations: Iterable[UUID]) -> list[Helper]:
    """Those with a place left and all their checks."""
    today = timezone.localdate()
    free = [row for row in buddies_of(organisations) if row.taken < row.wished and not lacks(row, today)]
    return [helper_of(row) for row in free]


def _waiting(organisations: Iterable[UUID]) -> list[BuddyRequest]:
    """Whoever has waited longest first; nobody whom more than their own practice may not know of."""
    rows = BuddyRequest.objects.filter(organisation__in=organisations, state=BuddyRequest.State.WAITING)
    known = rows.filter(agreed()).order_by("asked_at", "pk")
    return list(known.select_related("person__contact_preference").prefetch_related(with_conditions(), *EARLIER))


def desk_of(organisations: list[UUID]) -> Desk:
    """In a number of queries that does not grow with who waits."""
    helpers, today = _helpers(organisations), timezone.localdate()
    waiting = [(row, seeker_of(row)) for row in _waiting(organisations)]
    open_ones = Match.objects.filter(request__organisation__in=organisations, state__in=Match.OPEN)
    open_ones = open_ones.filter(request__person__died_on=None, request__person__restricted_at=None)
    parts = ("request__person", "buddy__user")
    waits = Min("calls__due", filter=Q(calls__noted_at=None))
    worries = Worry.objects.open().filter(match__request__organisation__in=organisations)
    rung: list[Any] = list(
        open_ones.select_related(*parts).annotate(noted=Count("calls__noted_at"), planned=Count("calls"), waits=waits)
    )
    return Desk(
        worries=list(worries.select_related("match__request__person", "match__buddy__user")),
        waiting=[Waiting(row, sum(can_be(seeker, each) for each in helpers)) for row, seeker in waiting],
        matches=rung,
        buddies=[_buddy_line(row, today) for row in buddies_of(organisations)],
        moved=_moved([*(row for row, _seeker in waiting), *(match.request for match in rung)]),
    )


def _moved(requests: Iterable[BuddyRequest]) -> set[UUID]:
    """Of each organisation's own; as many queries as there are of these, however many wait."""
    by_place: dict[UUID, set[UUID]] = {}
    for row in requests:
        by_place.setdefault(row.organisation_id, set()).add(row.person_id)
    places = Organisation.objects.in_bulk(by_place)
    return {gone for pk, people in by_place.items() for gone in moved_away(people, places[pk])}


def _buddy_line(buddy: Any, today: date) -> BuddyLine:
    soon = [
        row.expires_on for row in buddy.checks.all() if row.expires_on and today <= row.expires_on <= today + NOTICE
    ]
    return BuddyLine(buddy, lacks(buddy, today), buddy.last_met, min(soon, default=None))


def best_of_one(request: BuddyRequest) -> list[tuple[Fit, Buddy]]:
    """The best five for somebody, with why."""
    here = [request.organisation_id]
    known = {row.pk: row for row in buddies_of(here)}
    return [(each, known[each.helper]) for each in best_for(seeker_of(request), _helpers(here))]


@dataclass(frozen=True)
class Pair:
    request: BuddyRequest
    buddy: Buddy
    reasons: list[str]


def best_of_list(organisation: Organisation) -> tuple[Together, list[Pair]]:
    """The best for the whole waiting list at once."""
    here = [organisation.pk]
    waiting = {row.pk: row for row in _waiting(here)}
    buddies = {row.pk: row for row in buddies_of(here)}
    found = best_together([seeker_of(row) for row in waiting.values()], _helpers(here))
    return found, [Pair(waiting[each.seeker], buddies[each.helper], each.reasons) for each in found.fits]


def pairs_of(organisation: Organisation, named: list[str]) -> list[tuple[BuddyRequest, Buddy]]:
    """Pairs as a page named them, of those who wait and the buddies there are; what is neither is left out."""
    waiting = {str(row.pk): row for row in _waiting([organisation.pk])}
    buddies = {str(row.pk): row for row in buddies_of([organisation.pk])}
    pairs = [pair.partition(":") for pair in named]
    return [(waiting[wish], buddies[buddy]) for wish, _sign, buddy in pairs if wish in waiting and buddy in buddies]


def places_looked_after(user: User | AnonymousUser) -> list[Organisation]:
    """The organisations whose buddies an account looks after."""
    return list(Organisation.objects.filter(pk__in=organisations_for(user, Can.MATCH_BUDDIES)).order_by("name"))


def services_near(person: Person) -> list[Organisation]:
    """Who looks after buddies where somebody is registered: those with most buddies first."""
    registration = Registration.objects.current().filter(person=person).select_related("practice").first()
    if registration is None:
        return []
    here = Organisation.objects.filter(pk__in=economy_of(registration.practice))
    held = Membership.objects.current().filter(role=Role.COORDINATOR, user__is_active=True)
    counted = {row.pk: row for row in here.filter(pk__in=held.values("organisation"))}
    many = dict(
        Buddy.objects.current().filter(organisation__in=counted).values_list("organisation").annotate(n=Count("pk"))
    )
    return sorted(counted.values(), key=lambda row: (-many.get(row.pk, 0), row.name))
