"""Writing, sealing and checking the audit trail. `models/audit.py` says how it holds together."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from alongside.people.actors import A_CARER, Actor
from alongside.people.models import AuditEvent, AuditSeal, Person, SealedEvent

FIRST = "0" * 64
SIGNED = ("uid", "at", "verb", "user_id", "actor", "organisation_id", "person_id", "target", "detail")
CHECKED = ("id", "mac", *SIGNED)
# A transaction that wrote a row ends well within this; a seal need not look for later ones further back.
LATEST = timedelta(days=1)


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


def mac_of(event: dict[str, Any]) -> str:
    """A row's own signature, which somebody with only the database cannot make."""
    facts = {name: _plain(event[name]) for name in SIGNED}
    return _hmac(json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _hmac(text: str) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def seal_all(*, batch: int = 5000) -> Iterator[AuditSeal]:
    """Bind every event not yet sealed to the chain, a batch at a time."""
    after = _settled()
    while new := seal(batch=batch, after=after):
        after = new.entries.aggregate(last=Max("event_id"))["last"]
        yield new


@transaction.atomic
def seal(*, batch: int = 5000, after: int = 0) -> AuditSeal | None:
    """Bind up to `batch` events not yet sealed, with ids above `after`. One sealer at a time; writers never wait.

    A row gets its id before its transaction ends, so rows may turn up below those sealed already: what is sealed is
    a list of rows, never a range of ids.
    """
    _one_sealer_at_a_time()
    fresh = AuditEvent.objects.filter(sealed=None, id__gt=after).order_by("id")
    events = list(fresh.values_list("id", "mac")[:batch])
    if not events:
        return None
    last = AuditSeal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.digest) if last else (1, FIRST)
    at = timezone.now()
    digest = digest_of(number, at.isoformat(), previous, (mac for _id, mac in events))
    new = AuditSeal.objects.create(number=number, at=at, count=len(events), previous=previous, digest=digest)
    SealedEvent.objects.bulk_create([SealedEvent(event_id=event, seal=new) for event, _mac in events], batch_size=1000)
    return new


def _settled() -> int:
    """An id below which no unsealed row can turn up any more, so that sealing does not read the whole trail again."""
    old = AuditSeal.objects.filter(at__lt=timezone.now() - LATEST).order_by("-number").first()
    return (old.entries.aggregate(last=Max("event_id"))["last"] or 0) if old else 0


def digest_of(number: int, at: str, previous: str, macs: Iterable[str]) -> str:
    return _hmac("\n".join([str(number), at, previous, *macs]))


def _one_sealer_at_a_time() -> None:
    """Hold back a second sealer. In SQLite every transaction already begins as the only writer (settings)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('alongside.audit.seal'))")


def head() -> str:
    """The last digest of the chain, which stands for everything before it; worth noting somewhere else."""
    last = AuditSeal.objects.order_by("-number").values_list("digest", flat=True).first()
    return last or FIRST


@dataclass(frozen=True)
class Flaw:
    """Something wrong with the trail, in a sentence."""

    what: str


def flaws(*, noted_heads: Iterable[str] = ()) -> Iterator[Flaw]:
    """Walk the whole trail once and tell of every changed, removed or inserted row.

    `noted_heads` are digests a deployer noted elsewhere; they find a chain whose end was cut off.
    """
    heads = {FIRST}
    yield from _broken_seals(heads)
    yield from _flaws_in_unsealed_rows()
    if lost := [noted for noted in noted_heads if noted not in heads]:
        yield Flaw(f"{len(lost)} of the seals you noted are not in the chain: its end was cut off. First: {lost[0]}.")


Row = tuple[int, dict[str, Any]]


def _broken_seals(heads: set[str]) -> Iterator[Flaw]:
    batches = _sealed_batches()
    waiting = next(batches, None)
    previous, number = FIRST, 0
    for entry in AuditSeal.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        if entry.number != number or entry.previous != previous:
            yield Flaw(f"Seal {entry.number} does not follow the one before it: a seal was removed or put in.")
        while waiting and waiting[0] < entry.number:
            yield Flaw(f"{len(waiting[1])} rows belong to seal {waiting[0]}, which is gone.")
            waiting = next(batches, None)
        rows: list[dict[str, Any]] = []
        if waiting and waiting[0] == entry.number:
            rows, waiting = waiting[1], next(batches, None)
        yield from _flaws_in(entry, rows)
        previous, number = entry.digest, entry.number
        heads.add(previous)
    while waiting:
        yield Flaw(f"{len(waiting[1])} rows belong to seal {waiting[0]}, which is gone.")
        waiting = next(batches, None)


def _sealed_batches() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Each seal's number with its rows, in one streamed query."""
    names = ("seal_id", "event_id", *(f"event__{name}" for name in CHECKED[1:]))
    rows = SealedEvent.objects.order_by("seal_id", "event_id").values_list(*names).iterator(chunk_size=2000)
    for number, group in groupby(rows, key=itemgetter(0)):
        yield number, [dict(zip(CHECKED, row[1:], strict=True)) for row in group]


def _flaws_in(entry: AuditSeal, rows: list[dict[str, Any]]) -> Iterator[Flaw]:
    yield from _forged(rows)
    if len(rows) != entry.count:
        yield Flaw(f"Seal {entry.number} held {entry.count} rows and now has {len(rows)}: rows were removed or put in.")
    elif digest_of(entry.number, entry.at.isoformat(), entry.previous, (row["mac"] for row in rows)) != entry.digest:
        yield Flaw(f"Seal {entry.number} does not match its rows.")


def _flaws_in_unsealed_rows() -> Iterator[Flaw]:
    rows = AuditEvent.objects.filter(sealed=None).order_by("id").values(*CHECKED).iterator(chunk_size=2000)
    settled, forgotten = _settled(), 0
    for row in rows:
        yield from _forged([row])
        forgotten += row["id"] <= settled
    if forgotten:
        yield Flaw(f"{forgotten} old rows are in no seal: a seal was taken off them, or their ids were changed.")


def _forged(rows: Iterable[dict[str, Any]]) -> Iterator[Flaw]:
    for row in rows:
        if not hmac.compare_digest(mac_of(row), row["mac"]):
            yield Flaw(f"Row {row['id']} ({row['at']:%d %b %Y %H:%M}) was changed or put in by hand.")


def trail_of(person_id: UUID) -> models.QuerySet[AuditEvent]:
    """What was done with a person's record and who looked, newest first."""
    return AuditEvent.objects.filter(person_id=person_id).order_by("-at", "-id")
