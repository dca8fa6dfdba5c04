"""Places, the waiting list, and what people are told."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alongside.messages.models import Message, SignedLink
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent, Person
from alongside.programmes.actions import (
    cancel_cohort,
    cancel_session,
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
    assert [remind(by=SYSTEM, now=first.starts_at - timedelta(days=1)) for _each in range(2)] == [1, 0]
    reminder = Message.objects.get(template="course.reminder")
    assert reminder.link == Message.objects.get(template="course.place").link
    assert reminder.not_after == first.starts_at


def waiting_messages(person):
    rows = Message.objects.filter(person=person, state="waiting").order_by("created_at")
    return [(row.template, row.facts["time"]) for row in rows]


def test_a_session_that_moves_is_told_of_anew_and_has_to_be_confirmed_again(campus):
    cohort, rosa = campus.plan(), campus.cast.rosa
    join(by=SYSTEM, cohort=cohort, person=rosa)
    Message.objects.update(state="sent", sent_at=timezone.now())
    campus.staff(cohort)
    first = cohort.sessions.first()
    for hours in (4, 0, 4):  # away, back and away again: each is told, and only the last still waits
        at = first.starts_at + timedelta(hours=hours)
        moved = move_session(by=campus.by, session=first, starts_at=at)
        assert waiting_messages(rosa) == [("course.moved", f"{10 + hours}:00")]
    assert moved.state == Session.State.PLANNED
    assert AuditEvent.objects.filter(verb="session.moved").count() == 3


def test_a_move_is_told_also_where_it_was_not_confirmed(campus):
    cohort = campus.plan()
    join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    Message.objects.update(state="sent", sent_at=timezone.now())
    first = cohort.sessions.first()
    move_session(by=campus.by, session=first, starts_at=first.starts_at + timedelta(hours=3))
    assert waiting_messages(campus.cast.rosa) == [("course.moved", "13:00")]


def test_whoever_was_not_told_of_their_place_yet_is_told_that_with_the_new_day(campus):
    cohort = campus.plan()
    join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    first = cohort.sessions.first()
    move_session(by=campus.by, session=first, starts_at=first.starts_at + timedelta(hours=3))
    assert waiting_messages(campus.cast.rosa) == [("course.place", "13:00")]


def test_a_round_that_has_nothing_new_to_say_leaves_the_link_they_have(campus):
    cohort = campus.plan()
    row = join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    campus.staff(cohort)
    first, last = cohort.sessions.first(), cohort.sessions.last()
    remind(by=SYSTEM, now=first.starts_at - timedelta(days=1))
    Session.objects.filter(pk=last.pk).update(starts_at=last.starts_at + timedelta(days=20))
    remind(by=SYSTEM, now=first.starts_at - timedelta(days=1))
    link = SignedLink.objects.get(subject_id=row.pk)
    assert link.revoked_at is None


def test_one_session_is_called_off_and_the_course_ends_all_the_same(campus):
    cohort, rosa = campus.plan(course="mini"), campus.cast.rosa
    join(by=SYSTEM, cohort=cohort, person=rosa)
    campus.staff(cohort)
    first, second, third = cohort.sessions.filter(kind="ordinary")
    cancel_session(by=campus.by, session=second)
    assert Message.objects.filter(person=rosa, template="course.off").count() == 1
    for session in (first, third):
        with time_machine.travel(session.starts_at + timedelta(hours=3), tick=False):
            hold_session(by=campus.by, session=session)
    cohort.refresh_from_db()
    assert cohort.state == "finished"
    reunion = cohort.sessions.get(kind="reunion")
    assert cancel_session(by=campus.by, session=reunion).state == "cancelled"
    with pytest.raises(NotNow):
        cancel_session(by=campus.by, session=first)


def test_nobody_gets_a_place_too_late_to_do_the_course_and_nobody_leaves_what_is_over(campus):
    cohort = campus.plan(course="mini", places=1)
    placed, waits = [join(by=SYSTEM, cohort=cohort, person=person) for person in campus.people(2)]
    campus.staff(cohort)
    campus.begin(cohort)
    leave(by=SYSTEM, enrolment=placed, why="ill")
    waits.refresh_from_db()
    assert waits.state == State.WAITING
    with pytest.raises(NotOpen):
        join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    Cohort.objects.filter(pk=cohort.pk).update(state="finished")
    with pytest.raises(NotNow):
        leave(by=SYSTEM, enrolment=waits, why="ill")


def test_the_same_course_is_not_joined_twice_in_two_groups(campus):
    rosa = campus.cast.rosa
    join(by=SYSTEM, cohort=campus.plan(), person=rosa)
    with pytest.raises(AlreadyOn):
        join(by=SYSTEM, cohort=campus.plan(hour=14), person=rosa)


@pytest.mark.parametrize("facts", [{"died_on": date(2026, 1, 1)}, {"restricted_at": datetime(2026, 1, 1, tzinfo=UTC)}])
def test_nobody_joins_for_somebody_who_died_or_asked_to_be_forgotten(campus, facts):
    cohort = campus.plan()
    Person.objects.filter(pk=campus.cast.rosa.pk).update(**facts)
    with pytest.raises(NotOpen):
        join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)


def test_a_course_for_staff_is_not_for_people_and_the_other_way_round(campus):
    with pytest.raises(NotOpen):
        join(by=SYSTEM, cohort=campus.plan(course="action_learning"), person=campus.cast.rosa)
    with pytest.raises(NotOpen):
        train(by=SYSTEM, cohort=campus.plan(hour=14), staff=campus.cast["nurse"], team=campus.cast.elm_bank)


def test_of_a_course_that_is_called_off_nothing_else_goes_out_and_each_persons_trail_says_so(campus):
    cohort, rosa = campus.plan(), campus.cast.rosa
    join(by=SYSTEM, cohort=cohort, person=rosa)
    campus.staff(cohort)
    remind(by=SYSTEM, now=cohort.sessions.first().starts_at - timedelta(days=1))
    cancel_cohort(by=campus.by, cohort=cohort)
    assert [template for template, _time in waiting_messages(rosa)] == ["course.cancelled"]
    assert AuditEvent.objects.filter(verb="course.called_off", person_id=rosa.pk).count() == 1


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


def test_a_chair_that_nobody_can_have_any_more_is_not_counted_every_quarter_of_an_hour(campus):
    cohort = campus.plan(places=1)
    for person in (campus.cast.rosa, campus.cast.winston):
        join(by=SYSTEM, cohort=cohort, person=person)
    campus.begin(cohort)
    leave(by=SYSTEM, enrolment=cohort.enrolments.get(person=campus.cast.rosa), why="ill")
    before = AuditEvent.objects.count()
    assert note_departures(by=SYSTEM, now=timezone.now()) == 0
    assert AuditEvent.objects.count() == before


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


def test_who_moved_away_keeps_the_place_until_somebody_has_asked(campus):
    row = join(by=SYSTEM, cohort=(cohort := campus.plan()), person=campus.cast.rosa)
    campus.cast.rosa.registrations.update(since=date(2020, 1, 1), until=date(2020, 2, 1))
    page = campus.cast.client("coordinator").get(reverse("programmes:cohort", args=[cohort.pk])).text
    assert "registered elsewhere now" in page
    row.refresh_from_db()
    assert row.state == "placed"
