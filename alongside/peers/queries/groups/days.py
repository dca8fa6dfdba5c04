"""The days of a group, as the rule in its record has them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from alongside.directory.models import Schedule
from alongside.directory.times import DAYS, Times, days
from alongside.peers.models import Group, GroupDay

AHEAD = 3
SAID_FOR = timedelta(days=28)  # for which it can be said afterwards that it took place


def times_of(first: date, often: str, begins: time, ends: time | None) -> Times:
    """The rule as HSDS has it."""
    day = DAYS[first.weekday()]
    facts: dict[str, Any] = {"opens_at": begins, "closes_at": ends, "dtstart": first, "valid_from": first}
    if often == "monthly":
        which = (first.day + 6) // 7
        return Times(byday=f"{-1 if which == 5 else which}{day}", freq="MONTHLY", **facts)
    if often == "once":
        return Times(byday=day, valid_to=first, **facts)
    return Times(byday=day, interval=2 if often == "fortnightly" else 1, **facts)


def as_before(old: list[Times], new: Times) -> Times:
    """A rule that only goes on, perhaps at another hour, begins when it began: its days so far stay its days."""
    for rule in old:
        same = all(getattr(rule, part) == getattr(new, part) for part in ("byday", "freq", "interval", "valid_to"))
        if same and new.dtstart and days(rule, new.dtstart, 1) == [new.dtstart]:
            return replace(new, dtstart=rule.dtstart, valid_from=rule.valid_from)
    return new


def rules_of(group: Group) -> list[Times]:
    return [row.times for row in Schedule.objects.filter(service=group.service_id)]


def falls_on(group: Group, day: date) -> bool:
    return any(days(rule, day, 1) == [day] for rule in rules_of(group))


def begins_on(group: Group, day: date) -> datetime | None:
    """When it begins on one of its days; None on any other, or where no hour is known."""
    return begins_at(rules_of(group), day)


def begins_at(rules: Iterable[Times], day: date) -> datetime | None:
    """The same, of rules that were read before."""
    falls = [rule for rule in rules if days(rule, day, 1) == [day]]
    starts = [datetime.combine(day, rule.opens_at) for rule in falls if rule.opens_at]
    return timezone.make_aware(min(starts)) if starts else None


def next_days(rules: Iterable[Times], since: date, count: int = AHEAD) -> list[date]:
    """The next of its days, from `since` on."""
    found = {day for rule in rules for day in days(rule, since, count)}
    return sorted(found)[:count]


def days_since(group: Group, heard: date, today: date) -> int:
    """How many of its days have passed since, without a word of any of them."""
    passed = [day for day in next_days(rules_of(group), heard + timedelta(days=1), 20) if day < today]
    said = GroupDay.objects.filter(group=group, on__in=passed).exclude(state=GroupDay.State.PLANNED)
    return len(passed) - said.count()
