"""The people who share their plan with a team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alongside.people.listed import Listed, note_listed
from alongside.plans.queries import shared_with


@require_GET
def shared(request: HttpRequest) -> HttpResponse:
    """Whoever shares their plan with my teams, and until when."""
    rows = shared_with(request.user)
    teams = {row.person.pk: row.team.pk for row in rows}
    note_listed(request, Listed.SHARED, [row.person for row in rows], at=teams)
    return render(request, "plans/shared.jinja", {"rows": rows})
