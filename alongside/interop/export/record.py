"""The person, who looks after them and what they agreed to, as FHIR resources."""

from collections.abc import Iterator

from alongside.interop.export.held import Held
from alongside.interop.export.made import (
    at,
    concept,
    extension,
    identifier,
    on,
    organisation,
    period,
    reference,
    resource,
    term,
)
from alongside.interop.fhir.parts import Resource
from alongside.interop.fhir.systems import NHS_NUMBER
from alongside.people.models import (
    AuditEvent,
    CarerAgreement,
    CarerInvitation,
    Consent,
    ErasureRequest,
    Person,
    Registration,
    User,
)

Outcome = CarerInvitation.Outcome
ANSWERED = {
    "": "requested",
    Outcome.ACCEPTED: "accepted",
    Outcome.DECLINED: "rejected",
    Outcome.TAKEN_BACK: "cancelled",
}


def about_the_person(held: Held) -> Iterator[Resource]:
    person = held.person
    about = reference("Patient", person)
    yield _patient(held)
    if held.account:
        yield _account(held.account, about)
    yield from (_registration(row, about) for row in held.registrations)
    yield from (_carer(row, about) for row in held.carers)
    yield from (_asked_to_care(row, about) for row in held.asked_carers)
    yield from (_consent(row, about) for row in held.consents)
    yield from (_erasure(row, about) for row in held.erasures)
    yield from _trail(held, about)


def _patient(held: Held) -> Resource:
    person = held.person
    number = [{"system": NHS_NUMBER, "value": person.nhs_number}] if person.nhs_number else []
    others = [{"system": row.system, "value": row.value} for row in held.identifiers]
    practice = next((row.practice for row in held.registrations if row.until is None), None)
    return resource(
        "Patient",
        person,
        identifier=[*number, *others, *identifier(person)],
        name=_names(person),
        gender=person.sex,
        birthDate=on(person.date_of_birth),
        deceasedDateTime=on(person.died_on),
        telecom=[
            {"system": system, "value": value}
            for system, value in (("phone", person.phone), ("email", person.email))
            if value
        ],
        address=_address(person),
        generalPractitioner=[organisation(practice)] if practice else [],
        communication=[{"language": _language(held), "preferred": True}] if held.preference else [],
        extension=_wishes(held),
    )


def _registration(row: Registration, about: Resource) -> Resource:
    return resource(
        "EpisodeOfCare",
        row,
        status="finished" if row.until else "active",
        patient=about,
        managingOrganization=organisation(row.practice),
        period=period(on(row.since), on(row.until)),
    )


def _carer(row: CarerAgreement, about: Resource) -> Resource:
    return resource(
        "RelatedPerson",
        row,
        patient=about,
        name=[{"text": row.carer.name}],
        relationship=[{"text": row.relationship}] if row.relationship else [],
        period=period(on(row.since), on(row.until)),
    )


def _asked_to_care(row: CarerInvitation, about: Resource) -> Resource:
    return resource(
        "Task",
        row,
        status=ANSWERED[row.outcome],
        intent="proposal",
        for_=about,
        description=f"Act for the person: {row.email}" + (f", {row.relationship}" if row.relationship else ""),
        authoredOn=at(row.asked_at),
        lastModified=at(row.ended_at),
        businessStatus={"text": str(row.get_outcome_display())} if row.outcome else {},
    )


def _account(row: User, about: Resource) -> Resource:
    """What the person signs in with, which need not be the address they are written to."""
    known = {"name": [{"text": row.name}], "telecom": [{"system": "email", "value": row.email}]}
    return resource("Person", row, **known, active=row.is_active, link=[{"target": about}])


def _names(person: Person) -> list[Resource]:
    official = {"use": "official", "family": person.family_name, "given": [person.given_name]}
    known = [{"use": "nickname", "given": [person.known_as]}] if person.known_as else []
    return [{name: value for name, value in official.items() if value not in ("", [""])}, *known]


def _address(person: Person) -> list[Resource]:
    lines = {"line": [person.address]} if person.address else {}
    postcode = {"postalCode": person.postcode} if person.postcode else {}
    return [{"use": "home", **lines, **postcode}] if lines or postcode else []


def _language(held: Held) -> Resource:
    language = held.preference.language if held.preference else "en"
    return {"coding": [{"system": "urn:ietf:bcp:47", "code": language}]}


def _wishes(held: Held) -> list[Resource]:
    """What FHIR has no place of its own for: groups, how they like to be reached, who may see the record."""
    person = held.person
    said = {"ethnicity": person.ethnicity, "working": person.working}
    wishes = [extension(name, valueCode=value) for name, value in said.items() if value]
    if held.preference:
        wishes += [
            extension("contact-channel", valueString=held.preference.channel),
            extension("large-print", valueBoolean=held.preference.large_print),
            extension("needs-interpreter", valueBoolean=held.preference.needs_interpreter),
        ]
    if held.person.restricted_at:
        wishes.append(extension("restricted-since", valueDateTime=at(held.person.restricted_at)))
    return wishes


def _consent(row: Consent, about: Resource) -> Resource:
    who = {"role": term("v3-ParticipationType", "IRCP"), "reference": organisation(row.organisation)}
    provision = {"type": "permit", "period": period(at(row.given_at), at(row.withdrawn_at) or on(row.until))}
    return resource(
        "Consent",
        row,
        status="inactive" if row.withdrawn_at else "active",
        scope=term("consentscope", "patient-privacy"),
        category=[concept(row.purpose, str(row.get_purpose_display()))],
        patient=about,
        dateTime=at(row.given_at),
        policyRule={"text": "What the person agreed to in Alongside"},
        provision={**provision, "actor": [who]} if row.organisation else provision,
    )


def _erasure(row: ErasureRequest, about: Resource) -> Resource:
    return resource(
        "Task",
        row,
        identifier=identifier(row),
        status="completed" if row.decided_at else "requested",
        intent="order",
        for_=about,
        description="The person asked to be forgotten",
        authoredOn=at(row.asked_at),
        lastModified=at(row.decided_at),
        businessStatus={"text": str(row.get_outcome_display())} if row.outcome else {},
    )


def _trail(held: Held, about: Resource) -> Iterator[Resource]:
    """Who looked and who changed what, as the person may read it."""
    for event in held.trail:
        yield resource(
            "AuditEvent",
            event,
            type=concept(event.verb, event.verb)["coding"][0],
            action=_action(event),
            recorded=at(event.at),
            agent=[{"who": {"display": event.actor}, "requestor": True}],
            source={"observer": {"display": "Alongside"}},
            entity=[{"what": about, "description": event.target or None} if event.target else {"what": about}],
        )


def _action(event: AuditEvent) -> str:
    return "R" if event.verb.endswith(".seen") else "E"
