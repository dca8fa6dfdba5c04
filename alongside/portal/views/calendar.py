"""The appointment, to keep in a calendar."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from alongside.agenda.models import Appointment
from alongside.agenda.queries import appointment_for
from alongside.messages.links import opened_link
from alongside.messages.models import SignedLink
from alongside.people.access import Can
from alongside.portal.prepare_steps import appointment_of
from alongside.ui.calendar import Event, calendar_file


@login_not_required
@never_cache
@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The appointment as a calendar file. It names the practice and the time, nothing else."""
    link = opened_link(request, token, SignedLink.Purpose.PREPARE)
    appointment = appointment_of(link) if link else None
    return _calendar(appointment) if appointment else redirect("portal:door", token)


@require_GET
def calendar_own(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _calendar(appointment_for(request, pk, Can.PREPARE))


def _calendar(appointment: Appointment) -> HttpResponse:
    begins, place = appointment.starts_at, str(appointment.organisation)
    event = Event(
        uid=str(appointment.pk),
        begins=begins,
        ends=begins + timedelta(minutes=appointment.minutes),
        summary=_("Appointment at %(place)s") % {"place": place},
        place=place,
    )
    return calendar_file([event], name="appointment")
