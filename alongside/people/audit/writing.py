"""Writing the trail, and reading a person's part of it."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from alongside.people.actors import A_CARER, Actor
from alongside.people.audit.signing import SIGNED, mac_of
from alongside.people.models import AuditEvent, Person


def record(
    *, by: Actor, verb: str, person: Person | None = None, target: models.Model | None = None, **detail: Any
) -> AuditEvent:
    """Insert one signed row, in the transaction of the change it tells of. `detail` never holds free text."""
    event = _signed(by, verb, person, target, detail)
    event.save(force_insert=True)
    return event


def record_looks(*, verb: str, looks: Iterable[tuple[Actor, Person]]) -> None:
    """Insert a row for each of the people a list showed, in one go."""
    AuditEvent.objects.bulk_create([_signed(by, verb, person, None, {}) for by, person in looks], batch_size=500)


def _signed(
    by: Actor, verb: str, person: Person | None, target: models.Model | None, detail: dict[str, Any]
) -> AuditEvent:
    event = AuditEvent(
        at=timezone.now(),
        verb=verb,
        user_id=by.user.pk if by.user else None,
        actor=_words_of(by, person)[:300],
        organisation_id=by.organisation.pk if by.organisation else None,
        person_id=person.pk if person else None,
        target=f"{target._meta.label_lower}:{target.pk}" if target is not None else "",
        detail=json.loads(json.dumps(detail, default=str)),  # as the database gives it back
    )
    event.mac = mac_of({name: getattr(event, name) for name in SIGNED})
    return event


def _words_of(by: Actor, person: Person | None) -> str:
    """The actor as the person the row is about reads it: a nurse is "you" on her own record."""
    if person is None:
        return by.words
    if by.person == person:
        return by.words if by.words.startswith("you") else "you"
    return A_CARER if by.words == "you" else by.words


def trail_of(person_id: UUID) -> models.QuerySet[AuditEvent]:
    """What was done with a person's record and who looked, newest first."""
    return AuditEvent.objects.filter(person_id=person_id).order_by("-at", "-id")
