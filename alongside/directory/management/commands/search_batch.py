import json
from argparse import ArgumentTypeError
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from alongside.directory.search import Filters, find

WEDNESDAY = 2


class Command(BaseCommand):
    help = "Answer a file of searches (JSON lines: id, query, postcode, age, sex) with a file of results."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("queries", type=Path)
        parser.add_argument("results", type=Path)
        parser.add_argument(
            "--at",
            type=_moment,
            default=None,
            help="when they are asked, as 2026-03-04T10:00; otherwise this or last Wednesday at 10",
        )

    def handle(self, *args: Any, queries: Path, results: Path, at: datetime | None, **options: Any) -> None:
        try:
            lines = [json.loads(line) for line in queries.read_text().splitlines() if line.strip()]
        except (OSError, ValueError) as problem:
            raise CommandError(f"{queries} cannot be read: {problem}") from problem
        find("")  # reads the directory, which no search should be charged with
        when = Filters(moment=at or last_wednesday())
        results.write_text("".join(json.dumps(_answered(line, when)) + "\n" for line in lines))
        self.stdout.write(f"{len(lines)} searches answered.")


def last_wednesday() -> datetime:
    """When judged searches are asked, as most searches are: on a working day. "Open tonight" is another question on a
    Sunday, and a score has to be the same on any day.
    """
    now = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    return now - timedelta(days=(now.weekday() - WEDNESDAY) % 7)


def _moment(given: str) -> datetime:
    try:
        moment = parse_datetime(given)
    except ValueError:
        moment = None
    if moment is None:
        raise ArgumentTypeError(f"'{given}' is no moment. Write it as 2026-03-04T10:00.")
    return timezone.localtime(moment) if timezone.is_aware(moment) else timezone.make_aware(moment)


def _answered(line: dict[str, Any], when: Filters) -> dict[str, Any]:
    began = perf_counter()
    about = {"near": line.get("postcode", ""), "age": line.get("age"), "sex": line.get("sex") or ""}
    found = find(line["query"], filters=when, **about)
    took = (perf_counter() - began) * 1000
    best = sorted((*found.results, *found.national), key=lambda row: -row.rank)[:10]
    return {"id": line["id"], "results": [row.key for row in best], "ms": took}
