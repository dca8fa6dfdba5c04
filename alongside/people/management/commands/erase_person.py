from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alongside.people.actions import erase_person, keep_care_record_only
from alongside.people.actors import SYSTEM
from alongside.people.management.named import person_named


class Command(BaseCommand):
    help = (
        "Forget somebody who asked for it: everything, or all but the care record. people/actions/erasure.py says how."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="NHS number or id")
        parser.add_argument("--keep-care-record", action="store_true", help="where the practice must keep it")
        parser.add_argument("--yes", action="store_true", help="really do it")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_named(options["person"])
        if not options["yes"]:
            raise CommandError(f"This would forget {person.name} and cannot be undone. Give --yes to do it.")
        if options["keep_care_record"]:
            keep_care_record_only(by=SYSTEM, person=person)
        else:
            erase_person(by=SYSTEM, person=person)
        self.stdout.write("Done.")
