"""Days of the week in the text of a record: "Monday - Friday", "Tues & Thurs", "every day except Sundays"."""

import re

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKEND = frozenset({"saturday", "sunday"})
# A short one only beside a figure, another day or a sign: "sat" is a word too.
FULL = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
SHORT = r"(?:mon|tues?|weds?|thur?s?|fri|sat|sun)s?\b"
BESIDE = r"(?=\s*(?:[-–&,/:.)\d]|to\b|and\b|till?\b|until\b|$))"
DAY = rf"\b(?:{FULL}|{SHORT}{BESIDE})"
SEVERAL = {
    re.compile(r"\b(?:every day|daily)\b(?! (?:life|lives|living|tasks))|\b(?:7|seven) days\b"): frozenset(DAYS),
    re.compile(r"\bweek ?days\b"): frozenset(DAYS) - WEEKEND,
    re.compile(r"\bweek ?ends?\b"): WEEKEND,
}
RANGE = re.compile(rf"({DAY})\s*(?:-|–|to|until|till|through)\s*\b({FULL}|{SHORT})")
ONE = re.compile(DAY)
# Not where other hours follow: "except Thursday 10am - 12.30pm".
NOT = re.compile(
    r"\b(?:closed|not|except|excluding|apart from)(?: open)?(?: on)? "
    rf"(?:(?:{DAY}|week ?ends?|week ?days|bank holidays)(?:,| and| or|/|\s)*)+(?!\s*\d)"
)


def days_named(text: str) -> frozenset[str]:
    """The days on which something is, as far as `text`, in small letters, says."""
    closed = frozenset(day for found in NOT.finditer(text) for day in _named(found[0]))
    return _named(NOT.sub(" ", text)) - closed


def _named(text: str) -> frozenset[str]:
    named = {_day(each) for each in ONE.findall(text)}
    for begin, end in RANGE.findall(text):
        named |= _between(_day(begin), _day(end))
    return frozenset(named).union(*(days for pattern, days in SEVERAL.items() if pattern.search(text)))


def _day(named: str) -> str:
    return next(day for day in DAYS if day[:3] == named[:3])


def _between(begin: str, end: str) -> set[str]:
    """From one to the other, over the end of the week where it comes before."""
    first, last = DAYS.index(begin), DAYS.index(end)
    return {DAYS[number % 7] for number in range(first, (last if last >= first else last + 7) + 1)}
