"""Reading the reference group: who may be asked, what they are asked, what they said."""

from alongside.peers.queries.reference.desk import (
    Group,
    could_join,
    invitation_at,
    invitation_for,
    member_in,
    question_of,
    questionnaire_for,
    reference_groups,
    unanswered,
)
from alongside.peers.queries.reference.own import asked_of, can_answer, invitation_of, waits_for_an_answer
from alongside.peers.queries.reference.results import Results, results_of
from alongside.peers.queries.reference.standing import can_be_asked

__all__ = [
    "Group",
    "Results",
    "asked_of",
    "can_answer",
    "can_be_asked",
    "could_join",
    "invitation_at",
    "invitation_for",
    "invitation_of",
    "member_in",
    "question_of",
    "questionnaire_for",
    "reference_groups",
    "results_of",
    "unanswered",
    "waits_for_an_answer",
]
