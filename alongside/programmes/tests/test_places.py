"""Places, the waiting list, and what people are told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.messages.models import Message, SignedLink
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent
from alongside.programmes.actions import (
    cancel_cohort,
    hold_session,
    join,
    leave,
    move_session,
    note_departures,
    remind,
    train,
)
from alongside.programmes.models import Cohort, Enrolment, Session
from alongside.programmes.refusals import AlreadyOn, AlreadyUsed, NotNow, NotOpen

State = Enrolment.State


def states(cohort):
    return [row.state for row in cohort.enrolments.order_by("joined_at")]


def test_whoever_comes_when_it_is_full_waits_and_gets_the_first_place_that_is_free(campus):
    cohort = campus.plan(places=2)
    rows = [join(by=SYSTEM, cohort=cohort, person=person) for person in campus.people(4)]
    assert states(cohort) == [State.PLACED, State.PLACED, State.WAITING, State.WAITING]
    leave(by=SYSTEM, enrolment=rows[0], why="ill")
    assert states(cohort) == [State.LEFT, State.PLACED, State.PLACED, State.WAITING]
    leave(by=SYSTEM, enrolment=rows[3], why="ill")
    cohort.refresh_from_db()
    assert (cohort.taken, cohort.left) == (2, 0)


def test_nobody_passes_those_who_wait(campus):
    cohort = campus.plan(places=1)
    first, second, third = campus.people(3)
    join(by=SYSTEM, cohort=cohort, person=first)
    join(by=SYSTEM, cohort=cohort, person=second)
    Cohort.objects.filter(pk=cohort.pk).update(places=2)  # a larger room was found, and nobody has been told yet
    assert join(by=SYSTEM, cohort=cohort, person=third).state == State.WAITING


def test_a_place_given_back_twice_is_given_on_once(campus):
    cohort = campus.plan(places=1)
    rows = [join(by=SYSTEM, cohort=cohort, person=person) for person in campus.people(3)]
    for _each in range(2):
        leave(by=SYSTEM, enrolment=rows[0], why="ill")
    assert states(cohort) == [State.LEFT, State.PLACED, State.WAITING]


def test_the_database_itself_refuses_one_too_many(campus):
    cohort = campus.plan(places=1)
    with pytest.raises(IntegrityError, match="no_more_than_there_are_places"), transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(taken=2)


def test_a_room_that_holds_fewer_gives_fewer_places(campus):
    campus.venue.holds = 6
    campus.venue.save()
    assert campus.plan(places=12).places == 6


def test_the_same_person_joins_once_and_may_come_back(campus):
    cohort, person = campus.plan(), campus.cast.rosa
    row = join(by=SYSTEM, cohort=cohort, person=person)
    with pytest.raises(AlreadyOn):
        join(by=SYSTEM, cohort=cohort, person=person)
    leave(by=SYSTEM, enrolment=row, why="ill")
    assert join(by=SYSTEM, cohort=cohort, person=person).state == State.PLACED


def test_nobody_joins_what_is_called_off(campus):
    cohort = campus.plan()
    cancel_cohort(by=campus.by, cohort=cohort)
    with pytest.raises(NotOpen):
        join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    with pytest.raises(NotNow):
        cancel_cohort(by=campus.by, cohort=cohort)


def test_staff_are_trained_for_a_team(campus):
    cohort = campus.plan(course="pdp_silver", team=campus.cast.elm_bank)
    row = train(by=campus.by, cohort=cohort, staff=campus.cast["nurse"], team=campus.cast.elm_bank)
    assert (row.state, row.who, row.person) == (State.PLACED, "Nurse Fictional", None)
    assert not Message.objects.exists()


def test_a_place_is_told_of_with_a_day_a_time_and_a_link_and_nothing_about_which_course(campus):
    cohort = campus.plan()
    row = join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    message = Message.objects.get(template="course.place")
    assert set(message.facts) == {"day", "time"}
    assert message.link.purpose == SignedLink.Purpose.COURSE
    assert message.link.subject_id == row.pk
    assert message.organisation == campus.cast.breathing_team


def test_whoever_leaves_hears_no_more_and_others_do(campus):
    cohort = campus.plan()
    rosa = join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    join(by=SYSTEM, cohort=cohort, person=campus.cast.winston)
    leave(by=SYSTEM, enrolment=rosa, why="working")
    states = dict(Message.objects.values_list("person__given_name", "state"))
    assert states == {"Rosa": "cancelled", "Winston": "waiting"}


def test_all_are_reminded_once_of_what_is_confirmed_two_days_before_by_the_link_they_have(campus):
    cohort = campus.plan()
    join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    first = cohort.sessions.first()
    assert remind(by=SYSTEM, now=first.starts_at - timedelta(days=1)) == 0, "not confirmed"
    campus.staff(cohort)
    assert remind(by=SYSTEM, now=first.starts_at - timedelta(days=3)) == 0
    for _each in range(2):
        assert remind(by=SYSTEM, now=first.starts_at - timedelta(days=1)) == 1
    reminder = Message.objects.get(template="course.reminder")
    assert reminder.link == Message.objects.get(template="course.place").link
    assert reminder.not_after == first.starts_at


def test_a_session_that_moves_is_told_of_anew_and_has_to_be_confirmed_again(campus):
    cohort = campus.plan()
    join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    first = cohort.sessions.first()
    moved = move_session(by=campus.by, session=first, starts_at=first.starts_at + timedelta(hours=3))
    assert not Message.objects.filter(template="course.moved").exists(), "nobody had been told that it takes place"
    campus.staff(cohort)
    moved = move_session(by=campus.by, session=moved, starts_at=first.starts_at + timedelta(hours=4))
    assert moved.state == Session.State.PLANNED
    assert Message.objects.get(template="course.moved").facts["time"] == "14:00"
    assert AuditEvent.objects.filter(verb="session.moved").count() == 2


def test_a_room_is_used_once_at_a_time_whatever_overlaps(campus):
    cohort = campus.plan()
    first, second = cohort.sessions.all()[:2]
    for hours in (-2, 0, 2):
        with pytest.raises(AlreadyUsed):
            move_session(by=campus.by, session=second, starts_at=first.starts_at + timedelta(hours=hours))
    assert move_session(by=campus.by, session=second, starts_at=first.ends_at).starts_at == first.ends_at
    before = Cohort.objects.count()
    with pytest.raises(AlreadyUsed):
        campus.plan()
    assert Cohort.objects.count() == before, "nothing is half set up"


def test_who_had_a_place_or_waited_is_told_that_a_course_is_called_off(campus):
    cohort = campus.plan(places=1)
    for person in (campus.cast.rosa, campus.cast.winston):
        join(by=SYSTEM, cohort=cohort, person=person)
    cancel_cohort(by=campus.by, cohort=cohort)
    told = Message.objects.filter(template="course.cancelled").values_list("person__given_name", flat=True)
    assert sorted(told) == ["Rosa", "Winston"]
    assert {*cohort.enrolments.values_list("left_why", flat=True)} == {"cancelled"}
    assert not cohort.sessions.exclude(state="cancelled").exists()


def test_the_place_of_somebody_who_died_goes_to_who_waits_and_nothing_is_sent(campus):
    cohort = campus.plan(places=1)
    for person in (campus.cast.rosa, campus.cast.winston):
        join(by=SYSTEM, cohort=cohort, person=person)
    campus.cast.rosa.died_on = timezone.localdate()
    campus.cast.rosa.save()
    assert note_departures(by=SYSTEM, now=timezone.now()) == 1
    assert note_departures(by=SYSTEM, now=timezone.now()) == 0
    assert states(cohort) == [State.LEFT, State.PLACED]
    assert not Message.objects.filter(person=campus.cast.rosa, state="waiting").exists()


@time_machine.travel(datetime(2026, 10, 1, 9, tzinfo=ZoneInfo("Europe/London")))
def test_when_the_clocks_go_back_a_session_begins_at_the_same_time_on_the_clock(campus):
    ten = datetime(2026, 10, 20, 10, tzinfo=ZoneInfo("Europe/London"))
    cohort = campus.plan(starts_at=ten)
    begins = [timezone.localtime(each.starts_at) for each in cohort.sessions.filter(kind="ordinary")]
    assert {each.strftime("%H:%M %a") for each in begins} == {"10:00 Tue"}
    assert (begins[1] - begins[0]).days == 7


@time_machine.travel(datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("Europe/London")))
def test_a_bank_holiday_is_skipped_by_a_week_and_the_reunion_is_three_months_after_the_last(campus):
    friday = datetime(2026, 12, 11, 10, tzinfo=ZoneInfo("Europe/London"))
    cohort = campus.plan(starts_at=friday)
    days = [timezone.localtime(each.starts_at).strftime("%d %b") for each in cohort.sessions.all()]
    assert days[:4] == ["11 Dec", "18 Dec", "08 Jan", "15 Jan"], "Christmas Day and New Year's Day are Fridays"
    assert cohort.sessions.last().kind == "reunion"
    last, reunion = [each.starts_at for each in cohort.sessions.all()][-2:]
    assert timedelta(days=88) < reunion - last < timedelta(days=98)


def test_a_course_begins_with_its_first_session_and_ends_with_its_last(campus):
    cohort = campus.plan(course="mini")
    campus.staff(cohort)
    seen = []
    for session in cohort.sessions.filter(kind="ordinary"):
        with time_machine.travel(session.starts_at + timedelta(hours=3), tick=False):
            hold_session(by=campus.by, session=session)
        cohort.refresh_from_db()
        seen.append(cohort.state)
    assert seen == ["running", "running", "finished"]
