"""Putting a message in the outbox, in the transaction of whatever caused it, and taking it out again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alongside.messages.facts import check_facts
from alongside.messages.models import Message, SignedLink
from alongside.messages.templates import template_for
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, Person


@transaction.atomic
def enqueue(
    *,
    by: Actor,
    person: Person,
    template: str,
    window: str,
    organisation: Organisation | None,
    facts: dict[str, Any],
    subject_id: UUID,
    link: SignedLink | None = None,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> Message:
    """Put one message in the outbox, from a practice or team. The same person, template and window again: the same one.

    `facts` may hold only what the template names; whether the person may be sent it, and how, is asked at delivery.
    """
    wording = template_for(template)
    check_facts(wording.facts, facts)
    if wording.has_link and (link is None or link.person_id != person.pk):
        raise ValueError(f"{template} needs a link of the person it goes to.")
    message, new = Message.objects.get_or_create(
        person=person,
        template=template,
        window=window,
        defaults={
            "organisation": organisation,
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
def cancel(
    *,
    by: Actor,
    subject_id: UUID,
    reason: str,
    person: Person | None = None,
    templates: Collection[str] = (),
    window: str = "",
) -> int:
    """Cancel what still waits about a subject, whose reason went away: all of it, or only what is for one person, of
    some templates, or of windows that begin so.

    Returns how many. A message being sent this very moment cannot be called back; should it not get through, it is not
    tried again.
    """
    unsent = [Message.State.WAITING, Message.State.SENDING]
    found = Message.objects.select_for_update(of=("self",)).filter(subject_id=subject_id, state__in=unsent)
    found = found.filter(person=person) if person else found
    found = found.filter(template__in=templates) if templates else found
    found = found.filter(window__startswith=window) if window else found
    return sum(_cancelled(by, message, reason[:100]) for message in found.select_related("person"))


def _cancelled(by: Actor, message: Message, reason: str) -> bool:
    message.reason = reason
    if message.state == Message.State.SENDING:
        message.save(update_fields=["reason"])
        return False
    message.state = Message.State.CANCELLED
    message.save(update_fields=["state", "reason"])
    audit.record(by=by, verb="message.cancelled", person=message.person, target=message, reason=reason)
    return True
