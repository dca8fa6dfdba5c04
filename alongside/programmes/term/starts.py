"""When a group could begin, and which rooms and tutors are free every time it would meet."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from alongside.programmes.courses import CLINICAL, LAY, Course
from alongside.programmes.hours import part_of
from alongside.programmes.timetable import Slot, timetable
from alongside.worklist.working_days import is_working_day

Span = tuple[datetime, datetime]  # from, to
Days = tuple[date, date]  # the first, the last


@dataclass(frozen=True)
class Wish:
    """So many groups of a course; `key` is whatever tells whoever asked which it is."""

    key: str
    course: Course
    groups: int


@dataclass(frozen=True)
class Room:
    """A room, and when it is used already."""

    pk: UUID
    holds: int
    step_free: bool = False
    busy: Sequence[Span] = ()


@dataclass(frozen=True)
class Leader:
    """Somebody approved as a tutor of a kind, from a day on and perhaps to one; when they can, lead or are away."""

    pk: UUID
    user: UUID
    kind: str
    most_a_week: int
    since: date
    until: date | None = None
    usual: Collection[str] = ()
    busy: Sequence[Span] = ()
    away: Sequence[Days] = ()
    # How much they lead already, by the Monday of the week.
    led: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """One way for a group to begin: its whole timetable, and who and what is free each time."""

    places: int  # as many as the course is meant for
    slots: list[Slot]
    rooms: list[Room]
    lay: list[Leader]
    clinical: list[Leader]

    @property
    def at(self) -> datetime:
        return self.slots[0].starts_at

    @property
    def missing(self) -> list[str]:
        """What is free at no time like this."""
        return [name for name, pool in self.needed.items() if not pool]

    @property
    def needed(self) -> dict[str, Sequence[Room] | Sequence[Leader]]:
        """Each thing it needs, and what it could have."""
        asked = {tutor for slot in self.slots for tutor in slot.tutors}
        pools: dict[str, Sequence[Room] | Sequence[Leader]] = {"room": self.rooms}
        pools |= {kind: pool for kind, pool in ((LAY, self.lay), (CLINICAL, self.clinical)) if kind in asked}
        return pools

    def led_by(self, kind: str) -> list[Slot]:
        """The sessions that a tutor of a kind leads."""
        return [slot for slot in self.slots if kind in slot.tutors]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


class Calendar:
    """Who and what is busy when, by day, so that one day is looked at and not a year."""

    def __init__(self, rooms: Sequence[Room], leaders: Sequence[Leader]) -> None:
        self.rooms, self.leaders = rooms, leaders
        self._busy: dict[tuple[UUID, date], list[Span]] = defaultdict(list)
        for pk, spans in [*((room.pk, room.busy) for room in rooms), *((row.pk, row.busy) for row in leaders)]:
            for span in spans:
                self._busy[pk, timezone.localdate(span[0])].append(span)

    def starts(self, course: Course, days: Sequence[date], times: Sequence[time]) -> list[Start]:
        """Every way for a course to begin on one of some days at one of some times."""
        ats = [timezone.make_aware(datetime.combine(day, at)) for day in days if is_working_day(day) for at in times]
        return [self._start(course, at) for at in ats]

    def _start(self, course: Course, at: datetime) -> Start:
        slots = timetable(course, at)
        rooms = [row for row in self.rooms if row.holds >= course.fewest and self._are_free(row.pk, slots)]
        pools: dict[str, list[Leader]] = {LAY: [], CLINICAL: []}
        for leader in self.leaders:
            own = [slot for slot in slots if leader.kind in slot.tutors]
            if own and self._can(leader, own):
                pools[leader.kind].append(leader)
        return Start(course.places, slots, rooms, pools[LAY], pools[CLINICAL])

    def _can(self, leader: Leader, slots: list[Slot]) -> bool:
        days = [timezone.localdate(slot.starts_at) for slot in slots]
        if days[0] < leader.since or (leader.until and days[-1] > leader.until):
            return False
        if leader.usual and any(part_of(timezone.localtime(slot.starts_at)) not in leader.usual for slot in slots):
            return False
        away = any(first <= day <= last for day in days for first, last in leader.away)
        full = any(leader.led.get(monday(day), 0) >= leader.most_a_week for day in days)
        return not away and not full and self._are_free(leader.pk, slots)

    def _are_free(self, pk: UUID, slots: list[Slot]) -> bool:
        return not any(
            begins < slot.ends_at and slot.starts_at < ends
            for slot in slots
            for begins, ends in self._busy.get((pk, timezone.localdate(slot.starts_at)), ())
        )
