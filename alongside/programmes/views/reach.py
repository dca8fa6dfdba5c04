"""How far people come with each course, and who is left behind: never who."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alongside.people.models import Organisation, User
from alongside.programmes.courses import PEOPLE, Course, courses
from alongside.programmes.queries import DIMENSIONS, STEPS, funnel, places_compared_by


@require_GET
def reach(request: HttpRequest) -> HttpResponse:
    """The courses for people."""
    _place(request.user)
    return render(request, "programmes/reach.jinja", {"courses": _courses()})


@require_GET
def course(request: HttpRequest, course: str) -> HttpResponse:
    """One course, altogether and by practice, condition, deprivation and so on."""
    place = _place(request.user)
    found = next((row for row in _courses() if row.key == course), None)
    by = request.GET.get("by", "practice")
    if found is None or by not in DIMENSIONS:
        raise Http404("No such course, or nothing to compare by.")
    facts = {"funnel": funnel(place, found, by), "steps": STEPS, "dimensions": DIMENSIONS, "place": place}
    return render(request, "programmes/reach_of.jinja", facts)


def _place(user: User | AnonymousUser) -> Organisation:
    """Where in the health economy they work; 404 for whoever may not compare."""
    places = places_compared_by(user)
    if not places:
        raise Http404("No such page.")
    return places[0]


def _courses() -> list[Course]:
    return [row for row in courses().values() if row.audience == PEOPLE]
