"""Checking the audit trail, while others go on writing and sealing.

Every query is one statement, so it sees one state of the trail; and rows come in one by one, so that the memory this
takes does not grow with them.
"""

import hmac
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef

from alongside.people.audit.signing import FIRST, SIGNED, digest_begun, key_of, mac_of
from alongside.people.models import AuditEvent, AuditSeal, SealedEvent, UnsealedEvent

OF_SEALS = ("number", "at", "count", "previous", "digest")
OF_EVENTS = ("id", "mac", *SIGNED)
AT_ONCE = 2000


def flaws(*, noted_heads: Iterable[str] = ()) -> Iterator[str]:
    """Walk the whole trail once and tell, a sentence each, of every changed, removed or inserted row.

    `noted_heads` are digests a deployer noted elsewhere; they find a chain whose end was cut off. Rows not sealed come
    first: what is sealed while we look is met again in its seal.
    """
    yield from _flaws_in_unsealed_rows()
    yield from _removed_before_they_were_sealed()
    yield from _flaws_in_seals()
    yield from _rows_of_lost_seals()
    yield from _lost_heads(iter(noted_heads))


def _flaws_in_unsealed_rows() -> Iterator[str]:
    waits = Exists(UnsealedEvent.objects.filter(event=OuterRef("pk")))
    rows = AuditEvent.objects.filter(sealed=None).order_by("id").annotate(waits=waits).values("waits", *OF_EVENTS)
    forgotten = 0
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield from _forged(row, settings.AUDIT_KEY)
        forgotten += not row["waits"]
    if forgotten:
        yield f"Rows in no seal that wait for none: {forgotten}. A seal was taken off them, or their ids were changed."


def _removed_before_they_were_sealed() -> Iterator[str]:
    if gone := UnsealedEvent.objects.exclude(Exists(AuditEvent.objects.filter(pk=OuterRef("pk")))).count():
        yield f"Rows removed before they were sealed: {gone}."


def _flaws_in_seals() -> Iterator[str]:
    number, previous = 0, FIRST
    for seal, rows in _seals_with_rows():
        if (seal.number, seal.previous) != (number + 1, previous):
            yield f"Seal {seal.number} does not follow the one before it: a seal was removed or put in."
        yield from _flaws_in(seal, rows)
        number, previous = seal.number, seal.digest


def _seals_with_rows() -> Iterator[tuple[AuditSeal, Iterator[dict[str, Any]]]]:
    names = (*OF_SEALS, *(f"entries__event__{name}" for name in OF_EVENTS))
    found = AuditSeal.objects.order_by("number", "entries__event_id").values_list(*names)
    for facts, rows in groupby(found.iterator(chunk_size=AT_ONCE), key=lambda row: row[: len(OF_SEALS)]):
        events = (dict(zip(OF_EVENTS, row[len(OF_SEALS) :], strict=True)) for row in rows)
        yield AuditSeal(**dict(zip(OF_SEALS, facts, strict=True))), (event for event in events if event["uid"])


def _flaws_in(seal: AuditSeal, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    digest, key, count = digest_begun(seal), key_of(seal.number), 0
    for row in rows:
        yield from _forged(row, key)
        digest.update(f"\n{row['mac']}".encode())
        count += 1
    if count != seal.count:
        yield f"Seal {seal.number} held {seal.count} rows and now has {count}: rows were removed or put in."
    elif not hmac.compare_digest(digest.hexdigest(), seal.digest):
        yield f"Seal {seal.number} does not match its rows."


def _forged(row: dict[str, Any], key: str) -> Iterator[str]:
    if not hmac.compare_digest(mac_of(row, key=key), row["mac"]):
        yield f"Row {row['id']} ({row['at']:%d %b %Y %H:%M}) was changed or put in by hand."


def _rows_of_lost_seals() -> Iterator[str]:
    lost = SealedEvent.objects.exclude(Exists(AuditSeal.objects.filter(pk=OuterRef("seal_id"))))
    for number, count in lost.values_list("seal_id").annotate(Count("pk")).order_by("seal_id"):
        yield f"{count} rows belong to seal {number}, which is gone."


def _lost_heads(noted: Iterator[str]) -> Iterator[str]:
    lost = 0
    first = ""
    while some := list(islice(noted, 500)):
        known = {FIRST, *AuditSeal.objects.filter(digest__in=some).values_list("digest", flat=True)}
        gone = [head for head in some if head not in known]
        lost, first = lost + len(gone), first or next(iter(gone), "")
    if lost:
        yield f"{lost} of the seals you noted are not in the chain: its end was cut off. First: {first}."
