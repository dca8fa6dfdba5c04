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
from alongside.plans.queries.signposting import (
    being_chosen,
    choosing_at,
    given_in,
    handover_for,
    handover_of,
    services_of,
    signposting_for,
)
from alongside.plans.queries.text import plan_text

__all__ = [
    "SURE_ENOUGH",
    "GoalCard",
    "PlanPage",
    "Shared",
    "active_cards",
    "asking_channel",
    "being_chosen",
    "call_by",
    "card_of",
    "choosing_at",
    "contact_for",
    "given_in",
    "goal_for",
    "handover_for",
    "handover_of",
    "has_many_goals",
    "last_at_a_pace",
    "pace_of",
    "plan_in_short",
    "plan_page",
    "plan_text",
    "question_of",
    "scale_of",
    "scales_of",
    "services_of",
    "shared_with",
    "sign_for",
    "signposting_for",
]
