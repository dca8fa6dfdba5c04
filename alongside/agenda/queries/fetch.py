"""Fetching an appointment or a visit for somebody who may, and 404 for everybody else."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from alongside.agenda.models import Appointment, Visit
from alongside.people.access import Can, held_at, held_for
from alongside.people.models import Person


def appointment_for(request: HttpRequest, pk: UUID, can: Can) -> Appointment:
    """The appointment, if the signed-in account holds the capability where it is; the read is noted."""
    rows = Appointment.objects.select_related("person", "organisation", "clinician")
    return held_for(request, rows, pk, can)


def still_holds(request: HttpRequest, appointment: Appointment, can: Can) -> bool:
    """Whether the account still holds the capability after what it did: a place loses sight of what it called off."""
    return Appointment.objects.filter(held_at(request.user, can), pk=appointment.pk).exists()


def visit_for(request: HttpRequest, pk: UUID, can: Can) -> Visit:
    """The visit, if the signed-in account holds the capability where it takes place; the read is noted."""
    rows = Visit.objects.select_related("person", "organisation", "clinician", "appointment__preparation")
    return held_for(request, rows, pk, can)


def next_appointment(person: Person) -> Appointment | None:
    """The person's next booked appointment."""
    coming = Appointment.objects.filter(person=person, state=Appointment.State.BOOKED, starts_at__gte=timezone.now())
    return coming.select_related("organisation", "clinician", "preparation").order_by("starts_at").first()


def appointment_locked(appointment: Appointment) -> Appointment:
    """The row as it is now, held until the transaction ends."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person", "organisation")
    return rows.get(pk=appointment.pk)
