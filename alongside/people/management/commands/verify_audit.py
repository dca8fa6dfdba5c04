from argparse import ArgumentParser
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alongside.people import audit


class Command(BaseCommand):
    help = "Check that no audit row was changed, removed or put in. Says what is wrong and ends with 1 if anything is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head", action="append", default=[], help="a digest you noted elsewhere, which the chain must still hold"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        head, count = audit.head(), 0
        for flaw in audit.flaws(noted_heads=chain(audit.heads.noted(), options["head"])):
            self.stdout.write(flaw)
            count += 1
        if count:
            raise CommandError(f"Things wrong with the audit trail: {count}.", returncode=1)
        self.stdout.write(f"The audit trail is whole. It ends with {head}")
        self.stdout.write("Note that somewhere else: given with --head, it shows later if the end was cut off.")
