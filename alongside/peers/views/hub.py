"""Peer support, for whoever looks after it: what needs them, and the way to each part."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alongside.peers.queries import hub_of


@require_GET
def hub(request: HttpRequest) -> HttpResponse:
    """Buddies, groups, asking people, volunteers, the map: with how many wait at each."""
    found = hub_of(request.user)
    if found is None:
        raise Http404("No such page.")
    return render(request, "peers/hub.jinja", {"hub": found})
