"""Remind of tomorrow's groups, ask after those nobody hears of and take them off the list: once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.peers.actions.groups import look_after_groups
from alongside.people.actors import SYSTEM


class Command(BaseCommand):
    help = "Remind of tomorrow's groups, and take those off the list that nobody hears of. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = look_after_groups(by=SYSTEM, today=timezone.localdate())
        self.stdout.write(f"{changed} things changed.")
