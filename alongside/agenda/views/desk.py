"""The desk: who comes when, putting appointments in, moving them and calling them off."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.agenda import actions
from alongside.agenda.forms import BookForm, TimeForm
from alongside.agenda.models import Appointment
from alongside.agenda.queries import appointment_for, desk_days, desk_line, still_holds, unreached
from alongside.people.access import Can, desks_for, person_for, places_about
from alongside.people.actions import give_consent
from alongside.people.actors import actor_of
from alongside.people.finding import found_at, searched
from alongside.people.languages import needs_of
from alongside.people.listed import Listed, note_listed
from alongside.people.models import Organisation, Purpose
from alongside.people.queries.sharing import shared_until
from alongside.ui.formats import moment
from alongside.ui.forms import form_page, posted

DAYS = 7


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Today and the next days at my practices and teams."""
    if not desks_for(request.user, Can.SEE_APPOINTMENTS):
        raise Http404("Nobody's desk.")
    first = _day(request.GET.get("from", "")) or timezone.localdate()
    days, missed_by = desk_days(request.user, first, DAYS), unreached(request.user)
    shown = [line.appointment for day in days for line in day.lines]
    where = {appointment.person_id: appointment.organisation_id for appointment in shown}
    note_listed(request, Listed.DESK, [appointment.person for appointment in shown], at=where)
    note_listed(request, Listed.UNREACHED, [row.person for row in missed_by])
    facts = {
        "days": days,
        "first": first,
        "earlier": first - timedelta(days=DAYS),
        "later": first + timedelta(days=DAYS),
        "today": timezone.localdate(),
        "unreached": missed_by,
        "manages": bool(desks_for(request.user, Can.MANAGE_APPOINTMENTS)),
        "sees_patients": bool(desks_for(request.user, Can.RUN_VISIT)),
    }
    return render(request, "agenda/desk.jinja", facts)


def _day(text: str) -> date | None:
    """A day somebody asked for; anything odd, or so far off that counting on from it breaks, is today."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2100 else None


@form_page
def book(request: HttpRequest) -> HttpResponse:
    """Find the person the appointment is for."""
    if not desks_for(request.user, Can.MANAGE_APPOINTMENTS):
        raise Http404("Nobody's desk.")
    search = searched(request, Can.MANAGE_APPOINTMENTS)
    if search is None:
        return redirect(found_at("agenda:book"))
    return render(request, "agenda/book.jinja", {"search": search})


def book_for(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Book an appointment for somebody registered here, or who shares with the team."""
    person = person_for(request, pk, Can.MANAGE_APPOINTMENTS)
    places = list(places_about(request.user, Can.MANAGE_APPOINTMENTS, person))
    place = _place(places, request.GET.get("at", ""))
    form = BookForm(posted(request), place=place, until=shared_until(person, place))
    if form.is_valid():
        said = form.cleaned_data
        appointment = actions.book_appointment(
            by=actor_of(request),
            person=person,
            organisation=place,
            starts_at=said["starts_at"],
            minutes=said["minutes"],
            clinician=said["clinician"],
        )
        when = moment(appointment.starts_at)
        messages.success(request, _("Booked: %(person)s, %(when)s.") % {"person": person, "when": when})
        return redirect("agenda:appointment", appointment.pk)
    sees_now = places_about(request.user, Can.RUN_VISIT, person).filter(pk=place.pk).exists()
    facts = {"person": person, "place": place, "places": places, "form": form, "sees_now": sees_now}
    facts["needs"] = needs_of(person)
    return render(request, "agenda/book_for.jinja", facts)


def _place(places: list[Organisation], asked: str) -> Organisation:
    """The place that was asked for, else the first."""
    found = next((place for place in places if not asked or str(place.pk) == asked), None)
    if found is None:
        raise Http404("No such desk.")
    return found


@require_GET
def appointment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One appointment, as the desk sees it: how far the preparation is, never what it says."""
    found = appointment_for(request, pk, Can.MANAGE_APPOINTMENTS)
    facts = {
        "line": desk_line(found),
        "appointment": found,
        "booked": found.state == Appointment.State.BOOKED,
        "past": found.starts_at <= timezone.now(),
        "help": "help" in request.GET,
    }
    return render(request, "agenda/appointment.jinja", facts)


def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an appointment another time."""
    found = appointment_for(request, pk, Can.MANAGE_APPOINTMENTS)
    until = shared_until(found.person, found.organisation)
    form = TimeForm(posted(request), until=until)
    if form.is_valid():
        try:
            actions.move_appointment(by=actor_of(request), appointment=found, starts_at=form.cleaned_data["starts_at"])
        except actions.NotBooked:
            return _not_any_more(request, found)
        except actions.AlreadyBooked:
            form.add_error("time", _("They already have an appointment at that time."))
        else:
            messages.success(request, _("Moved. Anything they have said stays with it."))
            return redirect("agenda:appointment", pk)
    return render(request, "agenda/move.jinja", {"appointment": found, "form": form})


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call an appointment off."""
    found = appointment_for(request, pk, Can.MANAGE_APPOINTMENTS)
    return _do(
        request,
        found,
        actions.cancel_appointment,
        _("Cancelled. Anything they have said is kept for their next visit."),
    )


@require_POST
def missed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that the person did not come."""
    found = appointment_for(request, pk, Can.MANAGE_APPOINTMENTS)
    return _do(request, found, actions.note_missed, _("Noted. Anything they have said is kept for their next visit."))


@require_POST
def send_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a fresh link at once; an old or locked one stops working."""
    found = appointment_for(request, pk, Can.MANAGE_LINKS)
    return _do(request, found, actions.send_link_again, _("A new link is on its way. The old one no longer works."))


@require_POST
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down that the person said yes to messages."""
    found = appointment_for(request, pk, Can.MANAGE_LINKS)
    give_consent(by=actor_of(request), person=found.person, purpose=Purpose.CARE_TEAM)
    messages.success(request, _("Written down: they said yes to messages."))
    return redirect("agenda:appointment", pk)


def _do(request: HttpRequest, found: Appointment, action: Callable[..., object], said: str) -> HttpResponse:
    """Do what needs a booked appointment, or say that it is one no more."""
    try:
        action(by=actor_of(request), appointment=found)
    except actions.NotBooked:
        return _not_any_more(request, found)
    messages.success(request, said)
    return _back_to(request, found)


def _not_any_more(request: HttpRequest, found: Appointment) -> HttpResponse:
    messages.error(request, _("That can no longer be done: the appointment has begun, is over or was cancelled."))
    return _back_to(request, found)


def _back_to(request: HttpRequest, found: Appointment) -> HttpResponse:
    if still_holds(request, found, Can.MANAGE_APPOINTMENTS):
        return redirect("agenda:appointment", found.pk)
    return redirect("agenda:desk")
