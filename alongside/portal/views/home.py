"""The start page, and a person's home."""

from uuid import UUID

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from alongside.agenda.queries import what_happened
from alongside.peers.queries import is_asked_about_a_buddy
from alongside.peers.queries.reference import waits_for_an_answer
from alongside.people.access import Can, desks_for, organisations_for, person_for
from alongside.people.actors import is_own
from alongside.people.queries.sharing import asked_to_care
from alongside.portal.queries import home_of, people_cared_for
from alongside.ui.crisis import suggests_crisis


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Everybody's first page: a way in, or wherever their day begins."""
    user = request.user
    if not user.is_authenticated:
        return render(request, "portal/start.jinja", {"demo": apps.is_installed("alongside.demo")})
    if "later" not in request.GET and asked_to_care(user).exists():
        return redirect("people:asked")
    if user.person_id:
        return redirect("portal:person", user.person_id)
    cared_for = people_cared_for(user)
    if len(cared_for) == 1:
        return redirect("portal:person", cared_for[0].pk)
    if desks_for(user, Can.SEE_APPOINTMENTS):
        return redirect("agenda:desk")
    if organisations_for(user, Can.BE_BUDDY):
        return redirect("peers:mine")
    if organisations_for(user, Can.SEE_ORGANISATION):
        return redirect("people:organisations")
    return render(request, "portal/nothing_yet.jinja", {"cared_for": cared_for})


@require_GET
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is next, my plan, what happened to what I said, who has seen it."""
    found = person_for(request, pk, Can.PREPARE)
    shown = home_of(found, request.user)
    own = is_own(request, found.pk)
    facts = {"home": shown, "crisis": suggests_crisis(shown.words), "own": own}
    facts["buddy_asked"] = own and is_asked_about_a_buddy(found)
    facts["asked"] = own and waits_for_an_answer(found)
    return render(request, "portal/home.jinja", facts)


@require_GET
def said(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything the person said, and what became of each thing."""
    found = person_for(request, pk, Can.PREPARE)
    rows = what_happened(found)
    crisis = suggests_crisis("\n".join(row.words for row in rows))
    return render(request, "portal/said.jinja", {"person": found, "said": rows, "crisis": crisis})
