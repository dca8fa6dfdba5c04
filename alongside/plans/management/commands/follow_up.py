"""Ask the follow-ups that are due and note the silences, once or for as long as it runs."""

from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.people.actors import SYSTEM
from alongside.people.rounds import add_round_arguments, go_round
from alongside.plans.actions import ask_due_follow_ups, ask_due_handovers, note_silences, note_silent_handovers


class Command(BaseCommand):
    help = "Ask how goals are going when it is time, and tell the team about two silences in a row. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_round_arguments(parser, every=300)

    def handle(self, *args: Any, **options: Any) -> None:
        go_round(self._round, loop=options["loop"], every=options["every"])

    def _round(self, stop: Event) -> None:
        """Short, so it is finished even when told to stop."""
        now = timezone.now()
        silent = note_silences(by=SYSTEM, now=now) + note_silent_handovers(by=SYSTEM, now=now)
        asked = ask_due_follow_ups(by=SYSTEM, now=now) + ask_due_handovers(by=SYSTEM, now=now)
        self.stdout.write(f"Asked {asked}, heard nothing from {silent}.")
