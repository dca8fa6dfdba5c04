"""Writing, sealing and checking the audit trail. `models/audit.py` says how it holds together."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from alongside.people.actors import Actor
from alongside.people.models import AuditEvent, AuditSeal, Person, SealedEvent

FIRST = "0" * 64
SIGNED = ("uid", "at", "verb", "user_id", "actor", "organisation_id", "person_id", "target", "detail")


def record(
    *, by: Actor, verb: str, person: Person | None = None, target: models.Model | None = None, **detail: Any
) -> AuditEvent:
    """Insert one signed row, in the transaction of the change it tells of. `detail` never holds free text."""
    event = AuditEvent(
        at=timezone.now(),
        verb=verb,
        user_id=by.user.pk if by.user else None,
        actor=by.words[:300],
        organisation_id=by.organisation.pk if by.organisation else None,
        person_id=person.pk if person else None,
        target=f"{target._meta.label_lower}:{target.pk}" if target is not None else "",
        detail=detail,
    )
    event.mac = mac_of(event)
    event.save(force_insert=True)
    return event


def mac_of(event: AuditEvent) -> str:
    """The row's own signature, which somebody with only the database cannot make."""
    facts = {name: _plain(getattr(event, name)) for name in SIGNED}
    return _hmac(json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _hmac(text: str) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def seal(*, batch: int = 5000) -> AuditSeal | None:
    """Bind up to `batch` events not yet sealed to the chain. One sealer at a time; writers are never held up."""
    _one_sealer_at_a_time()
    events = list(AuditEvent.objects.filter(sealed=None).order_by("id")[:batch])
    if not events:
        return None
    last = AuditSeal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.digest) if last else (1, FIRST)
    at = timezone.now()
    digest = digest_of(number, at.isoformat(), previous, (event.mac for event in events))
    new = AuditSeal.objects.create(number=number, at=at, count=len(events), previous=previous, digest=digest)
    SealedEvent.objects.bulk_create([SealedEvent(event=event, seal=new) for event in events])
    return new


def digest_of(number: int, at: str, previous: str, macs: Iterable[str]) -> str:
    return _hmac("\n".join([str(number), at, previous, *macs]))


def _one_sealer_at_a_time() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('alongside.audit.seal'))")


@dataclass(frozen=True)
class Flaw:
    """Something wrong with the trail, in a sentence."""

    what: str


def flaws(*, expected_head: str = "") -> Iterator[Flaw]:
    """Walk the whole trail and tell of every changed, removed or inserted row.

    `expected_head` is the last digest a deployer noted elsewhere; it finds a chain cut short at its end.
    """
    yield from _forged_rows()
    previous, number = FIRST, 0
    heads = {FIRST}
    for entry in AuditSeal.objects.order_by("number"):
        number += 1
        if entry.number != number or entry.previous != previous:
            yield Flaw(f"Seal {entry.number} does not follow the one before it: a seal was removed or put in.")
        yield from _flaws_in(entry)
        previous, number = entry.digest, entry.number
        heads.add(previous)
    if expected_head and expected_head not in heads:
        yield Flaw("The seal you noted is not in the chain: its end was cut off.")


def _flaws_in(entry: AuditSeal) -> Iterator[Flaw]:
    rows = SealedEvent.objects.filter(seal=entry).order_by("event_id").values_list("event_id", "event__mac")
    macs = [mac for _pk, mac in rows]
    missing = [pk for pk, mac in rows if mac is None]
    if missing or len(macs) != entry.count:
        yield Flaw(
            f"Seal {entry.number} held {entry.count} rows and now has {len(macs) - len(missing)}: rows were removed."
        )
    elif digest_of(entry.number, entry.at.isoformat(), entry.previous, macs) != entry.digest:
        yield Flaw(f"Seal {entry.number} does not match its rows.")


def _forged_rows() -> Iterator[Flaw]:
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=2000):
        if not hmac.compare_digest(mac_of(event), event.mac):
            yield Flaw(f"Row {event.pk} ({event.at:%d %b %Y %H:%M}) was changed or put in by hand.")
