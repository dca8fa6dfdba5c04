"""How well a buddy fits somebody, and why, in words; and the best for a whole waiting list. No database.

What has to be so (a language both speak, what either would rather, a time both can) is asked first; the rest is points
out of a hundred, our own weights, shown to the coordinator as reasons and never as a number.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from alongside.peers.wishes import been_through, interests
from alongside.people.conditions import name_of as condition_name
from alongside.people.languages import name_of as language_name
from alongside.programmes.hours import PARTS
from alongside.programmes.solving import Option, choose
from alongside.worklist.working_days import is_working_day

CONDITION, TOPIC, INTEREST, TIME = 40.0, 25.0, 20.0, 15.0
MOST = CONDITION + TOPIC + INTEREST + TIME
ENOUGH = 3  # interests or times in common are as good as more
# Whoever has waited longer is worth a little more, so that nobody is passed over for ever.
A_WEEK, AT_MOST = 2.0, 20.0
# Month and day. Where one falls on a weekend the bank holiday is another day, and yet nobody is rung on this one.
AT_HOME = {(12, 25), (12, 26), (1, 1)}


@dataclass(frozen=True)
class Seeker:
    """Somebody who would like a buddy."""

    pk: UUID
    conditions: frozenset[str]
    topics: frozenset[str]
    interests: frozenset[str]
    free_at: frozenset[str]
    language: str
    sex: str
    would_rather: str = ""
    weeks: int = 0  # waited
    person: UUID | None = None
    not_again: frozenset[UUID] = frozenset()  # accounts of buddies with whom it was a no


@dataclass(frozen=True)
class Helper:
    """A buddy with a place left."""

    pk: UUID
    conditions: frozenset[str]
    topics: frozenset[str]
    interests: frozenset[str]
    free_at: frozenset[str]
    languages: frozenset[str]
    sex: str
    would_rather: str = ""
    left: int = 1
    person: UUID | None = None
    user: UUID | None = None


@dataclass(frozen=True)
class Fit:
    """How well they fit, from 0 to 100, and why."""

    seeker: UUID
    helper: UUID
    points: float
    reasons: list[str]


@dataclass(frozen=True)
class Together:
    """The best for a whole list, beside first come first served."""

    fits: list[Fit]
    in_turn: list[Fit]

    @property
    def more(self) -> int:
        """How many more have a buddy than if each had taken the best that was left."""
        return len(self.fits) - len(self.in_turn)

    @property
    def better(self) -> int:
        """By how many per cent each fits better, on average."""
        before, now = _mean(self.in_turn), _mean(self.fits)
        return round(100 * (now / before - 1)) if before else 0


def _mean(fits: Sequence[Fit]) -> float:
    return sum(each.points for each in fits) / len(fits) if fits else 0.0


def fit(seeker: Seeker, helper: Helper) -> Fit | None:
    """None where it cannot be: no language, no time, not whom either would rather talk to, or one they had before."""
    if not can_be(seeker, helper):
        return None
    return Fit(seeker.pk, helper.pk, points(seeker, helper), reasons(seeker, helper))


def can_be(seeker: Seeker, helper: Helper) -> bool:
    wished = all(
        wish in ("", sex) for wish, sex in ((seeker.would_rather, helper.sex), (helper.would_rather, seeker.sex))
    )
    at_a_time = not seeker.free_at or not helper.free_at or bool(seeker.free_at & helper.free_at)
    themselves = seeker.person is not None and seeker.person == helper.person
    other = not themselves and helper.user not in seeker.not_again
    return other and wished and at_a_time and seeker.language in helper.languages


def points(seeker: Seeker, helper: Helper) -> float:
    return (
        CONDITION * _share(seeker.conditions, helper.conditions, len(seeker.conditions))
        + TOPIC * _share(seeker.topics, helper.topics, len(seeker.topics))
        + INTEREST * _share(seeker.interests, helper.interests, min(ENOUGH, len(seeker.interests)))
        + TIME * (_share(seeker.free_at, helper.free_at, ENOUGH) if seeker.free_at and helper.free_at else 1.0)
    )


def _share(wanted: Collection[str], there: frozenset[str], enough: int) -> float:
    """How much of what is wanted is there; of what nobody wants, nothing."""
    return min(1.0, len(there.intersection(wanted)) / enough) if enough else 0.0


def reasons(seeker: Seeker, helper: Helper) -> list[str]:
    """What speaks for it, the weightiest first."""
    return [*both_live_with(seeker, helper), *other_reasons(seeker, helper)]


def both_live_with(seeker: Seeker, helper: Helper) -> list[str]:
    """In one sentence, or none. Nobody is told of it before both said yes."""
    both = [condition_name(kind) for kind in sorted(seeker.conditions & helper.conditions)]
    return [_("Both live with %s.") % ", ".join(both)] if both else []


def other_reasons(seeker: Seeker, helper: Helper) -> list[str]:
    through = [words for key, words in been_through().items() if key in seeker.topics & helper.topics]
    like = [words for key, words in interests().items() if key in seeker.interests & helper.interests]
    times = [f"{day} {time}" for key, (day, time) in PARTS.items() if key in seeker.free_at & helper.free_at]
    found = [
        (through, _("Has been through: %s.")),
        (like, _("Both like %s.")),
        (times[:ENOUGH], _("Both can on %s.")),
    ]
    said = [words % ", ".join(things) for things, words in found if things]
    return said + ([_("Speaks %s.") % language_name(seeker.language)] if seeker.language != "en" else [])


def week_days(person: Collection[str], buddy: Collection[str]) -> frozenset[int]:
    """On which days of the week, Monday being 0, calls are: when both can, or else the buddy. None: on any."""
    parts = set(person) & set(buddy) or set(buddy) or set(person)
    return frozenset(int(part[0]) for part in parts)


def day_of_call(earliest: date, days: Collection[int]) -> date:
    """The first day from then on that is one of those days of the week, and no bank holiday."""
    day = earliest
    while (days and day.weekday() not in days) or _is_holiday(day):
        day += timedelta(days=1)
    return day


def _is_holiday(day: date) -> bool:
    """A weekend is none: somebody may well ring on it."""
    return (day.month, day.day) in AT_HOME or (day.weekday() < 5 and not is_working_day(day))


def best_for(seeker: Seeker, helpers: Sequence[Helper], most: int = 5) -> list[Fit]:
    """The best for one person, of those with a place left."""
    fits = [found for helper in helpers if helper.left > 0 and (found := fit(seeker, helper))]
    return sorted(fits, key=lambda each: -each.points)[:most]


def best_together(seekers: Sequence[Seeker], helpers: Sequence[Helper], *, seconds: float = 6.0) -> Together:
    """The best for all at once, through HiGHS: as many as can be, and those who fit best."""
    place = {helper.pk: number for number, helper in enumerate(helpers)}
    pairs = [
        (number, helper, points(seeker, helper))
        for number, seeker in enumerate(seekers)
        for helper in helpers
        if helper.left > 0 and can_be(seeker, helper)
    ]
    # That one more has a buddy is worth more than whatever all the others could gain by going without them.
    one_more = (MOST + AT_MOST) * (len(seekers) + 1)
    options = [
        Option(number, one_more + worth + min(AT_MOST, A_WEEK * seekers[number].weeks), (place[helper.pk],))
        for number, helper, worth in pairs
    ]
    there_are = np.array([float(helper.left) for helper in helpers])
    in_turn = _in_turn(seekers, pairs, helpers)
    known = {(seekers[number].pk, helper.pk): at for at, (number, helper, _worth) in enumerate(pairs)}
    first = [known[each.seeker, each.helper] for each in in_turn]
    found = choose(options, groups=np.ones(len(seekers)), there_are=there_are, first=first, seconds=seconds, gap=0.0)
    chosen = [pairs[at] for at in found.options]
    fits = [
        Fit(seekers[number].pk, helper.pk, worth, reasons(seekers[number], helper)) for number, helper, worth in chosen
    ]
    return Together(fits, in_turn)


def _in_turn(
    seekers: Sequence[Seeker], pairs: Sequence[tuple[int, Helper, float]], helpers: Sequence[Helper]
) -> list[Fit]:
    """First come first served: each takes the best that is left."""
    left = {helper.pk: helper.left for helper in helpers}
    by_seeker: dict[int, list[tuple[float, Helper]]] = {}
    for number, helper, worth in pairs:
        by_seeker.setdefault(number, []).append((worth, helper))
    took = []
    for number, seeker in enumerate(seekers):
        free = [each for each in by_seeker.get(number, []) if left[each[1].pk] > 0]
        if free:
            worth, helper = max(free, key=lambda each: each[0])
            left[helper.pk] -= 1
            took.append(Fit(seeker.pk, helper.pk, worth, []))
    return took
