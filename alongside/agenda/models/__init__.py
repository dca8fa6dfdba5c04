"""Appointments, what the person wants to talk about, and the one agenda of a visit."""

from alongside.agenda.models.appointments import Appointment, Result, Visit
from alongside.agenda.models.items import AgendaItem
from alongside.agenda.models.preparation import Concern, Preparation

__all__ = ["AgendaItem", "Appointment", "Concern", "Preparation", "Result", "Visit"]
