from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alongside.people import audit, heads


class Command(BaseCommand):
    help = "Check that no audit row was changed, removed or put in. Says what is wrong and ends with 1 if anything is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head", action="append", default=[], help="a digest you noted elsewhere, which the chain must still hold"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(audit.flaws(noted_heads=[*heads.noted(), *options["head"]]))
        for flaw in found:
            self.stdout.write(flaw.what)
        if found:
            raise CommandError(f"Things wrong with the audit trail: {len(found)}.", returncode=1)
        self.stdout.write(f"The audit trail is whole. It ends with {audit.head()}")
        self.stdout.write("Note that somewhere else: given with --head, it shows later if the end was cut off.")
