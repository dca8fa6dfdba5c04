"""Taking in people, and the organisations they are registered with."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils import timezone

from alongside.interop.fhir import parts
from alongside.interop.fhir.dates import is_whole, read_date
from alongside.interop.fhir.parts import Resource
from alongside.interop.fhir.references import Target, keys_of, target_of
from alongside.interop.fhir.systems import NHS_NUMBER, ODS_CODE, ROW
from alongside.interop.importing.files import Entry
from alongside.interop.importing.known import Known, uuid_or_none
from alongside.interop.importing.report import CHANGED, NEW, SAME, LeftOut, Report
from alongside.people.models import Organisation, Person, PersonIdentifier, Registration
from alongside.people.queries.organisations import health_economy

REACHED_BY = frozenset({"phone", "email", "address", "postcode"})
UK_ETHNICITY = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory"
# The first letter of an ethnic category of the NHS Data Dictionary (Z: not stated), and the Census group it belongs to.
GROUPS = {
    **dict.fromkeys("ABC", Person.Ethnicity.WHITE),
    **dict.fromkeys("DEFG", Person.Ethnicity.MIXED),
    **dict.fromkeys("HJKLR", Person.Ethnicity.ASIAN),
    **dict.fromkeys("MNP", Person.Ethnicity.BLACK),
    "S": Person.Ethnicity.OTHER,
}
# NHS roles that mean a GP practice.
PRACTICE_TYPES = frozenset({"RO76", "RO177", "76", "177"})


def take_organisation(known: Known, report: Report, entry: Entry) -> None:
    """An organisation is a team until somebody turns out to be registered there; then it is a practice."""
    keys, code = keys_of(entry.resource, entry.full_url), parts.ods_code(entry.resource)
    name = parts.text_of(entry.resource.get("name"), 200)
    if not name or not (keys or code):
        raise LeftOut("it has no name or nothing to know it by")
    target = Target("Organization", tuple(keys), ((ODS_CODE, code),) if code else ())
    place, postcode = parts.address(entry.resource)
    facts = {"name": name, "address": place, "postcode": postcode, "phone": parts.telecom(entry.resource, "phone", 30)}
    found = known.organisation(target)
    row = Organisation.objects.get(pk=found) if found else Organisation(kind=Organisation.Kind.TEAM, ods_code=code)
    if not found:
        row.source = f"{known.source}|{keys[0]}" if keys else None
        row.kind = _kind(entry.resource)
        row.parent = health_economy() if row.kind == Organisation.Kind.PRACTICE else None
    # An organisation put in by hand keeps what was put in; only what came by an import is kept up by one.
    changed = _set(row, facts) if row.source else False
    if changed or not found:
        row.save()
    report.count("Organization", NEW if not found else CHANGED if changed else SAME)
    known.organisations.update(dict.fromkeys(keys, row.pk))


def _kind(resource: Resource) -> str:
    practice = parts.codes(resource.get("type")) & PRACTICE_TYPES
    return Organisation.Kind.PRACTICE if practice else Organisation.Kind.TEAM


def note_practitioner(known: Known, report: Report, entry: Entry) -> None:
    """Keep the name, to say who was seen. An import never makes accounts."""
    person = parts.part(entry.resource, "practitioner")
    name = parts.whole_name(entry.resource) or known.name(target_of(person, entry.resource))
    known.names.update(dict.fromkeys(keys_of(entry.resource, entry.full_url), name))
    report.leave_out(entry.type, "read for the name only; an import makes no accounts")


@dataclass(frozen=True)
class Read:
    """A Patient resource as we keep it."""

    facts: dict[str, Any]
    keys: list[str]
    numbers: list[tuple[str, str]]
    own: UUID | None
    practice: list[Target]


def read_patient(entry: Entry, report: Report) -> Read:
    resource = entry.resource
    given, family, known_as = parts.names(resource)
    born = read_date(resource.get("birthDate"))
    if not (given or family):
        raise LeftOut("it has no name")
    if born is None:
        raise LeftOut("it has no date of birth we can read")
    if not is_whole(resource.get("birthDate")):
        report.note("people have only part of a date of birth; the first day of it was taken")
    place, postcode = parts.address(resource)
    facts = {
        "given_name": given, "family_name": family, "known_as": known_as, "date_of_birth": born,
        "sex": _sex(resource), "ethnicity": _ethnicity(resource),
        "working": _own_code(resource, "working", Person.Working),
        "nhs_number": parts.nhs_number(resource), "address": place, "postcode": postcode,
        "phone": parts.telecom(resource, "phone", 30), "email": _email(resource), "died_on": _died(resource),
    }  # fmt: skip
    numbers = list(parts.identifiers(resource))
    own = next((uuid_or_none(value) for system, value in numbers if system == ROW), None)
    kept = [(system, value) for system, value in numbers if system not in {ROW, NHS_NUMBER}]
    return Read(facts, keys_of(resource, entry.full_url), kept, own, _practices(resource))


def _practices(resource: Resource) -> list[Target]:
    rows = [*parts.parts(resource.get("managingOrganization")), *parts.parts(resource.get("generalPractitioner"))]
    targets = [target_of(row, resource) for row in rows]
    return [target for target in targets if target.type not in {"Practitioner", "PractitionerRole"}]


def _sex(resource: Resource) -> str:
    gender = parts.text_of(resource.get("gender"))
    return gender if gender in Person.Sex.values else Person.Sex.UNKNOWN


def _ethnicity(resource: Resource) -> str:
    """Our own word, or the group that a code of the NHS Data Dictionary belongs to in the Census 2021."""
    if own := _own_code(resource, "ethnicity", Person.Ethnicity):
        return own
    for row in parts.parts(resource.get("extension")):
        if row.get("url") == UK_ETHNICITY:
            codes = sorted(parts.codes(row.get("valueCodeableConcept")))
            return next((GROUPS[code[0]] for code in codes if code and code[0] in GROUPS), "")
    return ""


def _own_code(resource: Resource, name: str, known: type[TextChoices]) -> str:
    """What our own extension says, where it is one of the words we know."""
    rows = [
        row for row in parts.parts(resource.get("extension")) if row.get("url") == f"urn:alongside:extension:{name}"
    ]
    said = next((parts.text_of(row.get("valueCode")) for row in rows), "")
    return said if said in known.values else ""


def _email(resource: Resource) -> str:
    email = parts.telecom(resource, "email", 254)
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email


def _died(resource: Resource) -> Any:
    """The day of death; when only that they died is known, today, so that nobody writes to them."""
    died = read_date(resource.get("deceasedDateTime"))
    said = resource.get("deceasedBoolean") is True or "deceasedDateTime" in resource
    return died or (timezone.localdate() if said else None)


def take_patient(known: Known, report: Report, entry: Entry) -> UUID | None:
    """Take in one person; returns whom, when anything about them is new or different."""
    read = read_patient(entry, report)
    try:
        person = _find(known, read)
    except LeftOut:
        known.local.update(dict.fromkeys(read.keys))
        raise
    new = person is None
    person = person or Person(**read.facts)
    changed = [] if new else _change(person, read.facts)
    if new or changed:
        person.save()
    fresh = _keep_numbers(known, read, person)
    moved = _register(known, report, read, person)
    report.count("Patient", NEW if new else CHANGED if changed or moved or fresh else SAME)
    return person.pk if new or changed or moved or fresh else None


def _change(person: Person, facts: dict[str, Any]) -> list[str]:
    """What a source does not say is not taken away; a death is only taken back in the record itself."""
    said = {name: value for name, value in facts.items() if value not in (None, "", Person.Sex.UNKNOWN)}
    if person.died_on and facts["died_on"] == timezone.localdate():
        said.pop("died_on")
    if person.restricted_at:  # they asked us to forget how to reach them
        said = {name: value for name, value in said.items() if name not in REACHED_BY}
    changed = [name for name, value in said.items() if getattr(person, name) != value]
    _set(person, said)
    return changed


def _set(row: Any, facts: dict[str, Any]) -> bool:
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    return bool(changed)


def _find(known: Known, read: Read) -> Person | None:
    """The person on record this is. An id such as "1" or a hospital number counts only with the date of birth."""
    born, number = read.facts["date_of_birth"], read.facts["nhs_number"]
    if read.own and (mine := Person.objects.filter(pk=read.own).first()):
        if mine.date_of_birth == born or (number and mine.nhs_number == number):
            return mine
        raise LeftOut("it says it is somebody on record, with another date of birth")
    numbered = Person.objects.filter(nhs_number=number).first() if number else None
    by_id = _by_identifier([(known.patient_system, key) for key in read.keys])
    if numbered:
        if by_id == numbered or numbered.date_of_birth == born:
            return numbered
        raise LeftOut("its NHS number belongs to somebody with another date of birth")
    for found in (by_id, _by_identifier(read.numbers)):
        if found and number and found.nhs_number and found.nhs_number != number:
            continue
        if found and (found.date_of_birth == born or (found == by_id and any(map(uuid_or_none, read.keys)))):
            return found
    return None


def _by_identifier(numbers: list[tuple[str, str]]) -> Person | None:
    values = [value for _system, value in numbers]
    rows = PersonIdentifier.objects.filter(value__in=values).select_related("person") if values else []
    found = {(row.system, row.value): row.person for row in rows}
    return next((found[number] for number in numbers if number in found), None)


def _keep_numbers(known: Known, read: Read, person: Person) -> bool:
    """Keep the numbers nobody else has; a key that is somebody else's means this person in this file only."""
    # A record of ours that comes back is known by its row: its id in the file is no new number.
    keys = [key for key in read.keys if key != str(person.pk)]
    wanted = dict.fromkeys([*((known.patient_system, key) for key in keys), *read.numbers])
    rows = PersonIdentifier.objects.filter(value__in=[value for _system, value in wanted])
    held = {(row.system, row.value): row.person_id for row in rows}
    fresh = [PersonIdentifier(person=person, system=s, value=v) for s, v in wanted if (s, v) not in held]
    PersonIdentifier.objects.bulk_create(fresh)
    for key in read.keys:
        if key not in keys or held.get((known.patient_system, key), person.pk) != person.pk:
            known.local[key] = person.pk
    return bool(fresh)


