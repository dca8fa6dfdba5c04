"""The appointment, to keep in a calendar."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from alongside.agenda.models import Appointment
from alongside.agenda.queries import appointment_for
from alongside.messages.links import opened_link
from alongside.messages.models import SignedLink
from alongside.people.access import Can
from alongside.portal.prepare_steps import appointment_of


@login_not_required
@never_cache
@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The appointment as a calendar file. It names the practice and the time, nothing else."""
    link = opened_link(request, token, SignedLink.Purpose.PREPARE)
    appointment = appointment_of(link) if link else None
    return _calendar(request, appointment) if appointment else redirect("portal:door", token)


@require_GET
def calendar_own(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _calendar(request, appointment_for(request, pk, Can.PREPARE))


def _calendar(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    text = render(request, "portal/prepare/appointment.ics.jinja", _calendar_facts(appointment)).content.decode()
    answer = HttpResponse("\r\n".join(text.strip().splitlines()) + "\r\n", content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return answer


def _calendar_facts(appointment: Appointment) -> dict[str, Any]:
    utc = "%Y%m%dT%H%M%SZ"
    begins = appointment.starts_at.astimezone(UTC)
    return {
        "uid": appointment.pk,
        "stamp": datetime.now(UTC).strftime(utc),
        "begins": begins.strftime(utc),
        "ends": (begins + timedelta(minutes=appointment.minutes)).strftime(utc),
        "summary": _text(_("Appointment at %(place)s") % {"place": appointment.organisation}),
        "place": _text(str(appointment.organisation)),
    }


def _text(words: str) -> str:
    """As RFC 5545 writes text: its own signs escaped, one line."""
    for sign in "\\;,":
        words = words.replace(sign, f"\\{sign}")
    return " ".join(words.split())
