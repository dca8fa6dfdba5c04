"""Importing files: one transaction each, people first, then what is about them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.db import transaction

from alongside.agenda.models import Result, Visit
from alongside.interop.fhir.parts import part
from alongside.interop.fhir.references import Target, target_of
from alongside.interop.importing import records
from alongside.interop.importing.appointments import take_appointment
from alongside.interop.importing.files import DEEP, Entry, Refused, entries
from alongside.interop.importing.known import Known
from alongside.interop.importing.people import note_practitioner, take_organisation, take_patient
from alongside.interop.importing.report import CHANGED, LeftOut, Report
from alongside.interop.importing.rows import AT_ONCE, remove, write
from alongside.people import audit
from alongside.people.actors import importer
from alongside.people.models import Condition, Organisation, Person

# Read before the rest, in two goes, because a patient's record names the practice.
FIRST = frozenset({"Organization", "Practitioner", "PractitionerRole"})
BASICS = FIRST | {"Patient"}
ROWS: dict[str, tuple[type[records.Row], Callable[[Entry, Known, UUID], records.Row]]] = {
    "Condition": (Condition, records.condition),
    "Observation": (Result, records.result),
    "Encounter": (Visit, records.visit),
}


def import_file(path: Path, *, source: str = "fhir", practice: Organisation | None = None) -> Report:
    """Take in one file, all of it or, when it is broken, nothing; raises `files.Refused`."""
    return import_one(path, Known(source=source, practice=practice))


def import_one(path: Path, known: Known) -> Report:
    """Take in one file of several that may refer to one another."""
    run = Run(known)
    known.new_file()
    try:
        with transaction.atomic():
            run.take_basics(path, FIRST)
            run.take_basics(path, BASICS - FIRST)
            known.forget()
            run.take_rest(path)
            audit.record(by=run.by, verb="file.imported", changes=run.report.changes())
    except RecursionError as problem:
        raise Refused(f"{path.name}: {DEEP}.") from problem
    return run.report


@dataclass
class Run:
    known: Known
    report: Report = field(default_factory=Report)
    waiting: dict[str, list[tuple[Entry, Target]]] = field(default_factory=lambda: defaultdict(list))
    told: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.by = importer(self.known.source)

    def take_basics(self, path: Path, types: frozenset[str]) -> None:
        for entry in entries(path, basics=True):
            if entry.type in types:
                self._try(entry, self._take_basic)

    def _take_basic(self, entry: Entry) -> None:
        if entry.type == "Organization":
            take_organisation(self.known, self.report, entry)
        elif entry.type == "Patient":
            if changed := take_patient(self.known, self.report, entry):
                self._tell({changed})
        else:
            note_practitioner(self.known, self.report, entry)

    def take_rest(self, path: Path) -> None:
        for entry in entries(path):
            if entry.type in ROWS:
                self._wait(entry)
            elif entry.type == "Appointment":
                self._try(entry, lambda one: take_appointment(self.known, self.report, self.by, one))
            elif entry.type not in BASICS:
                self.report.leave_out(entry.type, "not a type we use")
        for type_ in ROWS:
            self._write(type_)

    def _try(self, entry: Entry, take: Callable[[Entry], None]) -> None:
        try:
            take(entry)
        except LeftOut as reason:
            self.report.leave_out(entry.type, str(reason))

    def _wait(self, entry: Entry) -> None:
        subject = part(entry.resource, "subject") or part(entry.resource, "patient")
        self.waiting[entry.type].append((entry, target_of(subject, entry.resource)))
        if len(self.waiting[entry.type]) >= AT_ONCE:
            self._write(entry.type)

    def _write(self, type_: str) -> None:
        batch = self.waiting.pop(type_, [])
        self.known.look_up(target for _entry, target in batch)
        read = [row for entry, target in batch if (row := self._read(entry, target))]
        if read:
            self._tell(write(type_, read, self.report))

    def _read(self, entry: Entry, target: Target) -> records.Row | None:
        model, reader = ROWS[entry.type]
        person = self.known.person(target)
        if person is None:
            self.report.leave_out(entry.type, "it is about nobody on record")
            return None
        try:
            return reader(entry, self.known, person)
        except records.TakenBack as reason:
            if remove(model, records.source_of(entry, self.known, person), person):
                self.report.count(entry.type, CHANGED)
                self._tell({person})
            else:
                self.report.leave_out(entry.type, str(reason))
        except LeftOut as reason:
            self.report.leave_out(entry.type, str(reason))
        return None

    def _tell(self, people: set[UUID]) -> None:
        """One row of the trail per person and file, however many records came."""
        for person in Person.objects.filter(pk__in=people - self.told):
            audit.record(by=self.by, verb="person.imported", person=person)
        self.told |= people
