"""Finding documents by their terms with Tantivy, where a region outgrows the two databases (`alongside[tantivy]`)."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import tantivy

from alongside.directory.search.engines.plan import Groups, Match
from alongside.directory.search.engines.terms import terms_of
from alongside.directory.search.records import Described

MEMORY = 50_000_000  # bytes, while writing


class Tantivy:
    """Terms in a folder of their own beside the documents; whoever is held by the engine writes them."""

    def __init__(self) -> None:
        self._read: tuple[Path, Any] | None = None
        self._writer: Any = None

    def create(self, connection: sqlite3.Connection, folder: Path) -> None:
        path = _path(folder)
        path.mkdir()
        fields = tantivy.SchemaBuilder()
        fields.add_integer_field("number", indexed=True, fast=True)
        fields.add_text_field("term", tokenizer_name="raw", index_option="basic")
        tantivy.Index(fields.build(), path=str(path))

    def add(self, connection: sqlite3.Connection, folder: Path, documents: Iterable[tuple[int, Described]]) -> None:
        for number, found in documents:
            document = tantivy.Document(term=terms_of(found))
            document.add_integer("number", number)
            self._writer.add_document(document)

    def remove(self, connection: sqlite3.Connection, folder: Path, documents: Iterable[tuple[int, Described]]) -> None:
        for number, _found in documents:
            self._writer.delete_documents_by_term("number", number)

    @contextmanager
    def writing(self, folder: Path) -> Iterator[None]:
        self._writer = tantivy.Index.open(str(_path(folder))).writer(MEMORY, 1)
        try:
            yield
            self._writer.commit()
            self._writer.wait_merging_threads()
        finally:
            self._writer = None  # and with it whatever was not committed

    def reading(self, connection: sqlite3.Connection, folder: Path) -> Match:
        if self._read is None or self._read[0] != folder:
            self._read = folder, tantivy.Index.open(str(_path(folder)))
        index = self._read[1]
        index.reload()
        schema, searcher = index.schema, index.searcher()

        def match(groups: Groups, limit: int) -> list[int]:
            hits = searcher.search(_query(schema, groups), limit, count=False).hits
            numbers = searcher.fast_field_values("number", [hit[1] for hit in hits])
            return [cast(int, number) for number in numbers]

        return match


def _query(schema: Any, groups: Groups) -> Any:
    """One of each group, all equally good: which is better is found out elsewhere."""
    each = []
    for group in groups:
        terms = [tantivy.Query.term_query(schema, "term", term, "basic") for term in group]
        each.append(tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms]))
    every = tantivy.Query.boolean_query([(tantivy.Occur.Must, group) for group in each])
    return tantivy.Query.const_score_query(every, 1.0)


def _path(folder: Path) -> Path:
    return folder / "terms"
