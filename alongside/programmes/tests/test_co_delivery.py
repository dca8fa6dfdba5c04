"""A course that people and professionals lead together is not confirmed without both."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.people.models import AuditEvent
from alongside.programmes.actions import (
    add_venue,
    assign_tutor,
    confirm_session,
    go_ahead_without,
    hold_session,
    stand_down,
)
from alongside.programmes.models import Session
from alongside.programmes.queries import cohort_page, tutors_for
from alongside.programmes.refusals import CannotLead, LacksTutors, NotNow

State = Session.State


@pytest.fixture
def session(campus):
    return campus.plan().sessions.first()


def test_a_session_is_confirmed_with_both_its_tutors_and_not_with_one(campus, session):
    for tutor in (campus.lay, campus.clinical):
        with pytest.raises(LacksTutors):
            confirm_session(by=campus.by, session=session)
        assign_tutor(by=campus.by, session=session, tutor=tutor)
    assert confirm_session(by=campus.by, session=session).state == State.CONFIRMED


@pytest.mark.parametrize("state", ["confirmed", "held"])
@pytest.mark.parametrize("there", [[], ["lay"], ["clinical"]])
def test_the_database_itself_refuses_whoever_goes_round_the_rule(campus, session, state, there):
    for kind in there:
        assign_tutor(by=campus.by, session=session, tutor=getattr(campus, kind))
    with pytest.raises(IntegrityError, match="confirmed_only_with_both_tutors"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(state=state)


def test_the_database_refuses_to_take_a_tutor_from_a_confirmed_session(campus):
    campus.staff(cohort := campus.plan())
    with pytest.raises(IntegrityError, match="confirmed_only_with_both_tutors"), transaction.atomic():
        cohort.sessions.update(lay_tutor=None)


def test_a_session_that_asks_for_one_is_confirmed_with_one(campus):
    session = campus.plan(course="breathing").sessions.first()
    assign_tutor(by=campus.by, session=session, tutor=campus.clinical)
    assert confirm_session(by=campus.by, session=session).state == State.CONFIRMED


def test_an_exception_says_why_is_counted_and_has_a_row_in_the_trail(campus, session):
    assign_tutor(by=campus.by, session=session, tutor=campus.clinical)
    gone_ahead = go_ahead_without(by=campus.by, session=session, why="Ann is ill and nobody else is free")
    assert (gone_ahead.state, gone_ahead.exception_by) == (State.CONFIRMED, campus.by.user)
    assert cohort_page(session.cohort).exceptions == 1
    assert AuditEvent.objects.get(verb="session.exception").detail == {"lacking": ["lay"]}


def test_a_tutor_who_falls_ill_takes_the_confirmation_back_until_another_is_found(campus, session):
    campus.staff(session.cohort)
    ill = stand_down(by=campus.by, session=session, kind="lay")
    assert (ill.state, ill.lay_tutor, ill.missing) == (State.PLANNED, None, ["lay"])
    assert [(move.what, move.after) for move in ill.moves.all()][-2:] == [("state", "planned"), ("lay", "")]
    with pytest.raises(LacksTutors):
        confirm_session(by=campus.by, session=session)
    assign_tutor(by=campus.by, session=session, tutor=campus.lay)
    assert confirm_session(by=campus.by, session=session).state == State.CONFIRMED


def test_nobody_leads_two_things_at_once(campus, session):
    elsewhere = campus.plan(venue=another_room(campus)).sessions.first()
    Session.objects.filter(pk=elsewhere.pk).update(starts_at=session.starts_at + timedelta(hours=1))
    assign_tutor(by=campus.by, session=session, tutor=campus.lay)
    elsewhere.refresh_from_db()
    with pytest.raises(CannotLead):
        assign_tutor(by=campus.by, session=elsewhere, tutor=campus.lay)
    [candidate] = tutors_for(elsewhere, "lay")
    assert not candidate.free


def another_room(campus):
    facts = {"address": "2 Hall Lane", "postcode": "M33 7ZF", "holds": 20}
    return add_venue(by=campus.by, organisation=campus.cast.breathing_team, name="Another room", **facts)


def test_a_tutor_leads_from_the_day_of_approval_to_the_last(campus, session):
    campus.lay.until = timezone.localdate()
    campus.lay.save()
    with pytest.raises(CannotLead):
        assign_tutor(by=campus.by, session=session, tutor=campus.lay)
    assert tutors_for(session, "lay") == []


def test_what_was_not_confirmed_or_has_not_begun_was_not_held(campus, session):
    with pytest.raises(NotNow):
        hold_session(by=campus.by, session=session)
    campus.staff(session.cohort)
    with pytest.raises(NotNow):
        hold_session(by=campus.by, session=session)
