"""When each session of a course takes place, from its first on. No database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from alongside.programmes.courses import Course, Part
from alongside.programmes.turns import lasts
from alongside.worklist.working_days import working_day_from

ORDINARY, REUNION = "ordinary", "reunion"
REUNION_MINUTES = 90


@dataclass(frozen=True)
class Slot:
    """One meeting: which, when, and who has to lead it."""

    kind: str
    number: int
    title: str
    starts_at: datetime
    minutes: int
    tutors: frozenset[str]
    each_minutes: int | None = None  # where people come one after the other: how long each has

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def timetable(course: Course, starts_at: datetime, places: int | None = None) -> list[Slot]:
    """All its sessions at the pace of the course, and the reunion after them; `places` if not as many as designed."""
    found, at = [], starts_at
    for number, part in enumerate(course.parts, 1):
        at = later(at, part.after) if number > 1 else at
        found.append(_slot(part, number, at, places or course.places))
    if course.reunion_after:
        tutors = frozenset(tutor for part in course.parts for tutor in part.tutors)
        at = later(at, course.reunion_after)
        found.append(Slot(REUNION, 1, "Reunion", at, REUNION_MINUTES, tutors))
    return found


def _slot(part: Part, number: int, at: datetime, places: int) -> Slot:
    if part.alone:
        long = lasts(places, part.minutes)
        return Slot(ORDINARY, number, part.title, at, long, part.tutors, each_minutes=part.minutes)
    return Slot(ORDINARY, number, part.title, at, part.minutes, part.tutors)


def later(at: datetime, days: int) -> datetime:
    """So many days later at the same time on the clock, whether or not it changes in between; not on a bank holiday.

    A course on a working day keeps its day of the week, and skips a week where that is a holiday.
    """
    local = timezone.localtime(at)
    day = local.date() + timedelta(days=days)
    if local.weekday() < 5:
        while working_day_from(day) != day and day.weekday() < 5:
            day += timedelta(days=7)
        day = working_day_from(day)
    return timezone.make_aware(datetime.combine(day, local.time()))
