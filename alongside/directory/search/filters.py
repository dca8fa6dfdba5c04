"""What a result has to fit. What is known not to fit is left out; what nobody told us comes after what is known to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from alongside.directory.search.asking import Asked
from alongside.directory.search.days import DAYS
from alongside.directory.search.ranking import Rated
from alongside.directory.search.records import LATE, Described, Hours, open_until

EVENING, NOW = "evening", "now"
NIGHT_ENDS = timedelta(hours=4)  # before that, "tonight" is the night that began the day before
A_DAY = 24 * 60


@dataclass(frozen=True)
class Filters:
    """`time` is "evening" or "now", which is `moment`; `who` are needs that say for whom; `way` is one of `facts`."""

    day: str = ""
    time: str = ""
    moment: datetime | None = None
    free: bool = False
    who: frozenset[str] = frozenset()
    step_free: bool = False
    transport: bool = False
    language: str = ""
    within: float | None = None  # km
    way: str = ""

    def with_words(self, asked: Asked) -> "Filters":
        """The same with what was said in words; what was chosen stays as it was chosen."""
        return replace(
            self,
            time=self.time or (NOW if asked.now else ""),
            step_free=self.step_free or asked.step_free,
            transport=self.transport or asked.transport,
            language=self.language or asked.language,
            way=self.way or asked.way,
        )

    def added_to(self, asked: Asked) -> Asked:
        """What was asked, with what the accurate rating has to know of what was chosen."""
        return replace(
            asked,
            who=asked.who | self.who,
            **self._when(asked),
            evening=asked.evening or self.time == EVENING,
            cheap=asked.cheap or self.free,
        )

    def _when(self, asked: Asked) -> dict[str, Any]:
        """The day that was chosen or named, or that "tonight" or "tomorrow" is; of today, what is still to come."""
        if self.day or asked.ahead is None or self.moment is None:
            return {"day": self.day or asked.day}
        today = self.moment - NIGHT_ENDS
        after = (today.hour * 60 + today.minute + NIGHT_ENDS // timedelta(minutes=1)) if asked.ahead == 0 else 0
        return {"day": DAYS[(today + timedelta(days=asked.ahead)).weekday()], "after": after}


def fit(rated: Rated, filters: Filters) -> bool | None:
    """Whether a service fits all that is insisted on; None where nothing says it does not, and not all is known."""
    answers = list(_answers(rated, filters))
    if False in answers:
        return False
    return None if None in answers else True


def _answers(rated: Rated, filters: Filters) -> Iterator[bool | None]:
    record = rated.described.record
    facts = record.facts
    if filters.day or filters.time:
        yield open_then(record.hours, filters)
    for wanted, known in (
        (filters.free, facts.free),
        (filters.step_free, facts.step_free),
        (filters.transport, facts.transport),
    ):
        if wanted:
            yield known
    for name, names in ((filters.language, facts.languages), (filters.way, facts.ways)):
        if name:
            yield None if names is None else name in names
    if filters.who:
        yield _for(rated.described, filters.who)
    if filters.within is not None and not facts.from_afar:
        yield None if rated.km is None else rated.km <= filters.within


def _for(found: Described, who: frozenset[str]) -> bool | None:
    if who & (found.serves.keys() | found.only):
        return True
    return False if found.only else None


def open_then(hours: Hours | None, filters: Filters) -> bool | None:
    """Whether it is open on that day, at that time."""
    if hours is None:
        return None
    if filters.time == NOW and filters.moment:
        return _open_at(hours, filters.moment)
    spans = hours.get(filters.day, []) if filters.day else [span for spans in hours.values() for span in spans]
    return any(filters.time != EVENING or open_until(*span) >= LATE for span in spans)


def _open_at(hours: Hours, moment: datetime) -> bool:
    """Also by what began the day before and lasts past midnight."""
    minute, today = moment.hour * 60 + moment.minute, moment.weekday()
    return any(
        span[0] <= at < open_until(*span)
        for at, day in ((minute, today), (minute + A_DAY, today - 1))
        for span in hours.get(DAYS[day], [])
    )
