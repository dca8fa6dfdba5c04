"""Writing and sealing the audit trail. `models/audit.py` says how it holds together, `audit_flaws.py` checks it."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from alongside.people import heads
from alongside.people.actors import A_CARER, Actor
from alongside.people.models import AuditEvent, AuditSeal, Person, SealedEvent, UnsealedEvent

FIRST = "0" * 64
SIGNED = ("uid", "at", "verb", "user_id", "actor", "organisation_id", "person_id", "target", "detail")


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


def mac_of(event: dict[str, Any], *, key: str = "") -> str:
    """A row's own signature, which somebody with only the database cannot make."""
    facts = {name: _plain(event[name]) for name in SIGNED}
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return _hmac(text, key or settings.AUDIT_KEY).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _hmac(text: str, key: str) -> hmac.HMAC:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256)


def key_of(seal: int) -> str:
    """The key that the rows of a seal, and the seal, were signed with: today's, or one from before it was changed."""
    earlier = (key for last, key in settings.EARLIER_AUDIT_KEYS if seal <= last)
    return next(earlier, settings.AUDIT_KEY)


def seal_all(*, batch: int = 5000) -> Iterator[AuditSeal]:
    """Bind every event not yet sealed to the chain, a batch at a time, and note each new head beside the database."""
    while new := seal(batch=batch):
        heads.note(new)
        yield new
        if new.count < batch:  # that was all; what others write meanwhile is for the next time, or this had no end
            return


@transaction.atomic
def seal(*, batch: int = 5000) -> AuditSeal | None:
    """Bind up to `batch` events not yet sealed. One sealer at a time; writers never wait.

    A row gets its id before its transaction ends, so rows may turn up below those sealed already: what is sealed is
    a list of rows, never a range of ids.
    """
    _one_sealer_at_a_time()
    fresh = AuditEvent.objects.filter(unsealed__isnull=False, sealed=None).order_by("unsealed__event_id")
    events = list(fresh.values_list("id", "mac")[:batch])
    if not events:
        return None
    last = AuditSeal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.digest) if last else (1, FIRST)
    at = timezone.now()
    new = AuditSeal(number=number, at=at, count=len(events), previous=previous)
    new.digest = _digest_of(new, [mac for _id, mac in events])
    new.save(force_insert=True)
    SealedEvent.objects.bulk_create([SealedEvent(event_id=event, seal=new) for event, _mac in events], batch_size=1000)
    UnsealedEvent.objects.filter(event_id__in=new.entries.values("event_id")).delete()
    return new


def _digest_of(seal: AuditSeal, macs: list[str]) -> str:
    digest = digest_begun(seal)
    for mac in macs:
        digest.update(f"\n{mac}".encode())
    return digest.hexdigest()


def digest_begun(seal: AuditSeal) -> hmac.HMAC:
    """What binds a seal to the one before it; the signatures of its rows follow, in order, each after a line's end."""
    return _hmac("\n".join([str(seal.number), seal.at.isoformat(), seal.previous]), key_of(seal.number))


def _one_sealer_at_a_time() -> None:
    """Hold back a second sealer. In SQLite every transaction already begins as the only writer (settings)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('alongside.audit.seal'))")


def head() -> str:
    """The last digest of the chain, which stands for everything before it; worth noting somewhere else."""
    last = AuditSeal.objects.order_by("-number").values_list("digest", flat=True).first()
    return last or FIRST


def trail_of(person_id: UUID) -> models.QuerySet[AuditEvent]:
    """What was done with a person's record and who looked, newest first."""
    return AuditEvent.objects.filter(person_id=person_id).order_by("-at", "-id")
