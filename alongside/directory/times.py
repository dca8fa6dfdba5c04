"""When something is on next, and whether it is on now. No database.

The narrow part of RFC 5545 that HSDS takes from it, reckoned a day at a time and never further than `HORIZON`: a rule
that never comes true must not keep anybody waiting.

All by the clock on the wall where it takes place, which is the zone `now` comes in: a group at two meets at two, summer
and winter. What cannot be reckoned (no day, no hour, every second week without a first one) is never on: whoever asks
is better told that nothing is known.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
A_DAY = timedelta(days=1)
HORIZON = timedelta(days=400)


@dataclass(frozen=True)
class Times:
    """A schedule of HSDS with one day in `byday`: "TU" every week, "1TU" or "-1FR" every month."""

    byday: str = ""
    opens_at: time | None = None
    closes_at: time | None = None
    freq: str = "WEEKLY"
    interval: int = 1
    bymonthday: str = ""
    dtstart: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    timezone: float | None = None
    notes: str = ""


def next_time(schedules: Iterable[Times], now: datetime) -> datetime | None:
    """When the next one begins, at this moment or later; None where that is not known, or not within a year."""
    wall = now.replace(tzinfo=None)
    coming = (start for schedule in schedules for start, _end in _sessions(schedule, wall.date()) if start >= wall)
    first = min(coming, default=None)
    return first.replace(tzinfo=now.tzinfo) if first else None


def open_now(schedules: Iterable[Times], now: datetime) -> bool:
    """Whether one is on at this moment; one that ends before it begins lasts past midnight."""
    wall = now.replace(tzinfo=None)
    yesterday = wall.date() - A_DAY
    return any(start <= wall < end for schedule in schedules for start, end in _sessions(schedule, yesterday))


def _sessions(schedule: Times, since: date) -> Iterator[tuple[datetime, datetime]]:
    """Beginnings and ends of the next few sessions from a day on; without a known end it has ended at once."""
    opens, closes = schedule.opens_at, schedule.closes_at
    if opens is None:
        return
    for day in days(schedule, since):
        start = datetime.combine(day, opens)
        end = datetime.combine(day, closes) if closes else start
        yield start, end + A_DAY if closes and end <= start else end


def days(schedule: Times, since: date, count: int = 2) -> list[date]:
    """The next days on which a schedule falls, from `since` on."""
    first = max(filter(None, [since, schedule.valid_from, schedule.dtstart]))
    last = min(filter(None, [since + HORIZON, schedule.valid_to]))
    ahead = (first + timedelta(days=number) for number in range((last - first).days + 1))
    falls = _monthly if schedule.freq == "MONTHLY" else _weekly
    return list(islice((day for day in ahead if falls(schedule, day)), count))


def _weekly(schedule: Times, day: date) -> bool:
    begin = schedule.dtstart
    if schedule.interval > 1 and not begin:
        return False
    wanted = schedule.byday[-2:] or (begin and DAYS[begin.weekday()])
    return DAYS[day.weekday()] == wanted and (not begin or _weeks(begin, day) % schedule.interval == 0)


def _weeks(begin: date, day: date) -> int:
    """Weeks from the Monday before one to the Monday before the other."""
    return ((day - timedelta(days=day.weekday())) - (begin - timedelta(days=begin.weekday()))).days // 7


def _monthly(schedule: Times, day: date) -> bool:
    begin = schedule.dtstart
    if schedule.interval > 1 and not begin:
        return False
    if begin and ((day.year - begin.year) * 12 + day.month - begin.month) % schedule.interval:
        return False
    from_end = monthrange(day.year, day.month)[1] - day.day  # 0 on the last day
    if not (schedule.byday or schedule.bymonthday):
        return begin is not None and day.day == begin.day
    by_number = {str(day.day), str(-from_end - 1)} & set(schedule.bymonthday.split(","))
    which = {"", str((day.day + 6) // 7), str(-(from_end // 7) - 1)}
    by_name = schedule.byday[-2:] == DAYS[day.weekday()] and schedule.byday[:-2] in which
    return bool(by_number or not schedule.bymonthday) and (by_name or not schedule.byday)
