"""An index in files of its own, for one machine: documents in SQLite, their terms wherever the finder keeps them."""

import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Protocol
from uuid import UUID

from alongside.directory.points import Place, distance
from alongside.directory.search.engines.builds import Builds
from alongside.directory.search.engines.engine import Candidates, Query, State
from alongside.directory.search.engines.kept import PREFIX, Kept
from alongside.directory.search.engines.payload import packed
from alongside.directory.search.engines.plan import NEIGHBOURS, Match, asked_terms, select
from alongside.directory.search.engines.terms import counted_of
from alongside.directory.search.records import Described

Numbered = list[tuple[int, Described]]

FILE = "documents.sqlite3"
AT_ONCE = 1_000
# Degrees of latitude on each side of home in which neighbours are looked for: 1 km, then ever farther.
BOXES = (0.01, 0.04, 0.16, 0.64, 2.56, 10.24, 180.0)
KM_A_DEGREE = 111.0

TABLES = (
    f"CREATE TABLE {PREFIX}_document (id INTEGER PRIMARY KEY, service TEXT NOT NULL, payload TEXT NOT NULL)",
    f"CREATE INDEX {PREFIX}_document_service ON {PREFIX}_document (service)",
    f"CREATE VIRTUAL TABLE {PREFIX}_borough USING rtree"
    "(id, south, north, west, east, +latitude REAL, +longitude REAL, +name TEXT)",
)


class Finder(Protocol):
    """Where terms are kept, and found again."""

    def create(self, connection: sqlite3.Connection, folder: Path) -> None: ...
    def add(self, connection: sqlite3.Connection, folder: Path, documents: Numbered) -> None: ...
    def remove(self, connection: sqlite3.Connection, folder: Path, documents: Numbered) -> None: ...
    def writing(self, folder: Path) -> AbstractContextManager[None]: ...
    def reading(self, connection: sqlite3.Connection, folder: Path) -> Match: ...


