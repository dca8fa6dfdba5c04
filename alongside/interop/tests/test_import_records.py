"""Importing what is on somebody's record: results, conditions, visits."""

from datetime import date
from typing import Any

import pytest

from alongside.agenda.models import Result, Visit
from alongside.interop.importing.run import import_file
from alongside.interop.tests.conftest import Write, condition, observation, patient
from alongside.people.models import AuditEvent, Condition, Person, User

pytestmark = pytest.mark.django_db


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


def test_a_visit_that_is_not_over_is_left_out(bundle: Write) -> None:
    open_one = {"resourceType": "Encounter", "id": "e", "status": "in-progress", "subject": {"reference": "Patient/p1"}}

    import_file(bundle(patient(), open_one))

    assert not Visit.objects.exists()


def test_unknown_things_are_counted_and_the_rest_comes_in(bundle: Write) -> None:
    report = import_file(
        bundle(patient(), {"resourceType": "Spaceship"}, {"request": {"method": "DELETE"}}, {"resource": 5})
    )

    assert report.left_out["Spaceship", "not a type we use"] == 1
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
