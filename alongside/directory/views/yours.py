"""A service's own page: its record, from a link in an e-mail without an account, or for members of its organisation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from alongside.directory import actions
from alongside.directory.forms_steward import RecordForm
from alongside.directory.letters import service_of
from alongside.directory.models import Assurance, Service
from alongside.directory.queries import cards_of, own_service, own_services
from alongside.people.actors import Actor, actor_of
from alongside.ui.forms import form_page


@login_not_required
@never_cache
@form_page
def yours(request: HttpRequest, token: str) -> HttpResponse:
    """One tap says that it is still right; or put it right. It opens this record and no other."""
    service = service_of(token)
    if service is None:
        return render(request, "directory/yours_ended.jinja", status=410)
    by = Actor(words=f"somebody at {service.name}"[:300])
    return _kept(request, service, by, Assurance.How.LINK) or redirect("directory:yours", token)


@require_GET
def ours(request: HttpRequest) -> HttpResponse:
    """The records of one's own organisation."""
    return render(request, "directory/ours.jinja", {"services": own_services(request)})


@form_page
def our_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, in the same way as by a link."""
    service = own_service(request, pk)
    return _kept(request, service, actor_of(request), Assurance.How.PROVIDER) or redirect("directory:our_record", pk)


def _kept(request: HttpRequest, service: Service, by: Actor, how: str) -> HttpResponse | None:
    """The page, or None when something was sent and is kept."""
    form = RecordForm(request.POST if request.POST.get("do") == "edit" else None, service=service, by_service=True)
    if request.POST.get("do") == "right" or form.is_valid():
        _take(by, service, form, how)
        messages.success(request, _("Thank you. That is noted, with today’s date."))
        return None
    facts = {"form": form, "service": service, "card": cards_of([service])[0], "by_link": how == Assurance.How.LINK}
    return render(request, "directory/yours.jinja", facts)


def _take(by: Actor, service: Service, form: RecordForm, how: str) -> None:
    """What somebody puts right they have also made sure of."""
    if form.is_bound:
        actions.edit_service(by=by, service=service, **form.cleaned_data)
    actions.assure_service(by=by, service=service, how=how)
