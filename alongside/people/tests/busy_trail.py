"""Many writers and sealers of the audit trail at once, each with a connection of its own, on a database of their own.

Run by `test_busy_trail.py`; tells what happened in each scene as JSON.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import django
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

WRITERS, ROUNDS = 8, 25
PERSON = UUID(int=7)  # all of them write about the same person


def main() -> None:
    django.setup()
    json.dump({scene.__name__: scene() for scene in (crowd, late, patient)}, sys.stdout)


def write(verb: str = "plan.seen") -> int:
    from alongside.people import audit
    from alongside.people.actors import SYSTEM
    from alongside.people.models import Person

    return audit.record(by=SYSTEM, verb=verb, person=Person(pk=PERSON)).pk


def flaws() -> list[str]:
    from alongside.people import audit

    return list(audit.flaws(noted_heads=audit.heads.noted()))


def seal(batch: int = 7) -> list[int]:
    from alongside.people import audit

    return [seal.number for seal in audit.seal_all(batch=batch)]


def sealed(after: int = 0) -> list[int]:
    """The rows in seals, each as often as it is in one."""
    from alongside.people.models import SealedEvent

    rows = SealedEvent.objects.filter(event_id__gte=after).values_list("event_id", flat=True)
    return sorted(rows)


def noted_and_seals() -> dict[str, list[str]]:
    from alongside.people.audit import heads
    from alongside.people.models import AuditSeal

    return {"noted": sorted(heads.noted()), "seals": sorted(AuditSeal.objects.values_list("digest", flat=True))}


class Crew:
    """Threads that close their connection when their work is done."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(WRITERS + 4)

    def begin(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        def whole() -> Any:
            try:
                return work(*given)
            finally:
                connection.close()

        return self.pool.submit(whole)


def crowd() -> dict[str, Any]:
    """Eight write, two seal, one checks, all the time."""
    crew, done = Crew(), Event()
    writers = [crew.begin(write_a_lot, seed) for seed in range(WRITERS)]
    beside = [crew.begin(again_and_again, work, done) for work in (seal, seal, flaws)]
    written = [pk for writer in writers for pk in writer.result()]
    done.set()
    first, second, seen = [work.result() for work in beside]
    seal()
    return {
        "written": sorted(written), "sealed": sorted(sealed()), "flaws": seen + flaws(),
        "by the first": first, "by the second": second, **noted_and_seals(),
    }  # fmt: skip


def again_and_again(work: Callable[[], list[Any]], done: Event) -> list[Any]:
    found = []
    while not done.is_set():
        found += work()
        time.sleep(0.002)
    return found


def write_a_lot(seed: int) -> list[int]:
    """One row, or several that come to stand together, or some that are taken back."""
    chance, kept = random.Random(seed), []
    for _number in range(ROUNDS):
        kind = chance.choice(["one", "three", "none"])
        try:
            with transaction.atomic():
                rows = [write() for _row in range(1 if kind == "one" else 3)]
                time.sleep(chance.uniform(0, 0.01))
                if kind == "none":
                    raise TakenBack
            kept += rows
        except TakenBack:
            continue
    return kept


class TakenBack(Exception):
    """Something went wrong after the audit row was written, so neither stands."""


def late() -> dict[str, Any]:
    """One writes and goes on with its transaction; others write, seal, and go home for the weekend."""
    with held_open(write) as row:
        if connection.vendor == "postgresql":  # in SQLite nobody else writes meanwhile
            others = [write() for _number in range(3)]
            seal()
            before = sealed(row)
        else:
            others, before = [], []
        meanwhile = flaws()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        afterwards = flaws()
        others += [write()]
        seal()
    return {
        "late": row, "others": others, "sealed before it": before, "sealed": sealed(row),
        "flaws": meanwhile + afterwards + flaws(),
    }  # fmt: skip


def patient() -> dict[str, Any]:
    """Whether anybody has to wait for somebody else's open transaction."""
    write()
    waited = {}
    for name, holder in {"a writer": write, "a sealer": seal}.items():
        with held_open(holder):
            waited[f"to write beside {name}"] = not at_once(write)
    with held_open(write):
        waited["to seal"] = not at_once(seal)
        waited["to check"] = not at_once(flaws)
    return waited


@contextmanager
def held_open(work: Callable[[], Any]) -> Any:
    """Somebody else does `work` in a transaction that stays open for as long as this lasts."""
    crew, did, end = Crew(), Event(), Event()

    def hold() -> Any:
        with transaction.atomic():
            answer.append(work())
            did.set()
            end.wait(60)

    answer: list[Any] = []
    holding = crew.begin(hold)
    did.wait(60)
    try:
        yield answer[0]
    finally:
        end.set()
        holding.result()


def at_once(work: Callable[[], Any]) -> bool:
    """Whether it can be done without waiting for any lock."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 1000" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 1000")
    try:
        work()
    except DatabaseError:
        return False
    return True


if __name__ == "__main__":
    main()
