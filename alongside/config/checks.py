"""Checks that refuse to start an unsafe installation, or say what it lacks."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http.request import validate_host


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


@register(Tags.database)
def no_migration_is_half_applied(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Migrations that became one are gone. Where only some had run, Django would say that there is nothing to do."""
    if not databases:
        return []
    applied = set(MigrationRecorder(connection).applied_migrations())
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return [
        Error(
            f"This database is older than what {name} of '{app}' goes on from.",
            hint="Migrate with the version of 29 November 2026 (3d5213a) first. For a demo, choose another DATA_DIR.",
            id="alongside.E006",
        )
        for (app, name), migration in known.items()
        if 0 < len(applied & {*migration.replaces}) < len(migration.replaces) and (app, name) not in applied
    ]


@register(Tags.security, deploy=True)
def links_lead_here(**kwargs: Any) -> list[CheckMessage]:
    """A link in a message must open a page of this program."""
    if validate_host(urlsplit(settings.SITE_URL).hostname or "", settings.ALLOWED_HOSTS):
        return []
    return [Error("The host of SITE_URL is not one of ALLOWED_HOSTS: no link would open.", id="alongside.E003")]


@register(Tags.security, deploy=True)
def messages_can_leave(**kwargs: Any) -> list[CheckMessage]:
    """What keeps messages or invitations from reaching anybody."""
    sender = settings.MESSAGE_SENDER
    if sender == "notify" and not (settings.NOTIFY_API_KEY and settings.NOTIFY_EMAIL_TEMPLATE):
        lacks = "MESSAGE_SENDER is 'notify', which needs NOTIFY_API_KEY and, for invitations, NOTIFY_EMAIL_TEMPLATE."
        return [Error(lacks, id="alongside.E004")]
    if sender == "files":
        told = "Messages and invitations become files in DATA_DIR: nobody is sent anything."
        return [Warning(told, hint="Set MESSAGE_SENDER to smtp or notify.", id="alongside.W003")]
    return []


@register(Tags.security, deploy=True)
def keys_are_apart(**kwargs: Any) -> list[CheckMessage]:
    """With one key for both, changing it after a leak would make the whole audit trail look forged."""
    if settings.AUDIT_KEY != settings.SECRET_KEY:
        return []
    return [Warning("AUDIT_KEY is not set, so SECRET_KEY seals the audit trail too.", id="alongside.W004")]


@register()
def draft_words_are_not_used_unawares(**kwargs: Any) -> list[CheckMessage]:
    """Nobody who grew up with the language has read these messages yet."""
    from alongside.messages.templates import about
    from alongside.people.languages import name_of

    drafts = [code for code in settings.MESSAGE_LANGUAGES if about(code)["status"].startswith("draft")]
    hint = "Have them read by a first-language speaker first: content/messages."
    return [Warning(f"The messages in {name_of(code)} are a draft.", hint=hint, id="alongside.W001") for code in drafts]


@register()
def whoever_needs_large_letters_can_have_them(**kwargs: Any) -> list[CheckMessage]:
    """GOV.UK Notify sets a letter as its template says, so large print needs a template of its own."""
    letters = settings.MESSAGE_SENDER == "notify" and settings.NOTIFY_LETTER_TEMPLATE
    if not letters or settings.NOTIFY_LARGE_LETTER_TEMPLATE:
        return []
    hint = "Set NOTIFY_LARGE_LETTER_TEMPLATE. Until then they are reached another way, or the desk is asked to ring."
    return [Warning("Nobody can be sent a letter in large print.", hint=hint, id="alongside.W002")]


def _has_table(name: str) -> bool:
    return name in connection.introspection.table_names()
