"""What became of a call, in a form of one minute."""

from django.db import transaction
from django.utils import timezone

from alongside.peers.actions.matching import APART, CALLS
from alongside.peers.actions.worries import raise_worry
from alongside.peers.models import Call, Match
from alongside.peers.refusals import NotNow
from alongside.people import audit
from alongside.people.actors import Actor

Outcome = Call.Outcome
MOST = 8  # calls altogether, those that nobody answered included


@transaction.atomic
def note_call(
    *, by: Actor, call: Call, outcome: str, minutes: int | None = None, went: str = "", worry: str = ""
) -> Call:
    """How a call went; said again, it is put right. One that did not come about is made up for a week after the last.

    A worry goes to whoever looks after the buddies at once. Raises NotNow once the calls have ended, or are paused.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.match.state != Match.State.RUNNING:
        raise NotNow
    held = outcome == Outcome.HELD
    call.outcome, call.noted_at = outcome, timezone.now()
    call.minutes, call.went = (minutes, went) if held else (None, "")
    call.worried = call.worried or bool(worry)
    call.save()
    audit.record(by=by, verb="buddy.called", person=call.match.request.person, target=call, outcome=str(outcome))
    if worry:
        raise_worry(by=by, match=call.match, words=worry, call=call)
    _make_up(call.match)
    return call


def _make_up(match: Match) -> None:
    """As many calls as were agreed are held or still to come."""
    calls = list(match.calls.order_by("due"))
    good = sum(call.outcome in ("", Outcome.HELD) for call in calls)
    if good < CALLS and len(calls) < MOST:
        due = max(calls[-1].due, timezone.localdate()) + APART
        Call.objects.create(match=match, number=len(calls) + 1, due=due)
