"""Documents, what is counted of them and how current they are, in tables of SQLite or of PostgreSQL."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from alongside.directory.search.engines.engine import State
from alongside.directory.search.engines.payload import unpacked
from alongside.directory.search.engines.terms import WORD, counted_of
from alongside.directory.search.records import Described

Rows = list[tuple[Any, ...]]
Run = Callable[[str, Sequence[Any]], Rows]  # one statement, with "?" where its values go
RunMany = Callable[[str, Iterable[Sequence[Any]]], object]

PREFIX = "directory_search"
MOST_AT_ONCE = 500


class Kept:
    """The tables that every engine has; `name` is what theirs begin with."""

    def __init__(self, run: Run, run_many: RunMany, name: str = PREFIX) -> None:
        self._run, self._run_many, self._name = run, run_many, name

    def create(self) -> None:
        counted = "(term TEXT PRIMARY KEY, documents INTEGER NOT NULL, change INTEGER NOT NULL)"
        self._run(f"CREATE TABLE {self._name}_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)", ())
        self._run(f"CREATE TABLE {self._name}_counted {counted}", ())
        self._run(f"CREATE INDEX {self._name}_counted_change ON {self._name}_counted (change)", ())

    def state(self) -> State | None:
        known: dict[str, str] = dict(self._run(f"SELECT name, value FROM {self._name}_meta", ()))
        if not known:
            return None
        return State(known["version"], known["build"], int(known["change"]), known["mark"])

    def note(self, state: State) -> None:
        """Say which index this is."""
        upsert = "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        rows = [(name, str(value)) for name, value in vars(state).items()]
        self._run_many(f"INSERT INTO {self._name}_meta (name, value) VALUES (?, ?) {upsert}", rows)

    def count(self, new: Iterable[Described], old: Iterable[Described] = (), *, change: int = 0) -> None:
        """Count what came, and no longer what went."""
        more: Counter[str] = Counter()
        for found in new:
            more.update(counted_of(found))
        for found in old:
            more.subtract(counted_of(found))
        self.add_counts(more, change=change)

    def add_counts(self, more: Counter[str], *, change: int = 0) -> None:
        table = f"{self._name}_counted"
        added = f"documents = {table}.documents + excluded.documents, change = excluded.change"
        rows = [(term, number, change) for term, number in sorted(more.items()) if number]
        put = f"INSERT INTO {table} (term, documents, change) VALUES (?, ?, ?)"
        self._run_many(f"{put} ON CONFLICT (term) DO UPDATE SET {added}", rows)

    def counts(self, terms: Collection[str]) -> dict[str, int]:
        """On how many documents each stands, without those that stand on none."""
        where = "documents > 0 AND term"
        return dict(self._listed(f"SELECT term, documents FROM {self._name}_counted WHERE {where}", terms))

    def words(self, since: int) -> list[str]:
        """Words on more than one record: one alone may be a slip itself."""
        where = "change > ? AND documents > 1 AND substr(term, 1, 2) = ?"
        rows = self._run(f"SELECT term FROM {self._name}_counted WHERE {where}", (since, WORD))
        return [term.removeprefix(WORD) for (term,) in rows]

    def documents(self, numbers: Collection[int]) -> list[Described]:
        rows: dict[int, str] = dict(self._listed(f"SELECT id, payload FROM {self._name}_document WHERE id", numbers))
        return [unpacked(rows[number]) for number in numbers if number in rows]

    def of_services(self, services: Collection[str]) -> list[tuple[int, Described]]:
        rows = self._listed(f"SELECT id, payload FROM {self._name}_document WHERE service", services)
        return [(number, unpacked(payload)) for number, payload in rows]

    def delete(self, numbers: Iterable[int]) -> None:
        self._run_many(f"DELETE FROM {self._name}_document WHERE id = ?", [(number,) for number in numbers])

    def _listed(self, select: str, values: Collection[Any]) -> Rows:
        listed, rows = list(values), []
        for begin in range(0, len(listed), MOST_AT_ONCE):
            some = listed[begin : begin + MOST_AT_ONCE]
            rows += self._run(f"{select} IN ({', '.join('?' * len(some))})", some)
        return rows
