"""What groups share: each room and each person at each moment, and what each person will lead in a week."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.utils import timezone

from alongside.programmes.term.starts import Leader, Room, Start, monday
from alongside.programmes.timetable import Slot


class Things:
    """Each has a number; `there_are` says how many there are of it.

    Two sessions overlap where one begins while the other goes on. So a session uses its room at every moment at which
    any session could begin while it goes on.
    """

    def __init__(self, leaders: Sequence[Leader], starts: Sequence[Start]) -> None:
        self._numbers: dict[Any, int] = {}
        self._most = {row.user: max(r.most_a_week for r in leaders if r.user == row.user) for row in leaders}
        self._led = {row.user: row.led for row in leaders}
        moments: dict[date, set[datetime]] = defaultdict(set)
        for start in starts:
            for slot in start.slots:
                moments[timezone.localdate(slot.starts_at)].add(slot.starts_at)
        self._moments = {day: sorted(found) for day, found in moments.items()}
        self._spans: dict[tuple[datetime, int], list[datetime]] = {}
        self._used: dict[Any, tuple[int, ...]] = {}
        self._limits: list[float] = []
        for start in starts:
            for room in start.rooms:
                self.of_room(room, start)
            for leader in (*start.lay, *start.clinical):
                self.of_leader(leader, start)
        self.there_are = np.array(self._limits)

    def of_room(self, room: Room, start: Start) -> tuple[int, ...]:
        """What a whole timetable uses of a room."""
        return self._kept((room.pk, id(start)), room.pk, start.slots)

    def of_leader(self, leader: Leader, start: Start) -> tuple[int, ...]:
        """What it uses of somebody who leads it: their hours, and of how much they will lead in those weeks."""
        return self._kept((leader.pk, id(start)), leader.user, start.led_by(leader.kind), weeks=True)

    def _kept(self, key: Any, who: UUID, slots: list[Slot], *, weeks: bool = False) -> tuple[int, ...]:
        if key not in self._used:
            used = [self._number((who, moment), 1) for slot in slots for moment in self._while(slot)]
            if weeks:
                used += [self._week(who, timezone.localdate(slot.starts_at)) for slot in slots]
            self._used[key] = tuple(used)
        return self._used[key]

    def _week(self, user: UUID, day: date) -> int:
        week = monday(day)
        return self._number((user, "week", week), self._most[user] - self._led[user].get(week, 0))

    def _number(self, key: Any, there_are: float) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._limits)
            self._limits.append(there_are)
        return self._numbers[key]

    def _while(self, slot: Slot) -> list[datetime]:
        """The moments of that day at which something could begin while a session goes on."""
        key = (slot.starts_at, slot.minutes)
        if key not in self._spans:
            moments = self._moments[timezone.localdate(slot.starts_at)]
            self._spans[key] = moments[bisect_left(moments, slot.starts_at) : bisect_left(moments, slot.ends_at)]
        return self._spans[key]

    def go(self, uses: Collection[int], left: np.ndarray) -> bool:
        """Whether there is enough left of all that is used; of a week it may be more than one."""
        needed: dict[int, int] = defaultdict(int)
        for thing in uses:
            needed[thing] += 1
        return all(left[thing] >= count for thing, count in needed.items())

    def left_after(self, ways: Iterable[Any]) -> np.ndarray:
        left: np.ndarray = self.there_are.copy()
        for way in ways:
            np.subtract.at(left, list(way.uses), 1)
        return left
