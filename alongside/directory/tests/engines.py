"""Services as engines hold them, and the engines that this machine can try."""

from importlib.util import find_spec
from pathlib import Path
from uuid import UUID, uuid5

from django.db import connection

from alongside.directory.search.asking import Asked
from alongside.directory.search.engines.embedded import Embedded
from alongside.directory.search.engines.engine import Engine, Query
from alongside.directory.search.engines.fts5 import Fts5
from alongside.directory.search.engines.postgres import Postgres
from alongside.directory.search.filters import Filters
from alongside.directory.search.records import Described, Record, describe

HOME = (53.42, -2.32)
KM = 1 / 111.2  # degrees of latitude
ENGINES = [
    "sqlite",
    *(["tantivy"] if find_spec("tantivy") else []),
    *(["postgresql"] if connection.vendor == "postgresql" else []),
]


def an_engine(name: str, folder: Path) -> Engine:
    if name == "postgresql":
        return Postgres()
    if name == "tantivy":
        from alongside.directory.search.engines.tantivy import Tantivy

        return Embedded(folder, Tantivy())
    return Embedded(folder, Fts5())


def service(key: str) -> UUID:
    return uuid5(UUID(int=0), key)


def document(key: str, name: str = "A Choir", description: str = "Singing", *, km: float = 1.0, **more) -> Described:
    place = more.pop("place", (HOME[0] + km * KM, HOME[1]))
    record = Record(key, name, more.pop("kind", "charity"), description, place=place, service=service(key), **more)
    return describe(record)


def query(*needs: str, left: tuple[str, ...] = (), who: tuple[str, ...] = (), home=HOME, filters=None, **more) -> Query:
    asked = Asked(words=(), needs=frozenset(needs), who=frozenset(who), left=left, **more)
    return Query(asked, home, filters or Filters())


def keys(engine: Engine, asked: Query) -> list[str]:
    return [found.record.key for found in engine.candidates(asked).documents]
