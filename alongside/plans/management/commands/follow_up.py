"""Ask the follow-ups that are due and note the silences, once or for as long as it runs."""

from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.people.actors import SYSTEM
from alongside.people.rounds import run_until_stopped, told_to_stop
from alongside.plans.actions import ask_due_follow_ups, ask_due_handovers, note_silences, note_silent_handovers


class Command(BaseCommand):
    help = "Ask how goals are going when it is time, and tell the team about two silences in a row. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=int, default=300, metavar="SECONDS", help="pause between rounds (300)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["loop"]:
            run_until_stopped(self._round, options["every"])
        else:
            self._round(told_to_stop())

    def _round(self, stop: Event) -> None:
        """Short, so it is finished even when told to stop."""
        now = timezone.now()
        silent = note_silences(by=SYSTEM, now=now) + note_silent_handovers(by=SYSTEM, now=now)
        asked = ask_due_follow_ups(by=SYSTEM, now=now) + ask_due_handovers(by=SYSTEM, now=now)
        self.stdout.write(f"Asked {asked}, heard nothing from {silent}.")
