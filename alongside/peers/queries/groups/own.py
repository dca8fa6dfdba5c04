"""A group as those who come to it see it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from alongside.directory.models import Schedule
from alongside.directory.queries import Card, cards_of
from alongside.directory.times import Times, next_time
from alongside.peers.models import Coming, Group, GroupDay, Member, SupportRequest, Thought
from alongside.peers.queries.groups.days import SAID_FOR, begins_at, next_days
from alongside.people.days import monday_of
from alongside.people.models import Person

State = GroupDay.State


@dataclass(frozen=True)
class DayLine:
    """One of its days: who comes, and what somebody here said."""

    on: date
    state: str
    coming: list[str]
    said: bool | None

    @property
    def off(self) -> bool:
        return self.state == State.OFF


@dataclass(frozen=True)
class Other:
    """Somebody else who comes."""

    member: Member
    thought_of: bool  # this week, by whoever reads this

    @property
    def can_be_taken_out(self) -> bool:
        return not self.member.runs_it

    @property
    def can_be_thought_of(self) -> bool:
        return self.member.told and not self.thought_of


@dataclass(frozen=True)
class GroupPage:
    member: Member
    card: Card
    days: list[DayLine]
    to_note: list[date]  # its days that passed without a word, for whoever runs it
    others: list[Other]
    thinking: list[str]  # who is thinking of whoever reads this, this week
    support: list[SupportRequest]
    begins: datetime | None
    nobody_runs_it: bool

    @property
    def group(self) -> Group:
        return self.member.group

    @property
    def ready(self) -> bool:
        """It says where and when."""
        return bool(self.card.schedules)


def page_of(member: Member) -> GroupPage:
    """In a fixed number of queries, however many come."""
    group, today = member.group, timezone.localdate()
    card = cards_of([group.service])[0]
    rules = [row.times for row in card.schedules]
    here = list(Member.objects.here().filter(group=group))
    thoughts = _thoughts(here, today)
    return GroupPage(
        member=member,
        card=card,
        days=_days(member, rules, today),
        to_note=_to_note(group, rules, today) if member.runs_it else [],
        others=[Other(each, (member.pk, each.pk) in thoughts) for each in here if each.pk != member.pk],
        thinking=[each.called for each in here if (each.pk, member.pk) in thoughts],
        support=list(member.support.order_by("-asked_at")[:3]),
        begins=next_time(rules, timezone.localtime()),
        nobody_runs_it=not any(each.runs_it for each in here),
    )


def _thoughts(here: list[Member], today: date) -> set[tuple[UUID, UUID]]:
    rows = Thought.objects.filter(by_member__in=here, of_member__in=here, week=monday_of(today))
    return set(rows.values_list("by_member_id", "of_member_id"))


def _days(member: Member, rules: list[Times], today: date) -> list[DayLine]:
    days = next_days(rules, today)
    states = dict(GroupDay.objects.filter(group=member.group_id, on__in=days).values_list("on", "state"))
    coming: dict[date, list[str]] = defaultdict(list)
    own: dict[date, bool] = {}
    for answer in _answers(member.group_id, days):
        if answer.member_id == member.pk:
            own[answer.day.on] = answer.yes
        elif answer.yes:
            coming[answer.day.on].append(answer.member.called)
    return [DayLine(day, states.get(day, State.PLANNED), coming[day], own.get(day)) for day in days]


def _answers(group: UUID, days: list[date]) -> QuerySet[Coming]:
    here = Member.objects.here().filter(pk=OuterRef("member"))
    rows = Coming.objects.filter(Exists(here), day__group=group, day__on__in=days)
    return rows.select_related("member", "day").order_by("at")


def _to_note(group: Group, rules: list[Times], today: date) -> list[date]:
    """The last two days that passed, since it was listed, of which nobody said whether it met."""
    if group.state not in Group.GOING or group.read_at is None:
        return []
    since = max(today - SAID_FOR, timezone.localdate(group.read_at))
    passed = [
        day for day in next_days(rules, since, 40) if (begins := begins_at(rules, day)) and begins <= timezone.now()
    ]
    noted = GroupDay.objects.filter(group=group, on__in=passed).exclude(state=State.PLANNED)
    said = set(noted.values_list("on", flat=True))
    return [day for day in passed if day not in said][-2:]


@dataclass(frozen=True)
class OwnGroup:
    """A group somebody comes to, in a list."""

    member: Member
    begins: datetime | None
    thinking: int


def groups_of(person: Person) -> list[OwnGroup]:
    """Those somebody comes to or runs, with when each meets next; in a fixed number of queries."""
    today, now = timezone.localdate(), timezone.localtime()
    rows = Member.objects.here().filter(person=person).exclude(group__state=Group.State.ENDED)
    members = list(rows.select_related("group__service"))
    services = [member.group.service_id for member in members]
    rules: dict[UUID, list[Times]] = defaultdict(list)
    for row in Schedule.objects.of(services) if services else ():
        found: Any = row
        rules[found.whose].append(row.times)
    thought_of = Thought.objects.filter(of_member__in=members, week=monday_of(today))
    thoughts = list(thought_of.values_list("of_member_id", flat=True))
    return [
        OwnGroup(member, next_time(rules[member.group.service_id], now), thoughts.count(member.pk))
        for member in members
    ]