def _register(known: Known, report: Report, read: Read, person: Person) -> bool:
    """Put the person on the list of the practice the record names, or of the one named for the whole import."""
    named = next((found for found in (_practice(known, target) for target in read.practice) if found), None)
    current = Registration.objects.filter(person=person, until=None).first()
    wanted = named or (known.practice.pk if known.practice and not current else None)
    if wanted is None and current is None:
        report.note("people have no practice, so that nobody sees them here; say which with --practice")
    if wanted is None or (current and current.practice_id == wanted):
        return False
    today = timezone.localdate()
    if current:
        current.until = today - timedelta(days=1)  # so that the old practice sees nothing from now on
        current.save(update_fields=["until"])
    Registration.objects.create(person=person, practice_id=wanted, since=today)
    return True


def _practice(known: Known, target: Target) -> UUID | None:
    code = next((value.upper() for system, value in target.numbers if system == ODS_CODE and len(value) <= 12), None)
    found = known.organisation(target)
    if found is None and code:
        name, parent = target.display or f"Practice {code}", health_economy()
        return Organisation.objects.create(kind=Organisation.Kind.PRACTICE, name=name, ods_code=code, parent=parent).pk
    if found and found not in known.practices:
        teams = Organisation.objects.filter(pk=found, kind=Organisation.Kind.TEAM, source__isnull=False)
        for team in teams:
            team.kind, team.parent = Organisation.Kind.PRACTICE, team.parent or health_economy()
            team.save(update_fields=["kind", "parent"])
        known.practices.add(found)
    return found
