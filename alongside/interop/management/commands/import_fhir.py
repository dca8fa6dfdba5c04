"""`alongside import_fhir PATH…`: take in FHIR R4 bundles and NDJSON."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alongside.interop.importing.files import Refused, files_in
from alongside.interop.importing.known import Known
from alongside.interop.importing.report import Report
from alongside.interop.importing.run import import_one
from alongside.people.models import Organisation


class Command(BaseCommand):
    help = "Take in FHIR R4 bundles (.json), NDJSON (.ndjson) and .gz of either; folders too. Again is harmless."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--practice", metavar="ODS", help="the practice of people whose record names none")
        parser.add_argument("--source", default="fhir", help="a short name for the system the files come from")

    def handle(self, *args: Any, **options: Any) -> None:
        known = Known(source=options["source"][:60], practice=_practice(options["practice"]))
        total, refused = Report(), []
        try:
            files = files_in(options["paths"])
        except Refused as reason:
            raise CommandError(str(reason)) from reason
        for path in files:
            try:
                total.add(import_one(path, known))
            except Refused as reason:
                refused.append(str(reason))
        self.stdout.write(f"{len(files) - len(refused)} of {len(files)} files taken in.\n" + "\n".join(total.lines()))
        if refused:
            raise CommandError("Refused, and nothing kept of:\n" + "\n".join(refused))


def _practice(code: str | None) -> Organisation | None:
    if not code:
        return None
    found = Organisation.objects.filter(ods_code=code.upper(), kind=Organisation.Kind.PRACTICE).first()
    if found is None:
        raise CommandError(f"No practice here has the ODS code {code}.")
    return found
