"""The agenda of a visit: how it is built, what becomes of each thing, and that nothing is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from alongside.agenda import actions, queries
from alongside.agenda.models import AgendaItem, Appointment, Result, Visit
from alongside.messages.models import Message
from alongside.people.actors import Actor, actor_for, link_holder
from alongside.people.models import AuditEvent, Person
from alongside.worklist.models import Task
from conftest import Cast

NOW = timezone.now


@pytest.fixture
def nurse(cast: Cast) -> Actor:
    return actor_for(cast["nurse"])


def booked(cast: Cast, person: Person | None = None, *, days: int = 3) -> Appointment:
    return actions.book_appointment(
        by=actor_for(cast["receptionist"]),
        person=person or cast.rosa,
        organisation=cast.elm_bank,
        starts_at=NOW().replace(microsecond=0) + timedelta(days=days),
    )


def prepared(appointment: Appointment, *areas: str) -> Appointment:
    by = link_holder(appointment.person)
    preparation = actions.start_preparation(by=by, appointment=appointment)
    actions.choose_areas(by=by, preparation=preparation, areas=areas)
    actions.rank_concerns(by=by, preparation=preparation, areas=areas)
    return appointment


def titles(lines: list[queries.AgendaLine]) -> list[str]:
    return [line.title for line in lines]


def items_of(visit: Visit) -> dict[str, AgendaItem]:
    return {item.concern.area if item.concern else item.review: item for item in visit.items.all()}


def finish(visit: Visit, by: Actor) -> Visit:
    actions.carry_the_rest(by=by, visit=visit)
    return actions.close_visit(by=by, visit=visit)


def test_a_visit_begins_with_the_three_things_the_person_put_first(cast: Cast, nurse: Actor) -> None:
    appointment = prepared(booked(cast), "sleep", "money", "breathing", "pain")
    agenda = queries.agenda_of(actions.start_visit(by=nurse, appointment=appointment))
    assert titles(agenda.priorities) == ["Sleep", "Work or money", "Breathing"]
    assert titles(agenda.others) == ["Pain"]


def test_the_review_tasks_of_the_persons_conditions_follow(cast: Cast, nurse: Actor) -> None:
    agenda = queries.agenda_of(actions.start_visit(by=nurse, appointment=booked(cast)))
    assert agenda.priorities == []
    assert {"Foot check", "HbA1c", "Inhaler technique"} <= set(titles(agenda.reviews))


def test_a_task_of_two_conditions_is_asked_once(cast: Cast, nurse: Actor) -> None:
    agenda = queries.agenda_of(actions.start_visit(by=nurse, appointment=booked(cast)))
    assert titles(agenda.reviews).count("Smoking") == 1


def test_a_task_done_within_its_interval_is_not_asked_again(cast: Cast, nurse: Actor) -> None:
    visit = actions.start_visit(by=nurse, appointment=booked(cast))
    actions.dispose(by=nurse, item=items_of(visit)["diabetes.foot_check"], disposition="done")
    for item in visit.items.filter(disposition=""):
        actions.dispose(by=nurse, item=item, disposition="not_now")
    actions.close_visit(by=nurse, visit=visit)
    again = actions.start_visit(by=nurse, appointment=booked(cast, days=4))
    reviews = titles(queries.agenda_of(again).reviews)
    assert "Foot check" not in reviews
    assert "HbA1c" in reviews


def test_a_task_whose_result_is_recent_is_not_asked(cast: Cast, nurse: Actor) -> None:
    Result.objects.create(
        person=cast.rosa, code="4548-4", display="HbA1c", value=7, unit="%", taken_at=NOW() - timedelta(days=30)
    )
    assert "HbA1c" not in titles(queries.agenda_of(actions.start_visit(by=nurse, appointment=booked(cast))).reviews)


def test_starting_again_gives_the_same_visit_and_no_second_agenda(cast: Cast, nurse: Actor) -> None:
    appointment = prepared(booked(cast), "sleep")
    first = actions.start_visit(by=nurse, appointment=appointment)
    count = first.items.count()
    assert actions.start_visit(by=nurse, appointment=appointment) == first
    assert first.items.count() == count
    assert AuditEvent.objects.filter(verb="visit.started").count() == 1


def test_a_cancelled_appointment_does_not_become_a_visit(cast: Cast, nurse: Actor) -> None:
    appointment = booked(cast)
    actions.cancel_appointment(by=nurse, appointment=appointment)
    with pytest.raises(actions.NotBooked):
        actions.start_visit(by=nurse, appointment=appointment)


def test_a_visit_with_something_open_does_not_close_and_says_what(cast: Cast, nurse: Actor) -> None:
    visit = actions.start_visit(by=nurse, appointment=prepared(booked(cast, cast.winston), "sleep"))
    for item in visit.items.filter(kind="review"):
        actions.dispose(by=nurse, item=item, disposition="done")
    with pytest.raises(actions.StillOpen) as refused:
        actions.close_visit(by=nurse, visit=visit)
    assert [item.concern and item.concern.area for item in refused.value.items] == ["sleep"]
    visit.refresh_from_db()
    assert visit.closed_at is None


def test_closing_twice_is_closing_once(cast: Cast, nurse: Actor) -> None:
    visit = actions.start_visit(by=nurse, appointment=booked(cast))
    closed = finish(visit, nurse)
    assert actions.close_visit(by=nurse, visit=visit).closed_at == closed.closed_at
    assert AuditEvent.objects.filter(verb="visit.closed").count() == 1


def test_a_concern_left_open_is_carried_to_the_next_visit_first_and_only_once(cast: Cast, nurse: Actor) -> None:
    first = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money"))
    finish(first, nurse)
    second = actions.start_visit(by=nurse, appointment=prepared(booked(cast, days=5), "sleep", "pain", "breathing"))
    agenda = queries.agenda_of(second)
    assert titles(agenda.priorities) == ["Work or money", "Sleep", "Pain"]
    assert agenda.priorities[0].carried_from_day == timezone.localdate()
    actions.dispose(by=nurse, item=items_of(second)["money"], disposition="done")
    finish(second, nurse)
    third = actions.start_visit(by=nurse, appointment=booked(cast, days=6))
    assert "Work or money" not in titles(queries.agenda_of(third).priorities)


def test_a_carried_review_task_is_first_among_them_and_once(cast: Cast, nurse: Actor) -> None:
    first = actions.start_visit(by=nurse, appointment=booked(cast))
    items = items_of(first)
    actions.dispose(by=nurse, item=items["diabetes.eye_screening"], disposition="carried")
    for item in first.items.filter(disposition=""):
        actions.dispose(by=nurse, item=item, disposition="not_now")
    actions.close_visit(by=nurse, visit=first)
    second = actions.start_visit(by=nurse, appointment=booked(cast, days=5))
    reviews = titles(queries.agenda_of(second).reviews)
    assert reviews[0] == "Eye screening up to date"
    assert reviews.count("Eye screening up to date") == 1


def test_something_carried_and_named_again_is_one_line_with_the_newer_words(cast: Cast, nurse: Actor) -> None:
    finish(actions.start_visit(by=nurse, appointment=prepared(booked(cast), "sleep")), nurse)
    appointment = prepared(booked(cast, days=5), "pain", "sleep")
    actions.describe_concern(
        by=link_holder(cast.rosa), preparation=appointment.preparation, area="sleep", words="Awake at four"
    )
    agenda = queries.agenda_of(actions.start_visit(by=nurse, appointment=appointment))
    assert titles(agenda.priorities) == ["Sleep", "Pain"]
    assert agenda.priorities[0].words == "Awake at four"
    assert agenda.priorities[0].carried_from_day is not None


def test_what_was_said_for_an_appointment_that_was_missed_comes_to_the_next_visit(cast: Cast, nurse: Actor) -> None:
    missed = prepared(booked(cast), "loneliness")
    actions.cancel_appointment(by=nurse, appointment=missed)
    visit = actions.start_visit(by=nurse, appointment=prepared(booked(cast, days=5), "sleep"))
    assert titles(queries.agenda_of(visit).priorities) == ["Sleep", "Loneliness"]


def test_a_visit_nobody_closed_is_closed_when_the_next_begins_and_its_concerns_carried(
    cast: Cast, nurse: Actor
) -> None:
    forgotten = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money"))
    Visit.objects.filter(pk=forgotten.pk).update(started_at=NOW() - timedelta(days=10))
    second = actions.start_visit(by=nurse, appointment=booked(cast, days=5))
    forgotten.refresh_from_db()
    assert forgotten.closed_at is not None
    assert titles(queries.agenda_of(second).priorities) == ["Work or money"]


def test_two_visits_on_one_day_leave_each_other_open(cast: Cast, nurse: Actor) -> None:
    first = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money"))
    actions.start_visit(by=actor_for(cast["gp"]), appointment=booked(cast, days=4))
    first.refresh_from_db()
    assert first.closed_at is None


def test_the_same_thing_carried_from_two_visits_comes_up_once_with_the_newest_words(cast: Cast, nurse: Actor) -> None:
    with_nurse = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "sleep"))
    appointment = prepared(booked(cast, days=4), "sleep")
    actions.describe_concern(
        by=link_holder(cast.rosa), preparation=appointment.preparation, area="sleep", words="Awake at four"
    )
    with_gp = actions.start_visit(by=actor_for(cast["gp"]), appointment=appointment)
    for visit in (with_nurse, with_gp):
        finish(visit, nurse)
    third = actions.start_visit(by=nurse, appointment=booked(cast, days=5))
    [line] = queries.agenda_of(third).priorities
    assert (line.title, line.words) == ("Sleep", "Awake at four")
    for item in third.items.all():
        actions.dispose(by=nurse, item=item, disposition="done")
    assert [said.outcome.partition(" on ")[0] for said in queries.what_happened(cast.rosa)] == ["You talked about this"]
    again = actions.start_visit(by=nurse, appointment=booked(cast, days=6))
    assert not again.items.exists()


def test_nobody_is_invited_to_prepare_for_a_visit_that_has_begun(cast: Cast, nurse: Actor) -> None:
    actions.start_visit(by=nurse, appointment=booked(cast))
    assert [message.state for message in Message.objects.all()] == ["cancelled"]


def test_handing_on_makes_a_task_that_does_not_name_the_concern_in_its_title(cast: Cast, nurse: Actor) -> None:
    visit = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "relationships"))
    item = actions.dispose(
        by=nurse, item=items_of(visit)["relationships"], disposition="handed", handed_to="link_worker"
    )
    task = Task.objects.get()
    assert item.task == task
    assert task.team == cast.elm_bank
    assert task.title == "Handed on: link worker"
    assert task.note == "Sex and relationships"


def test_handing_on_twice_makes_one_task(cast: Cast, nurse: Actor) -> None:
    visit = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money"))
    for _click in range(2):
        actions.dispose(by=nurse, item=items_of(visit)["money"], disposition="handed", handed_to="nurse")
    assert Task.objects.count() == 1


def test_what_is_handed_on_a_week_before_christmas_is_due_on_the_first_working_day_after(
    cast: Cast, nurse: Actor, time_machine: object
) -> None:
    time_machine.move_to(datetime(2026, 12, 18, 10, tzinfo=UTC))
    visit = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money"))
    actions.dispose(by=nurse, item=items_of(visit)["money"], disposition="handed", handed_to="nurse")
    assert Task.objects.get().due == date(2026, 12, 29)


def test_changing_ones_mind_before_closing_takes_the_task_back(cast: Cast, nurse: Actor) -> None:
    visit = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money"))
    actions.dispose(by=nurse, item=items_of(visit)["money"], disposition="handed", handed_to="nurse")
    item = actions.dispose(by=nurse, item=items_of(visit)["money"], disposition="done")
    assert item.task is None
    assert not Task.objects.open().exists()


def test_handing_to_somebody_else_instead_leaves_one_open_task(cast: Cast, nurse: Actor) -> None:
    visit = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money"))
    for to in ("nurse", "pharmacist"):
        actions.dispose(by=nurse, item=items_of(visit)["money"], disposition="handed", handed_to=to)
    assert [task.title for task in Task.objects.open()] == ["Handed on: pharmacist"]


@pytest.mark.parametrize(("disposition", "to"), [("handed", ""), ("handed", "wizard"), ("gone", ""), ("", "")])
def test_an_answer_that_makes_no_sense_is_refused(cast: Cast, nurse: Actor, disposition: str, to: str) -> None:
    visit = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money"))
    with pytest.raises(ValueError, match="Not "):
        actions.dispose(by=nurse, item=items_of(visit)["money"], disposition=disposition, handed_to=to)
    assert items_of(visit)["money"].disposition == ""


def test_after_closing_an_answer_stands(cast: Cast, nurse: Actor) -> None:
    visit = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money"))
    finish(visit, nurse)
    with pytest.raises(actions.Settled):
        actions.dispose(by=nurse, item=items_of(visit)["money"], disposition="done")


def test_what_the_next_visit_took_up_cannot_be_answered_in_the_old_one(cast: Cast, nurse: Actor) -> None:
    first = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "money"))
    actions.dispose(by=nurse, item=items_of(first)["money"], disposition="carried")
    actions.start_visit(by=nurse, appointment=booked(cast, days=4))
    with pytest.raises(actions.Settled):
        actions.dispose(by=nurse, item=items_of(first)["money"], disposition="done")


def test_the_agenda_takes_one_query_however_long_it_is(
    cast: Cast, nurse: Actor, django_assert_num_queries: object
) -> None:
    short = actions.start_visit(by=nurse, appointment=booked(cast, cast.winston))
    long = actions.start_visit(by=nurse, appointment=prepared(booked(cast), "sleep", "money", "pain", "food", "home"))
    for visit in (short, long):
        with django_assert_num_queries(1):
            queries.agenda_of(visit)


def test_the_note_says_what_was_on_the_agenda_and_what_became_of_it(cast: Cast, nurse: Actor) -> None:
    appointment = prepared(booked(cast, cast.winston), "sleep", "money")
    by = link_holder(cast.winston)
    actions.describe_concern(by=by, preparation=appointment.preparation, area="sleep", bother=3, wish="someone")
    actions.say_most_important(by=by, preparation=appointment.preparation, words="A night without waking")
    visit = actions.start_visit(by=nurse, appointment=appointment)
    actions.dispose(by=nurse, item=items_of(visit)["sleep"], disposition="handed", handed_to="pharmacist")
    note = queries.visit_note(visit, queries.agenda_of(visit))
    assert "Agenda: Sleep (a lot, someone to help): handed to: pharmacist; Work or money: no answer yet." in note
    assert "“A night without waking”" in note
    assert "Review tasks: How pain affects daily life (no answer yet)" in note
