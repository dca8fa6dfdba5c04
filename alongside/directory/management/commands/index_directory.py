from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from alongside.directory.search import rebuild


class Command(BaseCommand):
    help = "Read the whole directory into the search index anew. Searches go on with the old one until it is done."

    def handle(self, *args: Any, **options: Any) -> None:
        began = perf_counter()
        number = rebuild()
        self.stdout.write(f"{number} services at their places can be found, read in {perf_counter() - began:.1f} s.")
