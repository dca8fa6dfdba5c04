"""Files made to harm: they change nothing about anybody else, and break nothing."""

import contextlib
import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from alongside.agenda.actions import book_appointment
from alongside.agenda.models import Appointment, Result
from alongside.interop.fhir.systems import NHS_NUMBER, ODS_CODE, ROW, SOURCE
from alongside.interop.importing import files
from alongside.interop.importing.files import Refused
from alongside.interop.importing.run import import_file
from alongside.interop.tests.conftest import Write, observation, patient
from alongside.people.access import Can, may
from alongside.people.actions import keep_care_record_only
from alongside.people.actors import SYSTEM
from alongside.people.models import Person, Registration
from conftest import Cast

pytestmark = pytest.mark.django_db


def named(system: str, value: object) -> dict[str, Any]:
    return {"identifier": [{"system": system, "value": str(value)}]}


@pytest.fixture
def weight(cast: Cast) -> Result:
    """Rosa's, from an earlier import."""
    return Result.objects.create(
        person=cast.rosa, code="29463-7", display="Body weight", value=82, unit="kg", taken_at=timezone.now(),
        source=f"fhir|Observation/o1@{cast.rosa.pk}",
    )  # fmt: skip


def booked(cast: Cast) -> Appointment:
    soon = timezone.now() + timedelta(days=3)
    return book_appointment(by=SYSTEM, person=cast.rosa, organisation=cast.elm_bank, starts_at=soon)


@pytest.mark.parametrize("claim", [lambda row: (SOURCE, row.source), lambda row: (ROW, row.pk)])
@pytest.mark.parametrize("status", ["final", "entered-in-error"])
def test_a_result_that_claims_to_be_somebody_elses_leaves_it_alone(
    cast: Cast, bundle: Write, weight: Result, claim: Callable[[Result], tuple[str, object]], status: str
) -> None:
    import_file(bundle(patient(), observation(status=status, **named(*claim(weight)))), practice=cast.elm_bank)
    weight.refresh_from_db()
    assert (weight.person, weight.value) == (cast.rosa, 82)


def test_a_claimed_name_does_not_keep_the_real_one_out(cast: Cast, bundle: Write) -> None:
    theirs = f"fhir|Observation/o7@{cast.rosa.pk}"
    import_file(bundle(patient(), observation(**named(SOURCE, theirs))), practice=cast.elm_bank)
    assert not Result.objects.filter(source=theirs).exists()
    assert Result.objects.get().person.family_name == "Lunn"


@pytest.mark.parametrize("status", ["cancelled", "booked", "fulfilled", "noshow"])
def test_an_appointment_that_claims_to_be_somebody_elses_leaves_it_alone(
    cast: Cast, bundle: Write, status: str
) -> None:
    hers = booked(cast)
    when = (timezone.now() + timedelta(days=9)).isoformat()
    facts = {"resourceType": "Appointment", "id": "a1", "status": status, "start": when, **named(ROW, hers.pk)}
    who = [{"actor": {"reference": "Patient/p1"}}]
    report = import_file(bundle(patient(), {**facts, "participant": who}), practice=cast.elm_bank)
    before = (hers.state, hers.starts_at)
    hers.refresh_from_db()
    assert (hers.state, hers.starts_at) == before
    assert report.left_out["Appointment", "its number is of somebody else's appointment"] == 1


def test_a_patient_who_claims_to_be_somebody_on_record_is_left_out(cast: Cast, bundle: Write) -> None:
    report = import_file(bundle(patient(**named(ROW, cast.rosa.pk))), practice=cast.elm_bank)
    cast.rosa.refresh_from_db()
    assert (cast.rosa.name, cast.rosa.date_of_birth.year) == ("Rosa Ashworth", 1968)
    assert report.left_out["Patient", "it says it is somebody on record, with another date of birth"] == 1


def test_a_result_about_somebody_left_out_is_nobodys(cast: Cast, bundle: Write) -> None:
    import_file(bundle(patient(**named(ROW, cast.rosa.pk)), observation()), practice=cast.elm_bank)
    assert not Result.objects.exists()


