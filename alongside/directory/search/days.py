"""Days of the week in the text of a record: "Monday - Friday", "Tues & Thurs", "every day except Sundays"."""

import re
from functools import lru_cache

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKEND = ("saturday", "sunday")
DAY = r"\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?s?\b"
RANGE = re.compile(rf"{DAY}\s*(?:-|–|to|until|till|through)\s*{DAY}")
ONE = re.compile(DAY)
NOT = re.compile(rf"\b(?:closed|not|except|excluding|apart from)(?: open)?(?: on)? (?:{DAY}(?:,| and| or|/|\s)*)+")
EVERY = re.compile(r"\b(?:every ?day|daily|(?:7|seven) days(?: a week)?)\b")
WEEKDAYS = re.compile(r"\bweek ?days\b")
WEEKENDS = re.compile(r"\bweek ?ends?\b")


@lru_cache(maxsize=4_000)
def days_named(text: str) -> frozenset[str]:
    """The days on which something is, as far as `text`, in small letters, says."""
    but = {_day(short) for closed in NOT.finditer(text) for short in ONE.findall(closed[0])}
    rest = NOT.sub(" ", text)
    named = {_day(short) for short in ONE.findall(rest)}
    for begin, end in RANGE.findall(rest):
        named |= _between(_day(begin), _day(end))
    if EVERY.search(rest):
        named |= set(DAYS)
    if WEEKDAYS.search(rest):
        named |= set(DAYS) - set(WEEKEND)
    if WEEKENDS.search(rest):
        named |= set(WEEKEND)
    return frozenset(named - but)


def _day(short: str) -> str:
    return next(day for day in DAYS if day.startswith(short))


def _between(begin: str, end: str) -> set[str]:
    """From one to the other, over the end of the week where it comes before."""
    first, last = DAYS.index(begin), DAYS.index(end)
    return {DAYS[number % 7] for number in range(first, (last if last >= first else last + 7) + 1)}
