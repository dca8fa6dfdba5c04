"""Remind of sessions, ask how they were, and notice who can come no more, once or for as long as it runs."""

from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.people.actors import SYSTEM
from alongside.people.rounds import add_round_arguments, go_round
from alongside.programmes.actions import ask_how_it_was, note_departures, remind


class Command(BaseCommand):
    help = "Remind people of their course, ask how it was, and give on places of those who are gone. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_round_arguments(parser, every=900)

    def handle(self, *args: Any, **options: Any) -> None:
        go_round(self._round, loop=options["loop"], every=options["every"])

    def _round(self, stop: Event) -> None:
        now = timezone.now()
        gone, reminded = note_departures(by=SYSTEM, now=now), remind(by=SYSTEM, now=now)
        asked = ask_how_it_was(by=SYSTEM, now=now)
        self.stdout.write(
            f"Reminded of {reminded} sessions, asked about {asked}; {gone} things changed because somebody is gone."
        )
