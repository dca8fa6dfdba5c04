"""Everything that changes a group that people run themselves."""

from alongside.peers.actions.groups.days import call_off, note_met, say_coming, still_meets
from alongside.peers.actions.groups.listing import ask_to_change, list_group, mark_read, send_group
from alongside.peers.actions.groups.members import choose_how, hand_on, join_group, leave_group, think_of
from alongside.peers.actions.groups.rounds import look_after_groups
from alongside.peers.actions.groups.starting import describe_group, set_where_and_when, start_group
from alongside.peers.actions.groups.stopping import end_group
from alongside.peers.actions.groups.support import answer_support, ask_after_reunion, ask_for_support

__all__ = [
    "answer_support",
    "ask_after_reunion",
    "ask_for_support",
    "ask_to_change",
    "call_off",
    "choose_how",
    "describe_group",
    "end_group",
    "hand_on",
    "join_group",
    "leave_group",
    "list_group",
    "look_after_groups",
    "mark_read",
    "note_met",
    "say_coming",
    "send_group",
    "set_where_and_when",
    "start_group",
    "still_meets",
    "think_of",
]
