"""Look after groups and questionnaires: once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.peers.actions.groups import look_after_groups
from alongside.peers.actions.reference import look_after_questionnaires
from alongside.people.actors import SYSTEM


class Command(BaseCommand):
    help = (
        "Remind of tomorrow's groups and take those off the list that nobody hears of; close questionnaires on their "
        "day and tell of promises that are due. Safe to run twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        changed = look_after_groups(by=SYSTEM, today=today) + look_after_questionnaires(by=SYSTEM, today=today)
        self.stdout.write(f"{changed} things changed.")
