"""Fetching services: for anybody, and for those who keep them."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from alongside.directory.models import Service
from alongside.people.access import Can, organisations_for


def listed_service(pk: UUID | None) -> Service:
    """A service that people may be shown; otherwise 404."""
    return get_object_or_404(Service.objects.listed(), pk=pk)


def own_services(request: HttpRequest) -> QuerySet[Service]:
    """The listed services of the organisations the signed-in account keeps them for; 404 for whoever keeps none."""
    kept_for = organisations_for(request.user, Can.KEEP_OWN)
    if not kept_for:
        raise Http404("No such page.")
    return Service.objects.listed().filter(provider__organisation__in=kept_for).order_by("name", "pk")


def own_service(request: HttpRequest, pk: UUID) -> Service:
    """One of these; 404 for everybody else's."""
    return get_object_or_404(own_services(request), pk=pk)
