"""A worry: raised, followed, closed."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from alongside.peers.letters import tell_of_worry
from alongside.peers.models import Call, Match, Worry, WorryStep
from alongside.peers.refusals import NotNow
from alongside.people import audit
from alongside.people.actors import Actor


@transaction.atomic
def raise_worry(*, by: Actor, match: Match, words: str, call: Call | None = None) -> Worry:
    """Something worries a buddy. Whoever looks after buddies has an e-mail at once, which says no more than that.

    None of it is in the trail that the person and their carer read: a worry may be about who reads it.
    """
    worry = Worry.objects.create(match=match, call=call, words=words, raised_by=by.user)
    audit.record(by=by, verb="worry.raised", target=worry)
    transaction.on_commit(partial(tell_of_worry, match.request.organisation))
    return worry


@transaction.atomic
def add_step(*, by: Actor, worry: Worry, words: str) -> WorryStep:
    """What was done about it. Raises NotNow once it is closed."""
    _still_open(worry)
    step = WorryStep.objects.create(worry=worry, by=by.user, words=words)
    audit.record(by=by, verb="worry.step", target=worry)
    return step


@transaction.atomic
def close_worry(*, by: Actor, worry: Worry, outcome: str) -> Worry:
    """What became of it. Raises NotNow where somebody else closed it."""
    worry = _still_open(worry)
    worry.closed_at, worry.closed_by, worry.outcome = timezone.now(), by.user, outcome
    worry.save(update_fields=["closed_at", "closed_by", "outcome"])
    audit.record(by=by, verb="worry.closed", target=worry)
    return worry


def _still_open(worry: Worry) -> Worry:
    worry = Worry.objects.select_for_update().get(pk=worry.pk)
    if worry.closed_at:
        raise NotNow
    return worry
