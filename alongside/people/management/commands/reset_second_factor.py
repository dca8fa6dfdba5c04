from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alongside.people.actions import ReachesFurther, reset_second_factor
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import User


class Command(BaseCommand):
    help = (
        "For somebody who lost their phone or key: take away their authenticator app, passkeys and recovery codes, and "
        "sign them out everywhere. First make sure that it is really them who asks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--by", metavar="EMAIL", help="the administrator who asks for it, for the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        user = _account(options["email"])
        by = actor_for(_account(options["by"])) if options["by"] else SYSTEM
        try:
            had_one = reset_second_factor(by=by, user=user)
        except ReachesFurther:
            raise CommandError(
                f"{options['by']} does not manage every place that {user.email} belongs to. Ask somebody who does."
            ) from None
        self.stdout.write(_told(user) if had_one else f"{user.email} has no second factor. Nothing was changed.")


def _told(user: User) -> str:
    return f"Done. {user.email} is signed out everywhere, and has an e-mail that says what to do."


def _account(email: str) -> User:
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"No account has the e-mail address {email}.")
    return found
