import json
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.directory.search import find


class Command(BaseCommand):
    help = "Answer a file of searches (JSON lines: id, query, postcode, age, sex) with a file of results."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("queries", type=Path)
        parser.add_argument("results", type=Path)

    def handle(self, *args: Any, queries: Path, results: Path, **options: Any) -> None:
        try:
            lines = [json.loads(line) for line in queries.read_text().splitlines() if line.strip()]
        except (OSError, ValueError) as problem:
            raise CommandError(f"{queries} cannot be read: {problem}") from problem
        find("")  # reads the directory, which no search should be charged with
        results.write_text("".join(json.dumps(_answered(line)) + "\n" for line in lines))
        self.stdout.write(f"{len(lines)} searches answered.")


def _answered(line: dict[str, Any]) -> dict[str, Any]:
    began = perf_counter()
    found = find(line["query"], near=line.get("postcode", ""), age=line.get("age"), sex=line.get("sex") or "")
    took = (perf_counter() - began) * 1000
    best = sorted((*found.results, *found.national), key=lambda row: -row.rank)[:10]
    return {"id": line["id"], "results": [row.key for row in best], "ms": took}
