"""The map of who plans and who delivers, for those who may see it, and keeping it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.peers import actions
from alongside.peers.forms import ActivityForm, PlacingForm
from alongside.peers.queries import coproduction as queries
from alongside.peers.refusals import AlreadyThere
from alongside.people.access import Can, organisation_for
from alongside.people.actors import actor_of
from alongside.ui.forms import form_page, posted

BACK = (0, 182, 365, 730)  # days, of the maps that are one press away


@require_GET
def coproduction(request: HttpRequest) -> HttpResponse:
    """The nine cells and the pyramid as they stood on a day, and all that moved until then."""
    places = queries.places_mapped(request.user)
    if not places:
        raise Http404("No such page.")
    on = _day(request)
    keeps = queries.places_mapped(request.user, Can.MAP_COPRODUCTION)
    facts: dict[str, Any] = {"map": queries.map_of(places, on), "moves": queries.drifted(places, on), "keeps": keeps}
    facts |= {"seen": _seen(facts["map"]), "waiting": [(place, queries.not_on_the_map(place)) for place in keeps]}
    facts |= {"today": timezone.localdate(), "days": [timezone.localdate() - timedelta(days=each) for each in BACK]}
    return render(request, "peers/coproduction/map.jinja", facts | {"several": len(places) > 1})


def _seen(shown: queries.Map) -> dict[UUID, str]:
    """What the work itself says of each, on the map of today."""
    if shown.on != timezone.localdate():
        return {}
    return queries.seen_in_the_work([row.activity for row in shown.placed])


def _day(request: HttpRequest) -> date:
    """The day that is asked for; today, for what is none or is still to come."""
    today = timezone.localdate()
    try:
        return min(date.fromisoformat(request.GET.get("on", "")), today)
    except ValueError:
        return today


@form_page
def add_activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put something on the map."""
    place = organisation_for(request, pk, Can.MAP_COPRODUCTION)
    asked = request.GET.get("of", "")
    known = next((row for row in queries.not_on_the_map(place) if row.of == asked), None)
    if asked and known is None:
        messages.error(request, _("That is on the map already."))
        return redirect("peers:coproduction")
    initial = {"on": timezone.localdate()} | ({"name": known.name, "level": known.level} if known else {})
    form = ActivityForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            actions.add_activity(by=actor_of(request), organisation=place, of=asked, **form.cleaned_data)
            messages.success(request, _("It is on the map."))
        except AlreadyThere:
            messages.error(request, _("That is on the map already."))
        return redirect("peers:coproduction")
    return render(request, "peers/coproduction/add.jinja", {"place": place, "form": form})


@form_page
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where an activity stood, day by day, and where it stands now."""
    found = queries.activity_for(request, pk)
    placings = list(found.placings.select_related("noted_by"))
    now = {name: getattr(placings[-1], name) for name in ("planning", "delivery")} if placings else {}
    form = PlacingForm(posted(request), initial={"on": timezone.localdate(), **now})
    if form.is_valid():
        actions.place_activity(by=actor_of(request), activity=found, **form.cleaned_data)
        messages.success(request, _("Noted. Where it stood before is kept."))
        return redirect("peers:activity", pk)
    facts = {
        "activity": found,
        "placings": placings,
        "form": form,
        "seen": queries.seen_in_the_work([found]).get(found.pk, ""),
    }
    return render(request, "peers/coproduction/activity.jinja", facts)


@require_POST
def end_activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It goes on no more."""
    actions.end_activity(by=actor_of(request), activity=queries.activity_for(request, pk))
    messages.success(request, _("It is off the map of today. Maps of earlier days keep it."))
    return redirect("peers:coproduction")
