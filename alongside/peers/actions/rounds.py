"""What nobody has to remember: a check that ran out pauses the calls, and what is over ends on time."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from alongside.messages import outbox
from alongside.peers.actions.asking import withdraw
from alongside.peers.actions.buddies import end_buddy
from alongside.peers.actions.matching import ANSWERED_IN, APART, end_match
from alongside.peers.actions.telling import GOES_ON, PAUSED, tell
from alongside.peers.letters import News, tell_buddy, tell_of_worry
from alongside.peers.models import Buddy, BuddyRequest, Call, Match, Worry
from alongside.peers.queries.fetch import match_locked
from alongside.peers.queries.list import when_both_can
from alongside.peers.queries.standing import agreed, is_still_buddy, lacks, still_agrees
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation
from alongside.plans.rounds import each

State, Why = Match.State, Match.Why
AFTERWARDS = timedelta(days=7)  # after the last call, in which both can still say something
SILENT_FOR = timedelta(days=28)  # after the last call was due, if nobody says how they went


def look_round(*, by: Actor, today: date) -> int:
    """End what is over or cannot go on, pause whose buddy lacks a check, and go on once it is there; counts changes.

    Whoever reads worries is told once more of those that are still open.
    """
    parts = ("request__person", "buddy__user")
    open_ones = {match.pk: match for match in Match.objects.filter(state__in=Match.OPEN).select_related(*parts)}
    changed = each(open_ones, lambda pk: _look_at(by, open_ones[pk], today))
    rows = BuddyRequest.objects.filter(state=BuddyRequest.State.WAITING).exclude(agreed())
    waiting = {row.pk: row for row in rows}
    changed += each(waiting, lambda pk: withdraw(by=by, request=waiting[pk]).state == BuddyRequest.State.OVER)
    gone = {row.pk: row for row in Buddy.objects.current().filter(user=None)}
    changed += each(gone, lambda pk: _forget(by, gone[pk]))
    _remind_of_worries(today)
    return changed + each(_miscounted(), lambda pk: _recount(by, pk))


def _look_at(by: Actor, match: Match, today: date) -> bool:
    why = _why_over(match, today)
    if why:
        return end_match(by=by, match=match, why=why).state not in Match.OPEN
    lacking = bool(lacks(match.buddy, today))
    if (match.state == State.RUNNING and lacking) or (match.state == State.PAUSED and not lacking):
        return _pause(by=by, match=match, paused=lacking, today=today)
    return False


def _why_over(match: Match, today: date) -> str | None:
    """Somebody cannot go on, nobody answered a proposal, all calls were made, or nobody has said how they went."""
    if match.request.person.died_on:
        return Why.DIED
    if not still_agrees(match.request):
        return Why.PERSON
    if not is_still_buddy(match.buddy):
        return Why.BUDDY
    if match.state == State.PROPOSED:
        return Why.COORDINATOR if timezone.localdate(match.proposed_at) + ANSWERED_IN < today else None
    calls = list(match.calls.order_by("due"))
    talked = any(call.outcome == Call.Outcome.HELD for call in calls)
    ended_well = Why.DONE if talked else Why.COORDINATOR
    last = max(_day_of(call) for call in calls)
    if any(not call.outcome for call in calls):
        return ended_well if last + SILENT_FOR < today else None
    return ended_well if last + AFTERWARDS < today else None


def _day_of(call: Call) -> date:
    """When it was to be, or when it was noted, if that was later: it can still be put right after that."""
    return max(call.due, timezone.localdate(call.noted_at)) if call.noted_at else call.due


def _forget(by: Actor, buddy: Buddy) -> bool:
    """Whoever asked to be forgotten is a buddy no more, and what they said of themselves goes."""
    end_buddy(by=by, buddy=buddy)
    nothing = {"about": "", "phone": "", "conditions": [], "topics": [], "interests": [], "free_at": []}
    return Buddy.objects.filter(pk=buddy.pk).update(**nothing) > 0


def _remind_of_worries(today: date) -> None:
    yesterday = Worry.objects.open().filter(raised_at__date__lt=today)
    for organisation in Organisation.objects.filter(buddy_requests__matches__worries__in=yesterday).distinct():
        tell_of_worry(organisation)


@transaction.atomic
def _pause(*, by: Actor, match: Match, paused: bool, today: date) -> bool:
    """Once they go on, the calls that are left begin the next day that both can, a week apart."""
    match = match_locked(match)
    wanted = State.PAUSED if paused else State.RUNNING
    if match.state not in (State.RUNNING, State.PAUSED) or match.state == wanted:
        return False
    match.state = wanted
    match.save(update_fields=["state"])
    outbox.cancel(by=by, subject_id=match.pk, reason="the calls were paused, or go on")
    _tell_of_pause(by, match, today)
    audit.record(by=by, verb="buddy.paused" if paused else "buddy.goes_on", person=match.request.person, target=match)
    return True


def _tell_of_pause(by: Actor, match: Match, today: date) -> None:
    """Both; of going on only where a call is left."""
    if match.state == State.PAUSED:
        tell(by=by, match=match, template=PAUSED, day=today)
        transaction.on_commit(partial(tell_buddy, match.buddy, News.PAUSED))
    elif first := _move_on(match, today):
        tell(by=by, match=match, template=GOES_ON, day=first)
        transaction.on_commit(partial(tell_buddy, match.buddy, News.GOES_ON, first))


def _move_on(match: Match, today: date) -> date | None:
    """Returns the day of the next."""
    calls = list(match.calls.filter(noted_at=None).order_by("due"))
    due = today + timedelta(days=1)
    for call in calls:
        call.due = when_both_can(match, max(call.due, due))
        call.save(update_fields=["due"])
        due = call.due + APART
    return calls[0].due if calls else None


def _miscounted() -> list[UUID]:
    """Buddies from whom somebody went who was deleted altogether."""
    open_ones = Count("matches", filter=Q(matches__state__in=Match.OPEN))
    return [row.pk for row in Buddy.objects.annotate(counted=open_ones) if row.counted != row.taken]


@transaction.atomic
def _recount(by: Actor, pk: UUID) -> bool:
    buddy = Buddy.objects.select_for_update().get(pk=pk)
    buddy.taken = buddy.matches.filter(state__in=Match.OPEN).count()
    buddy.most = max(buddy.wished, buddy.taken)
    buddy.save(update_fields=["taken", "most"])
    audit.record(by=by, verb="buddy.recounted", target=buddy)
    return True
