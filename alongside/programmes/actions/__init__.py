"""Everything that changes a course that is run, and who is on it."""

from alongside.programmes.actions.afterwards import catch_up_done, note_session, plan_catch_up, rate
from alongside.programmes.actions.cohorts import cancel_cohort, plan_cohort
from alongside.programmes.actions.costs import add_cost, remove_cost
from alongside.programmes.actions.learning import go_on
from alongside.programmes.actions.offers import answer_offer
from alongside.programmes.actions.own_times import choose_turn
from alongside.programmes.actions.places import join, leave, train
from alongside.programmes.actions.register import mark
from alongside.programmes.actions.reminders import ask_how_it_was, note_departures, remind
from alongside.programmes.actions.sessions import (
    cancel_session,
    confirm_all,
    confirm_session,
    go_ahead_without,
    hold_session,
    move_session,
)
from alongside.programmes.actions.terms import propose_term, set_up
from alongside.programmes.actions.training import note_training, set_target, train_team
from alongside.programmes.actions.tutors import (
    add_venue,
    approve_tutor,
    assign_sessions,
    assign_to_all,
    assign_tutor,
    change_tutor,
    come_back,
    end_tutor,
    go_away,
    say_when,
    stand_down,
    stand_down_from,
)
from alongside.programmes.actions.variants import end_variant, make_variant

__all__ = [
    "add_cost",
    "add_venue",
    "answer_offer",
    "approve_tutor",
    "ask_how_it_was",
    "assign_sessions",
    "assign_to_all",
    "assign_tutor",
    "cancel_cohort",
    "cancel_session",
    "catch_up_done",
    "change_tutor",
    "choose_turn",
    "come_back",
    "confirm_all",
    "confirm_session",
    "end_tutor",
    "end_variant",
    "go_ahead_without",
    "go_away",
    "go_on",
    "hold_session",
    "join",
    "leave",
    "make_variant",
    "mark",
    "move_session",
    "note_departures",
    "note_session",
    "note_training",
    "plan_catch_up",
    "plan_cohort",
    "propose_term",
    "rate",
    "remind",
    "remove_cost",
    "say_when",
    "set_target",
    "set_up",
    "stand_down",
    "stand_down_from",
    "train",
    "train_team",
]
