"""Putting a message in the outbox, in the transaction of whatever caused it, and taking it out again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alongside.messages.models import Message, SignedLink
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Person


@transaction.atomic
def enqueue(
    *,
    by: Actor,
    person: Person,
    template: str,
    window: str,
    facts: dict[str, Any],
    subject_id: UUID,
    link: SignedLink | None = None,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> Message:
    """Put one message in the outbox. The same person, template and window again changes nothing.

    `facts` may hold only what the template names; whether the person may be sent it, and how, is asked at delivery.
    """
    message, new = Message.objects.get_or_create(
        person=person,
        template=template,
        window=window,
        defaults={
            "facts": facts,
            "subject_id": subject_id,
            "link": link,
            "not_before": not_before or timezone.now(),
            "not_after": not_after,
        },
    )
    if new:
        audit.record(by=by, verb="message.queued", person=person, target=message, template=template)
    return message


@transaction.atomic
def cancel(*, by: Actor, subject_id: UUID, reason: str) -> int:
    """Cancel everything still waiting about a subject whose reason went away; returns how many."""
    waiting = Message.objects.select_for_update().filter(subject_id=subject_id, state=Message.State.WAITING)
    for message in waiting:
        message.state, message.reason = Message.State.CANCELLED, reason
        message.save(update_fields=["state", "reason"])
        audit.record(by=by, verb="message.cancelled", person=message.person, target=message, reason=reason)
    return len(waiting)
