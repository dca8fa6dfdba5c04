"""A steward's own edits, and what becomes of a source that says something else."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from alongside.directory.importing.encoding import decode_field, encode
from alongside.directory.importing.fitting import fitted
from alongside.directory.importing.rows import FIELDS, PlaceRow, Row, differences
from alongside.directory.importing.saving import Wanted, save_rows
from alongside.directory.importing.stored import stored_row
from alongside.directory.models import Conflict, Service, ServiceEdit
from alongside.people import audit
from alongside.people.actors import Actor

# The provider is that of many services, and its source's to change.
EDITABLE = frozenset(FIELDS) - {"provider"}


@transaction.atomic
def edit_service(*, by: Actor, service: Service, **fields: Any) -> Service:
    """Change what is shown of a service; from now on imports leave those fields alone.

    Values are as in `rows.Row`: text, numbers, and tuples of parts such as `Times` and `PlaceRow`. One that is the same
    already changes nothing.
    """
    if unknown := fields.keys() - EDITABLE:
        raise TypeError(f"These cannot be edited: {', '.join(sorted(unknown))}")
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    before = stored_row(service)
    after = fitted(replace(before, **fields))
    after = replace(after, places=tuple(_own_places(before, after)))
    if changed := differences(before, after):
        _write(by, service, before, after, changed, ours=True)
        _compare_conflicts(service, after, changed)
        audit.record(by=by, verb="service.edited", target=service, fields=changed)
    return service


@transaction.atomic
def settle_conflict(*, by: Actor, conflict: Conflict, take_theirs: bool) -> Conflict:
    """Take what the source says, and leave the field to it from now on; or refuse that, and keep ours."""
    conflict = Conflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
    if conflict.settled_at:
        return conflict
    if take_theirs:
        _take(by, conflict)
    conflict.settled_at, conflict.settled_by, conflict.took_theirs = timezone.now(), by.user, take_theirs
    conflict.save(update_fields=["settled_at", "settled_by", "took_theirs"])
    audit.record(
        by=by, verb="service.conflict_settled", target=conflict.service, field=conflict.field, took_theirs=take_theirs
    )
    return conflict


def _take(by: Actor, conflict: Conflict) -> None:
    service = Service.objects.select_for_update(of=("self",)).get(pk=conflict.service_id)
    before = stored_row(service)
    theirs: dict[str, Any] = {conflict.field: decode_field(conflict.field, conflict.theirs)}
    _write(by, service, before, replace(before, **theirs), [conflict.field], ours=False)


def _write(by: Actor, service: Service, before: Row, after: Row, changed: list[str], *, ours: bool) -> None:
    save_rows(service.source, [Wanted(service, after, changed)])
    ServiceEdit.objects.bulk_create(
        ServiceEdit(
            service=service,
            field=name,
            before=encode(getattr(before, name)),
            after=encode(getattr(after, name)),
            by=by.user,
            changed_by=by.words[:300],
            ours=ours,
        )
        for name in changed
    )


def _own_places(before: Row, after: Row) -> Iterable[PlaceRow]:
    """A place that was changed is another one from now on: its source, and other services there, keep theirs."""
    was = {place.id: place for place in before.places}
    for place in after.places:
        same = place.id in was and replace(was[place.id], schedules=place.schedules) == place
        yield place if same else replace(place, id=f"here-{uuid4()}")


def _compare_conflicts(service: Service, after: Row, changed: list[str]) -> None:
    """A conflict goes when the steward says what the source says, and otherwise shows what is ours now."""
    for conflict in Conflict.objects.open().filter(service=service, field__in=changed):
        conflict.ours = encode(getattr(after, conflict.field))
        if conflict.ours == conflict.theirs:
            conflict.delete()
        else:
            conflict.save(update_fields=["ours"])