class Embedded:
    """The engine of one machine. Several processes may read while one of them writes."""

    def __init__(self, folder: Path, finder: Finder) -> None:
        self._builds, self._finder, self._mine = Builds(folder), finder, threading.local()

    def state(self) -> State | None:
        try:
            return _kept(opened[0]).state() if (opened := self._opened()) else None
        except sqlite3.DatabaseError:  # somebody broke the file: it is made anew
            return None

    def held(self, *, wait: bool) -> AbstractContextManager[bool]:
        return self._builds.held(wait=wait)

    def build(self, documents: Iterable[Described], *, version: str, mark: str) -> int:
        number, counted, rest = 0, Counter[str](), iter(documents)
        with self._builds.another() as folder, closing(_new(folder / FILE)) as connection:
            kept = _kept(connection)
            kept.create()
            self._finder.create(connection, folder)
            with self._finder.writing(folder):
                while some := list(enumerate(islice(rest, AT_ONCE), start=number + 1)):
                    self._put(connection, folder, some)
                    number += len(some)
                    for _number, found in some:
                        counted.update(counted_of(found))
            kept.add_counts(counted)
            kept.note(State(version, folder.name, 0, mark))
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode=WAL")
        return number

    def change(self, services: Collection[UUID], documents: Iterable[Described], *, mark: str) -> None:
        opened = self._opened()
        if opened is None:
            return
        connection, folder = opened
        with _transaction(connection, "IMMEDIATE"):
            kept = _kept(connection)
            state = kept.state()
            if state is None:
                return
            old, new = kept.of_services([str(service) for service in services]), list(documents)
            [last] = connection.execute(f"SELECT coalesce(max(id), 0) FROM {PREFIX}_document").fetchone()
            with self._finder.writing(folder):
                self._take_out(connection, folder, old)
                self._put(connection, folder, list(enumerate(new, start=last + 1)))
            kept.count(new, [found for _number, found in old], change=state.change + 1)
            kept.note(replace(state, change=state.change + 1, mark=mark))

    def candidates(self, query: Query) -> Candidates:
        with self._reading() as (connection, folder):
            kept = _kept(connection)
            counts = kept.counts(asked_terms(query))
            numbers = select(query, counts, self._finder.reading(connection, folder))
            return Candidates(kept.documents(numbers), counts)

    def words(self, *, since: int = -1) -> list[str]:
        with self._reading() as (connection, _folder):
            return _kept(connection).words(since)

    def boroughs(self, home: Place) -> list[str]:
        near: list[tuple[float, str]] = []
        with self._reading() as (connection, _folder):
            for half in BOXES:
                near = sorted(_named_within(connection, home, half))[:NEIGHBOURS]
                if len(near) == NEIGHBOURS and near[-1][0] <= half * KM_A_DEGREE:
                    break
        return [name for _far, name in near]

    def size(self) -> int:
        folder = self._builds.in_use()
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder else 0

    def _put(self, connection: sqlite3.Connection, folder: Path, documents: Numbered) -> None:
        rows = ((number, str(found.record.service), packed(found)) for number, found in documents)
        connection.executemany(f"INSERT INTO {PREFIX}_document (id, service, payload) VALUES (?, ?, ?)", rows)
        connection.executemany(f"INSERT INTO {PREFIX}_borough VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _named(documents))
        self._finder.add(connection, folder, documents)

    def _take_out(self, connection: sqlite3.Connection, folder: Path, documents: Numbered) -> None:
        self._finder.remove(connection, folder, documents)
        numbers = [number for number, _found in documents]
        connection.executemany(f"DELETE FROM {PREFIX}_borough WHERE id = ?", [(number,) for number in numbers])
        _kept(connection).delete(numbers)

    @contextmanager
    def _reading(self) -> Iterator[tuple[sqlite3.Connection, Path]]:
        """The index as it is now, whatever is written meanwhile."""
        opened = self._opened()
        if opened is None:
            raise LookupError("There is no index yet.")
        with _transaction(opened[0], "DEFERRED"):
            yield opened

    def _opened(self) -> tuple[sqlite3.Connection, Path] | None:
        """This thread's connection to the index that is in use now."""
        while folder := self._builds.in_use():
            if getattr(self._mine, "folder", None) == folder:
                return self._mine.connection, folder
            try:
                connection = _existing(folder / FILE)
            except sqlite3.OperationalError:
                if self._builds.in_use() == folder:  # not replaced meanwhile, but gone
                    return None
                continue
            if old := getattr(self._mine, "connection", None):
                old.close()
            self._mine.connection, self._mine.folder = connection, folder
        return None


def _kept(connection: sqlite3.Connection) -> Kept:
    return Kept(lambda statement, values: connection.execute(statement, values).fetchall(), connection.executemany)


def _new(path: Path) -> sqlite3.Connection:
    """Nothing reads it yet and nothing is lost with it, so nothing is written twice."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    for table in TABLES:
        connection.execute(table)
    return connection


def _existing(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None, timeout=20)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA mmap_size=268435456")
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    connection.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _named(documents: Numbered) -> Iterator[tuple[object, ...]]:
    for number, found in documents:
        place, borough = found.place, found.record.borough
        if place and borough:
            yield number, place[0], place[0], place[1], place[1], *place, borough


def _named_within(connection: sqlite3.Connection, home: Place, half: float) -> Iterator[tuple[float, str]]:
    """How far, and which borough. A degree of longitude is half as long as one of latitude, or longer."""
    box = (home[0] - half, home[0] + half, home[1] - 2 * half, home[1] + 2 * half)
    where = "north >= ? AND south <= ? AND east >= ? AND west <= ?"
    for latitude, longitude, name in connection.execute(
        f"SELECT latitude, longitude, name FROM {PREFIX}_borough WHERE {where}", box
    ):
        yield distance(home, (latitude, longitude)), name
