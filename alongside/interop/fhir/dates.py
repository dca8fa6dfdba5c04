"""FHIR dates: whole, partial (a year, a month), with and without a time zone. What cannot be read is None."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any

DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# Years outside these are somebody's way of saying "not known"; counting on from them breaks.
YEARS = range(1800, 2200)
TIME = re.compile(r"[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?\s*(Z|z|[+-]\d{2}:?\d{2})?", re.ASCII)


def read_date(text: Any) -> date | None:
    """The day a date or dateTime names, as it is written; the first day of a month or year named alone."""
    found = _split(text)
    return _day(found[0]) if found else None


def is_whole(text: Any) -> bool:
    """Whether a date names a day, and not only a month or a year."""
    found = _split(text)
    return bool(found and found[0][3] and _day(found[0]))


def read_moment(text: Any, *, zone: tzinfo) -> datetime | None:
    """The moment a date or dateTime names; without a time the start of the day, without a zone the time in `zone`."""
    found = _split(text)
    day = _day(found[0]) if found else None
    if found is None or day is None:
        return None
    try:
        moment = _at(day, found[1], zone)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def _split(text: Any) -> tuple[re.Match[str], re.Match[str] | None] | None:
    if not isinstance(text, str):
        return None
    text = text.strip()
    day = DATE.match(text)
    if day is None:
        return None
    rest = text[day.end() :]
    clock = TIME.fullmatch(rest) if day[3] else None
    return (day, clock) if clock or not rest else None


def _day(found: re.Match[str]) -> date | None:
    try:
        day = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _at(day: date, clock: re.Match[str] | None, zone: tzinfo) -> datetime:
    if clock is None:
        return datetime.combine(day, time.min, zone)
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    next_day = (hour, minute, second) == (24, 0, 0)
    fraction = int((clock[4] or "0").ljust(6, "0")[:6])
    # A leap second is kept as the last one before it: there is no 23:59:60 in the database.
    clean = time(0 if next_day else hour, minute, min(second, 59) if second <= 60 else second, fraction)
    return datetime.combine(day + timedelta(days=next_day), clean, _zone(clock[5], zone))


def _zone(text: str | None, zone: tzinfo) -> tzinfo:
    if text is None:
        return zone
    if text in "Zz":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
