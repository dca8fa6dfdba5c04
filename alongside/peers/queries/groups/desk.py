"""Groups as whoever gives them a hand sees them: that they go on, never who comes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Q

from alongside.peers.models import Group, GroupDay, Member, SupportRequest
from alongside.peers.queries.groups.reunions import Reunion, reunions_at
from alongside.people.access import Can, organisations_for
from alongside.people.models import User


@dataclass(frozen=True)
class GroupLine:
    group: Group
    come: int
    met: int
    last_met: date | None
    runs_it: bool  # somebody still does


@dataclass(frozen=True)
class GroupDesk:
    support: list[SupportRequest]
    to_read: list[GroupLine]
    going: list[GroupLine]
    reunions: list[Reunion]


def groups_looked_after(user: User | AnonymousUser) -> set[UUID]:
    return set(organisations_for(user, Can.LOOK_AFTER_GROUPS))


def group_desk(organisations: list[UUID]) -> GroupDesk:
    """In a fixed number of queries, however many there are."""
    lines = [_line(row) for row in _counted(organisations)]
    asked = SupportRequest.objects.open().filter(group__organisation__in=organisations)
    return GroupDesk(
        support=list(asked.select_related("group__service")),
        to_read=[line for line in lines if line.group.state == Group.State.SENT or line.group.is_changed],
        going=[line for line in lines if line.group.state in Group.GOING],
        reunions=reunions_at(organisations),
    )


def _counted(organisations: list[UUID]) -> "list[Group]":
    here = Q(members__left_at=None, members__person__died_on=None, members__person__restricted_at=None)
    met = Q(days__state=GroupDay.State.MET)
    rows = Group.objects.filter(organisation__in=organisations).exclude(state__in=["draft", "ended"])
    return list(
        rows.select_related("service").annotate(
            come=Count("members", filter=here, distinct=True),
            runners=Count("members", filter=here & Q(members__runs_it=True), distinct=True),
            met=Count("days", filter=met, distinct=True),
            last_met=Max("days__on", filter=met),
        )
    )


def _line(row: Group) -> GroupLine:
    counted: dict[str, int] = vars(row)
    return GroupLine(row, counted["come"], counted["met"], vars(row)["last_met"], bool(counted["runners"]))


def names_of(group: Group) -> list[Member]:
    """Who runs it, for whoever gives them a hand."""
    return list(Member.objects.here().filter(group=group, runs_it=True).select_related("person"))
