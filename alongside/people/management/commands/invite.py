from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db.models import Q

from alongside.people.actions import invite
from alongside.people.actors import SYSTEM
from alongside.people.management.named import person_named
from alongside.people.models import Organisation, Role


class Command(BaseCommand):
    help = "Make a sign-in account, or give one a role, and send its owner a link to choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", choices=[role.value for role in Role if role not in (Role.PATIENT, Role.CARER)])
        parser.add_argument("--organisation", help="ODS code or name")
        parser.add_argument("--title", default="", help='what a patient would call them, such as "nurse"')
        parser.add_argument("--person", help="NHS number or id of the person whose own account it is")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["role"]) != bool(options["organisation"]):
            raise CommandError("--role and --organisation go together.")
        try:
            validate_email(options["email"])
            address = invite(
                by=SYSTEM,
                email=options["email"],
                name=options["name"],
                person=person_named(options["person"]) if options["person"] else None,
                organisation=_organisation(options["organisation"]),
                role=Role(options["role"]) if options["role"] else None,
                title=options["title"],
            )
        except (ValueError, ValidationError) as mistake:
            raise CommandError(" ".join(getattr(mistake, "messages", [str(mistake)]))) from mistake
        self.stdout.write(invited(address))


def invited(address: str) -> str:
    """What became of an invitation, with its link."""
    also = f"in a file in {settings.EMAIL_FILE_PATH}" if settings.MESSAGE_SENDER == "files" else "sent by e-mail"
    return f"Invited. The link, also {also}: {address}"


def _organisation(words: str | None) -> Organisation | None:
    if not words:
        return None
    found = list(Organisation.objects.filter(Q(ods_code__iexact=words) | Q(name__iexact=words))[:2])
    if len(found) != 1:
        raise CommandError(f"{len(found) or 'No'} organisation is called {words}. Give its ODS code or whole name.")
    return found[0]
