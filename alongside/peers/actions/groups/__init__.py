"""Everything that changes a group that people run themselves."""

from alongside.peers.actions.groups.days import call_off, note_met, say_coming, still_meets
from alongside.peers.actions.groups.listing import ask_to_change, list_group, mark_read, send_group
from alongside.peers.actions.groups.members import (
    ask_to_run,
    choose_how,
    join_group,
    leave_group,
    say_about_running,
    step_down,
    take_out,
    think_of,
)
from alongside.peers.actions.groups.rounds import look_after_groups
from alongside.peers.actions.groups.starting import describe_group, set_where_and_when, start_group
from alongside.peers.actions.groups.stopping import end_group
from alongside.peers.actions.groups.support import answer_support, ask_after_reunion, ask_for_support

__all__ = [
    "answer_support",
    "ask_after_reunion",
    "ask_for_support",
    "ask_to_change",
    "ask_to_run",
    "call_off",
    "choose_how",
    "describe_group",
    "end_group",
    "join_group",
    "leave_group",
    "list_group",
    "look_after_groups",
    "mark_read",
    "note_met",
    "say_about_running",
    "say_coming",
    "send_group",
    "set_where_and_when",
    "start_group",
    "step_down",
    "still_meets",
    "take_out",
    "think_of",
]
