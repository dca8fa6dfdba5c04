"""Conditions, results, appointments and visits, as FHIR resources."""

import re
from collections.abc import Iterator
from datetime import timedelta

from alongside.agenda.models import Appointment, Result, Visit
from alongside.interop.export.held import Held
from alongside.interop.export.made import at, concept, identifier, on, organisation, period, reference, resource, term
from alongside.interop.fhir.parts import Resource
from alongside.interop.fhir.systems import LOINC
from alongside.interop.fhir.values import DIASTOLIC, SYSTOLIC
from alongside.people.models import Condition

STATUS = {"booked": "booked", "attended": "fulfilled", "missed": "noshow", "cancelled": "cancelled"}


def about_their_care(held: Held) -> Iterator[Resource]:
    about = reference("Patient", held.person)
    yield from (_condition(row, about) for row in held.conditions)
    yield from (_result(row, about) for row in held.results)
    yield from (_appointment(row, about) for row in held.appointments)
    yield from (_visit(row, about) for row in held.visits)


def _condition(row: Condition, about: Resource) -> Resource:
    return resource(
        "Condition",
        row,
        identifier=identifier(row),
        subject=about,
        clinicalStatus=term("condition-clinical", "resolved" if row.abated else "active"),
        code=concept(row.code, row.display, row.system),
        onsetDateTime=on(row.onset),
        abatementDateTime=on(row.abated),
    )


def _result(row: Result, about: Resource) -> Resource:
    return resource(
        "Observation",
        row,
        identifier=identifier(row),
        status="final",
        subject=about,
        code=concept(row.code, row.display, row.system),
        effectiveDateTime=at(row.taken_at),
        **_value(row),
    )


def _appointment(row: Appointment, about: Resource) -> Resource:
    place = {"display": row.organisation.name}
    return resource(
        "Appointment",
        row,
        identifier=identifier(row),
        status=STATUS[row.state],
        start=at(row.starts_at),
        end=at(row.starts_at + timedelta(minutes=row.minutes)),
        minutesDuration=row.minutes,
        participant=[{"actor": who, "status": "accepted"} for who in (about, place)],
    )


def _visit(row: Visit, about: Resource) -> Resource:
    return resource(
        "Encounter",
        row,
        identifier=identifier(row),
        status="finished" if row.closed_at else "in-progress",
        class_={"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        subject=about,
        participant=[{"individual": {"display": row.seen_by}}] if row.seen_by else [],
        period=period(at(row.started_at), at(row.closed_at)),
        serviceProvider=organisation(row.organisation),
        appointment=[{"reference": f"urn:uuid:{row.appointment_id}"}] if row.appointment_id else [],
    )


def _value(result: Result) -> Resource:
    """As it came: a number, a number with "<" before it, a pair of pressures, or words."""
    if result.value is not None:
        return {"valueQuantity": _quantity(result.value, result.unit)}
    if pair := re.fullmatch(r"(\d+)/(\d+)", result.text):
        halves = zip((SYSTOLIC, DIASTOLIC), pair.groups(), strict=True)
        return {"component": [_half(code, float(number), result.unit) for code, number in halves]}
    if limit := re.fullmatch(r"(<=|>=|<|>)(\d+(?:\.\d+)?)", result.text):
        return {"valueQuantity": {**_quantity(float(limit[2]), result.unit), "comparator": limit[1]}}
    return {"valueString": result.text}


def _quantity(value: float, unit: str) -> Resource:
    return {"value": value, "unit": unit} if unit else {"value": value}


def _half(code: str, value: float, unit: str) -> Resource:
    name = "Systolic" if code == SYSTOLIC else "Diastolic"
    return {"code": concept(code, name, LOINC), "valueQuantity": _quantity(value, unit)}
