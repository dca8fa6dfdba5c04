"""What was done and who looked, kept so that a change to it shows.

Writers only ever insert one row, signed by itself (`mac`), so they never wait for one another. `alongside seal_audit`
later takes the rows not yet sealed and binds them, in one batch, to the batch before: that chain is what finds a
removed row. The database itself refuses to change a row, and notes each new one as not yet sealed
(`people/audit/guard.py`). Nothing here points at a person by foreign key: erasing a person leaves the rows, which hold
no names and no words of theirs.
"""

import uuid
from typing import Any, NoReturn

from django.db import models


class AppendOnly(models.QuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit rows are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Audit rows are never removed.")


class AuditEvent(models.Model):
    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(db_index=True)
    # What happened, "goal.agreed"; reads end in ".seen".
    verb = models.CharField(max_length=60)
    # Who, as an account and as the words a patient reads: "a nurse at Elm Bank Surgery".
    user_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=300)
    organisation_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    target = models.CharField(max_length=100, blank=True)
    # Small facts, never free text: {"from": 4, "to": 6}
    detail = models.JSONField(default=dict)
    mac = models.CharField(max_length=64, editable=False)

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Audit rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit rows are never removed.")


class AuditSeal(models.Model):
    """One link of the chain: a batch of events bound to the batch before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = AppendOnly.as_manager()

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealedEvent(models.Model):
    """Which seal holds an event. Kept apart, so that the event itself is written once."""

    event = models.OneToOneField(
        AuditEvent, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="sealed"
    )
    seal = models.ForeignKey(AuditSeal, on_delete=models.DO_NOTHING, related_name="entries")

    objects = AppendOnly.as_manager()

    class Meta:
        # Checking reads the whole trail in this order.
        indexes = [models.Index(fields=["seal", "event"])]

    def __str__(self) -> str:
        return f"{self.event_id} in {self.seal_id}"


class UnsealedEvent(models.Model):
    """An event no seal holds yet. The database puts the row in with the event; sealing takes it out.

    Ids are given before transactions end, so an event may turn up below those sealed already. Such a list finds it
    whenever that is, however long the trail.
    """

    event = models.OneToOneField(
        AuditEvent, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="unsealed"
    )

    def __str__(self) -> str:
        return f"{self.event_id} not sealed"
