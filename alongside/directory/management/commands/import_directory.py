from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.directory.actions import Imported, import_feed, import_services
from alongside.directory.importing.client import Api, Unreadable
from alongside.directory.importing.files import read_services
from alongside.directory.importing.plain import read_rows
from alongside.directory.importing.rows import BrokenRow, Mapping, Row, read_mapping
from alongside.people.actors import importer


class Command(BaseCommand):
    help = (
        "Take services into the directory: an Open Referral UK API by its address, a file or folder of such JSON, or "
        "CSV or JSON lines (.gz too) whose columns the mapping file names. Again is harmless; a reading of an API that "
        "was stopped goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="an address that begins with https://, or a file or folder")
        parser.add_argument(
            "--mapping", type=Path, required=True, help="a TOML file that says whose it is, and which column is what"
        )
        parser.add_argument("--source-key", help="keep it under this key instead of the one in the mapping file")
        parser.add_argument("--afresh", action="store_true", help="read an API from its first page")
        parser.add_argument(
            "--retire", action="store_true", help="retire what is named no more although little or not all was read"
        )

    def handle(self, *args: Any, source: str, mapping: Path, **options: Any) -> None:
        done = _take(source, _mapping(mapping, options["source_key"]), options["afresh"], options["retire"])
        for problem in [*(f"Left out: {reason}" for reason in done.broken), *done.notes]:
            self.stderr.write(f"{problem}.")
        if not done.services:
            raise CommandError(f"{source} holds no service that could be taken; nothing was changed.")
        self.stdout.write(
            f"{done.services} services taken, {done.new} of them new and {done.changed} changed; {done.retired} "
            f"retired, {len(done.broken)} left out, {done.conflicts} new conflicts with what a steward changed."
        )


def _mapping(path: Path, key: str | None) -> Mapping:
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    try:
        read = read_mapping(path)
    except ValueError as problem:
        raise CommandError(f"{path} cannot be used: {problem}.") from problem
    return replace(read, source=read.source | {"key": key}) if key else read


def _take(source: str, mapping: Mapping, afresh: bool, retire: bool) -> Imported:
    by = importer(mapping.source["name"])
    if "://" not in source:
        path = Path(source)
        return import_services(by=by, mapping=mapping, rows=_rows(path, mapping), origin=path.name, retire=retire)
    try:
        return import_feed(by=by, mapping=mapping, api=Api(source), afresh=afresh, retire=retire)
    except (Unreadable, ValueError) as problem:
        raise CommandError(f"{problem}. What was read is kept; the same command goes on from there.") from problem


def _rows(path: Path, mapping: Mapping) -> Iterable[Row | BrokenRow]:
    if not path.exists():
        raise CommandError(f"There is no file {path}.")
    return read_rows(path, mapping) if mapping.fields else read_services(path)
