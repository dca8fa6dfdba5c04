"""The person, where they belong, what they agreed to and what they live with, as FHIR."""

from alongside.interop.exporting.elements import clean, numbers_of, own_code, period, resource, stamp, to, words
from alongside.interop.exporting.held import Held
from alongside.interop.fhir.parts import Resource
from alongside.interop.fhir.systems import CODES, NHS_NUMBER, ODS_CODE
from alongside.people.models import CarerAgreement, Condition, Consent, ErasureRequest, Organisation, Registration, User

INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
SCOPE = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}],
}


def patient(held: Held) -> Resource:
    person = held.person
    current = next((row.practice for row in held.registrations if row.until is None), None)
    numbers = [{"system": NHS_NUMBER, "value": person.nhs_number}] if person.nhs_number else []
    numbers += [{"system": row.system, "value": row.value} for row in held.identifiers]
    facts = {
        "name": _names(held),
        "birthDate": stamp(person.date_of_birth),
        "gender": person.sex,
        "telecom": _telecom(person.phone, person.email),
        "address": [{"use": "home", "line": [person.address], "postalCode": person.postcode}],
        "deceasedDateTime": stamp(person.died_on),
        "managingOrganization": to("Organization", current),
        **_preference(held),
    }
    known = [*numbers_of(person), *numbers]
    made: Resource = clean({"resourceType": "Patient", "id": str(person.pk), "identifier": known, **facts})
    return made


def _names(held: Held) -> list[Resource]:
    person = held.person
    official = {"use": "official", "given": [person.given_name], "family": person.family_name}
    return [official, {"use": "nickname", "given": [person.known_as]}] if person.known_as else [official]


def _telecom(phone: str, email: str) -> list[Resource]:
    both = [("phone", phone), ("email", email)]
    return [{"system": system, "value": value} for system, value in both if value]


def _preference(held: Held) -> Resource:
    chosen = held.preference
    if chosen is None:
        return {}
    return {
        "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": chosen.language}]}}],
        "extension": [
            {"url": f"{CODES}:channel", "valueCode": chosen.channel},
            {"url": f"{CODES}:large-print", "valueBoolean": chosen.large_print},
            {"url": INTERPRETER, "valueBoolean": chosen.needs_interpreter},
        ],
    }


def account(held: Held, row: User) -> Resource:
    facts = {"name": [{"text": row.name}], "telecom": _telecom("", row.email), "active": row.is_active}
    return resource("Person", row, **facts, link=[{"target": to("Patient", held.person)}])


def organisation(row: Organisation) -> Resource:
    made = resource(
        "Organization",
        row,
        name=row.name,
        type=[own_code(row.kind, str(row.get_kind_display()))],
        telecom=_telecom(row.phone, ""),
        address=[{"line": [row.address], "postalCode": row.postcode}],
    )
    made["identifier"] += [{"system": ODS_CODE, "value": row.ods_code}] if row.ods_code else []
    return made


def registration(held: Held, row: Registration) -> Resource:
    facts = {"status": "finished" if row.until else "active", "period": period(row.since, row.until)}
    who = to("Patient", held.person)
    return resource("EpisodeOfCare", row, **facts, patient=who, managingOrganization=to("Organization", row.practice))


def carer(held: Held, row: CarerAgreement) -> Resource:
    return resource(
        "RelatedPerson",
        row,
        patient=to("Patient", held.person),
        name=[{"text": row.carer.name}],
        relationship=[words(row.relationship)],
        period=period(row.since, row.until),
    )


def consent(held: Held, row: Consent) -> Resource:
    return resource(
        "Consent",
        row,
        status="inactive" if row.withdrawn_at else "active",
        scope=SCOPE,
        category=[own_code(row.purpose, str(row.get_purpose_display()))],
        patient=to("Patient", held.person),
        dateTime=stamp(row.given_at),
        organization=[to("Organization", row.organisation)],
        provision={"period": period(row.given_at, row.withdrawn_at or row.until)},
    )


def erasure(held: Held, row: ErasureRequest) -> Resource:
    return resource(
        "Task",
        row,
        status="completed" if row.decided_at else "requested",
        intent="order",
        code=own_code("erasure", "asked for what is held to be deleted"),
        businessStatus=words(str(row.get_outcome_display())),
        **{"for": to("Patient", held.person)},
        executionPeriod=period(row.asked_at, row.decided_at),
    )


def condition(held: Held, row: Condition) -> Resource:
    coding = [{"system": row.system, "code": row.code}] if row.code else []
    coding += [{"system": CODES, "code": row.kind}] if row.kind else []
    return resource(
        "Condition",
        row,
        code={"coding": coding, "text": row.display},
        subject=to("Patient", held.person),
        onsetDateTime=stamp(row.onset),
        abatementDateTime=stamp(row.abated),
    )
