from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from alongside.people.actions import begin_health_economy, invite
from alongside.people.actors import SYSTEM
from alongside.people.management.commands.invite import invited
from alongside.people.models import Role


class Command(BaseCommand):
    help = "Make the health economy of an empty installation, and invite its first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("health_economy", help="its name")
        parser.add_argument("email", help="of the administrator")
        parser.add_argument("--name", required=True, help="of the administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            address = _begin(options["health_economy"], options["email"], options["name"])
        except (ValueError, ValidationError) as mistake:
            raise CommandError(" ".join(getattr(mistake, "messages", [str(mistake)]))) from mistake
        self.stdout.write(invited(address))


@transaction.atomic
def _begin(health_economy: str, email: str, name: str) -> str:
    """Both or neither: a health economy without an administrator can be reached by nobody."""
    made = begin_health_economy(by=SYSTEM, name=health_economy)
    return invite(by=SYSTEM, email=email, name=name, organisation=made, role=Role.ADMINISTRATOR)
