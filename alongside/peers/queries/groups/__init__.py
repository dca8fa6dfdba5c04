"""Reading groups: those somebody comes to, those an organisation gives a hand, the reunions that could become one."""

from alongside.peers.queries.groups.desk import GroupDesk, GroupLine, group_desk, groups_looked_after, names_of
from alongside.peers.queries.groups.fetch import (
    group_looked_after,
    group_of_service,
    group_to_join,
    member_for,
    other_member,
    reunion_looked_after,
    runner_for,
    support_looked_after,
)
from alongside.peers.queries.groups.own import GroupPage, OwnGroup, groups_of, page_of
from alongside.peers.queries.groups.reunions import Reunion, reunions_of

__all__ = [
    "GroupDesk",
    "GroupLine",
    "GroupPage",
    "OwnGroup",
    "Reunion",
    "group_desk",
    "group_looked_after",
    "group_of_service",
    "group_to_join",
    "groups_looked_after",
    "groups_of",
    "member_for",
    "names_of",
    "other_member",
    "page_of",
    "reunion_looked_after",
    "reunions_of",
    "runner_for",
    "support_looked_after",
]
