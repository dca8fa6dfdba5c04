"""Reading appointments, agendas, results and what became of what people said."""

from alongside.agenda.queries.agenda import Agenda, AgendaLine, agenda_of, visit_note
from alongside.agenda.queries.desk import DeskDay, DeskLine, desk_days, desk_line, unreached
from alongside.agenda.queries.fetch import appointment_for, next_appointment, still_holds, visit_for
from alongside.agenda.queries.results import ResultLine, results_beforehand
from alongside.agenda.queries.said import Said, what_happened

__all__ = [
    "Agenda",
    "AgendaLine",
    "DeskDay",
    "DeskLine",
    "ResultLine",
    "Said",
    "agenda_of",
    "appointment_for",
    "desk_days",
    "desk_line",
    "next_appointment",
    "results_beforehand",
    "still_holds",
    "unreached",
    "visit_for",
    "visit_note",
    "what_happened",
]
