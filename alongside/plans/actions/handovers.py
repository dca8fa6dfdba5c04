"""Asking, some weeks later, what became of the services somebody left with."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from alongside.messages.models import Message
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.plans.actions.signposting import send_services
from alongside.plans.models import Handover
from alongside.plans.rounds import each

QUESTION = "services.ask"
# Nobody is asked about this twice; after two weeks without a word the link worker's list says so.
SILENT_AFTER = timedelta(days=14)


def ask_due_handovers(*, by: Actor, now: datetime) -> int:
    """Ask about everything given that is due, each in its own transaction; returns how many were asked."""
    due = list(Handover.objects.to_ask(now).values_list("pk", flat=True))
    return each(due, lambda pk: _ask_if_still_due(by, pk, now))


@transaction.atomic
def _ask_if_still_due(by: Actor, pk: UUID, now: datetime) -> bool:
    handover = _locked(pk, Handover.State.GIVEN)
    if handover is None:
        return False
    if not _open_ends(handover):
        _end(by, handover, Handover.State.ANSWERED)
        return False
    handover.state, handover.asked_at = Handover.State.ASKED, now
    handover.save(update_fields=["state", "asked_at"])
    send_services(by=by, handover=handover, template=QUESTION, now=now)
    audit.record(by=by, verb="services.asked", person=handover.plan.person, target=handover)
    return True


def _open_ends(handover: Handover) -> bool:
    """Whether there is anything left to ask: not where each one helped, or stopped, already."""
    rows = handover.signpostings.open().filter(helped="")
    return rows.exists()


def note_silent_handovers(*, by: Actor, now: datetime) -> int:
    """Note what nobody said a word about; returns how many. What was never sent is nobody's silence."""
    sent = Message.objects.filter(
        subject_id=OuterRef("pk"), template=QUESTION, state=Message.State.SENT, sent_at__lte=now - SILENT_AFTER
    )
    lost = Message.objects.filter(
        subject_id=OuterRef("pk"), template=QUESTION, state__in=[Message.State.FAILED, Message.State.CANCELLED]
    )
    asked = Handover.objects.filter(state=Handover.State.ASKED)
    over = asked.filter(Exists(sent) | Exists(lost)).values_list("pk", flat=True)
    return each(list(over), lambda pk: _note_silence(by, pk))


@transaction.atomic
def _note_silence(by: Actor, pk: UUID) -> bool:
    handover = _locked(pk, Handover.State.ASKED)
    if handover is not None:
        _end(by, handover, Handover.State.SILENT)
    return handover is not None


def _locked(pk: UUID, state: str) -> Handover | None:
    rows = Handover.objects.select_for_update(skip_locked=True).filter(pk=pk, state=state)
    return rows.first()


def _end(by: Actor, handover: Handover, state: Handover.State) -> None:
    handover.state = state
    handover.save(update_fields=["state"])
    audit.record(by=by, verb=f"services.{state}", person=handover.plan.person, target=handover)
