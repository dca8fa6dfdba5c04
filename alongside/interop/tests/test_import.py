import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.agenda.models import Appointment, Result, Visit
from alongside.interop.importing.files import Refused
from alongside.interop.importing.run import import_file
from alongside.interop.tests.conftest import Write, observation, patient
from alongside.messages.models import Message
from alongside.people.access import Can, organisations_for
from alongside.people.models import AuditEvent, Condition, Organisation, Person, Registration, User
from conftest import Cast

pytestmark = pytest.mark.django_db
NHS = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


def snomed(code: str, **more: Any) -> dict[str, Any]:
    return {"coding": [{"system": "http://snomed.info/sct", "code": code, "display": "As coded"}], **more}


def condition(**more: Any) -> dict[str, Any]:
    about = {"subject": {"reference": "Patient/p1"}, "onsetDateTime": "2019-03"}
    return {"resourceType": "Condition", "id": "c1", "code": snomed("44054006"), **about, **more}


def appointment(start: Any, status: str = "booked", **more: Any) -> dict[str, Any]:
    who = [{"actor": {"reference": "Patient/p1"}, "status": "accepted"}]
    times = {"start": start.isoformat(), "status": status, "participant": who}
    return {"resourceType": "Appointment", "id": "a1", **times, **more}


def test_a_person_and_what_is_about_them_come_in(bundle: Write) -> None:
    encounter = {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "subject": {"reference": "Patient/p1"},
        "period": {"start": "2026-05-01T09:00:00Z"},
        "participant": [{"individual": {"reference": "Practitioner/d1"}}],
    }
    doctor = {"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Okoro", "prefix": ["Dr"]}]}

    report = import_file(bundle(encounter, observation(), condition(), patient(), doctor))

    person = Person.objects.get()
    assert (person.name, person.date_of_birth, person.sex) == ("Edie Lunn", date(1961, 4, 5), "female")
    assert person.conditions.get().kind == "diabetes"
    assert person.results.get().value == 82
    assert person.visits.get().seen_by == "Dr Okoro"
    assert report.done["Observation", "new"] == 1
    assert not User.objects.exists()


def test_the_same_again_changes_nothing(bundle: Write) -> None:
    path = bundle(patient(), observation(), condition())
    import_file(path)
    rows = AuditEvent.objects.filter(person_id__isnull=False).count()

    report = import_file(path)

    assert {what for _type, what in report.done if report.done[_type, what]} == {"same"}
    assert (Person.objects.count(), Result.objects.count(), Condition.objects.count()) == (1, 1, 1)
    assert AuditEvent.objects.filter(person_id__isnull=False).count() == rows


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


def test_an_appointment_to_come_invites_the_person(cast: Cast, bundle: Write) -> None:
    start = timezone.now() + timedelta(days=3)

    import_file(bundle(patient(), appointment(start)), practice=cast.elm_bank)

    assert Message.objects.get(template="prepare.invite").person.family_name == "Lunn"


def test_a_cancelled_appointment_is_called_off_with_its_message(cast: Cast, bundle: Write) -> None:
    start = timezone.now() + timedelta(days=3)
    import_file(bundle(patient(), appointment(start)), practice=cast.elm_bank)

    report = import_file(bundle(patient(), appointment(start, "cancelled")), practice=cast.elm_bank)

    assert Appointment.objects.get().state == "cancelled"
    assert Message.objects.get(template="prepare.invite").state == "cancelled"
    assert report.done["Appointment", "changed"] == 1


@pytest.mark.parametrize("status", ["proposed", "pending", "waitlist"])
def test_an_appointment_not_yet_booked_is_left_out(cast: Cast, bundle: Write, status: str) -> None:
    report = import_file(bundle(patient(), appointment(timezone.now(), status)), practice=cast.elm_bank)

    assert not Appointment.objects.exists()
    assert sum(report.left_out.values()) == 1


def test_a_past_appointment_keeps_what_became_of_it(cast: Cast, bundle: Write) -> None:
    import_file(bundle(patient(), appointment(timezone.now() - timedelta(days=9), "noshow")), practice=cast.elm_bank)

    assert Appointment.objects.get().state == "missed"
    assert not Message.objects.exists()


