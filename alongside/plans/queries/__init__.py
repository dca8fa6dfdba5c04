"""Reading a plan."""

from alongside.plans.queries.asking import asking_channel, call_by, last_at_a_pace, pace_of
from alongside.plans.queries.cards import (
    SURE_ENOUGH,
    GoalCard,
    PlanPage,
    active_cards,
    card_of,
    has_many_goals,
    plan_in_short,
    plan_page,
)
from alongside.plans.queries.fetch import contact_for, goal_for, question_of, scale_of, scales_of, sign_for
from alongside.plans.queries.shared import Shared, shared_with
from alongside.plans.queries.text import plan_text

__all__ = [
    "SURE_ENOUGH",
    "GoalCard",
    "PlanPage",
    "Shared",
    "active_cards",
    "asking_channel",
    "call_by",
    "card_of",
    "contact_for",
    "goal_for",
    "has_many_goals",
    "last_at_a_pace",
    "pace_of",
    "plan_in_short",
    "plan_page",
    "plan_text",
    "question_of",
    "scale_of",
    "scales_of",
    "shared_with",
    "sign_for",
]
