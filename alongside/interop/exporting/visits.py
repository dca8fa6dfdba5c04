"""Appointments, what was said before them, what became of it, and results, as FHIR."""

import re

from alongside.agenda import areas, reviews
from alongside.agenda.models import AgendaItem, Appointment, Concern, Preparation, Result, Visit
from alongside.interop.exporting.elements import own_code, period, resource, stamp, to, words
from alongside.interop.exporting.held import Held
from alongside.interop.fhir.parts import Resource
from alongside.interop.fhir.systems import CODES, LOINC
from alongside.interop.fhir.values import DIASTOLIC, PAIRS, SYSTOLIC

State = Appointment.State
STATUS = {State.BOOKED: "booked", State.ATTENDED: "fulfilled", State.MISSED: "noshow", State.CANCELLED: "cancelled"}
DISPOSED = {
    AgendaItem.Disposition.DONE: "completed",
    AgendaItem.Disposition.CARRIED: "on-hold",
    AgendaItem.Disposition.HANDED: "accepted",
    AgendaItem.Disposition.NOT_NOW: "cancelled",
}
PAIR = re.compile(r"(\d+)/(\d+)", re.ASCII)
COMPARED = re.compile(r"(<=|>=|<|>)(\d+(?:\.\d+)?)", re.ASCII)


def appointment(held: Held, row: Appointment) -> Resource:
    who = [to("Patient", held.person), to("Organization", row.organisation)]
    actors = [{"actor": actor, "status": "accepted"} for actor in who]
    if row.clinician:
        actors.append({"actor": {"display": row.clinician.name}, "status": "accepted"})
    times = {"start": stamp(row.starts_at), "minutesDuration": row.minutes}
    return resource("Appointment", row, status=STATUS[State(row.state)], participant=actors, **times)


def visit(held: Held, row: Visit) -> Resource:
    seen = [row.seen_by, row.clinician.name if row.clinician and row.seen_by else ""]
    return resource(
        "Encounter",
        row,
        status="finished" if row.closed_at else "in-progress",
        subject=to("Patient", held.person),
        appointment=[to("Appointment", row.appointment)] if row.appointment_id else [],
        participant=[{"individual": {"display": name}} for name in seen if name],
        period=period(row.started_at, row.closed_at),
        serviceProvider=to("Organization", row.organisation),
        **{"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}},
    )


def result(held: Held, row: Result) -> Resource:
    return resource(
        "Observation",
        row,
        status="final",
        code={"coding": [{"system": row.system, "code": row.code}], "text": row.display},
        subject=to("Patient", held.person),
        effectiveDateTime=stamp(row.taken_at),
        extension=[{"url": f"{CODES}:released", "valueDateTime": stamp(row.released_at)}] if row.released_at else [],
        **value_of(row),
    )


def value_of(row: Result) -> Resource:
    """The value as an import reads it back: a number, a pair of pressures, a number compared, or words."""
    if row.value is not None:
        return {"valueQuantity": {"value": row.value, "unit": row.unit}}
    if row.code in PAIRS and (pair := PAIR.fullmatch(row.text)):
        return {"component": [_half(SYSTOLIC, pair[1], row.unit), _half(DIASTOLIC, pair[2], row.unit)]}
    if row.unit and (found := COMPARED.fullmatch(row.text)):
        return {"valueQuantity": {"comparator": found[1], "value": float(found[2]), "unit": row.unit}}
    return {"valueString": row.text}


def _half(code: str, value: str, unit: str) -> Resource:
    return {
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "valueQuantity": {"value": float(value), "unit": unit},
    }


def preparation(held: Held, row: Preparation) -> Resource:
    most = {"linkId": "most-important", "answer": [{"valueString": row.most_important}]}
    return resource(
        "QuestionnaireResponse",
        row,
        status="completed" if row.sent_at else "in-progress",
        subject=to("Patient", held.person),
        authored=stamp(row.sent_at or row.saved_at),
        extension=[
            {"url": f"{CODES}:appointment", "valueReference": to("Appointment", row.appointment)},
            {"url": f"{CODES}:given-by", "valueCode": row.given_by},
            {"url": f"{CODES}:started", "valueDateTime": stamp(row.started_at)},
        ],
        item=[*([most] if row.most_important else []), *map(_concern, row.concerns.all())],
    )


def _concern(row: Concern) -> Resource:
    said = {
        "words": {"valueString": row.words} if row.words else None,
        "bother": {"valueInteger": row.bother} if row.bother is not None else None,
        "wish": {"valueString": str(row.get_wish_display())} if row.wish else None,
        "rank": {"valueInteger": row.rank} if row.rank is not None else None,
    }
    inner = [{"linkId": f"{row.area}.{name}", "answer": [answer]} for name, answer in said.items() if answer]
    return {"linkId": row.area, "text": areas.title_of(row.area, row.words), "item": inner}


def item(held: Held, row: AgendaItem) -> Resource:
    """One thing on the agenda, and what became of it."""
    status = DISPOSED[AgendaItem.Disposition(row.disposition)] if row.disposition else "requested"
    return resource(
        "Task",
        row,
        status=status,
        intent="plan",
        code=own_code(f"agenda.{row.kind}", str(row.get_kind_display())),
        description=areas.title_of(row.concern.area, row.concern.words)
        if row.concern
        else reviews.title_of(row.review),
        encounter=to("Encounter", row.visit),
        businessStatus=words(str(row.get_disposition_display()) if row.disposition else ""),
        reasonCode=words(row.handed_to),
        basedOn=[to("Task", row.carried_from)] if row.carried_from_id else [],
        lastModified=stamp(row.decided_at),
        **{"for": to("Patient", held.person)},
    )
