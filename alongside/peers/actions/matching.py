"""From a proposal to its end: nobody is rung before both said yes."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alongside.messages import outbox
from alongside.peers.actions.telling import BEGINS, FOUND, OVER, STOPPED, tell
from alongside.peers.letters import News, tell_buddy, tell_of_wish
from alongside.peers.matching import both_live_with, can_be, other_reasons
from alongside.peers.models import Buddy, BuddyRequest, Call, Match
from alongside.peers.queries.fetch import match_locked
from alongside.peers.queries.list import helper_of, seeker_of, when_both_can
from alongside.peers.queries.standing import may_ring, still_agrees
from alongside.peers.refusals import NotFree, NotNow
from alongside.people import audit
from alongside.people.actors import SYSTEM, Actor

State, Why = Match.State, Match.Why
CALLS, FIRST_AFTER, APART = 4, timedelta(days=3), timedelta(days=7)
ANSWERED_IN = timedelta(days=14)  # a proposal that nobody answers is given up, and the person waits for another
BUDDY, PERSON = "buddy", "person"
# After these the person is asked no more; after the others they wait for somebody else, as long as they have waited.
ASKED_NO_MORE = (Why.DONE, Why.PERSON, Why.DIED)


@transaction.atomic
def propose_match(*, by: Actor, request: BuddyRequest, buddy: Buddy) -> Match:
    """Ask both whether they would like it. Takes one of the buddy's places at once. Raises NotNow, NotFree."""
    request = BuddyRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != BuddyRequest.State.WAITING or not still_agrees(request):
        raise NotNow
    buddy = Buddy.objects.select_for_update().get(pk=buddy.pk)  # two who want the last place take turns
    seeker, helper = seeker_of(request), helper_of(buddy)
    if helper.left <= 0 or not may_ring(buddy) or not can_be(seeker, helper):
        raise NotFree
    both = " ".join(both_live_with(seeker, helper))[:300]
    facts = {"reasons": other_reasons(seeker, helper), "both_live_with": both, "proposed_by": by.user}
    match = Match.objects.create(request=request, buddy=buddy, **facts)
    Buddy.objects.filter(pk=buddy.pk).update(taken=F("taken") + 1)
    request.state = BuddyRequest.State.MATCHED
    request.save(update_fields=["state"])
    audit.record(by=by, verb="buddy.proposed", person=request.person, target=match)
    tell(by=by, match=match, template=FOUND, day=timezone.localdate(request.asked_at))
    transaction.on_commit(partial(tell_buddy, buddy, News.ASKED, timezone.localdate() + ANSWERED_IN))
    return match


@transaction.atomic
def say_yes(*, by: Actor, match: Match, side: str) -> Match:
    """One of both says yes; with the second, the calls are set. Raises NotNow."""
    match = match_locked(match)
    if match.state == State.RUNNING:
        return match
    if match.state != State.PROPOSED or not still_agrees(match.request) or not may_ring(match.buddy):
        raise NotNow
    if side == BUDDY:
        match.buddy_yes_at = match.buddy_yes_at or timezone.now()
    else:
        match.person_yes_at = match.person_yes_at or timezone.now()
    both = match.buddy_yes_at and match.person_yes_at
    match.state = State.RUNNING if both else State.PROPOSED
    match.save()
    audit.record(by=by, verb=f"buddy.yes_{side}", person=match.request.person, target=match)
    if side == PERSON or both:
        outbox.cancel(by=by, subject_id=match.pk, reason="they have said yes")
    if both:
        _begin(by, match)
    return match


def _begin(by: Actor, match: Match) -> None:
    first = _set_calls(match)
    tell(by=by, match=match, template=BEGINS, day=first)
    transaction.on_commit(partial(tell_buddy, match.buddy, News.BEGINS, first))


def _set_calls(match: Match) -> date:
    """Returns the day of the first."""
    first = due = when_both_can(match, timezone.localdate() + FIRST_AFTER)
    for number in range(1, CALLS + 1):
        Call.objects.create(match=match, number=number, due=due)
        due = when_both_can(match, due + APART)
    return first


@transaction.atomic
def say_no(*, by: Actor, match: Match, side: str) -> Match:
    """One of both would rather not. Nobody is told why, and the person waits for another. Raises NotNow."""
    match = match_locked(match)
    if match.state != State.PROPOSED:
        raise NotNow
    _end(match, State.DECLINED, "")
    _wait_again(by, match.request)
    if side == PERSON:
        transaction.on_commit(partial(tell_buddy, match.buddy, News.NOT_NEEDED))
    audit.record(by=by, verb=f"buddy.no_{side}", person=match.request.person, target=match)
    return match


@transaction.atomic
def end_match(*, by: Actor, match: Match, why: str) -> Match:
    """The calls end. Ended already, it stays as it is."""
    match = match_locked(match)
    if match.state not in Match.OPEN:
        return match
    _end(match, State.DECLINED if match.state == State.PROPOSED else State.ENDED, why)
    if why in ASKED_NO_MORE:
        match.request.state, match.request.over_at = BuddyRequest.State.OVER, timezone.now()
        match.request.save(update_fields=["state", "over_at"])
    else:
        _wait_again(by, match.request)
    _tell_of_end(by, match)
    audit.record(by=by, verb="buddy.match_ended", person=match.request.person, target=match, why=str(why))
    return match


def _tell_of_end(by: Actor, match: Match) -> None:
    """The buddy always; the person where all was done, or where they were rung and wait for somebody else now."""
    news = News.OVER if match.state == State.ENDED else News.NOT_NEEDED
    transaction.on_commit(partial(tell_buddy, match.buddy, news))
    if match.why == Why.DONE:
        tell(by=by, match=match, template=OVER, day=_last_talk(match))
    elif match.state == State.ENDED and match.why not in ASKED_NO_MORE:
        tell(by=by, match=match, template=STOPPED, day=timezone.localdate())


def _last_talk(match: Match) -> date:
    call = match.calls.filter(outcome=Call.Outcome.HELD).order_by("due").last()
    return call.due if call else timezone.localdate()


def _end(match: Match, state: str, why: str) -> None:
    match.state, match.ended_at, match.why = state, timezone.now(), why
    outbox.cancel(by=SYSTEM, subject_id=match.pk, reason="the match ended")
    match.buddy_shares_number = match.person_shares_number = False  # nobody's number is shown afterwards
    match.save()
    buddy = Buddy.objects.select_for_update().get(pk=match.buddy_id)
    buddy.taken = max(0, buddy.taken - 1)
    buddy.most = max(buddy.wished, buddy.taken)
    buddy.save(update_fields=["taken", "most"])


def _wait_again(by: Actor, request: BuddyRequest) -> None:
    request.state = BuddyRequest.State.WAITING
    request.save(update_fields=["state"])
    transaction.on_commit(partial(tell_of_wish, request.organisation, by.user))


@transaction.atomic
def share_number(*, by: Actor, match: Match, side: str, yes: bool) -> Match:
    """Whether one of both wishes that the other sees their number; it is shown once both do. Taking it back is always
    possible while there is something to take back. Raises NotNow.
    """
    match = match_locked(match)
    if match.state not in Match.OPEN or (yes and match.state != State.RUNNING):
        raise NotNow
    setattr(match, f"{side}_shares_number", yes)
    match.save(update_fields=[f"{side}_shares_number"])
    audit.record(by=by, verb="buddy.number", person=match.request.person, target=match, side=side, yes=yes)
    return match
