import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import ForeignKey, Model
from django.urls import reverse
from django.utils import timezone

from alongside.agenda import actions as agenda
from alongside.agenda.models import Result
from alongside.directory.models import Provider, Service, Source
from alongside.interop.export.bundle import bundle
from alongside.interop.export.held import EXPORTED, LEFT_OUT, held_about
from alongside.interop.export.made import id_of
from alongside.interop.importing.run import import_file
from alongside.people.actions import set_contact, share_with
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import AuditEvent, ErasureRequest, Person, PersonIdentifier
from alongside.plans import actions as plans
from alongside.plans.models import GoalScale
from alongside.worklist.actions import add_task
from alongside.worklist.models import TaskMove
from conftest import Cast


def models_about_people() -> set[type[Model]]:
    """Every model from which a chain of foreign keys leads to a person; who did something is not what it is about."""
    found: set[type[Model]] = {Person}
    while True:
        more = {model for model in apps.get_models() if model not in found and _leads_to(model, found)}
        if not more:
            return {model for model in found if model.__module__.startswith("alongside.")}
        found |= more


def _leads_to(model: type[Model], found: set[type[Model]]) -> bool:
    keys = [field for field in model._meta.get_fields() if isinstance(field, ForeignKey)]
    return any(key.related_model in found and key.related_model._meta.label != "people.User" for key in keys)


def test_every_kind_of_row_about_a_person_is_exported_or_left_out_for_a_reason() -> None:
    assert models_about_people() == set(EXPORTED) | set(LEFT_OUT)
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


@pytest.fixture
def rosa(cast: Cast) -> Person:
    """Rosa with at least one of everything."""
    person, nurse, me = cast.rosa, actor_for(cast["nurse"]), link_holder(cast.rosa)
    where = {"phone": "07700900101", "email": "", "address": "3 Elm Row", "postcode": "WH1 1AA"}
    set_contact(by=me, person=person, channel="text", **where)
    share_with(by=me, person=person, organisation=cast.walkers, until=timezone.localdate() + timedelta(days=9))
    PersonIdentifier.objects.create(person=person, system="urn:hospital", value="H-77")
    ErasureRequest.objects.create(person=person)
    appointment = agenda.book_appointment(
        by=nurse, person=person, organisation=cast.elm_bank, starts_at=timezone.now() + timedelta(hours=3)
    )
    preparation = agenda.start_preparation(by=me, appointment=appointment)
    agenda.describe_concern(by=me, preparation=preparation, area="sleep", bother=3, words="Awake at three", wish="talk")
    agenda.say_most_important(by=me, preparation=preparation, words="One whole night")
    agenda.send_preparation(by=me, preparation=preparation)
    visit = agenda.start_visit(by=nurse, appointment=appointment)
    agenda.carry_the_rest(by=nurse, visit=visit)
    agenda.close_visit(by=nurse, visit=visit)
    facts = {"person": person, "system": "http://loinc.org", "released_at": timezone.now(), "taken_at": timezone.now()}
    Result.objects.create(code="4548-4", display="HbA1c", value=58, unit="mmol/mol", **facts)
    Result.objects.create(code="55284-4", display="Blood pressure", text="130/80", unit="mmHg", **facts)
    Result.objects.create(code="1988-5", display="CRP", text="<5", unit="mg/L", **facts)
    Result.objects.create(code="", display="Smoking", text="Never smoked", **(facts | {"system": ""}))
    _plan(person, nurse)
    _pointed_to(person, nurse)
    task = add_task(
        by=nurse, kind="call_back", person=person, title="Ring Rosa", team=cast.elm_bank, due=timezone.localdate()
    )
    today = timezone.localdate()
    TaskMove.objects.create(task=task, reason="No answer on Monday", from_due=today, to_due=today)
    return Person.objects.get(pk=person.pk)


def _pointed_to(person: Person, nurse: Any) -> None:
    source = Source.objects.create(key="test", name="A test", licence="Open", attribution="By nobody")
    provider = Provider.objects.create(source=source, source_key="p", name="Westhaven Together")
    service = Service.objects.create(source=source, source_key="s", provider=provider, name="Sandpiper Singers")
    row = plans.choose_service(by=nurse, person=person, service=service)
    plans.give_services(by=nurse, handover=row.handover, send=False)
    plans.say_what_became(by=link_holder(person), signposting=row, after="stopped", why="too_far")


def _plan(person: Person, nurse: Any) -> None:
    plans.say_what_matters(by=nurse, person=person, words="My garden")
    plans.agree_warning_sign(by=nurse, person=person, sign="Ankles swell", what_to_do="Ring the nurse")
    plans.add_contact(by=nurse, person=person, name="Elena", how="daughter", phone="07700900150")
    goal = plans.agree_goal(by=nurse, person=person, words="Walk to the shop", confidence=6, what="Walk to the gate")
    levels = {"much_less": "bed", "less": "gate", "expected": "shop", "better": "park", "much_better": "harbour"}
    GoalScale.objects.create(goal=goal, **levels)
    follow_up = plans.ask_now(by=SYSTEM, goal=goal)
    plans.answer_follow_up(
        by=link_holder(person), follow_up=follow_up, going="well", confidence=7, words="Made it twice"
    )


def taken_out(person: Person) -> dict[str, Any]:
    return json.loads(json.dumps(bundle(held_about(person))))


def test_the_bundle_holds_something_of_every_kind(rosa: Person) -> None:
    types = {entry["resource"]["resourceType"] for entry in taken_out(rosa)["entry"]}

    assert types == {*EXPORTED.values(), "AuditEvent"}


