"""Fetching one service for anybody."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from alongside.directory.models import Service


def listed_service(pk: UUID | None) -> Service:
    """A service that people may be shown; otherwise 404."""
    return get_object_or_404(Service.objects.listed(), pk=pk)
