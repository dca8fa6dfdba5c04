"""Finding documents by their terms with SQLite's own full-text index.

Places are terms too. A box of the R*Tree joined with what matches took 15 to 150 ms where a need is met by thousands of
a hundred thousand services; cells among the terms take one to four.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from alongside.directory.search.engines.plan import Groups, Match
from alongside.directory.search.engines.terms import terms_of
from alongside.directory.search.records import Described

TABLE = "directory_search_term"


class Fts5:
    """Terms beside the documents, in the same file."""

    def create(self, connection: sqlite3.Connection, folder: Path) -> None:
        columns = "terms, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars ':_?'\""
        connection.execute(f"CREATE VIRTUAL TABLE {TABLE} USING fts5({columns})")

    def add(self, connection: sqlite3.Connection, folder: Path, documents: Iterable[tuple[int, Described]]) -> None:
        rows = ((number, " ".join(terms_of(found))) for number, found in documents)
        connection.executemany(f"INSERT INTO {TABLE} (rowid, terms) VALUES (?, ?)", rows)

    def remove(self, connection: sqlite3.Connection, folder: Path, documents: Iterable[tuple[int, Described]]) -> None:
        rows = ((number, " ".join(terms_of(found))) for number, found in documents)
        connection.executemany(f"INSERT INTO {TABLE} ({TABLE}, rowid, terms) VALUES ('delete', ?, ?)", rows)

    def writing(self, folder: Path) -> AbstractContextManager[None]:
        """What is written is there as soon as the transaction is."""
        return nullcontext()

    def reading(self, connection: sqlite3.Connection, folder: Path) -> Match:
        def match(groups: Groups, limit: int) -> list[int]:
            wanted = " AND ".join("(" + " OR ".join(f'"{term}"' for term in group) + ")" for group in groups)
            select = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ? LIMIT ?"
            return [number for (number,) in connection.execute(select, (wanted, limit))]

        return match