WRITTEN = [
    "H-77", "3 Elm Row", "Daughter Fictional", "Awake at three", "One whole night",
    "Blood pressure: 130/80 mmHg", "My garden", "Ankles swell", "Elena",
    "Walk to the shop", "Walk to the gate", "harbour", "Made it twice", "Ring Rosa",
    "No answer on Monday", "Westhaven Breathing Team", "Never smoked", "Sandpiper Singers",
    "It is too far, or hard to get to",
]  # fmt: skip


def test_what_was_written_is_on_the_page(rosa: Person, cast: Cast) -> None:
    html = cast.client("rosa").get(reverse("interop:export", args=[rosa.pk])).content.decode()
    assert [words for words in WRITTEN if words not in html] == []


def test_every_reference_leads_to_something_in_the_file_and_every_address_is_one_things(rosa: Person) -> None:
    out = taken_out(rosa)
    addresses = [entry["fullUrl"] for entry in out["entry"]]

    assert len(addresses) == len(set(addresses))
    assert set(_references(out)) <= set(addresses)


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for part in value for found in _references(part)]
    if not isinstance(value, dict):
        return []
    own = [value["reference"]] if isinstance(value.get("reference"), str) else []
    return own + [found for part in value.values() for found in _references(part)]


REQUIRED = {
    "ServiceRequest": {"status", "intent", "subject"},
    "Goal": {"lifecycleStatus", "description", "subject"}, "Observation": {"status", "code"}, "Condition": {"subject"},
    "Appointment": {"status", "participant"}, "Encounter": {"status", "class"},
    "CarePlan": {"status", "intent", "subject"},
    "Task": {"status", "intent"}, "Communication": {"status"}, "QuestionnaireResponse": {"status"},
    "Consent": {"status", "scope", "category", "policyRule"}, "AuditEvent": {"type", "recorded", "agent", "source"},
    "EpisodeOfCare": {"status", "patient"}, "RelatedPerson": {"patient"}, "Patient": {"name"}, "Person": {"link"},
}  # fmt: skip


def test_what_fhir_asks_of_each_resource_is_there_and_nothing_is_empty(rosa: Person) -> None:
    for entry in taken_out(rosa)["entry"]:
        row = entry["resource"]
        assert set(row) >= REQUIRED[row["resourceType"]]
        assert not [name for name, value in row.items() if value in ("", None, [], {})]


def test_a_goal_goes_out_with_how_sure_the_person_was(rosa: Person) -> None:
    rows = [entry["resource"] for entry in taken_out(rosa)["entry"]]
    goal = next(row for row in rows if row["resourceType"] == "Goal")
    sure = [
        row["valueInteger"]
        for row in rows
        if row.get("focus") == [{"reference": f"urn:uuid:{goal['id']}", "type": "Goal"}]
    ]

    assert (goal["description"]["text"], goal["lifecycleStatus"]) == ("Walk to the shop", "active")
    assert sure == [7]


def test_a_result_not_yet_released_stays_with_the_practice_and_the_page_says_so(rosa: Person, cast: Cast) -> None:
    Result.objects.create(person=rosa, code="x", display="Secret test", value=1, taken_at=timezone.now())

    html = cast.client("rosa").get(reverse("interop:export", args=[rosa.pk])).content.decode()

    assert "Secret test" not in html
    assert "1 result is not here yet" in html


def test_what_we_take_out_we_read_back_without_a_change(rosa: Person, tmp_path: Path) -> None:
    path = tmp_path / "rosa.json"
    path.write_text(json.dumps(taken_out(rosa)))
    before = _rows(rosa)

    first = import_file(path)
    again = import_file(path)

    assert _rows(Person.objects.get(pk=rosa.pk)) == before
    assert {what for (_type, what), number in again.done.items() if number} == {"same"}
    assert {what for (_type, what), number in first.done.items() if number} == {"same"}


def _rows(person: Person) -> list[Any]:
    """Every imported kind of row, all of its fields."""
    kinds = (person.conditions, person.results, person.appointments, person.visits, person.registrations)
    own = [getattr(person, field.attname) for field in Person._meta.local_fields]
    return [own, *(list(kind.order_by("pk").values()) for kind in kinds)]


def test_the_file_goes_to_another_empty_system(rosa: Person, tmp_path: Path) -> None:
    path = tmp_path / "rosa.json"
    path.write_text(json.dumps(taken_out(rosa)))
    Person.objects.filter(pk=rosa.pk).delete()

    call_command("import_fhir", str(path), stdout=StringIO())

    moved = Person.objects.get(family_name="Ashworth")
    assert moved.results.count() == 4
    assert moved.visits.count() == 1


def test_taking_it_out_is_in_the_trail_and_the_file_is_one_to_save(rosa: Person, cast: Cast) -> None:
    answer = cast.client("rosa").get(reverse("interop:export_bundle", args=[rosa.pk]))

    assert answer["Content-Type"] == "application/fhir+json"
    assert "attachment" in answer["Content-Disposition"]
    assert AuditEvent.objects.filter(verb="person.exported", person_id=rosa.pk).count() == 1


@pytest.mark.parametrize("who", ["gp", "daughter", "receptionist", "winston", "nobody", "manager"])
@pytest.mark.parametrize("name", ["interop:export", "interop:export_bundle"])
def test_nobody_else_takes_it_out(cast: Cast, who: str, name: str) -> None:
    assert cast.client(who).get(reverse(name, args=[cast.rosa.pk])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_record(rosa: Person, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(34):
        taken_out(rosa)
    for number in range(4):
        plans.agree_goal(by=SYSTEM, person=rosa, words=f"Goal {number}", confidence=5, what="A step")
    with django_assert_num_queries(34):
        taken_out(rosa)


def test_rows_without_an_id_of_their_own_get_one_that_stays(rosa: Person) -> None:
    assert id_of(rosa.plan) == id_of(rosa.plan) != id_of(rosa)
