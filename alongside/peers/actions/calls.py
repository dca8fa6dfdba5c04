"""What became of a call, in a form of one minute."""

from django.db import transaction
from django.utils import timezone

from alongside.peers.actions.matching import APART, CALLS
from alongside.peers.models import Call, Match
from alongside.peers.queries.fetch import match_locked
from alongside.peers.queries.list import when_both_can
from alongside.peers.refusals import NotNow
from alongside.people import audit
from alongside.people.actors import Actor

Outcome = Call.Outcome
MOST = 8  # calls altogether, those that nobody answered included


@transaction.atomic
def note_call(*, by: Actor, call: Call, outcome: str, minutes: int | None = None, went: str = "") -> Call:
    """How a call went; said again, it is put right. One that did not come about is made up for a week after the last.

    Raises NotNow once the calls have ended, or are paused: what worries a buddy is raised before and for itself.
    """
    match = match_locked(call.match)
    call = Call.objects.select_for_update().get(pk=call.pk)
    if match.state != Match.State.RUNNING:
        raise NotNow
    held = outcome == Outcome.HELD
    call.outcome, call.noted_at = outcome, timezone.now()
    call.minutes, call.went = (minutes, went) if held else (None, "")
    call.save()
    audit.record(by=by, verb="buddy.called", person=match.request.person, target=call, outcome=str(outcome))
    _settle(match)
    return call


def _settle(match: Match) -> None:
    """As many calls as were agreed are held or still to come: neither fewer, nor more once one was put right."""
    calls = list(match.calls.order_by("due", "number"))
    good = [call for call in calls if call.outcome in ("", Outcome.HELD)]
    if len(good) < CALLS and len(calls) < MOST:
        due = when_both_can(match, max(calls[-1].due, timezone.localdate()) + APART)
        Call.objects.create(match=match, number=max(call.number for call in calls) + 1, due=due)
    for call in [call for call in good if not call.outcome][::-1][: max(0, len(good) - CALLS)]:
        call.delete()
