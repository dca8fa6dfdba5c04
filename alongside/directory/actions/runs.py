"""Keeping how far an import has come, so that one that was killed goes on where it stopped."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.directory.importing.encoding import encode
from alongside.directory.importing.pages import Page
from alongside.directory.importing.rows import Mapping, Row
from alongside.directory.models import FeedRecord, ImportRun, Source
from alongside.people.actors import Actor

# After a day a feed has changed too much to go on in the middle of it.
GOES_ON_FOR = timedelta(days=1)


@transaction.atomic
def begin_run(*, by: Actor, mapping: Mapping, origin: str, afresh: bool = False, whole: bool = False) -> ImportRun:
    """Begin to read a source, or go on with the run that stopped on its way. What other runs had read goes."""
    source, _new = Source.objects.update_or_create(key=mapping.source["key"], defaults=mapping.source)
    stopped = source.runs.filter(origin=origin[:500], ended_at=None, began_at__gte=timezone.now() - GOES_ON_FOR)
    run = None if afresh or whole else stopped.order_by("-began_at").first()
    FeedRecord.objects.filter(run__source=source).exclude(run=run).delete()
    return run or ImportRun.objects.create(source=source, origin=origin[:500], whole=whole)


@transaction.atomic
def keep_page(*, by: Actor, run: ImportRun, page: Page, again: bool = False) -> int:
    """Keep which services a page names; returns how much of it is new. `again` where it has all from the beginning:
    then its entries are not counted on top of those of the pages before.
    """
    known = set(run.records.filter(source_key__in=page.keys).values_list("source_key", flat=True))
    new = [key for key in page.keys if key not in known]
    FeedRecord.objects.bulk_create([FeedRecord(run=run, source_key=key) for key in new], batch_size=500)
    left_out = [reason for reason in page.broken if reason not in run.report.get("broken", [])]
    if new or left_out:
        _count(run, page, left_out, again)
    run.next_page += 1
    run.save(update_fields=["next_page", "report"])
    return len(new) + len(left_out)


def _count(run: ImportRun, page: Page, left_out: list[str], again: bool) -> None:
    """How many services were seen, also those that are there twice or broken, and how many there are said to be."""
    seen = run.report.get("seen", 0)
    run.report |= {
        "seen": max(seen, page.entries) if again else seen + page.entries,
        "total": max(run.report.get("total", 0), page.total or 0),
        "broken": [*run.report.get("broken", []), *dict.fromkeys(left_out)],
    }


@transaction.atomic
def end_list(*, by: Actor, run: ImportRun, whole: bool) -> None:
    """The list of services has been read as far as it goes."""
    run.listed_at, run.whole = timezone.now(), whole
    run.save(update_fields=["listed_at", "whole"])


@transaction.atomic
def keep_details(*, by: Actor, record: FeedRecord, row: Row | None, problem: str = "") -> None:
    """Keep what was said of a service, or why it is left out."""
    kept: Any = encode(row) if row else None
    record.row, record.problem = kept, problem[:300]
    record.save(update_fields=["row", "problem"])
