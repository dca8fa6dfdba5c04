"""Ask the follow-ups that are due and note the silences, once or for as long as it runs."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from alongside.people.actors import SYSTEM
from alongside.plans.actions import ask_due_follow_ups, note_silences

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Ask how goals are going when it is time, and tell the team about two silences in a row. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=int, default=300, metavar="SECONDS", help="pause between rounds (300)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self._round()
        while options["loop"]:
            try:
                self._round()
            except DatabaseError as trouble:
                why = str(trouble).partition("\n")[0]
                log.error("The database did not answer: %s. Trying again in %s seconds.", why, options["every"])
            time.sleep(options["every"])
            close_old_connections()  # a database that was restarted meanwhile is met anew

    def _round(self) -> None:
        now = timezone.now()
        silent = note_silences(by=SYSTEM, now=now)
        asked = ask_due_follow_ups(by=SYSTEM, now=now)
        self.stdout.write(f"Asked {asked}, heard nothing from {silent}.")
