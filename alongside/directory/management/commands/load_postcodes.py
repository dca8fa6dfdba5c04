import csv
import gzip
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from alongside.directory.models import Postcode
from alongside.ui.content import FOLDER

SHIPPED = FOLDER / "directory" / "postcodes_greater_manchester.csv.gz"
MANY = 5000


class Command(BaseCommand):
    help = "Load the middles of postcodes: CSV (.gz too) with postcode, latitude, longitude, decile. Again is harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", default=SHIPPED, help="Greater Manchester's where none is named"
        )

    @transaction.atomic
    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        loaded, rows = 0, _rows(file)
        while batch := list(islice(rows, MANY)):
            Postcode.objects.bulk_create(
                batch,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["latitude", "longitude", "decile"],
            )
            loaded += len(batch)
        self.stdout.write(f"{loaded} postcodes loaded.")


def _rows(path: Path) -> Iterator[Postcode]:
    with gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield Postcode(
                    code=row["postcode"].replace(" ", "").upper(),
                    latitude=float(row["latitude"]),
                    longitude=float(row["longitude"]),
                    decile=int(row["decile"]) if row["decile"] else None,
                )
            except (KeyError, TypeError, ValueError) as problem:
                raise CommandError(f"Line {number} of {path}: {problem!r}. Nothing was loaded.") from problem
