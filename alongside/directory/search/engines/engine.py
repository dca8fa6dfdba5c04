"""What an engine is: an index of described records that gives the few that a search may mean.

How good they are is not its business: `ranking.rate` decides that, of whatever engine they come.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from alongside.directory.points import Place
from alongside.directory.search.asking import Asked
from alongside.directory.search.engines.terms import EVERY, NEED, STEM
from alongside.directory.search.filters import Filters
from alongside.directory.search.records import Described


@dataclass(frozen=True)
class Query:
    """A search as an engine reads it."""

    asked: Asked
    home: Place | None = None
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True)
class Candidates:
    """The best few hundred documents at most, and on how many of all there are what was asked stands."""

    documents: list[Described]
    counts: Mapping[str, int]

    def rarity(self, key: str) -> float:
        """Of a need or a stem: from 0 for one on every record to 1 for one on a single record; 0 for none."""
        number = self.counts.get(EVERY, 0)
        having = self.counts.get(NEED + key) or self.counts.get(STEM + key) or 0
        if number < 2:
            return float(having)
        return math.log(number / having) / math.log(number) if having else 0.0


@dataclass(frozen=True)
class State:
    """Which index it is. `version`: by which rules it was built; `change`: how often it was changed since.

    `mark` is when the last change was made that is in it.
    """

    version: str
    build: str
    change: int
    mark: str


class Engine(Protocol):
    """All it holds is derived from the tables and may be thrown away at any time."""

    def state(self) -> State | None:
        """None where there is no index."""

    def held(self, *, wait: bool) -> AbstractContextManager[bool]:
        """For whoever writes: nobody else does meanwhile, in whatever process. False: somebody else is at it."""

    def build(self, documents: Iterable[Described], *, version: str, mark: str) -> int:
        """Make a new index beside the old one, which serves until then; returns the number of documents."""

    def change(self, services: Collection[UUID], documents: Iterable[Described], *, mark: str) -> None:
        """Take all documents of these services out, and put these in."""

    def candidates(self, query: Query) -> Candidates:
        """What the search may mean, with what `rate` has to know."""

    def words(self, *, since: int = -1) -> list[str]:
        """The words that stand on more than one record, or those that came with changes after `since`."""

    def boroughs(self, home: Place) -> list[str]:
        """The boroughs of the nearest records which name theirs, nearest first."""

    def size(self) -> int:
        """In bytes, on disk."""
