"""Binding rows to the chain of seals."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.utils import timezone

from alongside.people.audit import heads
from alongside.people.audit.signing import FIRST, digest_begun
from alongside.people.models import AuditEvent, AuditSeal, SealedEvent, UnsealedEvent


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


def _one_sealer_at_a_time() -> None:
    """Hold back a second sealer. In SQLite every transaction already begins as the only writer (settings)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('alongside.audit.seal'))")


def head() -> str:
    """The last digest of the chain, which stands for everything before it; worth noting somewhere else."""
    last = AuditSeal.objects.order_by("-number").values_list("digest", flat=True).first()
    return last or FIRST
