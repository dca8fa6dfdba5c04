"""Load the demo: Westhaven, its people, and a year of what they did."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alongside.demo.loading import is_loaded, load


class Command(BaseCommand):
    help = "Load the fictional health economy of the demo. Run again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo is never loaded in production.")
        if is_loaded():
            self.stdout.write("The demo is already loaded.")
            return
        self.stdout.write("Loading the demo: a year at three practices. This takes half a minute.")
        self.stdout.flush()
        load()
        self.stdout.write(self.style.SUCCESS("Westhaven is ready. Everybody in it is made up."))
