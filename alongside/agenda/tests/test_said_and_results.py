"""What happened to what the person said, and results in plain words."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from alongside.agenda import actions, queries, results, reviews
from alongside.agenda.models import Appointment, Concern, Result
from alongside.agenda.tests.test_visits import booked, finish, items_of, prepared
from alongside.people import conditions
from alongside.people.actors import actor_for
from alongside.people.models import Condition
from alongside.ui.content import content, content_files, contents
from conftest import Cast


def outcomes(cast: Cast) -> dict[str, str]:
    return {said.area_title: said.outcome for said in queries.what_happened(cast.rosa)}


def test_before_the_visit_it_is_on_the_list(cast: Cast) -> None:
    prepared(booked(cast), "sleep")
    assert "On the list for your appointment" in outcomes(cast)["Sleep"]


def test_a_concern_carried_over_two_visits_has_one_outcome(cast: Cast) -> None:
    nurse = actor_for(cast["nurse"])
    finish(actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money")), nurse)
    assert "first on the list for your next visit" in outcomes(cast)["Work or money"]
    second = actions.start_visit(by=nurse, appointment=prepared(booked(cast, days=4), "money"))
    item = items_of(second)["money"]
    actions.dispose(by=nurse, item=item, disposition="handed", handed_to="link_worker")
    said = queries.what_happened(cast.rosa)
    assert [line.area_title for line in said] == ["Work or money"]
    assert "to a link worker" in said[0].outcome


def test_what_was_said_for_a_cancelled_appointment_is_kept(cast: Cast) -> None:
    appointment = prepared(booked(cast), "pain")
    actions.cancel_appointment(by=actor_for(cast["receptionist"]), appointment=appointment)
    assert "kept for your next visit" in outcomes(cast)["Pain"]


def test_the_persons_own_title_stands_for_something_else(cast: Cast) -> None:
    appointment = prepared(booked(cast), "other")
    Concern.objects.update(words="My driving licence\nand the form for it")
    assert list(outcomes(cast)) == ["My driving licence"]
    assert isinstance(appointment, Appointment)


def test_what_happened_takes_the_same_queries_however_much_was_said(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    nurse = actor_for(cast["nurse"])
    for days in range(3, 8):
        finish(actions.start_visit(by=nurse, appointment=prepared(booked(cast, days=days), "money", "sleep")), nurse)
    with django_assert_max_num_queries(2):
        queries.what_happened(cast.rosa)


def took(cast: Cast, code: str, days: int, value: float | None, unit: str = "", text: str = "") -> None:
    at = timezone.now() - timedelta(days=days)
    Result.objects.create(
        person=cast.rosa, code=code, display=code, value=value, unit=unit, text=text, taken_at=at, released_at=at
    )


@pytest.mark.parametrize(
    ("code", "value", "unit", "text", "shown"),
    [
        ("4548-4", 7.0, "%", "", "53"),  # NGSP 7.0 % is 53 mmol/mol in the published conversion table
        ("4548-4", 6.5, "%", "", "48"),  # and 6.5 % is 48
        ("59261-8", 58.0, "mmol/mol", "", "58"),
        ("2093-3", 200.0, "mg/dL", "", "5.2"),
        ("85354-9", None, "", "130/80", "130/80"),
        ("29463-7", 82.04, "kg", "", "82.0"),
        ("14959-1", 30.0, "mg/g", "", "3.4"),
        ("14959-1", 3.4, "mg/mmol{creat}", "", "3.4"),
        ("14647-2", None, "mmol/L", "<1", "<1"),
        ("718-7", 13.1, "g/dL", "", "131"),
        ("33452-4", 410.0, "l/min", "", "410"),
        ("33914-3", 72.0, "mL/min/{1.73_m2}", "", "72"),
        ("33914-3", None, "", ">90", ">90"),
    ],
)
def test_a_result_is_written_in_british_units(
    cast: Cast, code: str, value: float | None, unit: str, text: str, shown: str
) -> None:
    took(cast, code, 5, value, unit, text)
    (line,) = queries.results_beforehand(cast.rosa)
    assert line.value == shown
    assert line.last_value == ""


@pytest.mark.parametrize(
    ("code", "value", "unit", "text"),
    [
        ("2093-3", 200.0, "furlongs", ""),
        ("2093-3", None, "mg/dL", "<50"),
        ("29463-7", 180.0, "[lb_av]", ""),
        ("29463-7", 80.0, "", ""),
        ("33452-4", 5.2, "L/s", ""),
        ("19926-5", 0.62, "", ""),
        ("4548-4", None, "", "7.0 %"),
    ],
)
def test_a_value_in_a_unit_we_cannot_turn_into_ours_is_not_shown(
    cast: Cast, code: str, value: float | None, unit: str, text: str
) -> None:
    took(cast, code, 5, value, unit, text)
    assert queries.results_beforehand(cast.rosa) == []


def test_results_not_released_or_old_are_not_shown(cast: Cast) -> None:
    took(cast, "29463-7", 500, 80, "kg")
    Result.objects.create(person=cast.rosa, code="4548-4", display="x", value=7, unit="%", taken_at=timezone.now())
    assert queries.results_beforehand(cast.rosa) == []


@pytest.mark.parametrize("who", ["a child", "somebody pregnant"])
def test_a_general_range_is_not_shown_to_those_it_is_not_for(cast: Cast, who: str) -> None:
    took(cast, "4548-4", 3, 58, "mmol/mol")
    (line,) = queries.results_beforehand(cast.rosa)
    assert "national guide" in line.sentence
    if who == "a child":
        cast.rosa.date_of_birth = timezone.localdate() - timedelta(days=17 * 365)
    else:
        Condition.objects.create(person=cast.rosa, code="77386006", display="Pregnancy")
    (line,) = queries.results_beforehand(cast.rosa)
    assert (line.sentence, line.source) == ("Your blood sugar (HbA1c) was 58.", "")
    Condition.objects.filter(code="77386006").update(abated=timezone.localdate())
    (line,) = queries.results_beforehand(cast.rosa)
    assert ("national guide" in line.sentence) == (who != "a child")


def test_releasing_again_changes_nothing(cast: Cast) -> None:
    Result.objects.create(person=cast.rosa, code="4548-4", display="x", value=7, unit="%", taken_at=timezone.now())
    nurse = actor_for(cast["nurse"])
    assert actions.release_results(by=nurse, person=cast.rosa, until=timezone.now()) == 1
    assert actions.release_results(by=nurse, person=cast.rosa, until=timezone.now()) == 0


def test_every_range_names_its_public_source() -> None:
    for kind in results.kinds().values():
        assert bool(kind.range) == bool(kind.source)
        assert not kind.source or ": https://" in kind.source


DATED = re.compile(r"20\d\d-\d\d-\d\d\. \S")


def test_every_result_review_and_condition_says_when_and_against_what_it_was_checked() -> None:
    notes = {key: kind.checked for key, kind in results.kinds().items()}
    notes |= {row["kind"]: row["checked"] for row in content("conditions.toml")["condition"]}
    notes |= {page["kind"]: page["checked"] for page in contents("reviews")}
    assert [name for name, note in notes.items() if not DATED.match(note)] == []


def test_every_condition_has_review_tasks_and_names_their_source() -> None:
    kinds = {task.key.partition(".")[0] for task in reviews.tasks().values()}
    assert kinds == {"diabetes", "copd", "ibs", "depression", "chronic_pain", "heart_failure", "parkinsons"}
    assert all("https://" in path.read_text("utf-8") for path in content_files("reviews"))


@pytest.mark.parametrize(
    ("code", "kind"),
    [("44054006", "diabetes"), ("87433001", "copd"), ("185086009", "copd"), ("88805009", "heart_failure"), ("1", "")],
)
def test_a_code_on_a_record_means_one_of_our_conditions(code: str, kind: str) -> None:
    assert conditions.kind_of("http://snomed.info/sct", code) == kind
    assert conditions.kind_of("http://hl7.org/fhir/sid/icd-10", code) == ""


def test_the_shortest_interval_of_two_conditions_counts() -> None:
    both = {task.what: task.months for task in reviews.tasks_for(["diabetes", "heart_failure"])}
    assert both["blood_pressure"] == 6


def test_somebody_with_three_conditions_has_each_task_once() -> None:
    shared = {"blood_pressure", "weight", "smoking", "flu_vaccine", "kidney_blood"}
    three = [task.what for task in reviews.tasks_for(["diabetes", "copd", "heart_failure"])]
    assert len(three) == len(set(three)) == 19
    assert shared < set(three)
    of_mind = [task.title for task in reviews.tasks_for(["depression", "chronic_pain", "parkinsons"])]
    assert [title for title in of_mind if "mood" in title or "Medicines" in title] == [
        "Sleep and mood",
        "Medicines review",
    ]


def test_two_tasks_of_one_name_are_one_task() -> None:
    keys: dict[str, set[str]] = {}
    for task in reviews.tasks().values():
        keys.setdefault(task.title, set()).add(task.what)
    assert {title: found for title, found in keys.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("done", "is_due"), [(date(2027, 2, 28), True), (date(2027, 3, 1), False)])
def test_on_a_leap_day_what_was_done_on_the_last_of_february_is_due_again(done: date, is_due: bool) -> None:
    yearly = next(task for task in reviews.tasks_for(["diabetes"]) if task.months == 12)
    taken = dict.fromkeys(yearly.codes, date.min)
    assert (yearly in reviews.due(["diabetes"], {yearly.what: done}, taken, date(2028, 2, 29))) == is_due
