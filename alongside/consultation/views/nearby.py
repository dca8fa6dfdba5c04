"""Finding something near with the person in the room, and sending them on their way with it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alongside.consultation.queries import nearby_of, stuck_with_us
from alongside.directory.actions import note_unmet_need
from alongside.directory.queries import cards_of, listed_service
from alongside.directory.search import understood
from alongside.directory.unmet import worth_keeping
from alongside.people.access import Can, desks_for, person_for, uuid_from, visible_people
from alongside.people.actors import Actor, actor_of
from alongside.people.listed import Listed, note_listed
from alongside.people.models import Person
from alongside.plans import actions
from alongside.plans.queries import choosing_at, given_in, handover_for, signposting_for
from alongside.ui.back import next_of
from alongside.ui.forms import form_page

SOMEBODY = Actor(words="a clinician looking for help with somebody")
LONGEST = 200


@form_page
def nearby(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Search, choose up to three, give. Words about a person are sent in the body, so that no address holds them."""
    if request.htmx and request.POST.get("do") == "search":  # type: ignore[attr-defined]  # by django-htmx
        return _as_typed(request, pk)
    person = person_for(request, pk, Can.SIGNPOST)
    do = DO.get(request.POST.get("do", ""))
    return do(request, person) if do else _show(request, person)


def _as_typed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is found so far. The page it stands on was noted in the trail; every letter typed is not."""
    person = get_object_or_404(visible_people(request.user, Can.SIGNPOST), pk=pk)
    return render(request, "consultation/_found.jinja", _context(request, person, None))


def _context(request: HttpRequest, person: Person, place: Any) -> dict[str, Any]:
    words = request.POST.get("words", "")[:LONGEST]
    return {"person": person, "words": words, "nearby": nearby_of(person, place, words), "next": next_of(request)}


def _show(request: HttpRequest, person: Person, *, problem: str = "", said: str = "") -> HttpResponse:
    context = {
        **_context(request, person, actor_of(request).organisation),
        "nearby_problem": problem,
        "nearby_said": said,
    }
    page = "_nearby" if request.htmx else "nearby"  # type: ignore[attr-defined]  # by django-htmx
    return render(request, f"consultation/{page}.jinja", context)


def _choose(request: HttpRequest, person: Person) -> HttpResponse:
    service = listed_service(uuid_from(request.POST.get("service", "")))
    try:
        actions.choose_service(by=actor_of(request), person=person, service=service)
    except actions.ThreeAlready:
        return _show(request, person, problem=_("Three are enough for one visit. Take one out to choose another."))
    except actions.Given:
        return _show(request, person, problem=_("They have this one already, from here or from another team."))
    return _show(request, person)


def _put_back(request: HttpRequest, person: Person) -> HttpResponse:
    row = signposting_for(request, uuid_from(request.POST.get("signposting", "")), Can.SIGNPOST)
    try:
        actions.take_out_service(by=actor_of(request), signposting=row)
    except actions.Given:
        return _show(request, person, problem=_("That was given already."))
    return _show(request, person)


def _missing(request: HttpRequest, person: Person) -> HttpResponse:
    """Nothing fits: kept as an unmet need, without the person."""
    words = request.POST.get("words", "")[:LONGEST]
    kept = worth_keeping(words, person.postcode, understood(words), about_person=person.name)
    note_unmet_need(by=SOMEBODY, kept=kept, told=True)
    return _show(request, person, said=_("Noted as missing, without the person’s name."))


def _give(request: HttpRequest, person: Person) -> HttpResponse:
    by = actor_of(request)
    handover = choosing_at(person, by.organisation)
    if handover is None or not given_in(handover):
        return _show(request, person, problem=_("Choose something first."))
    how = request.POST.get("how", "")
    actions.give_services(by=by, handover=handover, send=how == "send")
    if how == "print":
        return _go(request, "consultation:given", person.pk, handover.pk)
    return _show(request, person, said=_("On its way. In three weeks we ask how it went."))


def _go(request: HttpRequest, to: str, *args: UUID) -> HttpResponse:
    """To another page, also where a part of this one asked."""
    answer = redirect(to, *args)
    if request.htmx:  # type: ignore[attr-defined]  # by django-htmx
        return HttpResponse(headers={"HX-Redirect": answer["Location"]})
    return answer


DO = {"choose": _choose, "put_back": _put_back, "missing": _missing, "give": _give}


@require_GET
def given(request: HttpRequest, pk: UUID, handover: UUID) -> HttpResponse:
    """The sheet of paper somebody leaves with."""
    person = person_for(request, pk, Can.SIGNPOST)
    found = handover_for(person, handover)
    rows = given_in(found)
    context = {"person": person, "handover": found, "cards": cards_of([row.service for row in rows])}
    return render(request, "consultation/given.jinja", {**context, "next": next_of(request)})


@require_GET
def stuck(request: HttpRequest) -> HttpResponse:
    """Those who did not get to the help they chose, and those we have not heard from."""
    if not desks_for(request.user, Can.SIGNPOST):
        raise Http404("No such page.")
    found = stuck_with_us(request.user)
    note_listed(request, Listed.STUCK, found.people)
    return render(request, "consultation/stuck.jinja", {"found": found})
