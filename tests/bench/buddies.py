"""The best buddies for a whole waiting list at once."""

from collections.abc import Iterator
from random import Random
from time import perf_counter
from typing import Any
from uuid import uuid4

from alongside.peers.matching import Helper, Seeker, best_together
from alongside.peers.wishes import interests, topics
from alongside.programmes.hours import PARTS

SEEKERS, HELPERS = 500, 120
TARGET = 10  # s
CONDITIONS = ("diabetes", "copd", "chronic_pain", "depression", "ibs", "heart_failure", "parkinsons")
LANGUAGES = ("en", "en", "en", "en", "ur", "pl")
WEEK = [part for part in PARTS if int(part[0]) < 5]


def buddies(cast: Any) -> Iterator[str]:
    """In how long, and how much better than first come first served, which is the baseline."""
    for seed in range(3):
        chance = Random(seed)
        seekers, helpers = [_seeker(chance) for _each in range(SEEKERS)], [_helper(chance) for _each in range(HELPERS)]
        began = perf_counter()
        found = best_together(seekers, helpers)
        took = perf_counter() - began
        points = sum(fit.points for fit in found.fits) / len(found.fits)
        before = sum(fit.points for fit in found.in_turn) / len(found.in_turn)
        places = sum(each.left for each in helpers)
        yield (
            f"buddies for {SEEKERS} people, of {HELPERS} with {places} places: {took:.1f} s, at most {TARGET} s; "
            f"{len(found.fits)} have one and in turn {len(found.in_turn)}; they fit {points:.1f} of 100 and in turn "
            f"{before:.1f}, {points / before:.2f} times as well"
        )


def _some(chance: Random, names: Any, most: int) -> frozenset[str]:
    return frozenset(chance.sample(sorted(names), chance.randint(1, most)))


def _seeker(chance: Random) -> Seeker:
    return Seeker(
        pk=uuid4(),
        conditions=_some(chance, CONDITIONS, 2),
        topics=_some(chance, topics(), 3),
        interests=_some(chance, interests(), 4),
        free_at=_some(chance, WEEK, 6),
        language=chance.choice(LANGUAGES),
        sex=chance.choice(["female", "male"]),
        would_rather=chance.choice(["", "", "", "female", "male"]),
    )


def _helper(chance: Random) -> Helper:
    return Helper(
        pk=uuid4(),
        conditions=_some(chance, CONDITIONS, 2),
        topics=_some(chance, topics(), 4),
        interests=_some(chance, interests(), 4),
        free_at=_some(chance, WEEK, 6),
        languages=frozenset({"en", chance.choice(LANGUAGES)}),
        sex=chance.choice(["female", "male"]),
        would_rather=chance.choice(["", "", "", "", "female"]),
        left=chance.choice([1, 2, 2, 3]),
    )
