"""A course that people and professionals lead together is not confirmed without both."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent, User
from alongside.programmes.actions import (
    add_venue,
    approve_tutor,
    assign_tutor,
    cancel_session,
    confirm_session,
    end_tutor,
    go_ahead_without,
    hold_session,
    move_session,
    note_departures,
    stand_down,
)
from alongside.programmes.models import Session, Tutor
from alongside.programmes.queries import cohort_page, tutors_for
from alongside.programmes.refusals import AlreadyNamed, CannotLead, LacksTutors, NotNow

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


@pytest.mark.parametrize("blank", [" ", "\t", "\r\n \u00a0"])
def test_a_reason_that_is_blank_is_no_reason(campus, session, blank):
    with pytest.raises(IntegrityError, match="an_exception_has_words"), transaction.atomic():
        go_ahead_without(by=campus.by, session=session, why=blank)
    page = campus.cast.client("coordinator").post(reverse("programmes:without", args=[session.pk]), {"why": blank})
    assert "Write why it goes ahead" in page.text
    session.refresh_from_db()
    assert (session.state, session.exception) == (State.PLANNED, "")


def test_a_reason_with_blanks_around_it_is_a_reason(campus, session):
    assert go_ahead_without(by=campus.by, session=session, why=" Ann is ill\n").state == State.CONFIRMED


def test_a_tutor_who_falls_ill_takes_the_confirmation_back_until_another_is_found(campus, session):
    campus.staff(session.cohort)
    ill = stand_down(by=campus.by, session=session, kind="lay")
    assert (ill.state, ill.lay_tutor, ill.missing) == (State.PLANNED, None, ["lay"])
    assert [(move.what, move.after) for move in ill.moves.all()][-2:] == [("state", "planned"), ("lay", "cannot come")]
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


def test_one_person_is_not_both_tutors_however_often_they_are_approved(campus, session):
    both = approve_tutor(
        by=campus.by,
        user=campus.clinical.user,
        kind="lay",
        organisation=campus.cast.economy,
        trained_on=date(2024, 1, 1),
    )
    assign_tutor(by=campus.by, session=session, tutor=campus.clinical)
    with pytest.raises(CannotLead):
        assign_tutor(by=campus.by, session=session, tutor=both)


def test_a_reason_holds_for_who_was_missing_then_and_not_for_a_later_lack(campus, session):
    assign_tutor(by=campus.by, session=session, tutor=campus.clinical)
    go_ahead_without(by=campus.by, session=session, why="The lay tutor is ill")
    alone = stand_down(by=campus.by, session=session, kind="clinical")
    assert (alone.state, alone.exception) == (State.PLANNED, "")
    with pytest.raises(LacksTutors):
        confirm_session(by=campus.by, session=session)


def test_a_reason_ends_once_the_tutor_is_found(campus, session):
    assign_tutor(by=campus.by, session=session, tutor=campus.clinical)
    go_ahead_without(by=campus.by, session=session, why="The lay tutor is ill")
    found = assign_tutor(by=campus.by, session=session, tutor=campus.lay)
    assert (found.state, found.exception) == (State.CONFIRMED, "")
    assert cohort_page(session.cohort).exceptions == 0


def test_no_reason_is_written_where_nobody_is_missing(campus, session):
    for tutor in (campus.lay, campus.clinical):
        assign_tutor(by=campus.by, session=session, tutor=tutor)
    assert go_ahead_without(by=campus.by, session=session, why="x").exception == ""


def test_tutors_who_cannot_come_at_the_new_time_are_taken_off(campus, session):
    campus.staff(session.cohort)
    second = session.cohort.sessions.all()[1]
    other = campus.plan(venue=another_room(campus), course="moving_on", days=200)
    busy = other.sessions.first()
    assign_tutor(by=campus.by, session=busy, tutor=campus.lay)
    moved = move_session(by=campus.by, session=second, starts_at=busy.starts_at)
    assert (moved.lay_tutor, moved.clinical_tutor, moved.state) == (None, campus.clinical, State.PLANNED)


def test_a_tutor_approved_by_several_is_offered_once_as_approved_by_whoever_runs_the_course(campus, session):
    known = {"by": campus.by, "user": campus.lay.user, "kind": "lay", "trained_on": date(2024, 5, 1)}
    approve_tutor(organisation=campus.cast.walkers, **known)
    assert [each.tutor.user for each in tutors_for(session, "lay")] == [campus.lay.user]
    own = approve_tutor(organisation=campus.cast.breathing_team, **known)
    assert [each.tutor for each in tutors_for(session, "lay")] == [own]


def test_whoever_leads_no_more_is_taken_off_what_is_to_come(campus, session):
    campus.staff(session.cohort)
    end_tutor(by=campus.by, tutor=campus.lay)
    assert not session.cohort.sessions.filter(lay_tutor=campus.lay).exists()
    assert not session.cohort.sessions.filter(state="confirmed").exists()
    assert tutors_for(session, "lay") == []


def test_a_tutor_who_asks_to_be_forgotten_leaves_no_name_behind(campus, session):
    campus.staff(session.cohort)
    name = campus.lay.user.name
    campus.lay.user.delete()
    assert note_departures(by=SYSTEM, now=timezone.now()) == 1, "one group, however many its sessions"
    assert not session.cohort.sessions.filter(state="confirmed").exists()
    page = campus.cast.client("coordinator").get(reverse("programmes:session", args=[session.pk])).content.decode()
    assert name not in page


def test_an_account_that_was_closed_leads_nothing(campus, session):
    campus.staff(session.cohort)
    User.objects.filter(pk=campus.clinical.user_id).update(is_active=False)
    note_departures(by=SYSTEM, now=timezone.now())
    assert not session.cohort.sessions.exclude(clinical_tutor=None).exists()


def test_a_coordinator_approves_a_tutor_and_ends_it(campus):
    browser, place = campus.cast.client("coordinator"), campus.cast.breathing_team
    address = reverse("programmes:tutors", args=[place.pk])
    member = campus.cast["lay_tutor"].memberships.get()
    day = {"trained_on_day": "1", "trained_on_month": "5", "trained_on_year": "2024", "most_a_week": "3"}
    assert (
        "still to come"
        in browser.post(address, {**day, "member": member.pk, "trained_on_year": "2999"}).content.decode()
    )
    browser.post(address, {**day, "member": member.pk})
    tutor = Tutor.objects.get(organisation=place)
    assert (tutor.kind, tutor.most_a_week, tutor.approved_by) == ("lay", 3, campus.by.user)
    browser.post(reverse("programmes:end_tutor", args=[place.pk, tutor.pk]))
    tutor.refresh_from_db()
    assert tutor.until


def test_how_much_a_tutor_leads_and_what_they_have_for_it_is_changed_and_what_was_paid_stays(campus):
    place, desk = campus.cast.breathing_team, campus.cast.client("coordinator")
    known = {"by": campus.by, "organisation": place, "trained_on": date(2024, 5, 1)}
    tutor = approve_tutor(user=campus.cast["lay_tutor"], kind="lay", pay=Decimal(30), **known)
    campus.lay = tutor
    first, second, *_others = (cohort := campus.plan()).sessions.all()
    campus.staff(cohort)
    campus.hold(first, {})
    address = reverse("programmes:change_tutor", args=[place.pk, tutor.pk])
    assert address in desk.get(reverse("programmes:tutors", args=[place.pk])).text
    assert 'value="30.00"' in desk.get(address).text
    assert "14 or fewer" in desk.post(address, {"most_a_week": "15", "pay": "45"}).text
    for _press in range(2):
        desk.post(address, {"most_a_week": "3", "pay": "£45"})
    campus.hold(second, {})
    tutor.refresh_from_db()
    assert (tutor.most_a_week, tutor.pay) == (3, Decimal(45))
    assert sorted(cohort.costs.values_list("pounds", flat=True)) == [Decimal(30), Decimal(45)]
    assert AuditEvent.objects.get(verb="tutor.changed").detail == {"changed": ["most_a_week", "pay"]}


def test_a_tutor_whom_others_approved_or_who_leads_no_more_is_not_changed(campus):
    place, desk = campus.cast.breathing_team, campus.cast.client("coordinator")
    known = {"by": campus.by, "organisation": place, "trained_on": date(2024, 5, 1)}
    ended = end_tutor(by=campus.by, tutor=approve_tutor(user=campus.cast["lay_tutor"], kind="lay", **known))
    Tutor.objects.filter(pk=ended.pk).update(since=date(2024, 6, 1), until=date(2024, 6, 2))
    for tutor in (campus.lay, ended):
        assert desk.get(reverse("programmes:change_tutor", args=[place.pk, tutor.pk])).status_code == 404


def test_a_tutor_whose_role_ended_is_chosen_for_nothing_and_leads_nothing_more(campus):
    session = campus.plan().sessions.first()
    assign_tutor(by=campus.by, session=session, tutor=campus.lay)
    campus.lay.user.memberships.update(until=timezone.localdate() - timedelta(days=1))
    note_departures(by=SYSTEM, now=timezone.now())
    session.refresh_from_db()
    assert session.lay_tutor is None
    with pytest.raises(CannotLead):
        assign_tutor(by=campus.by, session=session, tutor=campus.lay)


def test_the_last_session_of_a_course_is_called_off_with_the_course(campus):
    cohort = campus.plan()
    *others, last = cohort.sessions.filter(kind="ordinary")
    for session in others:
        cancel_session(by=campus.by, session=session)
    desk = campus.cast.client("coordinator")
    page = desk.post(reverse("programmes:cancel", args=[last.pk]), follow=True).text
    assert "Call the whole course off instead" in page
    last.refresh_from_db()
    assert last.state == "planned"


def test_two_who_add_a_room_of_one_name_at_once_add_one(campus):
    """The form looks first; whoever comes at the same moment is told the same."""
    facts = {"address": "2 High Street", "postcode": "M33 7ZF", "holds": 14}
    with pytest.raises(AlreadyNamed):
        add_venue(by=campus.by, organisation=campus.cast.breathing_team, name=campus.venue.name, **facts)
    assert campus.venue.pk == campus.cast.breathing_team.venues.get(name=campus.venue.name).pk
