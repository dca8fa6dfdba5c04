"""What a search answers with."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from alongside.directory.search.asking import Asked
from alongside.directory.search.filters import Filters, fit
from alongside.directory.search.ranking import Rated
from alongside.directory.search.why import why

# Grades: what is not worth showing, and what has to be among the results for any to be shown.
SHOWN, GOOD_ENOUGH = 0.75, 1.35


@dataclass(frozen=True)
class Result:
    """A service that was found, at the best of its places: what it meets, how far in km, how good, and why this one.

    `rank` is what puts it before another: how good it is, and how like what was asked.
    """

    service: UUID | None
    location: UUID | None
    key: str
    name: str
    description: str
    meets: tuple[str, ...]
    km: float | None
    grade: float
    rank: float
    why: str


@dataclass(frozen=True)
class Results:
    """What was understood and what was found, best first: near home, and for the whole country or from afar.

    Where nothing near is good enough `results` are none, and `nearest` is the best of what was nearly so.
    """

    asked: Asked
    results: list[Result]
    national: list[Result]
    nearest: Result | None = None


def results(asked: Asked, filters: Filters, rated: Iterable[Rated], *, limit: int) -> Results:
    """The best of what was rated, each service once."""
    kept = _fitting(_once_each(each for each in rated if each.grade >= SHOWN), filters)
    near = [each for each in kept if not each.described.record.facts.from_afar]
    afar = [each for each in kept if each.described.record.facts.from_afar]

    def shown(found: list[Rated]) -> list[Result]:
        return [_result(asked, filters, each) for each in found]

    local = near[:limit] if _good(near) else []
    nearest = None if local or not near else shown([max(near, key=lambda each: each.grade)])[0]
    return Results(asked, shown(local), shown(afar[:limit] if _good(afar) else []), nearest)


def _good(found: list[Rated]) -> bool:
    return any(each.grade >= GOOD_ENOUGH for each in found)


def _once_each(rated: Iterable[Rated]) -> list[Rated]:
    """Each service at its best place, best first."""
    best: dict[UUID | str, Rated] = {}
    for each in sorted(rated, key=_best_first):
        best.setdefault(each.described.record.service or each.described.record.key, each)
    return list(best.values())


def _fitting(rated: list[Rated], filters: Filters) -> list[Rated]:
    """Those that may fit; those known to fit, and good, before the others."""
    fits = {id(each): fit(each, filters) for each in rated}
    kept = [each for each in rated if fits[id(each)] is not False]
    return sorted(kept, key=lambda each: not (fits[id(each)] and each.grade >= GOOD_ENOUGH))


def _best_first(rated: Rated) -> tuple[float, str]:
    return -_rank(rated), rated.described.record.key


def _rank(rated: Rated) -> float:
    return rated.grade + rated.likeness


def _result(asked: Asked, filters: Filters, rated: Rated) -> Result:
    record = rated.described.record
    return Result(
        service=record.service,
        location=record.location,
        key=record.key,
        name=record.name,
        description=record.description,
        meets=rated.meets,
        km=rated.km,
        grade=rated.grade,
        rank=_rank(rated),
        why=why(asked, filters, rated),
    )
