from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from alongside.config.waiting import PATIENCE, report


class Command(BaseCommand):
    help = "Say how many messages and questions wait that ought to have left. Ends with 1 when one waits too long."

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = int(PATIENCE.total_seconds() // 60)
        parser.add_argument("--minutes", type=int, default=usual, help=f"how long is too long ({usual})")

    def handle(self, *args: Any, **options: Any) -> None:
        minutes: int = options["minutes"]
        try:
            found = report(timezone.now(), timedelta(minutes=minutes))
        except DatabaseError as trouble:
            raise CommandError(f"The database does not answer: {trouble}", returncode=1) from trouble
        for sentence in found.sentences:
            self.stdout.write(sentence)
        if found.late:
            raise CommandError(f"Something has waited for more than {minutes} minutes.", returncode=1)
