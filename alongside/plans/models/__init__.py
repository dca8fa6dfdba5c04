"""My Health Plan: what matters, goals, confidence over time, and the follow-up that happens by itself."""

from alongside.plans.models.follow_up import CheckIn, FollowUp
from alongside.plans.models.goals import Action, Confidence, Goal, GoalScale
from alongside.plans.models.plan import Plan, PlanContact, WarningSign

__all__ = [
    "Action",
    "CheckIn",
    "Confidence",
    "FollowUp",
    "Goal",
    "GoalScale",
    "Plan",
    "PlanContact",
    "WarningSign",
]
