"""Schedules of Open Referral UK, as rows with one day each."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from alongside.directory.importing import text
from alongside.directory.importing.reading import first, listed
from alongside.directory.times import DAYS, HORIZON, Times, days

# "TU", "TUE" and "TUESDAY" too.
DAY = re.compile(r"^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)([A-Z]{1,3}|[A-Z]{1,7}DAY)?$")
# "schedules" is the name since 3.0.
NAMES = ("schedules", "regular_schedules", "regular_schedule")
MOST_SESSIONS = 366


def schedules(body: dict[str, Any]) -> Iterator[Times]:
    for name in NAMES:
        for given in listed(body, name):
            yield from _times(given)


def _times(given: dict[str, Any]) -> Iterator[Times]:
    """One row for each day of the week it names, or one for what it says in words."""
    frequency = text.line(given.get("freq")).upper()
    whole = Times(
        opens_at=text.clock(given.get("opens_at")),
        closes_at=text.clock(given.get("closes_at")),
        freq="MONTHLY" if frequency == "MONTHLY" else "WEEKLY",
        interval=int(text.number(given.get("interval"), 1, 100) or 1),
        bymonthday=_month_days(given.get("bymonthday")) if frequency == "MONTHLY" else "",
        dtstart=text.day(given.get("dtstart")),
        valid_from=text.day(given.get("valid_from")),
        valid_to=_last(given),
        timezone=text.number(given.get("timezone"), -14, 14),
        notes=_notes(given),
    )
    rows = [replace(whole, byday=each) for each in _days(given, frequency)] or [_once(whole, frequency)]
    ends = _counted(rows, given.get("count"))
    for row in rows:
        if row != replace(Times(), freq=row.freq, timezone=row.timezone):
            yield replace(row, valid_to=ends or row.valid_to)


def _days(given: dict[str, Any], frequency: str) -> list[str]:
    """Days of the week; with which of the month only where it comes round by the month."""
    if frequency == "DAILY":
        return list(DAYS) if text.number(given.get("interval"), 2, 1e9) is None else []
    if frequency not in {"", "WEEKLY", "MONTHLY"}:
        return []
    told = first(text.line, given, "byday", "weekday").upper()
    found = [match for word in re.split(r"[,;\s]+", told) if (match := DAY.match(word))]
    return list(dict.fromkeys(_which(match, frequency) + match[2] for match in found))


def _which(match: re.Match[str], frequency: str) -> str:
    return (match[1] or "").removeprefix("+") if frequency == "MONTHLY" else ""


def _once(whole: Times, frequency: str) -> Times:
    """Without a day: one session where it says no more than a date, otherwise what can be reckoned from that date."""
    if frequency == "" and whole.dtstart:
        return replace(whole, interval=1, valid_to=whole.dtstart)
    return whole if frequency in {"WEEKLY", "MONTHLY"} else replace(whole, dtstart=None)


def _month_days(value: Any) -> str:
    told = re.findall(r"-?\d+", text.line(value))
    return ",".join(dict.fromkeys(str(day) for day in map(int, told[:31]) if 1 <= abs(day) <= 31))


def _last(given: dict[str, Any]) -> date | None:
    told = [text.day(given.get("valid_to")), text.day(given.get("until"))]
    return min(filter(None, told), default=None)


def _counted(rows: list[Times], count: Any) -> date | None:
    """The last day of so many sessions, where that can be reckoned."""
    number = int(text.number(count, 1, MOST_SESSIONS) or 0)
    begin = rows[0].dtstart
    if not number or begin is None or begin > date.max - HORIZON:
        return None
    coming = sorted({day for row in rows for day in days(row, begin, count=number)})
    return coming[number - 1] if len(coming) >= number else None


def _notes(given: dict[str, Any]) -> str:
    told = (text.words(given.get(name)) for name in ("description", "notes", "attending_type"))
    return "\n".join(dict.fromkeys(filter(None, told)))
