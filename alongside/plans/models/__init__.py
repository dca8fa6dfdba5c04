"""My Health Plan: what matters, goals, the follow-up that happens by itself, and where somebody was pointed to."""

from alongside.plans.models.follow_up import CheckIn, FollowUp
from alongside.plans.models.goals import Action, Confidence, Goal, GoalScale
from alongside.plans.models.plan import Plan, PlanContact, WarningSign
from alongside.plans.models.signposting import Handover, Signposting, SignpostingMove

__all__ = [
    "Action",
    "CheckIn",
    "Confidence",
    "FollowUp",
    "Goal",
    "GoalScale",
    "Handover",
    "Plan",
    "PlanContact",
    "Signposting",
    "SignpostingMove",
    "WarningSign",
]
