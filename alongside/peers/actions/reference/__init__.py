"""Everything that changes who may be asked, what they are asked, and what came of it."""

from alongside.peers.actions.reference.answering import answer
from alongside.peers.actions.reference.asking import (
    add_question,
    change_questionnaire,
    close_questionnaire,
    open_questionnaire,
    remove_question,
    report_back,
    write_questionnaire,
)
from alongside.peers.actions.reference.joining import join_reference, leave_reference
from alongside.peers.actions.reference.rounds import look_after_questionnaires

__all__ = [
    "add_question",
    "answer",
    "change_questionnaire",
    "close_questionnaire",
    "join_reference",
    "leave_reference",
    "look_after_questionnaires",
    "open_questionnaire",
    "remove_question",
    "report_back",
    "write_questionnaire",
]
