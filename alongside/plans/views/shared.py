"""The people who share their plan with a team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alongside.plans.queries import shared_with


@require_GET
def shared(request: HttpRequest) -> HttpResponse:
    """Whoever shares their plan with my teams, and until when."""
    return render(request, "plans/shared.jinja", {"rows": shared_with(request.user)})
