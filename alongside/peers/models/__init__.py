from alongside.peers.models.buddies import NOTICE, Buddy, Check, Meeting
from alongside.peers.models.groups import Coming, Group, GroupDay, Member, SupportRequest, Thought
from alongside.peers.models.matches import BuddyRequest, Call, Match
from alongside.peers.models.worries import Worry, WorryStep

__all__ = [
    "NOTICE",
    "Buddy",
    "BuddyRequest",
    "Call",
    "Check",
    "Coming",
    "Group",
    "GroupDay",
    "Match",
    "Meeting",
    "Member",
    "SupportRequest",
    "Thought",
    "Worry",
    "WorryStep",
]
