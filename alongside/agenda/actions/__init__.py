"""Everything that changes an appointment, what a person prepares, or the agenda of a visit."""

from alongside.agenda.actions.answers import carry_the_rest, dispose
from alongside.agenda.actions.appointments import (
    book_appointment,
    cancel_appointment,
    move_appointment,
    note_attended,
    note_missed,
    send_link_again,
)
from alongside.agenda.actions.preparation import (
    choose_areas,
    describe_concern,
    rank_concerns,
    say_most_important,
    send_preparation,
    start_preparation,
)
from alongside.agenda.actions.raising import raise_concern
from alongside.agenda.actions.results import release_results
from alongside.agenda.actions.visits import close_visit, see_now, start_visit
from alongside.agenda.refusals import AlreadyBooked, NotBooked, Settled, StillOpen, TooLate

__all__ = [
    "AlreadyBooked",
    "NotBooked",
    "Settled",
    "StillOpen",
    "TooLate",
    "book_appointment",
    "cancel_appointment",
    "carry_the_rest",
    "choose_areas",
    "close_visit",
    "describe_concern",
    "dispose",
    "move_appointment",
    "note_attended",
    "note_missed",
    "raise_concern",
    "rank_concerns",
    "release_results",
    "say_most_important",
    "see_now",
    "send_link_again",
    "send_preparation",
    "start_preparation",
    "start_visit",
]
