"""The steward's round: what needs checking, what looks like one, what is missing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alongside.directory import actions
from alongside.directory.forms_steward import AssureForm, KeeperForm, RecordForm, SettleReportForm
from alongside.directory.models import Conflict, Duplicate, Report, Service
from alongside.directory.queries import cards_of, history, pairs_to_settle, steward_round
from alongside.directory.queries import missing as what_is_missing
from alongside.people.access import Can, organisations_for, uuid_from
from alongside.people.actors import actor_of
from alongside.ui.forms import form_page


def _only(request: HttpRequest, capability: Can) -> None:
    """The directory belongs to no one place: whoever holds the capability anywhere, does so for all of it."""
    if not organisations_for(request.user, capability):
        raise Http404("No such page.")


@require_GET
def round(request: HttpRequest) -> HttpResponse:
    """What needs checking: complained of first, then most used, then longest ago."""
    _only(request, Can.STEWARD)
    return render(request, "directory/round.jinja", {"round": steward_round(request.GET.get("page", 1))})


@form_page
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One record: still right, changed, complained of, and all that was done with it."""
    _only(request, Can.STEWARD)
    service = get_object_or_404(Service, pk=pk)
    do = request.POST.get("do", "")
    bound = _forms(request, service, do)
    if do in DO and (form := bound.get(do, forms.Form())) and (do not in bound or form.is_valid()):
        DO[do](request, service, form)
        return redirect("directory:record", pk)
    return render(request, "directory/record.jinja", _context(service, bound, do))


def _forms(request: HttpRequest, service: Service, do: str) -> dict[str, forms.Form]:
    def data(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "assure": AssureForm(data("assure")),
        "edit": RecordForm(data("edit"), service=service),
        "settle": SettleReportForm(data("settle")),
        "keeper": KeeperForm(data("keeper"), initial={"organisation": service.provider.organisation_id}),
    }


def _context(service: Service, bound: dict[str, forms.Form], do: str) -> dict[str, Any]:
    return {
        "service": service,
        "card": cards_of([service])[0],
        "forms": bound,
        "form": bound.get(do),
        "reports": service.reports.filter(settled_at=None),
        "conflicts": service.conflicts.filter(settled_at=None),
        "history": history(service)[:30],
        "assurances": service.assurances.all()[:10],
    }


def _assure(request: HttpRequest, service: Service, form: forms.Form) -> None:
    actions.assure_service(by=actor_of(request), service=service, **form.cleaned_data)
    messages.success(request, _("Noted as still right."))


def _edit(request: HttpRequest, service: Service, form: forms.Form) -> None:
    actions.edit_service(by=actor_of(request), service=service, **form.cleaned_data)
    messages.success(request, _("Saved. Imports leave alone what you changed."))


def _settle(request: HttpRequest, service: Service, form: forms.Form) -> None:
    report = get_object_or_404(Report, pk=uuid_from(request.POST.get("report", "")), service=service)
    actions.settle_report(by=actor_of(request), report=report, **form.cleaned_data)
    messages.success(request, _("Settled."))


def _conflict(request: HttpRequest, service: Service, form: forms.Form) -> None:
    conflict = get_object_or_404(Conflict, pk=uuid_from(request.POST.get("conflict", "")), service=service)
    actions.settle_conflict(by=actor_of(request), conflict=conflict, take_theirs="theirs" in request.POST)
    messages.success(request, _("Settled."))


def _keeper(request: HttpRequest, service: Service, form: forms.Form) -> None:
    actions.hand_to(by=actor_of(request), provider=service.provider, **form.cleaned_data)
    messages.success(request, _("Saved. It holds for all services of this provider."))


def _ask(request: HttpRequest, service: Service, form: forms.Form) -> None:
    try:
        actions.ask_service(by=actor_of(request), service=service)
    except ValueError:
        messages.error(request, _("We have no e-mail address of this service."))
    else:
        messages.success(request, _("Asked, at %s.") % service.email)


DO: dict[str, Callable[[HttpRequest, Service, forms.Form], None]] = {
    "assure": _assure,
    "edit": _edit,
    "settle": _settle,
    "conflict": _conflict,
    "ask": _ask,
    "keeper": _keeper,
}


@form_page
def same(request: HttpRequest) -> HttpResponse:
    """Pairs that look like one service. Nothing is put together unless somebody says so."""
    _only(request, Can.STEWARD)
    if request.method == "POST":
        pair = get_object_or_404(Duplicate, pk=uuid_from(request.POST.get("pair", "")))
        keep = {"one": pair.one, "other": pair.other}.get(request.POST.get("keep", ""))
        actions.settle_duplicate(by=actor_of(request), duplicate=pair, same=keep is not None, keep=keep)
        messages.success(request, _("Noted."))
        return redirect("directory:same")
    return render(request, "directory/same.jinja", {"pairs": pairs_to_settle()})


@require_GET
def missing(request: HttpRequest) -> HttpResponse:
    """What people looked for and did not find; not what few looked for, and what few told us to stewards alone."""
    _only(request, Can.SEE_UNMET)
    keeps_it = bool(organisations_for(request.user, Can.STEWARD))
    facts = {"missing": what_is_missing(told_by_few=keeps_it), "keeps_it": keeps_it}
    return render(request, "directory/missing.jinja", facts)
