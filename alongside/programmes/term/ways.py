"""One way for a group to be held: a start, a room, and who leads it; what that is worth, and what it uses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from uuid import UUID

import numpy as np

from alongside.programmes.courses import CLINICAL, LAY
from alongside.programmes.solving import Option
from alongside.programmes.term.starts import Leader, Room, Start
from alongside.programmes.term.things import Things

# That it is held at all counts for most; then for how many there is a chair, that all can get in, and how soon it is.
HELD, ROOMY, STEP_FREE, A_WEEK_LATER = 100.0, 10.0, 3.0, 0.25
Cost = Callable[[tuple[int, ...]], float]
MANY, AT_ONCE = 4, 12  # ways of a course are added at a time, more where it has more groups


@dataclass(frozen=True)
class Way:
    wish: int
    start: Start
    room: Room
    lay: Leader | None
    clinical: Leader | None
    worth: float
    uses: tuple[int, ...]

    @property
    def option(self) -> Option:
        return Option(self.wish, self.worth, self.uses)

    @property
    def key(self) -> tuple[int, ...]:
        return (self.wish, *self.uses)


def best_ways(
    wish: int, starts: Sequence[Start], things: Things, dear: np.ndarray, scarce: float, *, most: int = MANY
) -> tuple[list[Way], float]:
    """The ways that gain most at these prices, one a start, and the gain of the best."""
    begins = starts[0].at if starts else None
    found: list[tuple[float, Way]] = []
    for start in starts:
        if not start.missing:
            soon = A_WEEK_LATER * ((start.at - begins) / timedelta(days=7)) if begins else 0.0
            if way := _best(wish, start, things, soon, lambda uses: float(dear[list(uses)].sum())):
                found.append((way.worth - float(dear[list(way.uses)].sum()) - scarce, way))
    found.sort(key=lambda each: -each[0])
    gain = found[0][0] if found else 0.0
    return [way for gains, way in found[: min(max(most, MANY), AT_ONCE)] if gains > 1e-6], gain


def first_way_left(wish: int, starts: Sequence[Start], things: Things, left: np.ndarray) -> Way | None:
    """Any way for which there is enough left."""
    for start in starts:
        if not start.missing:
            way = _best(wish, start, things, 0.0, lambda uses: 0.0 if things.go(uses, left) else 1e6)
            if way and things.go(way.uses, left):
                return way
    return None


def _best(wish: int, start: Start, things: Things, later: float, cost: Cost) -> Way | None:
    """The room and the people that are worth most at their cost."""
    room = max(start.rooms, key=lambda row: _good(row, start) - cost(things.of_room(row, start)))
    asked = {tutor for slot in start.slots for tutor in slot.tutors}
    pools = [
        _cheapest(start, pool, things, cost)
        for kind, pool in ((LAY, start.lay), (CLINICAL, start.clinical))
        if kind in asked
    ]
    pairs = [pair for pair in product(*pools) if len({row.user for row in pair}) == len(pair)]
    if not pairs:
        return None
    leaders = min(pairs, key=lambda pair: sum(cost(things.of_leader(row, start)) for row in pair))
    by_kind = {row.kind: row for row in leaders}
    uses = things.of_room(room, start) + tuple(thing for row in leaders for thing in things.of_leader(row, start))
    worth = HELD - later + _good(room, start)
    return Way(wish, start, room, by_kind.get(LAY), by_kind.get(CLINICAL), worth, uses)


def _good(room: Room, start: Start) -> float:
    """What speaks for a room: everybody gets in, and there is a chair for as many as the course is meant for."""
    return STEP_FREE * room.step_free + ROOMY * min(1.0, room.holds / start.places)


def _cheapest(start: Start, pool: Sequence[Leader], things: Things, cost: Cost) -> list[Leader]:
    """Of two people: two tutors are two people, and the cheapest of both kinds may be one."""
    cheapest: dict[UUID, Leader] = {}
    for row in sorted(pool, key=lambda row: cost(things.of_leader(row, start))):
        cheapest.setdefault(row.user, row)
    return list(cheapest.values())[:2]