@pytest.mark.parametrize(("status", "state"), [("noshow", "missed"), ("fulfilled", "attended")])
def test_what_became_of_an_appointment_on_record_is_in_the_trail(
    cast: Cast, bundle: Write, time_machine: Any, status: str, state: str
) -> None:
    start = timezone.now() + timedelta(days=3)
    import_file(bundle(patient(), appointment(start)), practice=cast.elm_bank)
    time_machine.move_to(start + timedelta(hours=1))

    import_file(bundle(patient(), appointment(start, status)), practice=cast.elm_bank)

    assert Appointment.objects.get().state == state
    assert AuditEvent.objects.filter(verb=f"appointment.{state}").count() == 1


def test_somebody_who_came_early_is_not_invited_to_prepare_any_more(cast: Cast, bundle: Write) -> None:
    start = timezone.now() + timedelta(minutes=20)
    import_file(bundle(patient(), appointment(start)), practice=cast.elm_bank)

    import_file(bundle(patient(), appointment(start, "fulfilled")), practice=cast.elm_bank)

    assert Appointment.objects.get().state == "attended"
    assert Message.objects.get().state == "cancelled"


def test_what_the_source_takes_back_goes(bundle: Write) -> None:
    import_file(bundle(patient(), observation(), condition()))
    mistake = {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}}

    import_file(bundle(patient(), observation(status="entered-in-error"), condition(**mistake)))

    assert not Result.objects.exists()
    assert not Condition.objects.exists()


def test_a_condition_that_is_over_has_a_day_it_ended(bundle: Write) -> None:
    over = {"clinicalStatus": {"coding": [{"code": "resolved"}]}, "recordedDate": "2020-01-02"}

    import_file(bundle(patient(), condition(**over)))

    assert Condition.objects.get().abated == date(2020, 1, 2)


def test_a_condition_in_words_alone_is_kept(bundle: Write) -> None:
    import_file(bundle(patient(), condition(code={"text": "Bad back"})))

    assert (Condition.objects.get().display, Condition.objects.get().kind) == ("Bad back", "")


def test_unknown_things_are_counted_and_the_rest_comes_in(bundle: Write) -> None:
    report = import_file(
        bundle(patient(), {"resourceType": "Spaceship"}, {"request": {"method": "DELETE"}}, {"resource": 5})
    )

    assert report.left_out["Spaceship", "not a type we use"] == 1
    assert Person.objects.count() == 1


@pytest.mark.parametrize("name", ["b.json", "b.json.gz"])
def test_packed_or_not_is_the_same(bundle: Write, name: str) -> None:
    import_file(bundle(patient(), observation(), name=name))

    assert Result.objects.count() == 1


def test_ndjson_under_another_name_is_read(lines: Write) -> None:
    import_file(lines(patient(), observation(), name="rows.json"))

    assert Result.objects.count() == 1


def test_files_of_one_export_are_read_in_the_order_that_suits_them(lines: Write, tmp_path: Path) -> None:
    lines(observation(), name="a.ndjson")
    lines(patient(), name="z.ndjson")

    call_command("import_fhir", str(tmp_path), stdout=StringIO())

    assert Result.objects.count() == 1


def test_a_broken_line_is_named_and_nothing_of_the_file_is_kept(lines: Write) -> None:
    path = lines(patient(), observation(), '{"resourceType": "Observation", ')

    with pytest.raises(Refused, match=r"rows\.ndjson: line 3, column"):
        import_file(path)

    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_broken_bundle_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text('{\n"resourceType": "Bundle",\n"entry": [}\n')

    with pytest.raises(Refused, match="line 3"):
        import_file(path)


