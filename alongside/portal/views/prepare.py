"""Saying what matters before an appointment, one page at a time, saved as each field is left."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from alongside.agenda import actions
from alongside.agenda.areas import RESULTS as RESULTS_AREA
from alongside.agenda.areas import add_words
from alongside.agenda.deadline import is_open
from alongside.agenda.models import Appointment
from alongside.agenda.queries import appointment_for
from alongside.messages.links import actor_of_link, opened_link
from alongside.messages.models import SignedLink
from alongside.people.access import Can
from alongside.people.actors import actor_of
from alongside.portal import prepare_steps as steps
from alongside.portal.forms_prepare import HowMuchForm, MatterForm, MindForm, MostForm
from alongside.portal.prepare_steps import Flow, Way
from alongside.ui.crisis import patterns, typed_in_crisis
from alongside.ui.formats import clock
from alongside.ui.forms import form_page

Saver = Callable[[Flow, Any], None]


@require_GET
def prepare_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The way in for somebody signed in."""
    appointment = appointment_for(request, pk, Can.PREPARE)
    if not is_open(appointment):
        return render(request, "portal/prepare/too_late.jinja", {"appointment": appointment, "typed": []})
    return redirect("portal:prepare_own", pk, steps.MIND)


@login_not_required  # so that what was typed when the session ran out is shown back
@never_cache
@form_page
def prepare_own(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """One step for somebody signed in: the person, or somebody who acts for them for as long as they may."""
    if not request.user.is_authenticated:
        return _door_again(request, _sign_in(request))
    appointment = appointment_for(request, pk, Can.PREPARE)
    return _step(request, Way(by=actor_of(request)), appointment, step)


def _sign_in(request: HttpRequest) -> str:
    address: str = redirect_to_login(request.path).url
    return address


@login_not_required
@never_cache
@form_page
def prepare(request: HttpRequest, token: str, step: str) -> HttpResponse:
    """One step for somebody with a link."""
    link = opened_link(request, token, SignedLink.Purpose.PREPARE)
    appointment = steps.appointment_of(link) if link else None
    if link is None or appointment is None:
        return _door_again(request, reverse("portal:door", args=[token]))
    return _step(request, Way(by=actor_of_link(request, link), token=token), appointment, step)


def _step(request: HttpRequest, way: Way, appointment: Appointment, step: str) -> HttpResponse:
    """Show a step, save it as it is left, or go on to the next."""
    if step not in steps.ORDER:
        raise Http404("No such step.")
    try:
        flow = _flow(request, way, appointment)
        return _save(request, flow, step) if request.method == "POST" else _show(request, flow, step)
    except actions.TooLate:
        return _too_late(request, appointment)


def _flow(request: HttpRequest, way: Way, appointment: Appointment) -> Flow:
    if request.method == "POST" and not is_open(appointment):
        raise actions.TooLate
    preparation = actions.start_preparation(by=way.by, appointment=appointment)
    preparation.appointment = appointment
    return steps.flow_of(way, preparation)


# --- Showing ---------------------------------------------------------------------------------------------------------


def _show(request: HttpRequest, flow: Flow, step: str, form: forms.Form | None = None) -> HttpResponse:
    if step not in flow.steps:
        return redirect(flow.address(flow.after(step)))
    if step != steps.DONE and not is_open(flow.appointment):
        raise actions.TooLate
    back = flow.before(step)
    context = {
        "flow": flow,
        "step": step,
        "number": flow.steps.index(step) + 1,
        "count": flow.count,
        "form": form or form_for(step, flow, None),
        "back": flow.address(back) if back else None,
        "crisis": flow.crisis or (form is not None and typed_in_crisis(request.POST)),
        "crisis_patterns": patterns(),
        "can_change": is_open(flow.appointment),
    }
    return render(request, f"portal/prepare/{step.replace('-', '_')}.jinja", context)


def form_for(step: str, flow: Flow, data: Any) -> forms.Form | None:
    """The form of a step, filled with what was said before."""
    if step == steps.MIND:
        return MindForm(data, initial={"areas": [concern.area for concern in flow.concerns]})
    if step == steps.MUCH:
        return HowMuchForm(data, concerns=flow.concerns)
    if step == steps.MATTER:
        return MatterForm(data, concerns=flow.in_order)
    return MostForm(data, initial={"words": flow.preparation.most_important}) if step == steps.MOST else None


# --- Saving ----------------------------------------------------------------------------------------------------------


def _save(request: HttpRequest, flow: Flow, step: str) -> HttpResponse:
    form = form_for(step, flow, request.POST)
    valid = form is None or form.is_valid()
    with transaction.atomic():
        # Whatever is right is kept, even when something beside it needs mending.
        SAVERS[step](flow, form if form is not None else request.POST)
        if valid and step == steps.MOST and not _is_autosave(request):
            actions.send_preparation(by=flow.by, preparation=flow.preparation)
    if _is_autosave(request):
        return _saved(request, form)
    if not valid:
        return _show(request, steps.flow_of(flow.way, flow.preparation), step, form)
    return _go_on(request, steps.flow_of(flow.way, flow.preparation), step)


def _go_on(request: HttpRequest, flow: Flow, step: str) -> HttpResponse:
    if step == steps.MATTER and "first" in request.POST:
        _make_first(flow, request.POST["first"])
        return redirect(flow.address(step) + "#order")
    if step == steps.RESULTS and "add" in request.POST:
        return redirect(flow.address(step))
    return redirect(flow.address(flow.after(step)))


def _saved(request: HttpRequest, form: forms.Form | None) -> JsonResponse:
    wrong = {name: rows[0] for name, rows in form.errors.items()} if form else {}
    now = clock(timezone.now())
    return JsonResponse({"saved": not wrong, "at": now, "errors": wrong, "crisis": typed_in_crisis(request.POST)})


def _save_mind(flow: Flow, form: MindForm) -> None:
    if "areas" in form.cleaned_data:
        actions.choose_areas(by=flow.by, preparation=flow.preparation, areas=form.cleaned_data["areas"])


def _save_about(flow: Flow, form: HowMuchForm | MatterForm) -> None:
    for concern in form.concerns:
        actions.describe_concern(by=flow.by, preparation=flow.preparation, area=concern.area, **form.said(concern))


def _save_most(flow: Flow, form: MostForm) -> None:
    if "words" in form.cleaned_data:
        words = form.cleaned_data["words"]
        actions.say_most_important(by=flow.by, preparation=flow.preparation, words=words)


def _save_results(flow: Flow, posted: Any) -> None:
    """Put a result on the list of what to talk about, once."""
    line = next((line for line in flow.results if line.key == posted.get("add")), None)
    if line is None:
        return
    said = next((concern.words for concern in flow.concerns if concern.area == RESULTS_AREA), "")
    words = add_words(said, line.name)
    actions.describe_concern(by=flow.by, preparation=flow.preparation, area=RESULTS_AREA, words=words)


def _make_first(flow: Flow, area: str) -> None:
    order = [concern.area for concern in flow.in_order]
    if area in order:
        first = [area, *(other for other in order if other != area)]
        actions.rank_concerns(by=flow.by, preparation=flow.preparation, areas=first)


def _nothing(flow: Flow, posted: Any) -> None:
    """The last page has nothing to save."""


SAVERS: dict[str, Saver] = {
    steps.MIND: _save_mind,
    steps.RESULTS: _save_results,
    steps.MUCH: _save_about,
    steps.MATTER: _save_about,
    steps.MOST: _save_most,
    steps.DONE: _nothing,
}


# --- When it cannot be ------------------------------------------------------------------------------------------------


def _is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("X-Autosave") == "1"


def _typed(request: HttpRequest) -> list[str]:
    """The person's own words in what was posted."""
    posted = [str(value) for name, value in request.POST.items() if name.startswith("words")]
    return [words for words in posted if words.strip()]


def _door_again(request: HttpRequest, door: str) -> HttpResponse:
    """Nothing is saved before we know who it is; what was typed is shown back, not lost."""
    if _is_autosave(request):
        return _refused(request, _("We need to check it is you again."), door)
    if request.method == "POST" and _typed(request):
        context = {"door": door, "typed": _typed(request), "crisis": typed_in_crisis(request.POST)}
        return render(request, "portal/prepare/door_again.jinja", context, status=409)
    return redirect(door)


def _too_late(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    if _is_autosave(request):
        return _refused(request, _("Your appointment has begun, so this can no longer change."))
    context = {"appointment": appointment, "typed": _typed(request), "crisis": typed_in_crisis(request.POST)}
    return render(request, "portal/prepare/too_late.jinja", context, status=409 if request.method == "POST" else 200)


def _refused(request: HttpRequest, why: str, door: str = "") -> JsonResponse:
    said = {"saved": False, "why": str(why), "door": door, "crisis": typed_in_crisis(request.POST)}
    return JsonResponse(said, status=409)
