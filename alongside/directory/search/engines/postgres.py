"""An index in tables of PostgreSQL, beside those of the directory: terms as lexemes in a GIN index.

Every build has tables of its own, so that nobody has to wait while the next is made. Those of the one before are kept
until the build after, for whoever is still reading.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from alongside.directory.points import Place, distance
from alongside.directory.search.engines.engine import Candidates, Query, State
from alongside.directory.search.engines.kept import PREFIX, Kept, Rows
from alongside.directory.search.engines.payload import packed
from alongside.directory.search.engines.plan import NEIGHBOURS, Groups, asked_terms, select
from alongside.directory.search.engines.terms import counted_of, terms_of
from alongside.directory.search.records import Described

IN_USE = f"{PREFIX}_in_use"
NUMBERS = f"{PREFIX}_number"  # given once and never again, so that a number of an old build is none of a new one
AT_ONCE = 1_000
LOCK = 7_205_301  # any number that nothing else in the database takes for its own
TABLES = ("document", "counted", "meta")
# A point as the map has it in Britain, where a degree of longitude is so much shorter.
POINT = "point(latitude, longitude * 0.6)"
COLUMNS = "service, payload, terms, latitude, longitude, borough"


class Postgres:
    """The engine of an installation whose database is PostgreSQL, for as many machines as use it."""

    def state(self) -> State | None:
        name = _in_use()
        return _kept(name).state() if name else None

    @contextmanager
    def held(self, *, wait: bool) -> Iterator[bool]:
        """All that is written by whoever holds it is there at once, or not at all."""
        with transaction.atomic():
            if wait:
                _run("SELECT pg_advisory_xact_lock(?)", (LOCK,))
                yield True
            else:
                [(mine,)] = _run("SELECT pg_try_advisory_xact_lock(?)", (LOCK,))
                yield mine

    def build(self, documents: Iterable[Described], *, version: str, mark: str) -> int:
        build = uuid4().hex[:12]
        name, counted, rest, number = f"{PREFIX}_{build}", Counter[str](), iter(documents), 0
        with transaction.atomic():
            _create(name)
            while some := list(islice(rest, AT_ONCE)):
                _put(name, some)
                number += len(some)
                for found in some:
                    counted.update(counted_of(found))
            _index(name)
            kept = _kept(name)
            kept.add_counts(counted)
            kept.note(State(version, build, 0, mark))
            _take_into_use(name)
        return number

    def change(self, services: Collection[UUID], documents: Iterable[Described], *, mark: str) -> None:
        name = _in_use()
        if name is None:
            return
        with transaction.atomic():
            kept = _kept(name)
            state = kept.state()
            if state is None:
                return
            old, new = kept.of_services([str(service) for service in services]), list(documents)
            kept.delete(number for number, _found in old)
            _put(name, new)
            kept.count(new, [found for _number, found in old], change=state.change + 1)
            kept.note(replace(state, change=state.change + 1, mark=mark))

    def candidates(self, query: Query) -> Candidates:
        name = _reading()
        kept = _kept(name)
        counts = kept.counts(asked_terms(query))
        return Candidates(kept.documents(select(query, counts, partial(_match, name))), counts)

    def words(self, *, since: int = -1) -> list[str]:
        return _kept(_reading()).words(since)

    def boroughs(self, home: Place) -> list[str]:
        """The nearest as the map has it are measured once more, exactly."""
        nearest = f"WHERE borough <> '' ORDER BY {POINT} <-> point(?, ? * 0.6) LIMIT ?"
        select = f"SELECT latitude, longitude, borough FROM {_reading()}_document {nearest}"
        rows = _run(select, (*home, 4 * NEIGHBOURS))
        near = sorted((distance(home, (latitude, longitude)), borough) for latitude, longitude, borough in rows)
        return [borough for _far, borough in near[:NEIGHBOURS]]

    def size(self) -> int:
        name = _in_use()
        sizes = [_run("SELECT pg_total_relation_size(?)", (f"{name}_{table}",)) for table in TABLES if name]
        return sum(rows[0][0] for rows in sizes)


def _in_use() -> str | None:
    [(table,)] = _run("SELECT to_regclass(?)", (IN_USE,))
    rows = _run(f"SELECT name FROM {IN_USE}", ()) if table else []
    return rows[0][0] if rows else None


def _reading() -> str:
    name = _in_use()
    if name is None:
        raise LookupError("There is no index yet.")
    return name


def _create(name: str) -> None:
    _run(f"CREATE TABLE IF NOT EXISTS {IN_USE} (name TEXT NOT NULL, before TEXT NOT NULL)", ())
    _run(f"CREATE SEQUENCE IF NOT EXISTS {NUMBERS}", ())
    _run(
        f"CREATE TABLE {name}_document (id BIGINT PRIMARY KEY DEFAULT nextval('{NUMBERS}'), service UUID, payload TEXT,"
        " terms TSVECTOR, latitude DOUBLE PRECISION, longitude DOUBLE PRECISION, borough TEXT)",
        (),
    )
    _kept(name).create()


def _index(name: str) -> None:
    """Once all rows are there, which is quicker."""
    _run(f"CREATE INDEX ON {name}_document USING gin (terms)", ())
    _run(f"CREATE INDEX ON {name}_document (service)", ())
    _run(f"CREATE INDEX ON {name}_document USING gist ({POINT}) WHERE borough <> ''", ())
    _run(f"ANALYZE {name}_document", ())


def _take_into_use(name: str) -> None:
    old = _run(f"SELECT name, before FROM {IN_USE}", ())
    for _name, before in old:
        for table in TABLES if before else ():
            _run(f"DROP TABLE IF EXISTS {before}_{table}", ())
    _run(f"DELETE FROM {IN_USE}", ())
    _run(f"INSERT INTO {IN_USE} VALUES (?, ?)", (name, old[0][0] if old else ""))


def _put(name: str, documents: Iterable[Described]) -> None:
    with _cursor() as cursor, cursor.copy(f"COPY {name}_document ({COLUMNS}) FROM STDIN") as copy:
        for found in documents:
            record = found.record
            terms = " ".join(f"'{term}'" for term in terms_of(found))
            place = found.place or (None, None)
            copy.write_row((record.service, packed(found), terms, *place, record.borough if found.place else ""))


def _match(name: str, groups: Groups, limit: int) -> list[int]:
    wanted = " & ".join("(" + " | ".join(f"'{term}'" for term in group) + ")" for group in groups)
    rows = _run(f"SELECT id FROM {name}_document WHERE terms @@ ?::tsquery LIMIT ?", (wanted, limit))
    return [number for (number,) in rows]


def _kept(name: str) -> Kept:
    return Kept(_run, _run_many, name)


def _run(statement: str, values: Sequence[Any]) -> Rows:
    with _cursor() as cursor:
        cursor.execute(statement.replace("?", "%s"), values or None)
        return cursor.fetchall() if cursor.description else []


def _run_many(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    with _cursor() as cursor:
        cursor.executemany(statement.replace("?", "%s"), list(rows))


def _cursor() -> Any:
    """Past Django's own, which would count an engine's look-ups among the queries of a page."""
    connection.ensure_connection()
    return connection.connection.cursor()
