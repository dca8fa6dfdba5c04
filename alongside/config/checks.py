"""Checks that refuse to start an unsafe installation."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def demo_is_never_in_production(**kwargs: Any) -> list[CheckMessage]:
    """The page that signs in as anybody must not exist where real people are."""
    if settings.PRODUCTION and apps.is_installed("alongside.demo"):
        return [
            Error(
                "The demo is installed in production.", hint="Set ALONGSIDE_MODE=production only.", id="alongside.E001"
            )
        ]
    return []


@register(Tags.database)
def fictional_people_are_never_in_production(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Demo data in a production database would hand its well-known sign-ins to anybody."""
    from alongside.people.models import Organisation

    if not settings.PRODUCTION or not databases or not _has_table(Organisation._meta.db_table):
        return []
    if Organisation.objects.filter(fictional=True).exists():
        return [
            Error("This database holds the demo's people.", hint="Start from an empty database.", id="alongside.E002")
        ]
    return []


def _has_table(name: str) -> bool:
    from django.db import connection

    return name in connection.introspection.table_names()
