import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.directory.actions import load_postcodes
from alongside.directory.models import Postcode
from alongside.people.actors import importer
from alongside.ui.content import FOLDER

SHIPPED = FOLDER / "directory" / "postcodes_greater_manchester.csv.gz"


class Command(BaseCommand):
    help = "Load the middles of postcodes: CSV (.gz too) with postcode, latitude, longitude, decile. Again is harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", default=SHIPPED, help="Greater Manchester's where none is named"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        loaded = load_postcodes(by=importer(file.name), postcodes=_rows(file))
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
