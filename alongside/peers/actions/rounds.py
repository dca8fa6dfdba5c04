"""What nobody has to remember: a check that ran out pauses the calls, and what is over ends on time."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from alongside.peers.actions.asking import withdraw
from alongside.peers.actions.matching import APART, end_match
from alongside.peers.models import Buddy, BuddyRequest, Match
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Consent, Purpose
from alongside.plans.rounds import each

State, Why = Match.State, Match.Why
AFTERWARDS = timedelta(days=7)  # after the last call, in which both can still say something


def look_round(*, by: Actor, today: date) -> int:
    """End what is over or cannot go on, pause whose buddy lacks a check, and go on once it is there; counts changes."""
    open_ones = {
        match.pk: match
        for match in Match.objects.filter(state__in=Match.OPEN).select_related("request__person", "buddy")
    }
    changed = each(open_ones, lambda pk: _look_at(by, open_ones[pk], today))
    waiting = {
        row.pk: row for row in BuddyRequest.objects.filter(state=BuddyRequest.State.WAITING).select_related("person")
    }
    changed += each(waiting, lambda pk: _let_go(by, waiting[pk]))
    return changed + each(_miscounted(), lambda pk: _recount(by, pk))


def _look_at(by: Actor, match: Match, today: date) -> bool:
    why = _why_over(match, today)
    if why:
        return end_match(by=by, match=match, why=why).state not in Match.OPEN
    lacks = bool(match.buddy.lacks(today))
    if (match.state == State.RUNNING and lacks) or (match.state == State.PAUSED and not lacks):
        return _pause(by=by, match=match, paused=lacks)
    return False


def _why_over(match: Match, today: date) -> str | None:
    person = match.request.person
    if person.died_on:
        return Why.DIED
    if person.restricted_at or not _agrees(match.request):
        return Why.PERSON
    if match.buddy.user is None or not match.buddy.user.is_active or match.buddy.ended_at:
        return Why.BUDDY
    to_come = match.calls.filter(noted_at=None).exists()
    last = match.calls.order_by("due").last()
    done = match.state == State.RUNNING and last and not to_come and last.due + AFTERWARDS < today
    return Why.DONE if done else None


def _agrees(request: BuddyRequest) -> bool:
    return Consent.objects.in_force().filter(person=request.person, purpose=Purpose.PEER_SUPPORTER).exists()


def _let_go(by: Actor, request: BuddyRequest) -> bool:
    """Whoever died, was forgotten or took the agreement back waits no more."""
    gone = request.person.died_on or request.person.restricted_at or not _agrees(request)
    return bool(gone and withdraw(by=by, request=request))


@transaction.atomic
def _pause(*, by: Actor, match: Match, paused: bool) -> bool:
    """Calls that would have been made meanwhile are moved on by as long as it took."""
    match = Match.objects.select_for_update().get(pk=match.pk)
    wanted = State.PAUSED if paused else State.RUNNING
    if match.state not in (State.RUNNING, State.PAUSED) or match.state == wanted:
        return False
    match.state = wanted
    match.save(update_fields=["state"])
    if not paused:
        _move_on(match)
    audit.record(by=by, verb="buddy.paused" if paused else "buddy.goes_on", person=match.request.person, target=match)
    return True


def _move_on(match: Match) -> None:
    calls = list(match.calls.filter(noted_at=None).order_by("due"))
    due = timezone.localdate() + timedelta(days=1)
    for call in calls:
        call.due = max(call.due, due)
        call.save(update_fields=["due"])
        due = call.due + APART


def _miscounted() -> list[UUID]:
    """Buddies from whom somebody went who was deleted altogether."""
    open_ones = Count("matches", filter=Q(matches__state__in=Match.OPEN))
    return [row.pk for row in Buddy.objects.annotate(counted=open_ones) if row.counted != row.taken]


@transaction.atomic
def _recount(by: Actor, pk: UUID) -> bool:
    buddy = Buddy.objects.select_for_update().get(pk=pk)
    buddy.taken = min(buddy.most, buddy.matches.filter(state__in=Match.OPEN).count())
    buddy.save(update_fields=["taken"])
    audit.record(by=by, verb="buddy.recounted", target=buddy)
    return True
