"""Everything that changes who is a buddy, whose, and what becomes of it."""

from alongside.peers.actions.asking import ask_for_buddy, withdraw
from alongside.peers.actions.buddies import (
    approve_buddy,
    describe_buddy,
    end_buddy,
    note_check,
    note_meeting,
    take_back_check,
)
from alongside.peers.actions.calls import note_call
from alongside.peers.actions.coproduction import add_activity, end_activity, place_activity
from alongside.peers.actions.matching import end_match, propose_match, say_no, say_yes, share_number
from alongside.peers.actions.rounds import look_round
from alongside.peers.actions.volunteers import note_step, take_back_step, thank
from alongside.peers.actions.worries import add_step, close_worry, raise_worry

__all__ = [
    "add_activity",
    "add_step",
    "approve_buddy",
    "ask_for_buddy",
    "close_worry",
    "describe_buddy",
    "end_activity",
    "end_buddy",
    "end_match",
    "look_round",
    "note_call",
    "note_check",
    "note_meeting",
    "note_step",
    "place_activity",
    "propose_match",
    "raise_worry",
    "say_no",
    "say_yes",
    "share_number",
    "take_back_check",
    "take_back_step",
    "thank",
    "withdraw",
]
