"""A service's own page: its record, from a link in an e-mail, without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from alongside.directory import actions
from alongside.directory.forms_steward import RecordForm
from alongside.directory.letters import service_of
from alongside.directory.models import Assurance, Service
from alongside.directory.queries import cards_of
from alongside.people.actors import Actor
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
    form = RecordForm(request.POST if request.POST.get("do") == "edit" else None, service=service, by_service=True)
    if request.POST.get("do") == "right" or form.is_valid():
        _take(by, service, form)
        messages.success(request, _("Thank you. That is noted, with today’s date."))
        return redirect("directory:yours", token)
    return render(request, "directory/yours.jinja", {"form": form, "service": service, "card": cards_of([service])[0]})


def _take(by: Actor, service: Service, form: RecordForm) -> None:
    """What somebody puts right they have also made sure of."""
    if form.is_bound:
        actions.edit_service(by=by, service=service, **form.cleaned_data)
    actions.assure_service(by=by, service=service, how=Assurance.How.LINK)
