"""A process that searches, imports and builds as it is told, a line of JSON at a time (test_index_processes)."""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from alongside.directory.actions import import_services
from alongside.directory.importing.rows import Mapping, Row
from alongside.directory.search import find
from alongside.directory.search.engines import chosen
from alongside.directory.search.records import Described
from alongside.directory.tests.engines import document
from alongside.people.actors import SYSTEM

SOURCE = {"key": "test", "name": "A test", "licence": "Open", "licence_url": "", "attribution": "By nobody"}


def search(words: str) -> list[str]:
    return sorted(row.key for row in find(words).results)


def take(*names: str) -> int:
    rows = [Row(name, f"{name} Singers", "charity", "A choir") for name in names]
    return import_services(by=SYSTEM, mapping=Mapping(SOURCE, {}), rows=rows).services


def state() -> Any:
    known = chosen().state()
    return [known.build, known.change] if known else None


def build_for_ever() -> None:
    with chosen().held(wait=True):
        chosen().build(_never_ending(), version="never", mark="9")


def _never_ending() -> Iterator[Described]:
    for number in range(5_000):
        yield document(f"never{number}")
    answer("building")
    time.sleep(600)


def answer(words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


DOES = {"search": search, "take": take, "state": state, "build_for_ever": build_for_ever}


def main() -> None:
    for line in sys.stdin:
        what, *words = json.loads(line)
        answer(DOES[what](*words))
