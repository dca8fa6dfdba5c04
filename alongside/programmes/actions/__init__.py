"""Everything that changes a course that is run, and who is on it."""

from alongside.programmes.actions.cohorts import cancel_cohort, plan_cohort
from alongside.programmes.actions.offers import answer_offer
from alongside.programmes.actions.places import join, leave, train
from alongside.programmes.actions.register import mark
from alongside.programmes.actions.reminders import note_departures, remind
from alongside.programmes.actions.sessions import (
    cancel_session,
    confirm_all,
    confirm_session,
    go_ahead_without,
    hold_session,
    move_session,
)
from alongside.programmes.actions.training import note_training, set_target, train_team
from alongside.programmes.actions.tutors import (
    add_venue,
    approve_tutor,
    assign_to_all,
    assign_tutor,
    end_tutor,
    stand_down,
)

__all__ = [
    "add_venue",
    "answer_offer",
    "approve_tutor",
    "assign_to_all",
    "assign_tutor",
    "cancel_cohort",
    "cancel_session",
    "confirm_all",
    "confirm_session",
    "end_tutor",
    "go_ahead_without",
    "hold_session",
    "join",
    "leave",
    "mark",
    "move_session",
    "note_departures",
    "note_training",
    "plan_cohort",
    "remind",
    "set_target",
    "stand_down",
    "train",
    "train_team",
]
