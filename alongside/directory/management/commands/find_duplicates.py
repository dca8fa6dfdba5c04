from typing import Any

from django.core.management.base import BaseCommand

from alongside.directory.actions import find_duplicates
from alongside.people.actors import SYSTEM


class Command(BaseCommand):
    help = "Look for services that seem to be one, for the steward to decide. Again is harmless; none is asked twice."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{find_duplicates(by=SYSTEM)} new pairs look like one service.")
