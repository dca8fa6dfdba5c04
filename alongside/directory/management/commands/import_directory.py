from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.directory.actions import import_services
from alongside.directory.importing.rows import read_mapping, read_rows
from alongside.people.actors import importer


class Command(BaseCommand):
    help = "Take services from a CSV or JSON lines file (.gz too) into the directory, by a mapping file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True, help="a TOML file that says which column is what")

    def handle(self, *args: Any, file: Path, mapping: Path, **options: Any) -> None:
        for path in (file, mapping):
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        read = read_mapping(mapping)
        done = import_services(by=importer(read.source["name"]), mapping=read, rows=read_rows(file, read))
        if not done.services:
            raise CommandError(f"{file} holds no service that could be taken; nothing was changed.")
        for problem in done.broken:
            self.stderr.write(f"Left out: {problem}.")
        self.stdout.write(f"{done.services} services taken, {done.retired} retired, {len(done.broken)} rows left out.")
