"""The services a person keeps, was offered, or went to: their own list."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.directory.queries import cards_of, listed_service
from alongside.people.access import Can, person_for, uuid_from
from alongside.people.actors import actor_of
from alongside.plans import actions
from alongside.plans.forms_services import BecameForm
from alongside.plans.queries import services_of, signposting_for
from alongside.ui.back import next_of
from alongside.ui.forms import form_page, posted


@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a service for later."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    service = listed_service(uuid_from(request.POST.get("service", "")))
    actions.save_for_later(by=actor_of(request), person=person, service=service)
    messages.success(request, _("Saved: %s") % service.name)
    return redirect(next_of(request) or reverse("plans:services", args=[pk]))


@require_GET
def services(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything kept, offered or tried, with the way there and what became of it."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    rows = services_of(person)
    shown = list(zip(rows, cards_of([row.service for row in rows]), strict=True))
    return render(
        request,
        "plans/services.jinja",
        {"person": person, "rows": shown},
    )


@form_page
def became(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how far it went."""
    row = signposting_for(request, pk, Can.EDIT_PLAN)
    form = BecameForm(posted(request))
    if form.is_valid():
        actions.say_what_became(by=actor_of(request), signposting=row, **form.cleaned_data)
        messages.success(request, _("Thank you. That is noted."))
        return redirect("plans:services", row.plan_id)
    return render(request, "plans/became.jinja", {"row": row, "form": form})


@require_POST
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a saved service out again."""
    row = signposting_for(request, pk, Can.EDIT_PLAN)
    try:
        actions.take_out_service(by=actor_of(request), signposting=row)
        messages.success(request, _("Taken out."))
    except actions.Given:
        messages.error(request, _("Your care team gave you this one, so it stays. You can say that it is not for you."))
    return redirect("plans:services", row.plan_id)
