from alongside.peers.models.buddies import NOTICE, Buddy, Check, Meeting
from alongside.peers.models.matches import BuddyRequest, Call, Match
from alongside.peers.models.worries import Worry, WorryStep

__all__ = ["NOTICE", "Buddy", "BuddyRequest", "Call", "Check", "Match", "Meeting", "Worry", "WorryStep"]
