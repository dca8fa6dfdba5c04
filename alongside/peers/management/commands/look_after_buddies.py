"""End calls that are over, pause those whose buddy lacks a check: once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.peers.actions import look_round
from alongside.people.actors import SYSTEM


class Command(BaseCommand):
    help = "End calls of buddies that are over, and pause those whose buddy lacks a check. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = look_round(by=SYSTEM, today=timezone.localdate())
        self.stdout.write(f"{changed} things changed.")