def test_somebody_who_is_forgotten_is_not_brought_back_within_reach(cast: Cast, bundle: Write) -> None:
    Person.objects.filter(pk=cast.rosa.pk).update(nhs_number="9434765919")
    keep_care_record_only(by=SYSTEM, person=cast.rosa)
    known = named(NHS_NUMBER, "9434765919") | {"birthDate": "1968-03-09"}
    reach = {"telecom": [{"system": "phone", "value": "07700900101"}, {"system": "email", "value": "r@example.org"}]}
    home = {"address": [{"line": ["3 Elm Row"], "postalCode": "ZZ1 1ZZ"}]}
    import_file(bundle(patient(**known, **reach, **home)), practice=cast.elm_bank)
    cast.rosa.refresh_from_db()
    assert (cast.rosa.phone, cast.rosa.email, cast.rosa.address, cast.rosa.postcode) == ("", "", "", "")


def test_the_old_practice_sees_nobody_who_moved_from_that_moment(cast: Cast, bundle: Write) -> None:
    Person.objects.filter(pk=cast.rosa.pk).update(nhs_number="9434765919")
    new = {"generalPractitioner": [{"type": "Organization", "identifier": {"system": ODS_CODE, "value": "ZZ902"}}]}
    import_file(bundle(patient(**named(NHS_NUMBER, "9434765919"), **new, birthDate="1968-03-09")))
    assert Registration.objects.get(person=cast.rosa, until=None).practice == cast.harbour_road
    assert not may(cast["nurse"], Can.SEE_PERSON, cast.rosa)
    assert may(cast["other_gp"], Can.SEE_PLAN, cast.rosa)


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001", "9999-12-31"])
def test_a_time_no_clock_can_show_is_no_time(cast: Cast, bundle: Write, when: str) -> None:
    late = {"resourceType": "Appointment", "id": "a1", "status": "booked", "start": when}
    rows = [observation(effectiveDateTime=when), {**late, "participant": [{"actor": {"reference": "Patient/p1"}}]}]
    import_file(bundle(patient(), *rows), practice=cast.elm_bank)
    assert not Result.objects.exists()
    assert not Appointment.objects.exists()


def test_markup_and_line_breaks_in_a_name_are_only_letters_on_one_line(cast: Cast, bundle: Write) -> None:
    name = [{"family": "<script>alert(1)</script>\r\nBcc: all@example.org", "given": ["a" * 100_000]}]
    import_file(bundle(patient(name=name)), practice=cast.elm_bank)
    came = Person.objects.get(registrations__practice=cast.elm_bank, date_of_birth__year=1961)
    assert came.family_name == "<script>alert(1)</script> Bcc: all@example.org"
    assert len(came.given_name) == 100
    page = cast.client("receptionist").get(f"/people/{came.pk}/details/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def nested(levels: int) -> dict[str, Any]:
    inner: dict[str, Any] = patient()
    for _level in range(levels):
        inner = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": inner}]}
    return inner


@pytest.mark.parametrize("levels", [5, 300])
def test_bundles_inside_bundles_without_end_are_left_out(lines: Write, levels: int) -> None:
    assert import_file(lines(nested(levels))).left_out["Bundle", "not a type we use"] == 1
    assert not Person.objects.exists()


def test_a_record_nested_too_deep_is_refused_and_never_breaks_the_import(lines: Write) -> None:
    """There are depths that can be read and not written again; which, depends on the machine."""
    for levels in (400, *range(900, 1000), 100_000):
        deep = json.dumps({**observation(), "id": ""})[:-1] + ', "extension": ' + "[" * levels + "]" * levels + "}"
        with contextlib.suppress(Refused):
            import_file(lines(json.dumps(patient()), deep))
    assert Person.objects.count() == 1


def test_a_small_packed_file_that_unpacks_without_end_is_refused_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONGEST_LINE", 1_000_000)
    monkeypatch.setattr(files, "WHOLE", 100_000)
    path = tmp_path / "bomb.json.gz"
    start = b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "'
    with gzip.open(path, "wb") as file:
        file.write(start)
        for _part in range(40):
            file.write(b"a" * 1_000_000)
    with pytest.raises(Refused, match="longer than"):
        import_file(path)
