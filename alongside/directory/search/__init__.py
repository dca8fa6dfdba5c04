"""Finding services. One door: `find(words, near=...)`."""

from dataclasses import dataclass

from alongside.directory.geography import find_place
from alongside.directory.search.asking import Asked
from alongside.directory.search.loading import index
from alongside.directory.search.ranking import Asker, Rated


@dataclass(frozen=True)
class Result:
    """A service that was found: the id its source has for it, how good it is, and how far in km."""

    key: str
    name: str
    description: str
    meets: tuple[str, ...]
    km: float | None
    grade: float


@dataclass(frozen=True)
class Results:
    """What was understood, and what was found, best first."""

    asked: Asked
    results: list[Result]


def find(words: str, *, near: str = "", age: int | None = None, sex: str = "", limit: int = 10) -> Results:
    """Services for what somebody types. `near` is a postcode, half of one, or a place; one in the words goes first."""
    services = index()
    asked = services.understand(words)
    home = services.places.get(asked.place) or find_place(near)
    asker = Asker(home=home, borough=services.borough_of(home) if home else "", age=age, sex=sex)
    return Results(asked, [_result(rated) for rated in services.find(asked, asker, limit=limit)])


def _result(rated: Rated) -> Result:
    record = rated.described.record
    return Result(record.key, record.name, record.description, rated.meets, rated.km, rated.grade)


__all__ = ["Result", "Results", "find"]
