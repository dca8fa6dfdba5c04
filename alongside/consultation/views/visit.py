"""The clinician's one screen."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.agenda import actions
from alongside.agenda.actions import NotBooked, Settled, StillOpen
from alongside.agenda.areas import areas
from alongside.agenda.destinations import destinations
from alongside.agenda.models import AgendaItem, Visit
from alongside.agenda.queries import appointment_for, visit_for
from alongside.consultation.forms import DispositionForm, RaiseForm
from alongside.consultation.queries import item_for, nearby_of, needs_help_shown, note_of, screen_for
from alongside.people.access import Can, may, person_for, places_about
from alongside.people.actors import actor_of
from alongside.ui.crisis import typed_in_crisis


@require_POST
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the visit of an appointment, or go back to it."""
    appointment = appointment_for(request, pk, Can.RUN_VISIT)
    try:
        found = actions.start_visit(by=actor_of(request), appointment=appointment)
    except NotBooked:
        messages.error(request, _("That appointment was cancelled, so there is no visit to open."))
        return redirect("agenda:desk")
    return redirect("consultation:visit", found.pk)


@require_POST
def see_now(request: HttpRequest, pk: UUID, place: UUID) -> HttpResponse:
    """Open a visit for somebody who came without an appointment."""
    person = person_for(request, pk, Can.RUN_VISIT)
    organisation = get_object_or_404(places_about(request.user, Can.RUN_VISIT, person), pk=place)
    found = actions.see_now(by=actor_of(request), person=person, organisation=organisation)
    return redirect("consultation:visit", found.pk)


@require_GET
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything on one screen."""
    return _screen(request, visit_for(request, pk, Can.RUN_VISIT))


def _screen(request: HttpRequest, found: Visit, *, unanswered: int = 0, problem: str = "") -> HttpResponse:
    agenda = _agenda(request, found, problem)
    screen = agenda["screen"]
    open_visit = None if found.closed_at else nearby_of(screen.person, actor_of(request).organisation, "")
    context = {
        **agenda,
        "nearby": open_visit,
        "note": note_of(screen),
        "unanswered": unanswered,
        "may_end_carer": bool(screen.sharing.carers) and may(request.user, Can.END_CARER, screen.person),
        "today": timezone.localdate(),
    }
    return render(request, "consultation/visit.jinja", context)


@require_POST
def dispose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what became of one thing on the agenda."""
    item = item_for(request, pk, Can.RUN_VISIT)
    problem = _answer(request, item)
    return _back_to(request, item.visit, problem, item)


def _back_to(request: HttpRequest, found: Visit, problem: str, item: AgendaItem | None) -> HttpResponse:
    """The agenda alone for a browser that puts it in place; the whole page again for any other."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "consultation/_agenda.jinja", _agenda(request, found, problem))
    if problem:
        return _screen(request, found, problem=problem)
    return redirect(reverse("consultation:visit", args=[found.pk]) + (f"#item-{item.pk}" if item else ""))


def _agenda(request: HttpRequest, found: Visit, problem: str) -> dict[str, Any]:
    """What the agenda shows; with a problem, also what was typed and is not kept."""
    screen = screen_for(found)
    return {
        "screen": screen,
        "crisis": needs_help_shown(screen) or typed_in_crisis(request.POST),
        "destinations": destinations().values(),
        "areas": areas().values(),
        "problem": problem,
        "typed": request.POST if problem else {},
    }


def _answer(request: HttpRequest, item: AgendaItem) -> str:
    """Give an item its answer; returns what is wrong, in a sentence, when that cannot be."""
    form = DispositionForm(request.POST)
    if not form.is_valid():
        return _first(form)
    try:
        actions.dispose(by=actor_of(request), item=item, **form.cleaned_data)
    except Settled:
        return _("This visit is closed, so its answers stay as they are.")
    return ""


@require_POST
def raise_concern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put something the person says now on the agenda."""
    found = visit_for(request, pk, Can.RUN_VISIT)
    form = RaiseForm(request.POST)
    if not form.is_valid():
        return _back_to(request, found, _first(form), None)
    try:
        item = actions.raise_concern(by=actor_of(request), visit=found, **form.cleaned_data)
    except Settled:
        return _back_to(request, found, _("This visit is closed, so nothing more goes on its agenda."), None)
    return _back_to(request, found, "", item)


def _first(form: forms.Form) -> str:
    return " ".join(str(text) for errors in form.errors.values() for text in errors)


@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the visit; what has no answer yet is asked about first, or carried over in the same click."""
    found = visit_for(request, pk, Can.RUN_VISIT)
    by = actor_of(request)
    if "carry" in request.POST:
        actions.carry_the_rest(by=by, visit=found)
    try:
        actions.close_visit(by=by, visit=found)
    except StillOpen as waiting:
        return _screen(request, found, unanswered=len(waiting.items))
    messages.success(request, _("Visit closed. {name} can see what happened to each thing.").format(name=found.person))
    return redirect("agenda:desk")
