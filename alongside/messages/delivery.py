"""Sending what is due: claim a row, hand it over, say what became of it.

A worker may die between any two lines. Before a message is handed over, the row says so and that is committed; whoever
picks the row up later therefore knows to ask the provider by reference before handing it over again.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from alongside.messages.decision import NotWanted, NotYet, NoWay, decide
from alongside.messages.models import Delivery, Message
from alongside.messages.senders.protocol import Parcel, Sender, TryLater, WillNotGo
from alongside.people import audit
from alongside.people.actors import SYSTEM

log = logging.getLogger(__name__)
State = Message.State

# Far longer than a sender waits for a provider's answer (30 seconds), so that only a dead worker's row is taken over.
TAKE_OVER_AFTER = timedelta(minutes=5)
# Between the eight tries: about a day in all.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]


def claim(*, worker: str, take_over_after: timedelta = TAKE_OVER_AFTER) -> Message | None:
    """Take the message that has been due longest for this worker alone; None when nothing is due."""
    now = timezone.now()
    left_behind = Q(state=State.SENDING, claimed_at__lt=now - take_over_after)
    due = Message.objects.filter(Q(state=State.WAITING, not_before__lte=now) | left_behind)
    with transaction.atomic():
        rows = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        pk = rows.order_by("not_before", "created_at").values_list("pk", flat=True).first()
        # The condition again, should a database lock no row and let two begin at once.
        taken = due.filter(pk=pk).update(state=State.SENDING, claimed_at=now, claimed_by=worker) if pk else 0
    return _held(pk, worker) if pk and taken else None


def _held(pk: UUID, worker: str) -> Message | None:
    mine = Message.objects.filter(pk=pk, state=State.SENDING, claimed_by=worker)
    return mine.select_related("person", "organisation", "link__person").first()


def deliver(message: Message, *, worker: str, sender: Sender, ask_first: bool = False) -> None:
    """Do whatever is to be done with a claimed message.

    The provider is asked about one that was tried before; `ask_first` asks about every one, for an outbox out of a
    back-up that does not know what left after it.
    """
    try:
        known = sender.find(str(message.pk)) if message.attempts or ask_first else None
        if known:
            return _sent(message, worker, message.channel, known)
        match decide(message, sender, timezone.now()):
            case Parcel() as parcel:
                _hand_over(message, worker, sender, parcel)
            case NotYet(until):
                _wait(message, worker, until)
            case NotWanted(reason):
                _not_sent(message, worker, State.CANCELLED, reason)
            case NoWay(reason):
                _refused(message, worker, reason)
    except WillNotGo as refusal:
        _refused(message, worker, str(refusal))
    except TryLater as trouble:
        _try_later(message, worker, str(trouble))
    except Exception as mistake:
        log.exception("Message %s", message.pk)
        _try_later(message, worker, type(mistake).__name__)


def _hand_over(message: Message, worker: str, sender: Sender, parcel: Parcel) -> None:
    if _about_to(message, worker, parcel.channel):
        message.channel = parcel.channel
        _sent(message, worker, parcel.channel, sender.hand_over(parcel))
    else:
        _called_back(message, worker)


def _about_to(message: Message, worker: str, channel: str) -> bool:
    """Note, for good, that it may be with the provider from now on; False if the row is no longer ours."""
    mine = Message.objects.filter(pk=message.pk, state=State.SENDING, claimed_by=worker, reason=message.reason)
    return bool(mine.update(attempts=F("attempts") + 1, claimed_at=timezone.now(), channel=channel))


@transaction.atomic
def _called_back(message: Message, worker: str) -> None:
    """Its reason went away between claiming it and handing it over."""
    if (row := _mine(message, worker)) and row.reason:
        _not_sent(row, worker, State.CANCELLED, row.reason)


@transaction.atomic
def _sent(message: Message, worker: str, channel: str, provider_reference: str) -> None:
    if row := _mine(message, worker):
        row.state, row.sent_at, row.channel, row.reason = State.SENT, timezone.now(), channel, ""
        row.save(update_fields=["state", "sent_at", "channel", "reason"])
        row.deliveries.create(channel=channel, accepted=True, provider_reference=provider_reference[:200])
        audit.record(by=SYSTEM, verb="message.sent", person=row.person, target=row, channel=channel)


@transaction.atomic
def _wait(message: Message, worker: str, until: datetime) -> None:
    if row := _mine(message, worker):
        row.state, row.not_before = State.WAITING, until
        row.save(update_fields=["state", "not_before"])


@transaction.atomic
def _not_sent(message: Message, worker: str, state: State, reason: str) -> None:
    if row := _mine(message, worker):
        row.state, row.reason = state, reason[:100]
        row.save(update_fields=["state", "reason"])
        cancelled = state == State.CANCELLED
        audit.record(
            by=SYSTEM,
            verb="message.cancelled" if cancelled else "message.failed",
            person=row.person,
            target=row,
            template=row.template,
        )


@transaction.atomic
def _refused(message: Message, worker: str, problem: str) -> None:
    if row := _mine(message, worker):
        _note_problem(row, problem)
        _not_sent(row, worker, State.FAILED, problem)


@transaction.atomic
def _try_later(message: Message, worker: str, problem: str) -> None:
    """Wait longer each time; after the last wait, or when its reason went away meanwhile, give up."""
    row = _mine(message, worker)
    if row is None:
        return
    tries = row.deliveries.filter(accepted=False).count()
    _note_problem(row, problem)
    if row.reason:
        _not_sent(row, worker, State.CANCELLED, row.reason)
    elif tries < len(WAITS):
        _wait(row, worker, timezone.now() + WAITS[tries])
    else:
        _not_sent(row, worker, State.FAILED, f"tried {tries + 1} times: {problem}")


def _note_problem(message: Message, problem: str) -> None:
    log.warning("Message %s did not go: %s", message.pk, problem)
    Delivery.objects.create(message=message, channel=message.channel, accepted=False, problem=problem[:300])


def _mine(message: Message, worker: str) -> Message | None:
    """The row as it is now, if this worker still holds it."""
    rows = Message.objects.select_for_update(of=("self",)).select_related("person")
    return rows.filter(pk=message.pk, state=State.SENDING, claimed_by=worker).first()
