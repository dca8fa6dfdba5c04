from alongside.peers.models.buddies import NOTICE, Buddy, Check, Meeting
from alongside.peers.models.coproduction import Activity, Placing
from alongside.peers.models.groups import Coming, Group, GroupDay, Member, SupportRequest, Thought
from alongside.peers.models.matches import BuddyRequest, Call, Match
from alongside.peers.models.reference import Answer, Invitation, Question, Questionnaire, ReferenceMember
from alongside.peers.models.volunteers import Thanks, VolunteerStep
from alongside.peers.models.worries import Worry, WorryStep

__all__ = [
    "NOTICE",
    "Activity",
    "Answer",
    "Buddy",
    "BuddyRequest",
    "Call",
    "Check",
    "Coming",
    "Group",
    "GroupDay",
    "Invitation",
    "Match",
    "Meeting",
    "Member",
    "Placing",
    "Question",
    "Questionnaire",
    "ReferenceMember",
    "SupportRequest",
    "Thanks",
    "Thought",
    "VolunteerStep",
    "Worry",
    "WorryStep",
]
