"""A time alone for each: given with the place, kept, chosen anew, and where it is seen."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alongside.messages.models import Message
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent
from alongside.programmes.actions import cancel_session, choose_turn, join, leave, mark, move_session, plan_catch_up
from alongside.programmes.actions.telling import tell_everybody
from alongside.programmes.courses import course_of
from alongside.programmes.models import Cohort, Enrolment, OwnTime, Session
from alongside.programmes.queries import dates_of, free_turns, groups_to_catch_up_with, register_of
from alongside.programmes.queries.teaching import may_lead
from alongside.programmes.refusals import NotNow, NotOpen
from alongside.programmes.timetable import timetable
from alongside.programmes.turns import lasts, longest_each, most_people, turns, turns_within
from alongside.programmes.versions import Changes, version_of
from tests.campus import in_days

MINI = course_of("mini")


@pytest.fixture
def cohort(campus) -> Cohort:
    return campus.plan(course="mini", places=6)


@pytest.fixture
def alone(cohort) -> Session:
    return cohort.sessions.get(title="Time for you alone")


def joined(campus, cohort, count=1) -> list[Enrolment]:
    return [join(by=SYSTEM, cohort=cohort, person=person) for person in campus.people(count)]


def turn_of(row: Enrolment) -> int:
    return row.own_times.get().after


def told(row: Enrolment, template: str) -> list[dict]:
    messages = Message.objects.filter(person=row.person, template=template).exclude(state=Message.State.CANCELLED)
    return [message.facts for message in messages.order_by("created_at")]


def clock_at(session: Session, after: int) -> str:
    return f"{timezone.localtime(session.starts_at) + timedelta(minutes=after):%H:%M}"


def test_after_every_four_comes_a_break_as_long_as_a_turn():
    assert turns(6, 30) == [0, 30, 60, 90, 150, 180]
    assert lasts(6, 30) == 210


@pytest.mark.parametrize("people", range(1, 30))
@pytest.mark.parametrize("each", [10, 20, 30, 45])
def test_a_session_as_long_as_so_many_need_has_a_turn_for_each_of_them_and_no_more(people, each):
    found = turns_within(lasts(people, each), each)
    assert found == turns(people, each)
    assert all(later - sooner >= each for sooner, later in pairwise(found))


def test_what_fits_into_a_day_is_what_the_forms_allow():
    assert most_people(30) == 13
    assert lasts(10, longest_each(10)) <= 480 < lasts(10, longest_each(10) + 1)


def test_the_session_is_as_long_as_the_group_has_places_and_nothing_else_has_the_room_meanwhile(campus, cohort, alone):
    assert (alone.minutes, alone.each_minutes) == (210, 30)
    assert {row.each_minutes for row in cohort.sessions.exclude(pk=alone.pk)} == {None}
    assert [slot.minutes for slot in timetable(MINI, in_days(20))][1] == 360


def test_a_version_that_gives_each_less_time_takes_less_of_the_day_and_what_is_added_is_for_the_group():
    ours = version_of(MINI, "Ours", Changes(minutes={2: 20}, added=(("A walk", 60),)))
    assert timetable(ours, in_days(20), 6)[1].minutes == 140
    assert not ours.parts[-1].alone


def test_each_who_gets_a_place_is_given_the_first_turn_that_is_free(campus, cohort):
    assert [turn_of(row) for row in joined(campus, cohort, 6)] == [0, 30, 60, 90, 150, 180]


def test_whoever_waits_has_no_turn_and_gets_the_one_that_was_given_back_with_the_place(campus, cohort):
    rows = joined(campus, cohort, 7)
    assert not rows[6].own_times.exists()
    leave(by=SYSTEM, enrolment=rows[2], why="ill")
    assert turn_of(rows[6]) == 60
    assert not rows[2].own_times.exists()


def test_nobody_elses_turn_moves_when_somebody_leaves(campus, cohort):
    rows = joined(campus, cohort, 4)
    leave(by=SYSTEM, enrolment=rows[0], why="ill")
    assert [turn_of(row) for row in rows[1:]] == [30, 60, 90]


def test_the_database_gives_one_turn_to_one_person_and_one_person_one_turn(campus, cohort, alone):
    first, second = joined(campus, cohort, 2)
    for wrong in ({"enrolment": first, "after": 90}, {"enrolment": second, "after": 0}):
        OwnTime.objects.filter(enrolment=second).delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnTime.objects.create(session=alone, **wrong)


def test_a_turn_cannot_be_longer_than_its_session(alone):
    alone.each_minutes = alone.minutes + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        alone.save()


def test_their_own_dates_say_their_own_time_and_whoever_waits_that_it_is_some_of_that_day(campus, cohort, alone):
    rows = joined(campus, cohort, 7)
    mine = {date.session.pk: date for date in dates_of(rows[4])}[alone.pk]
    assert mine.starts_at == alone.starts_at + timedelta(minutes=150)
    assert mine.ends_at - mine.starts_at == timedelta(minutes=30)
    waits = {date.session.pk: date for date in dates_of(rows[6])}[alone.pk]
    assert (waits.lacks_turn, waits.ends_at) == (True, alone.ends_at)


def test_a_message_says_their_own_time(campus, cohort, alone):
    rows = joined(campus, cohort, 5)
    move_session(by=campus.by, session=alone, starts_at=alone.starts_at + timedelta(days=1))
    alone.refresh_from_db()
    assert [facts["time"] for facts in told(rows[4], "course.moved")] == [clock_at(alone, 150)]


def test_whoever_has_no_turn_hears_of_no_time_that_is_not_theirs_but_that_it_is_off(campus, cohort, alone):
    (row,) = joined(campus, cohort)
    row.own_times.all().delete()  # as of whoever comes when the last turn of that day has begun
    for template in ("course.reminder", "course.moved"):
        tell_everybody(by=campus.by, session=alone, template=template)
        assert told(row, template) == []
    tell_everybody(by=campus.by, session=alone, template="course.off")
    assert len(told(row, "course.off")) == 1


def test_a_turn_moves_with_its_session_and_stays_theirs(campus, cohort, alone):
    rows = joined(campus, cohort, 3)
    move_session(by=campus.by, session=alone, starts_at=alone.starts_at + timedelta(minutes=30))
    assert [turn_of(row) for row in rows] == [0, 30, 60]


def test_another_turn_can_be_chosen_and_they_are_told_each_time(campus, cohort, alone):
    (row,) = joined(campus, cohort)
    for after in (90, 0, 90):
        choose_turn(by=SYSTEM, enrolment=row, session=alone, after=after)
    assert turn_of(row) == 90
    assert [facts["time"] for facts in told(row, "course.moved")] == [clock_at(alone, 90)]
    cancelled = Message.objects.filter(person=row.person, template="course.moved", state=Message.State.CANCELLED)
    assert cancelled.count() == 2
    assert AuditEvent.objects.filter(verb="course.time_chosen", person_id=row.person_id).count() == 3


def test_a_turn_that_somebody_has_is_not_given_again_nor_one_that_does_not_exist(campus, cohort, alone):
    first, second = joined(campus, cohort, 2)
    for after in (turn_of(first), 1, 120, 9999, -30):
        with pytest.raises(NotOpen):
            choose_turn(by=SYSTEM, enrolment=second, session=alone, after=after)
    assert turn_of(second) == 30


def test_no_turn_is_chosen_by_whoever_waits_or_in_what_is_called_off(campus, cohort, alone):
    rows = joined(campus, cohort, 7)
    with pytest.raises(NotNow):
        choose_turn(by=SYSTEM, enrolment=rows[6], session=alone, after=0)
    cancel_session(by=campus.by, session=alone)
    with pytest.raises(NotNow):
        choose_turn(by=SYSTEM, enrolment=rows[0], session=alone, after=90)


def test_a_turn_that_has_begun_is_given_to_nobody(campus, cohort, alone):
    Session.objects.filter(pk=alone.pk).update(starts_at=timezone.now() - timedelta(minutes=45))
    alone.refresh_from_db()
    assert free_turns(alone) == [60, 90, 150, 180]


def test_the_register_of_that_day_is_in_the_order_in_which_they_come(campus, cohort, alone):
    rows = joined(campus, cohort, 3)
    choose_turn(by=SYSTEM, enrolment=rows[0], session=alone, after=180)
    assert [row.enrolment for row in register_of(alone).rows] == [rows[1], rows[2], rows[0]]
    page = campus.cast.client("coordinator").get(reverse("programmes:register", args=[alone.pk])).text
    found = [page.index(f"Guest{number}") for number in (1, 2, 0)]
    assert found == sorted(found)


def test_time_alone_is_made_up_for_with_a_tutor_and_with_no_other_group(campus, cohort, alone):
    campus.plan(course="mini", days=60)
    (row,) = joined(campus, cohort)
    campus.begin(cohort)
    alone.refresh_from_db()
    mark(by=campus.by, session=alone, marks={row.pk: "absent"})
    assert groups_to_catch_up_with(alone) == []
    assert plan_catch_up(by=campus.by, enrolment=row, missed=alone, how="phone", on=timezone.localdate())


def test_whoever_leads_it_leads_nothing_else_all_that_while(campus, cohort, alone):
    other = campus.plan(course="self_management", hour=18).sessions.first()
    Session.objects.filter(pk=alone.pk).update(clinical_tutor=campus.clinical)
    other.starts_at = alone.starts_at + timedelta(minutes=150)
    assert not may_lead(campus.clinical, other)
    other.starts_at = alone.starts_at + timedelta(minutes=210)
    assert may_lead(campus.clinical, other)


# On the pages


@pytest.fixture
def rosa(campus, cohort) -> Enrolment:
    return join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)


def choose(client, address, **typed):
    return client.post(address, typed, follow=True).text


def refuses(**said):
    """As where the session is called off between what the page shows and what is pressed."""
    raise NotNow


def test_they_choose_another_time_on_their_own_page(campus, rosa, alone):
    client, address = campus.cast.client("rosa"), reverse("programmes:turn", args=[rosa.pk, alone.pk])
    assert "this time is yours" in client.get(reverse("programmes:place", args=[rosa.pk])).text
    assert "11am to 11.30am" in client.get(address).text
    assert "A message with the new time is on its way" in choose(client, address, turn="60")
    assert turn_of(rosa) == 60


def test_the_coordinator_whom_they_rang_changes_it_and_that_is_in_their_trail(campus, rosa, alone):
    client, address = campus.cast.client("coordinator"), reverse("programmes:turn_of", args=[alone.pk, rosa.pk])
    page = client.get(reverse("programmes:session", args=[alone.pk])).text
    assert re.search(r"<b>10am</b>\s*Rosa", page)
    assert "A message with the new time is on its way" in choose(client, address, turn="90")
    assert turn_of(rosa) == 90


def test_a_time_that_was_taken_meanwhile_gets_a_sentence(campus, rosa, alone):
    address = reverse("programmes:turn", args=[rosa.pk, alone.pk])
    for number in (60, "rubbish", ""):
        OwnTime.objects.filter(enrolment=rosa).update(after=60)
        page = choose(campus.cast.client("rosa"), address, turn=number)
        assert "Somebody has that time by now" in page or "Choose a time" in page


def test_what_is_over_when_a_time_is_chosen_is_said_and_not_that_somebody_has_it(campus, rosa, alone, monkeypatch):
    monkeypatch.setattr("alongside.programmes.actions.choose_turn", refuses)
    page = choose(campus.cast.client("rosa"), reverse("programmes:turn", args=[rosa.pk, alone.pk]), turn="60")
    assert "That can no longer be changed" in page
    assert "Somebody has that time" not in page


def test_where_no_other_time_is_free_the_page_says_whom_to_ring(campus, rosa, cohort, alone):
    joined(campus, cohort, 5)
    page = campus.cast.client("rosa").get(reverse("programmes:turn", args=[rosa.pk, alone.pk])).text
    assert "No other time is free" in page
    assert "Ring us" in page
    desk = campus.cast.client("coordinator").get(reverse("programmes:turn_of", args=[alone.pk, rosa.pk])).text
    assert "No other time is free" in desk
    assert "Ring us" not in desk, "whom they rang is who reads it"


def test_there_is_no_time_to_choose_in_a_session_together_or_elsewhere_or_for_others(campus, rosa, cohort, alone):
    together = cohort.sessions.exclude(pk=alone.pk).first()
    elsewhere = campus.plan(course="mini", days=60).sessions.get(title="Time for you alone")
    client = campus.cast.client("rosa")
    for session in (together, elsewhere):
        assert client.get(reverse("programmes:turn", args=[rosa.pk, session.pk])).status_code == 404
    (other,) = joined(campus, cohort)
    assert client.get(reverse("programmes:turn", args=[other.pk, alone.pk])).status_code == 404
    desk = campus.cast.client("coordinator")
    assert desk.get(reverse("programmes:turn_of", args=[elsewhere.pk, rosa.pk])).status_code == 404


def test_more_places_than_one_day_has_time_for_are_refused(campus):
    address = reverse("programmes:plan", args=[campus.cast.breathing_team.pk])
    day = in_days(30).date()
    when = {"day_day": day.day, "day_month": day.month, "day_year": day.year, "time": "10:00"}
    typed = {**when, "course": "mini", "venue": campus.venue.pk, "places": 14}
    page = campus.cast.client("coordinator").post(address, typed).text
    assert "in one day there is time for 13 at most" in page
    assert not Cohort.objects.filter(course_key="mini").exists()
