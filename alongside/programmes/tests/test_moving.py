"""A session that moves to another room."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from alongside.messages.models import Message
from alongside.people.actors import SYSTEM
from alongside.programmes.actions import add_venue, join, move_session, train
from alongside.programmes.models import Session
from alongside.programmes.refusals import AlreadyUsed, TooSmall
from conftest import letters


@pytest.fixture
def cohort(campus):
    cohort = campus.plan()
    campus.staff(cohort)
    return cohort


def room(campus, *, holds=20, name="The annexe"):
    facts = {"address": "2 Hall Lane", "postcode": "M33 7ZF", "holds": holds}
    return add_venue(by=campus.by, organisation=campus.cast.breathing_team, name=name, **facts)


def typed(session, venue, **changes):
    begins = timezone.localtime(session.starts_at)
    when = {f"day_{part}": getattr(begins, part) for part in ("day", "month", "year")}
    return {**when, "time": f"{begins:%H:%M}", "venue": venue.pk, **changes}


def move(campus, session, typed):
    return (
        campus.cast.client("coordinator").post(reverse("programmes:move", args=[session.pk]), typed, follow=True).text
    )


def test_another_room_keeps_the_time_its_tutors_and_that_it_is_confirmed(campus, cohort):
    session, annexe = cohort.sessions.first(), room(campus)
    assert "It stays confirmed" in move(campus, session, typed(session, annexe))
    moved = Session.objects.get(pk=session.pk)
    assert (moved.venue, moved.starts_at, moved.state) == (annexe, session.starts_at, "confirmed")
    assert moved.missing == []
    last = moved.moves.last()
    assert (last.what, last.before, last.after) == ("venue", "Westhaven Hall", "The annexe")


def test_whoever_has_a_place_is_told_of_each_other_room_and_of_the_last_only(campus, cohort):
    join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    Message.objects.update(state="sent", sent_at=timezone.now())
    session = cohort.sessions.first()
    for venue in (room(campus), campus.venue, room(campus, name="The loft")):
        move_session(by=campus.by, session=session, starts_at=session.starts_at, venue=venue)
        assert Message.objects.filter(state="waiting").values_list("template", flat=True).get() == "course.moved"


def test_staff_and_tutors_are_told_where_it_is_now(campus, django_capture_on_commit_callbacks):
    cohort = campus.plan(course="pdp_bronze", team=campus.cast.elm_bank)
    campus.staff(cohort)
    train(by=campus.by, cohort=cohort, staff=campus.cast["nurse"], team=campus.cast.elm_bank)
    session, annexe = cohort.sessions.get(), room(campus, holds=100)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        move_session(by=campus.by, session=session, starts_at=session.starts_at, venue=annexe)
    told = [campus.cast["nurse"], campus.lay.user, campus.clinical.user]
    assert sorted(letter.to[0] for letter in letters()) == sorted(user.email for user in told)
    assert all("another time or place" in letter.body and "The annexe" in letter.body for letter in letters())


def test_a_room_in_use_is_refused_and_what_was_typed_stays(campus, cohort):
    session, annexe = cohort.sessions.first(), room(campus)
    campus.plan(course="breathing", venue=annexe, starts_at=session.starts_at)
    page = move(campus, session, typed(session, annexe))
    assert "The room is in use then" in page
    assert f'value="{annexe.pk}" selected' in page
    with pytest.raises(AlreadyUsed):
        move_session(by=campus.by, session=session, starts_at=session.starts_at, venue=annexe)
    assert cohort.sessions.first().venue == campus.venue


def test_a_room_with_fewer_chairs_than_places_is_refused(campus, cohort):
    session, closet = cohort.sessions.first(), room(campus, holds=6)
    assert f"holds 6, and the group has {cohort.places} places" in move(campus, session, typed(session, closet))
    with pytest.raises(TooSmall):
        move_session(by=campus.by, session=session, starts_at=session.starts_at, venue=closet)


def test_a_room_of_another_organisation_is_not_offered(campus, cohort):
    facts = {"address": "3 Hall Lane", "postcode": "M33 7ZF", "holds": 20}
    theirs = add_venue(by=SYSTEM, organisation=campus.cast.walkers, name="The hut", **facts)
    session = cohort.sessions.first()
    assert "The hut" not in move(campus, session, typed(session, theirs))
    assert cohort.sessions.first().venue == campus.venue


def test_the_page_begins_with_how_it_is(campus, cohort):
    session = cohort.sessions.first()
    page = campus.cast.client("coordinator").get(reverse("programmes:move", args=[session.pk])).text
    begins = timezone.localtime(session.starts_at)
    assert f'value="{campus.venue.pk}" selected' in page
    assert f'value="{begins.year}"' in page
    assert 'value="10:00"' in page


def test_nothing_changes_where_nothing_was_changed(campus, cohort):
    session = cohort.sessions.first()
    before = session.moves.count()
    move_session(by=campus.by, session=session, starts_at=session.starts_at, venue=campus.venue)
    session.refresh_from_db()
    assert (session.state, session.moves.count()) == ("confirmed", before)
