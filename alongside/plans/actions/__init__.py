"""Everything that changes a plan."""

from alongside.plans.actions.answers import (
    NotAsking,
    answer_follow_up,
    answer_now,
    say_days,
    say_more,
    start_asking,
    stop_asking,
)
from alongside.plans.actions.attainment import describe_levels, rate_level
from alongside.plans.actions.confidence import rate_confidence
from alongside.plans.actions.follow_up import (
    ask_due_follow_ups,
    ask_now,
    cancel_follow_ups,
    note_silences,
    schedule_follow_up,
)
from alongside.plans.actions.goals import agree_goal, change_goal, end_goal
from alongside.plans.actions.handovers import ask_due_handovers, note_silent_handovers
from alongside.plans.actions.plan import (
    add_contact,
    agree_warning_sign,
    plan_of,
    say_what_matters,
    set_review,
    take_out,
)
from alongside.plans.actions.signposting import (
    Given,
    ThreeAlready,
    choose_service,
    give_services,
    save_for_later,
    say_what_became,
    take_out_service,
)
from alongside.plans.actions.telling import CannotTell, service_answers, tell_service

__all__ = [
    "CannotTell",
    "Given",
    "NotAsking",
    "ThreeAlready",
    "add_contact",
    "agree_goal",
    "agree_warning_sign",
    "answer_follow_up",
    "answer_now",
    "ask_due_follow_ups",
    "ask_due_handovers",
    "ask_now",
    "cancel_follow_ups",
    "change_goal",
    "choose_service",
    "describe_levels",
    "end_goal",
    "give_services",
    "note_silences",
    "note_silent_handovers",
    "plan_of",
    "rate_confidence",
    "rate_level",
    "save_for_later",
    "say_days",
    "say_more",
    "say_what_became",
    "say_what_matters",
    "schedule_follow_up",
    "service_answers",
    "set_review",
    "start_asking",
    "stop_asking",
    "take_out",
    "take_out_service",
    "tell_service",
]
