from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from alongside.people import audit


class Command(BaseCommand):
    help = "Bind the audit rows not yet sealed to the chain, and note the new end of it in DATA_DIR/audit-heads.txt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=5000, help="rows in one seal")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = sum(new.count for new in audit.seal_all(batch=options["batch"]))
        self.stdout.write(f"{rows} rows sealed. The chain ends with {audit.head()}")
