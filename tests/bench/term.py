"""Proposing a term of forty groups."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from random import Random
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.utils import timezone

from alongside.programmes.courses import course_of
from alongside.programmes.hours import PARTS
from alongside.programmes.term import Leader, Room, Wish, propose
from alongside.programmes.term.starts import Start, monday
from alongside.programmes.timetable import Slot

WISHES = {"self_management": 8, "moving_on": 5, "breathing": 4, "pdp_gold": 5, "wise": 8, "pdp_bronze": 10}
ROOMS, TUTORS = 5, 12  # of each kind
TARGET = 10  # s
FIRST, LAST = date(2027, 1, 4), date(2027, 4, 9)
TIMES = (time(10), time(14), time(18))


def term(cast: Any) -> Iterator[str]:
    """In how long, how many are placed, and how many when each group takes the first way that is left."""
    for seed in range(3):
        rooms, leaders = _house(Random(seed))
        wishes = [Wish(key, course_of(key), count) for key, count in WISHES.items()]
        began = perf_counter()
        found = propose(wishes, rooms, leaders, first=FIRST, last=LAST, times=TIMES)
        took, plain = perf_counter() - began, _one_after_the_other(rooms, leaders)
        yield (
            f"a term of {sum(WISHES.values())} groups: {took:.1f} s, at most {TARGET} s; {len(found.placed)} placed, "
            f"{found.of_best} % of the best there can be; one after the other {plain}"
        )

    yield _largest()


def _largest() -> str:
    """All that the form lets somebody ask for at once."""
    rooms, leaders = _house(Random(3), rooms=10, tutors=30)
    teams = [Wish(f"team{number}", course_of("pdp_gold"), 1) for number in range(40)]
    people = [Wish(key, course_of(key), 5) for key in ("self_management", "moving_on", "breathing", "mini")]
    began = perf_counter()
    found = propose([*teams, *people], rooms, leaders, first=FIRST, last=FIRST + timedelta(days=120), times=TIMES)
    took = perf_counter() - began
    return f"40 teams and 20 groups, 120 days, 10 rooms, 60 tutors: {took:.1f} s; {len(found.placed)} of 60 placed"


def _house(chance: Random, *, rooms: int = ROOMS, tutors: int = TUTORS) -> tuple[list[Room], list[Leader]]:
    """Rooms used some mornings, and tutors who can at a few times of the week."""
    week = [part for part in PARTS if int(part[0]) < 5]
    places = [Room(uuid4(), chance.choice([14, 20, 30]), chance.random() < 0.6) for _each in range(rooms)]
    leaders = [
        Leader(
            uuid4(),
            uuid4(),
            kind,
            chance.choice([1, 2]),
            date(2020, 1, 1),
            usual=[part for part in week if chance.random() < 0.25],
            away=[(day := FIRST + timedelta(days=chance.randrange(90)), day + timedelta(days=7))],
        )
        for kind in ("lay", "clinical")
        for _each in range(tutors)
    ]
    return places, leaders


def _one_after_the_other(rooms: list[Room], leaders: list[Leader]) -> int:
    """The baseline: each group is proposed alone, and what it took is planned before the next."""
    placed = 0
    for key in (key for key, count in WISHES.items() for _group in range(count)):
        for row in propose([Wish(key, course_of(key), 1)], rooms, leaders, first=FIRST, last=LAST, times=TIMES).placed:
            placed += 1
            rooms = [_taken(room, row.start.slots) if room.pk == row.room.pk else room for room in rooms]
            took = {leader.pk for leader in (row.lay, row.clinical) if leader}
            leaders = [_led(leader, row.start) if leader.pk in took else leader for leader in leaders]
    return placed


def _taken(thing: Any, slots: list[Slot]) -> Any:
    return replace(thing, busy=[*thing.busy, *((slot.starts_at, slot.ends_at) for slot in slots)])


def _led(leader: Leader, start: Start) -> Leader:
    own = start.led_by(leader.kind)
    weeks = Counter(leader.led) + Counter(monday(timezone.localdate(slot.starts_at)) for slot in own)
    return replace(_taken(leader, own), led=weeks)
