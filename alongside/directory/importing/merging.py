"""What a source says, compared with what stands in the tables: only what differs is written, and a field that a steward
changed is left alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from alongside.directory.importing.conflicts import keep_conflicts
from alongside.directory.importing.encoding import encode
from alongside.directory.importing.rows import FIELDS, PlaceRow, ProviderRow, Row, differences
from alongside.directory.importing.saving import MANY, Wanted, save_rows
from alongside.directory.importing.stored import stored_rows
from alongside.directory.models import Assurance, ImportRun, Service, ServiceEdit


@dataclass
class Merged:
    """How many services an import found new, how many it changed, and what it left to the steward."""

    new: int = 0
    changed: int = 0
    conflicts: int = 0


def agreed(rows: Iterable[Row]) -> list[Row]:
    """The rows, with one word about each provider and place that several of them name: that of the first service."""
    providers: dict[str, ProviderRow] = {}
    places: dict[str, PlaceRow] = {}
    for row in sorted(rows, key=lambda each: each.id):
        providers.setdefault(row.provider.id, row.provider)
        for place in row.places:
            places.setdefault(place.id, place)
    return [
        replace(
            row,
            provider=providers[row.provider.id],
            places=tuple(replace(places[place.id], schedules=place.schedules) for place in row.places),
        )
        for row in rows
    ]


def merge_rows(run: ImportRun, rows: list[Row], who: str) -> Merged:
    """Take some hundred rows of a source; within a transaction of the caller's. `who` is kept with each change."""
    services = _known(run, rows)
    stored = stored_rows(list(services.values()))
    new = [_added(run, row) for row in rows if row.id not in services]
    met = [_met(services[row.id], row, stored) for row in rows if row.id in services]
    changes, raised = keep_conflicts(met, stored)
    edits = [edit for each in changes for edit in _edits(each, stored[each.service.pk], run, who)]
    assurances = [made for each in (*new, *changes) if (made := _assured(each, who))]
    touched = {edit.service_id for edit in edits} | {made.service_id for made in assurances}
    changes = [each for each in changes if each.service.pk in touched]
    save_rows(run.source, [*new, *changes])
    ServiceEdit.objects.bulk_create(edits, batch_size=MANY)
    Assurance.objects.bulk_create(assurances, batch_size=MANY)
    return Merged(len(new), len(changes), raised)


def _known(run: ImportRun, rows: list[Row]) -> dict[str, Service]:
    """Those in the tables, by the id their source has for them."""
    known = Service.objects.filter(source=run.source, source_key__in=[row.id for row in rows])
    return {service.source_key: service for service in known.select_for_update(of=("self",))}


def _met(service: Service, row: Row, stored: dict[UUID, Row]) -> Wanted:
    return Wanted(service, row, differences(stored[service.pk], row))


def _added(run: ImportRun, row: Row) -> Wanted:
    return Wanted(Service(source=run.source, source_key=row.id), row, FIELDS)


def _edits(change: Wanted, before: Row, run: ImportRun, who: str) -> list[ServiceEdit]:
    """What is noted of a change; a service that was gone and is named again comes back."""
    service = change.service
    fields = {name: (encode(getattr(before, name)), encode(getattr(change.row, name))) for name in change.fields}
    if service.retired_at:
        fields["retired_at"] = (service.retired_at.isoformat(), None)
        service.retired_at = None
    return [
        ServiceEdit(service=service, field=name, before=was, after=now, run=run, changed_by=who[:300], ours=False)
        for name, (was, now) in fields.items()
    ]


def _assured(change: Wanted, who: str) -> Assurance | None:
    """Its source made sure of it since anybody last did."""
    service, on = change.service, change.row.assured_on
    if on is None or on > timezone.localdate() or (service.assured_on and on <= service.assured_on):
        return None
    service.assured_on = on
    return Assurance(service=service, how=Assurance.How.SOURCE, on=on, checked_by=who[:300])
