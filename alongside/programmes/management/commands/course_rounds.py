"""Remind of sessions, and notice who can come no more, once or for as long as it runs."""

from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.people.actors import SYSTEM
from alongside.people.rounds import run_until_stopped, told_to_stop
from alongside.programmes.actions import note_departures, remind


class Command(BaseCommand):
    help = "Remind people of their course, and give on the places of those who are gone. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=int, default=900, metavar="SECONDS", help="pause between rounds (900)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["loop"]:
            run_until_stopped(self._round, options["every"])
        else:
            self._round(told_to_stop())

    def _round(self, stop: Event) -> None:
        now = timezone.now()
        gone, reminded = note_departures(by=SYSTEM, now=now), remind(by=SYSTEM, now=now)
        self.stdout.write(f"Reminded of {reminded} sessions; {gone} things changed because somebody is gone.")
