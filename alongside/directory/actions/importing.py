"""Taking in what a source says."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice

from django.db import transaction
from django.utils import timezone

from alongside.directory.actions.runs import begin_run
from alongside.directory.importing.fitting import fitted
from alongside.directory.importing.merging import Merged, agreed, merge_rows
from alongside.directory.importing.rows import BrokenRow, Mapping, Row
from alongside.directory.models import ImportRun, Service, ServiceEdit, Source
from alongside.directory.search import refresh
from alongside.people import audit
from alongside.people.actors import Actor

# In one transaction, so that others who write to an embedded database need not wait for the whole of it.
AT_ONCE = 250
# What was left out is kept up to here; a feed with more is wrong altogether.
MOST_REASONS = 1000


@dataclass
class Imported:
    """What an import did. `broken` says what was left out and why, `notes` what whoever started it should know."""

    services: int = 0
    new: int = 0
    changed: int = 0
    retired: int = 0
    conflicts: int = 0
    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_services(
    *,
    by: Actor,
    mapping: Mapping,
    rows: Iterable[Row | BrokenRow],
    origin: str = "",
    run: ImportRun | None = None,
    retire: bool = False,
) -> Imported:
    """Take in all that a source has: what is new is added, what changed is changed, what is gone is retired.

    In several transactions, each of which may be repeated: killed on its way, it is done again from the start. Nothing
    is retired when no row can be taken, when an API was not read to its end, or when there are less than half as many
    as were known, unless `retire` says to: more likely the source is wrong than all those services gone.
    """
    done = Imported()
    taken, named = _sorted(rows, done)
    if not (taken or run):
        return done
    run = run or begin_run(by=by, mapping=mapping, origin=origin, whole=True)
    left = iter(agreed(taken))
    while batch := list(islice(left, AT_ONCE)):
        with transaction.atomic():
            _one_at_a_time(run)
            _count(done, merge_rows(run, batch, by.words))
    with transaction.atomic():
        _one_at_a_time(run)
        if taken:
            _retire(by, run, named, done, retire)
        _end(by, run, done)
    return done


def _one_at_a_time(run: ImportRun) -> None:
    """Two imports of one source that run at once take turns."""
    Source.objects.select_for_update().get(pk=run.source_id)


def _sorted(rows: Iterable[Row | BrokenRow], done: Imported) -> tuple[list[Row], set[str]]:
    """Rows that can be taken, the last of those with one id, and every id that was named."""
    taken: dict[str, Row] = {}
    named = set()
    for row in rows:
        named.add(row.id)
        if isinstance(row, BrokenRow):
            done.broken.append(str(row))
        else:
            taken[row.id] = fitted(row)
    done.services = len(taken)
    return list(taken.values()), named


def _count(done: Imported, merged: Merged) -> None:
    done.new += merged.new
    done.changed += merged.changed
    done.conflicts += merged.conflicts


def _retire(by: Actor, run: ImportRun, named: set[str], done: Imported, retire: bool) -> None:
    """What the source names no more stays on record, and is shown to nobody new."""
    known = Service.objects.filter(source=run.source, retired_at=None)
    keys = dict(known.values_list("pk", "source_key"))
    gone = [pk for pk, key in keys.items() if key not in named]
    reason = "" if retire else next(_reasons_to_wait(run, len(named), len(keys)), "")
    if gone and reason:
        done.notes.append(f"{len(gone)} services are named no more and stay, for {reason}; --retire retires them")
        return
    now = timezone.now()
    done.retired = Service.objects.filter(pk__in=gone).update(retired_at=now, updated_at=now)
    words = by.words[:300]
    ServiceEdit.objects.bulk_create(
        ServiceEdit(service_id=pk, field="retired_at", after=now.isoformat(), run=run, changed_by=words, ours=False)
        for pk in gone
    )


def _reasons_to_wait(run: ImportRun, named: int, known: int) -> Iterator[str]:
    if not run.whole:
        said = run.report.get("total")
        yield f"the source says it has {said} services and named {named}" if said else "where it ends is not known"
    if named * 2 < known:
        yield f"the source names only {named} where {known} were known"


def _end(by: Actor, run: ImportRun, done: Imported) -> None:
    report = asdict(done) | {"broken": done.broken[:MOST_REASONS]}
    run.ended_at, run.report = timezone.now(), report
    run.save(update_fields=["ended_at", "report"])
    run.records.all().delete()
    counts = {name: number for name, number in report.items() if isinstance(number, int)}
    audit.record(by=by, verb="directory.imported", target=run.source, counts=counts | {"broken": len(done.broken)})
    transaction.on_commit(refresh)
