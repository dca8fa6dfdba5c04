"""One search, and everything a page shows of what it found."""

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.directory.models import Source
from alongside.directory.queries.cards import Card, cards
from alongside.directory.search import GOOD_ENOUGH, Asked, Filters, Result, find

FIRST, MORE = 10, 40
LISTED = 6  # under each topic of a printed list
NATIONAL = 3
# How many records are read for each line, for some are of the same place.
SAME_PLACE = 3


@dataclass(frozen=True)
class Found:
    """What a search found: near, from anywhere, and the nearest thing where nothing near is good."""

    asked: Asked
    local: list[Card]
    national: list[Card]
    nearest: list[Card]
    near: str
    may_have_more: bool

    @property
    def sources(self) -> list[Source]:
        return sources_of([*self.local, *self.national, *self.nearest])


def _once_a_place(results: list[Result]) -> list[Result]:
    """Several records of one name at one place (a leisure centre's pool, courts, hall) are one line: the best."""
    best: dict[tuple[str, object], Result] = {}
    for each in results:
        best.setdefault((each.name.lower(), each.location if each.km is None else each.km), each)
    return list(best.values())


def sources_of(shown: Sequence[Card]) -> list[Source]:
    """Whose data is shown, each once."""
    return list({card.service.source_id: card.service.source for card in shown}.values())


def found(
    words: str,
    *,
    near: str = "",
    filters: Filters | None = None,
    age: int | None = None,
    sex: str = "",
    limit: int = FIRST,
    good_only: bool = False,
) -> Found:
    """Search, and read what is shown; `good_only` leaves out what only comes near to what was asked."""
    results = find(words, near=near, filters=filters or Filters(), age=age, sex=sex, limit=limit * SAME_PLACE)
    local = _once_a_place([each for each in results.results if each.grade >= GOOD_ENOUGH or not good_only])
    shown = cards([*local[:limit], *results.national[:NATIONAL], *([results.nearest] if results.nearest else [])])
    by_service = {card.service.pk: card for card in shown}

    def pick(rows: list[Result]) -> list[Card]:
        return [by_service[row.service] for row in rows if row.service in by_service]

    return Found(
        asked=results.asked,
        local=pick(local[:limit]),
        national=pick(results.national[:NATIONAL]),
        nearest=pick([results.nearest] if results.nearest else []),
        near=results.asked.place.title() or near,
        may_have_more=len(local) > limit,
    )