def test_a_large_bundle_is_streamed_and_a_break_in_it_named_by_its_place(
    bundle: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.interop.importing.files.WHOLE", 200)
    path = bundle(observation(), patient())
    import_file(path)
    assert Result.objects.count() == 1

    broken = tmp_path / "broken.json"
    broken.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(Refused, match="before byte"):
        import_file(broken)


@pytest.mark.parametrize(
    "data", [b"", b"null", b"[1]", b"\xff\xfe{}", b'{"a": NaN}', b"[" * 100_000, b'{"resourceType": 5}', b"{}"]
)
def test_what_is_no_fhir_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(data)

    with pytest.raises(Refused, match=r"b\.json"):
        import_file(path)


def test_half_a_packed_file_is_refused(bundle: Write) -> None:
    path = bundle(patient(), name="b.json.gz")
    path.write_bytes(path.read_bytes()[:-12])

    with pytest.raises(Refused, match="unpacked"):
        import_file(path)


def test_one_broken_file_does_not_keep_the_others_out(bundle: Write, lines: Write, tmp_path: Path) -> None:
    bundle(patient())
    lines("{", name="broken.ndjson")

    with pytest.raises(CommandError, match=r"broken\.ndjson: line 1"):
        call_command("import_fhir", str(tmp_path), stdout=StringIO())

    assert Person.objects.count() == 1


def test_each_person_and_each_file_leave_one_row_in_the_trail(bundle: Write) -> None:
    import_file(bundle(patient(), *(observation(f"o{n}") for n in range(20))), source="hospital")

    rows = AuditEvent.objects.values_list("verb", "actor")
    assert sorted(rows) == [(verb, "an import from hospital") for verb in ("file.imported", "person.imported")]


def test_the_number_of_queries_does_not_grow_with_the_rows(bundle: Write, django_assert_max_num_queries: Any) -> None:
    path = bundle(patient(), *(observation(f"o{n}") for n in range(400)))

    with django_assert_max_num_queries(30):
        import_file(path)

    assert Result.objects.count() == 400


def test_characters_a_database_refuses_are_taken_out(bundle: Write) -> None:
    import_file(bundle(patient(name=[{"family": "Lu\x00nn\ud800", "given": ["E" * 500]}])))

    assert (Person.objects.get().family_name, len(Person.objects.get().given_name)) == ("Lunn", 100)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = {
    "Patient": [
        "name",
        "birthDate",
        "identifier",
        "address",
        "telecom",
        "gender",
        "deceasedDateTime",
        "managingOrganization",
    ],
    "Observation": [
        "code",
        "subject",
        "effectiveDateTime",
        "valueQuantity",
        "component",
        "status",
        "valueCodeableConcept",
    ],
    "Condition": ["code", "subject", "onsetDateTime", "clinicalStatus", "abatementPeriod", "meta"],
    "Encounter": ["status", "subject", "period", "participant", "serviceProvider"],
    "Appointment": ["status", "start", "end", "participant", "minutesDuration"],
    "Organization": ["name", "identifier", "address", "telecom", "type"],
    "Practitioner": ["name", "identifier"],
}
GOOD = {
    "Patient": patient(),
    "Observation": observation(),
    "Condition": condition(),
    "Encounter": {"status": "finished", "subject": {"reference": "Patient/p1"}, "period": {"start": "2026-01-01"}},
    "Appointment": {"status": "booked", "start": "2026-01-01", "participant": [{"actor": {"reference": "Patient/p1"}}]},
}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_field_of_any_shape_never_breaks_the_import(data: st.DataObject, bundle: Write) -> None:
    type_ = data.draw(st.sampled_from(sorted(FIELDS)))
    field = data.draw(st.sampled_from(FIELDS[type_]))
    wrong = {"resourceType": type_, "id": "x", **GOOD.get(type_, {}), field: data.draw(anything)}

    report = import_file(bundle(patient(), json.loads(json.dumps(wrong))))

    assert sum(report.done.values()) + sum(report.left_out.values()) == 2


def test_a_visit_that_is_not_over_is_left_out(bundle: Write) -> None:
    open_one = {"resourceType": "Encounter", "id": "e", "status": "in-progress", "subject": {"reference": "Patient/p1"}}

    import_file(bundle(patient(), open_one))

    assert not Visit.objects.exists()
