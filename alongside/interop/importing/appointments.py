"""Appointments: those to come are booked as a receptionist would, so that the person is invited to prepare."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from alongside.agenda import actions
from alongside.agenda.models import Appointment
from alongside.agenda.refusals import AlreadyBooked, NotBooked
from alongside.interop.fhir import parts
from alongside.interop.fhir.references import actors
from alongside.interop.fhir.systems import ROW
from alongside.interop.importing.files import Entry
from alongside.interop.importing.known import Known, uuid_or_none
from alongside.interop.importing.records import moment, source_of
from alongside.interop.importing.report import CHANGED, NEW, SAME, LeftOut, Report
from alongside.people.actors import Actor
from alongside.people.models import Organisation, Person, Registration

State = Appointment.State
STATES = {
    "booked": State.BOOKED, "arrived": State.BOOKED, "checked-in": State.BOOKED, "fulfilled": State.ATTENDED,
    "noshow": State.MISSED, "cancelled": State.CANCELLED, "entered-in-error": State.CANCELLED,
}  # fmt: skip


def take_appointment(known: Known, report: Report, by: Actor, entry: Entry) -> None:
    state = STATES.get(parts.text_of(entry.resource.get("status")))
    starts_at = moment(entry.resource.get("start"))
    if state is None or starts_at is None:
        raise LeftOut("it has no time, or is not booked yet")
    person = _person(known, entry)
    source = source_of(entry, known, person.pk)
    own = uuid_or_none(source.removeprefix(f"{ROW}|")) if source.startswith(f"{ROW}|") else None
    held = Appointment.objects.filter(source=source).first()
    held = held or (Appointment.objects.filter(pk=own).first() if own else None)
    if held and held.person_id != person.pk:
        raise LeftOut("its number is of somebody else's appointment")
    if held is None:
        _put_in(known, by, entry, person, starts_at, state, source)
        report.count("Appointment", NEW)
    else:
        report.count("Appointment", CHANGED if _bring_up(by, held, starts_at, state) else SAME)


def _person(known: Known, entry: Entry) -> Person:
    targets = actors(entry.resource, "actor")
    known.look_up(targets)
    found = next(filter(None, (known.person(target) for target in targets if target.type in {"Patient", ""})), None)
    person = Person.objects.filter(pk=found).first() if found else None
    if person is None:
        raise LeftOut("it is about nobody on record")
    return person


def _put_in(
    known: Known, by: Actor, entry: Entry, person: Person, starts_at: datetime, state: str, source: str
) -> None:
    where = _place(known, entry, person)
    minutes = _minutes(entry, starts_at)
    if state == State.BOOKED and starts_at > timezone.now() and not person.died_on:
        place = Organisation.objects.get(pk=where)
        made = actions.book_appointment(by=by, person=person, organisation=place, starts_at=starts_at, minutes=minutes)
        Appointment.objects.filter(pk=made.pk).update(source=source)
    else:
        facts = {"organisation_id": where, "starts_at": starts_at, "minutes": minutes, "state": state}
        Appointment.objects.create(person=person, source=source, **facts)


def _place(known: Known, entry: Entry, person: Person) -> UUID:
    """The organisation a participant names, else the person's practice, else the one named for the import."""
    named = (known.organisation(target) for target in actors(entry.resource, "actor") if target.type == "Organization")
    registered = Registration.objects.filter(person=person, until=None).values_list("practice", flat=True).first()
    found = next(filter(None, named), None) or registered or (known.practice.pk if known.practice else None)
    if found is None:
        raise LeftOut("it does not say where, and the person has no practice")
    return found


def _minutes(entry: Entry, starts_at: datetime) -> int:
    ends = moment(entry.resource.get("end"))
    said = parts.number(entry.resource.get("minutesDuration"))
    length = said or ((ends - starts_at).total_seconds() / 60 if ends else 10)
    return int(length) if 1 <= length <= 1440 else 10


def _bring_up(by: Actor, held: Appointment, starts_at: datetime, state: str) -> bool:
    """Move or call off as the practice would, so that the person is told."""
    before = (held.starts_at, held.state)
    try:
        if state == State.CANCELLED and held.state == State.BOOKED:
            actions.cancel_appointment(by=by, appointment=held)
        elif held.state == State.BOOKED and state == State.BOOKED and held.starts_at != starts_at:
            actions.move_appointment(by=by, appointment=held, starts_at=starts_at)
        elif held.state == State.BOOKED and state == State.MISSED:
            actions.note_missed(by=by, appointment=held)
        elif held.state == State.BOOKED and state == State.ATTENDED:
            actions.note_attended(by=by, appointment=held)
    except (AlreadyBooked, NotBooked) as clash:
        raise LeftOut("its new time or state clashes with what is on record") from clash
    held.refresh_from_db()
    return before != (held.starts_at, held.state)
