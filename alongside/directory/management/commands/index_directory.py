from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from alongside.directory.search import rebuild
from alongside.directory.search.engines import chosen


class Command(BaseCommand):
    help = "Read the whole directory into the search index anew. Searches go on with the old one until it is done."

    def handle(self, *args: Any, **options: Any) -> None:
        began = perf_counter()
        number = rebuild()
        took, size = perf_counter() - began, chosen().size() / 1_000_000
        self.stdout.write(f"{number} services at their places can be found: read in {took:.1f} s, {size:.0f} MB.")
