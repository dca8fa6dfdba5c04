"""Importing people: who is who, and where they are registered."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.agenda.models import Result
from alongside.interop.importing.run import import_file
from alongside.interop.tests.conftest import NHS, ODS, Write, observation, patient
from alongside.people.access import Can, organisations_for
from alongside.people.models import Organisation, Person, Registration
from conftest import Cast

pytestmark = pytest.mark.django_db


def test_changed_facts_are_brought_up_to_date(bundle: Write) -> None:
    import_file(bundle(patient(telecom=[{"system": "phone", "value": "07700 900111"}]), observation()))

    new_name = [{"family": "Marsh", "given": ["Edie"]}]
    report = import_file(
        bundle(patient(name=new_name, deceasedDateTime="2026-06-01"), observation(valueQuantity={"value": 80}))
    )

    person = Person.objects.get()
    assert (person.family_name, person.died_on, person.phone) == ("Marsh", date(2026, 6, 1), "07700 900111")
    assert Result.objects.get().value == 80
    assert report.done["Patient", "changed"] == report.done["Observation", "changed"] == 1


def test_somebody_said_to_be_dead_without_a_day_is_not_written_to(bundle: Write) -> None:
    import_file(bundle(patient(deceasedBoolean=True)))

    assert Person.objects.get().died_on == timezone.localdate()


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/p1"},
        {"reference": "https://records.example.org/fhir/Patient/p1"},
        {"reference": "https://records.example.org/fhir/Patient/p1/_history/2"},
        {"reference": "urn:uuid:6f1c7a3e-0d3b-4e0c-9d0b-7d1f8f5f2a11"},
        {"reference": "urn:uuid:6F1C7A3E-0D3B-4E0C-9D0B-7D1F8F5F2A11"},
        {"identifier": {"system": NHS, "value": "943 476 5919"}},
        {"reference": f"Patient?identifier={NHS}|9434765919"},
        {"reference": "#me"},
    ],
)
def test_every_form_of_reference_finds_the_person(bundle: Write, subject: dict[str, Any]) -> None:
    number = {"identifier": [{"system": NHS, "value": "9434765919"}]}
    urn = subject.get("reference", "").lower().startswith("urn")
    full = subject["reference"].lower() if urn else "https://records.example.org/fhir/Patient/p1"
    inside = [{"resourceType": "Patient", "id": "me", **number}]

    import_file(
        bundle(
            observation(subject="x") | {"subject": subject, "contained": inside},
            {"fullUrl": full, "resource": patient(**number)},
        )
    )

    assert Result.objects.get().person.nhs_number == "9434765919"


def test_an_nhs_number_with_a_wrong_check_digit_is_not_kept_as_one(bundle: Write) -> None:
    import_file(bundle(patient(identifier=[{"system": NHS, "value": "9434765918"}])))

    assert Person.objects.get().nhs_number is None


def test_another_makers_patient_one_is_another_person(bundle: Write) -> None:
    import_file(bundle(patient("1"), observation(subject="Patient/1")))

    import_file(bundle(patient("1", birthDate="1999-09-09"), observation(subject="Patient/1"), name="other.json"))

    assert Person.objects.count() == 2
    assert sorted(Result.objects.values_list("person__date_of_birth", flat=True)) == [
        date(1961, 4, 5),
        date(1999, 9, 9),
    ]


def test_an_nhs_number_never_joins_two_people_born_on_different_days(bundle: Write) -> None:
    number = {"identifier": [{"system": NHS, "value": "9434765919"}]}
    import_file(bundle(patient("a", **number)))

    report = import_file(bundle(patient("b", birthDate="1999-09-09", **number), observation(subject="Patient/b")))

    assert Person.objects.count() == 1
    assert not Result.objects.exists()
    assert sum(report.left_out.values()) == 2


def test_numbers_nobody_needs_are_not_kept(bundle: Write) -> None:
    import_file(bundle(patient(identifier=[{"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-34-1238"}])))

    assert not Person.objects.get().identifiers.filter(value__contains="999").exists()


def test_people_are_registered_where_their_record_says(bundle: Write) -> None:
    place = {
        "resourceType": "Organization",
        "id": "g1",
        "name": "Mill Lane",
        "identifier": [{"system": ODS, "value": "z1"}],
    }
    team = {"resourceType": "Organization", "id": "t1", "name": "Foot Clinic"}

    import_file(bundle(patient(managingOrganization={"reference": "Organization/g1"}), place, team))

    assert Registration.objects.get().practice.ods_code in {"Z1", "z1"}
    assert Organisation.objects.get(name="Mill Lane").kind == "practice"
    assert Organisation.objects.get(name="Foot Clinic").kind == "team"


def test_a_practice_that_comes_in_is_under_the_health_economy_so_that_its_administrator_reaches_it(
    cast: Cast, bundle: Write
) -> None:
    known_by_code = {"identifier": {"system": ODS, "value": "Z2"}, "display": "Quay Surgery"}
    place = {"resourceType": "Organization", "id": "g1", "name": "Mill Lane"}
    other = patient("p2", managingOrganization=known_by_code)
    import_file(bundle(patient(managingOrganization={"reference": "Organization/g1"}), place, other))
    reached = organisations_for(cast["administrator"], Can.MANAGE_ORGANISATION)
    brought = Organisation.objects.filter(name__in=["Mill Lane", "Quay Surgery"])
    assert {place.pk for place in brought} <= set(reached)
    assert brought.count() == 2


def test_the_practice_named_for_the_import_takes_those_without_one(cast: Cast, bundle: Write) -> None:
    call_command("import_fhir", str(bundle(patient())), practice="zz901", stdout=StringIO())

    assert Registration.objects.get(person__family_name="Lunn").practice == cast.elm_bank


def test_a_practice_known_by_its_code_is_looked_up_once_for_all_its_patients(cast: Cast, bundle: Write) -> None:
    def lookups(people: int) -> int:
        here = {"identifier": {"system": ODS, "value": "zz901"}}
        rows = [patient(f"p{people}-{n}", managingOrganization=here) for n in range(people)]
        with CaptureQueriesContext(connection) as asked:
            import_file(bundle(*rows))
        return sum('FROM "people_organisation"' in query["sql"] for query in asked)

    assert lookups(2) == lookups(9)


def test_an_unknown_practice_is_refused(bundle: Write, db: None) -> None:
    with pytest.raises(CommandError, match="ODS code NOPE"):
        call_command("import_fhir", str(bundle(patient())), practice="NOPE")
    assert not Person.objects.exists()


def test_characters_a_database_refuses_are_taken_out(bundle: Write) -> None:
    import_file(bundle(patient(name=[{"family": "Lu\x00nn\ud800", "given": ["E" * 500]}])))

    assert (Person.objects.get().family_name, len(Person.objects.get().given_name)) == ("Lunn", 100)
