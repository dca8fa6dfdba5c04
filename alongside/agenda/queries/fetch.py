"""Fetching an appointment or a visit for somebody who may, and 404 for everybody else."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from alongside.agenda.models import Appointment, Visit
from alongside.people.access import Can, held_at, note_read
from alongside.people.models import Person


def appointment_for(request: HttpRequest, pk: UUID, can: Can) -> Appointment:
    """The appointment, if the signed-in account holds the capability where it is; the read is noted."""
    request.access_checked = can  # type: ignore[attr-defined]  # for tests; see people/access.py
    rows = Appointment.objects.filter(held_at(request.user, can), pk=pk)
    appointment = rows.select_related("person", "organisation", "clinician").first()
    if appointment is None:
        raise Http404("No such appointment.")
    note_read(request, appointment.person, can, at=appointment.organisation_id)
    return appointment


def visit_for(request: HttpRequest, pk: UUID, can: Can) -> Visit:
    """The visit, if the signed-in account holds the capability where it takes place; the read is noted."""
    request.access_checked = can  # type: ignore[attr-defined]  # for tests; see people/access.py
    rows = Visit.objects.filter(held_at(request.user, can), pk=pk)
    visit = rows.select_related("person", "organisation", "clinician", "appointment__preparation").first()
    if visit is None:
        raise Http404("No such visit.")
    note_read(request, visit.person, can, at=visit.organisation_id)
    return visit


def next_appointment(person: Person) -> Appointment | None:
    """The person's next booked appointment."""
    coming = Appointment.objects.filter(person=person, state=Appointment.State.BOOKED, starts_at__gte=timezone.now())
    return coming.select_related("organisation", "clinician", "preparation").order_by("starts_at").first()


def appointment_locked(appointment: Appointment) -> Appointment:
    """The row as it is now, held until the transaction ends."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person", "organisation")
    return rows.get(pk=appointment.pk)
