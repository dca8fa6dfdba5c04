"""The proposal: column generation over every way each group could begin, then whole numbers through HiGHS.

There are too many ways (a day, a time, a room and two tutors) to hand all of them over. So the linear relaxation says
what is scarce, each group adds the ways that are worth most at those prices, and so on until none is worth adding
(Dantzig and Wolfe, Decomposition principle for linear programs, Operations Research 8(1), 1960, 101-111).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from time import monotonic

import numpy as np

from alongside.programmes.solving import Option, choose, prices
from alongside.programmes.term.reasons import why_not
from alongside.programmes.term.starts import Calendar, Leader, Room, Start, Wish
from alongside.programmes.term.things import Things
from alongside.programmes.term.ways import Way, best_ways, first_way_left

LOOKING, CHOOSING = 4.0, 3.0  # seconds
TINY = 1e-6


@dataclass(frozen=True)
class Placed:
    """A group that could be held: when, where and with whom."""

    wish: Wish
    start: Start
    room: Room
    lay: Leader | None
    clinical: Leader | None


@dataclass(frozen=True)
class Unplaced:
    """A group for which there was nothing left, and why."""

    wish: Wish
    groups: int
    why: str


@dataclass(frozen=True)
class Proposal:
    """`of_best` is how near it is, in per cent, to what no proposal can exceed."""

    placed: list[Placed]
    unplaced: list[Unplaced]
    of_best: int
    seconds: float


def propose(
    wishes: Sequence[Wish],
    rooms: Sequence[Room],
    leaders: Sequence[Leader],
    *,
    first: date,
    last: date,
    times: Sequence[time],
) -> Proposal:
    """As many groups as can be, beginning from the `first` to the `last` day, in at most about ten seconds.

    What is in `busy` of rooms and tutors stays as it is: nothing that people were told is moved.
    """
    began = monotonic()
    calendar, days = Calendar(rooms, leaders), [first + timedelta(days=n) for n in range((last - first).days + 1)]
    # Groups of one course are alike, whichever wish they are of: told apart only in the end.
    courses = list(dict.fromkeys(wish.course for wish in wishes))
    groups = np.array([float(sum(wish.groups for wish in wishes if wish.course == course)) for course in courses])
    starts = [calendar.starts(course, days, times) for course in courses]
    things = Things(leaders, [start for each in starts for start in each])
    ways, at_most = _ways(groups, starts, things, until=monotonic() + LOOKING)
    chosen = sorted(_chosen(groups, starts, things, ways), key=lambda way: way.start.at)
    left, placed, unplaced = things.left_after(chosen), [], []
    for course, each in zip(courses, starts, strict=True):
        queue = [way for way in chosen if courses[way.wish] == course]
        why = why_not(course, each, calendar, things, left)
        for wish in (wish for wish in wishes if wish.course == course):
            own, queue = queue[: wish.groups], queue[wish.groups :]
            placed += [Placed(wish, way.start, way.room, way.lay, way.clinical) for way in own]
            if short := wish.groups - len(own):
                unplaced.append(Unplaced(wish, short, why))
    worth = sum(way.worth for way in chosen)
    of_best = round(100 * min(1.0, worth / at_most)) if at_most > TINY else 100
    return Proposal(sorted(placed, key=lambda row: row.start.at), unplaced, of_best, monotonic() - began)


def _ways(groups: np.ndarray, starts: list[list[Start]], things: Things, *, until: float) -> tuple[list[Way], float]:
    """The ways worth choosing among, and what no choice can be worth more than. At least one round, however late."""
    scarce, dear = np.zeros(len(groups)), np.zeros(len(things.there_are))
    ways: dict[tuple[int, ...], Way] = {}
    at_most = float("inf")
    while True:
        found = [
            best_ways(number, each, things, dear, scarce[number], most=int(groups[number]))
            for number, each in enumerate(starts)
        ]
        # By Farley (1990): at any prices, everything at its price and the best each group could gain.
        gains = sum(group * max(0.0, gain) for group, (_new, gain) in zip(groups, found, strict=True))
        at_most = min(at_most, float(scarce @ groups + dear @ things.there_are + gains))
        new = {way.key: way for each, _gain in found for way in each if way.key not in ways}
        ways |= new
        if not new or monotonic() > until:
            return list(ways.values()), at_most
        known = prices([way.option for way in ways.values()], groups=groups, there_are=things.there_are)
        scarce, dear = known.groups, known.things


def _chosen(groups: np.ndarray, starts: list[list[Start]], things: Things, ways: list[Way]) -> list[Way]:
    """Begin with what fills up one after the other, and do better."""
    first = _filled(groups, starts, things, ways)
    every = list({way.key: way for way in [*ways, *first]}.values())
    place = {way.key: at for at, way in enumerate(every)}
    options: list[Option] = [way.option for way in every]
    best = choose(
        options, groups=groups, there_are=things.there_are, first=[place[way.key] for way in first], seconds=CHOOSING
    )
    return [every[at] for at in best.options]


def _filled(groups: np.ndarray, starts: list[list[Start]], things: Things, ways: list[Way]) -> list[Way]:
    """The worthiest way that still goes, for each group in turn; the course with the fewest starts first."""
    left, took = things.there_are.copy(), []
    turns = sorted(range(len(groups)), key=lambda number: sum(not start.missing for start in starts[number]))
    for number in turns:
        known = sorted((way for way in ways if way.wish == number), key=lambda way: -way.worth)
        for _group in range(int(groups[number])):
            way = next((way for way in known if things.go(way.uses, left)), None)
            way = way or first_way_left(number, starts[number], things, left)
            if way is None:
                break
            took.append(way)
            np.subtract.at(left, list(way.uses), 1)
    return took
