"""Writing rows in batches: what is new, what changed, what is the same."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from alongside.interop.fhir.systems import ROW
from alongside.interop.importing.known import uuid_or_none
from alongside.interop.importing.records import Row
from alongside.interop.importing.report import CHANGED, NEW, SAME, Report

AT_ONCE = 500
# What an import keeps up to date in each type of row.
KEPT_UP = {
    "Condition": ("kind", "code", "system", "display", "onset", "abated"),
    "Observation": ("code", "system", "display", "value", "text", "unit", "taken_at"),
    "Encounter": ("organisation_id", "started_at", "closed_at", "seen_by"),
}


def write(type_: str, rows: Sequence[Row], report: Report) -> set[Any]:
    """Save a batch of one type; returns the people something was new or different for."""
    wanted = {str(row.source): row for row in rows}
    report.count(type_, SAME, len(rows) - len(wanted))
    model: Any = type(rows[0])
    held = _held(model, list(wanted))
    new = [row for source, row in wanted.items() if source not in held]
    model._default_manager.bulk_create(new, batch_size=AT_ONCE)
    changed = [held[source] for source, row in wanted.items() if source in held and _differs(type_, held[source], row)]
    if changed:
        model._default_manager.bulk_update(changed, [name.removesuffix("_id") for name in KEPT_UP[type_]], AT_ONCE)
    report.count(type_, NEW, len(new))
    report.count(type_, CHANGED, len(changed))
    report.count(type_, SAME, len(wanted) - len(new) - len(changed))
    return {row.person_id for row in [*new, *changed]}


def remove(model: type[Row], source: str, person: UUID) -> int:
    """Take out what came before, about this person, of something the source takes back."""
    return model._default_manager.filter(source=source, person=person).delete()[0]


def _held(model: type[Row], sources: list[str]) -> dict[str, Any]:
    """Rows on record by their source; a row of our own that comes back is known by its id."""
    ours = {uuid_or_none(source.removeprefix(f"{ROW}|")): source for source in sources if source.startswith(f"{ROW}|")}
    found = model._default_manager.filter(Q(source__in=sources) | Q(pk__in=[pk for pk in ours if pk]))
    return {ours.get(row.pk, row.source or ""): row for row in found}


def _differs(type_: str, held: Any, read: Any) -> bool:
    """Bring a row up to date; says whether anything was different. A row never moves to another person."""
    if held.person_id != read.person_id:
        return False
    said = [name for name in KEPT_UP[type_] if not _is_silent(name, held, read)]
    changed = [name for name in said if getattr(held, name) != getattr(read, name)]
    for name in changed:
        setattr(held, name, getattr(read, name))
    return bool(changed)


def _is_silent(name: str, held: Any, read: Any) -> bool:
    """What a record leaves unsaid takes nothing away: where it was, or which of our kinds a diagnosis is."""
    if name == "organisation_id":
        return read.organisation_id is None
    return name == "kind" and not read.kind and held.code == read.code
