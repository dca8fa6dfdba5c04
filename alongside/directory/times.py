"""When something is on next, and whether it is on now. No database.

All by the clock on the wall where it takes place, which is the zone `now` comes in: a group at two meets at two, summer
and winter. What cannot be reckoned (no day, no hour, every second week without a first one) is never on: whoever asks
is better told that nothing is known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule

DAYS = {"MO": MO, "TU": TU, "WE": WE, "TH": TH, "FR": FR, "SA": SA, "SU": SU}
A_DAY = timedelta(days=1)
# Nobody plans further ahead, and a rule that never comes true ends here.
HORIZON = timedelta(days=400)


class Recurring(Protocol):
    """What `Times` and the rows of `Schedule` have in common."""

    freq: str
    interval: int
    byday: str
    bymonthday: str
    dtstart: date | None
    valid_from: date | None
    valid_to: date | None
    opens_at: time | None
    closes_at: time | None


@dataclass(frozen=True, order=True)
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


def next_time(schedules: Iterable[Recurring], now: datetime) -> datetime | None:
    """When the next one begins, at this moment or later; None where that is not known, or not within a year."""
    wall = now.replace(tzinfo=None)
    coming = (start for schedule in schedules for start, _end in _sessions(schedule, wall.date()) if start >= wall)
    first = min(coming, default=None)
    return first.replace(tzinfo=now.tzinfo) if first else None


def open_now(schedules: Iterable[Recurring], now: datetime) -> bool:
    """Whether one is on at this moment; one that ends before it begins lasts past midnight."""
    wall = now.replace(tzinfo=None)
    yesterday = wall.date() - A_DAY
    return any(start <= wall < end for schedule in schedules for start, end in _sessions(schedule, yesterday))


def _sessions(schedule: Recurring, since: date) -> Iterator[tuple[datetime, datetime]]:
    """Beginnings and ends of the next few sessions from a day on; without a known end it has ended at once."""
    opens, closes = schedule.opens_at, schedule.closes_at
    if opens is None:
        return
    for day in days(schedule, since):
        start = datetime.combine(day, opens)
        end = datetime.combine(day, closes) if closes else start
        yield start, end + A_DAY if closes and end <= start else end


def days(schedule: Recurring, since: date, count: int = 2) -> list[date]:
    """The next days on which a schedule falls, from `since` on."""
    rule = _rule(schedule, since)
    first = max(filter(None, [since, schedule.valid_from, schedule.dtstart]))
    found = rule.xafter(datetime.combine(first, time()), inc=True, count=count) if rule else ()
    return [day.date() for day in found]


def _rule(schedule: Recurring, since: date) -> rrule | None:
    """The days as RFC 5545 has them; None where they cannot be reckoned."""
    monthly = schedule.freq == "MONTHLY"
    byday, bymonthday = _weekday(schedule.byday, monthly), _month_days(schedule.bymonthday) if monthly else []
    if not schedule.dtstart and (schedule.interval > 1 or not (byday or bymonthday)):
        return None
    begin = schedule.dtstart or since.replace(day=1) - A_DAY
    until = min(filter(None, [schedule.valid_to, since + HORIZON]))
    return rrule(
        MONTHLY if monthly else WEEKLY,
        dtstart=datetime.combine(begin, time()),
        interval=schedule.interval,
        byweekday=byday,
        bymonthday=bymonthday or None,
        until=datetime.combine(until, time()),
    )


def _weekday(byday: str, monthly: bool) -> object:
    """A day of the week, with which of the month where that is asked; None for anything else."""
    day, which = DAYS.get(byday[-2:]), byday[:-2]
    return day(int(which)) if day and which and monthly else day


def _month_days(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]
