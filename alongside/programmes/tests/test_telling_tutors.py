"""What tutors and coordinators are told by e-mail: once for each group."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import Membership, Role, User
from alongside.programmes.actions import (
    add_venue,
    approve_tutor,
    assign_to_all,
    assign_tutor,
    cancel_cohort,
    cancel_session,
    end_tutor,
    go_away,
    join,
    move_session,
    note_departures,
    set_up,
    stand_down,
)
from alongside.programmes.models import Session
from conftest import letters


@pytest.fixture
def cohort(campus):
    cohort = campus.plan()
    campus.staff(cohort)
    return cohort


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Who was told what by an action: pairs of an address and a letter."""

    def of(action):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return sorted((letter.to[0].split("@")[0], letter) for letter in letters())

    return of


def colleague(campus):
    """Another coordinator of the same team."""
    user = User.objects.create(email="second@example.org", name="Second Fictional")
    Membership.objects.create(user=user, organisation=campus.cast.breathing_team, role=Role.COORDINATOR)
    return user


def soon(session, **ahead):
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(**ahead))
    session.refresh_from_db()
    return session


def who(told):
    return [name for name, _letter in told]


def test_a_tutor_who_is_given_every_session_has_one_e_mail_with_all_of_them(campus, told):
    cohort = campus.plan()
    first = cohort.sessions.first()
    [(name, letter)] = told(lambda: assign_to_all(by=campus.by, cohort=cohort, tutor=campus.lay, first=first))
    assert name == campus.lay.user.email.split("@")[0]
    assert "You lead this now" in letter.body
    assert letter.body.count("Westhaven Hall") == cohort.sessions.count() == 8
    assert not cohort.sessions.filter(lay_tutor=None).exists()


def test_a_coordinator_who_chooses_a_tutor_for_all_sends_one_e_mail(campus, told):
    cohort = campus.plan()
    address = reverse("programmes:tutor", args=[cohort.sessions.first().pk, "lay"])
    typed = {"tutor": campus.lay.pk, "everywhere": "on"}
    assert len(told(lambda: campus.cast.client("coordinator").post(address, typed))) == 1


def test_a_proposed_group_that_is_set_up_tells_each_of_its_tutors_once(campus, told):
    line = campus.term(course="mini", groups=1).lines.get()
    assert len(told(lambda: set_up(by=campus.by, line=line))) == 2


def test_nothing_is_sent_where_nothing_changes(campus, cohort, told):
    session = cohort.sessions.first()
    assert told(lambda: assign_tutor(by=campus.by, session=session, tutor=campus.lay)) == []
    assert told(lambda: assign_to_all(by=campus.by, cohort=cohort, tutor=campus.lay)) == []


def test_whose_place_another_takes_is_told_and_no_coordinator_has_to_look_for_anybody(campus, cohort, told):
    colleague(campus)
    session, nurse = cohort.sessions.first(), campus.cast["nurse"]
    nurse.memberships.create(organisation=campus.cast.economy, role="clinical_tutor")
    known = {"organisation": campus.cast.economy, "trained_on": date(2024, 5, 1)}
    other = approve_tutor(by=campus.by, user=nurse, kind="clinical", **known)
    found = told(lambda: assign_tutor(by=campus.by, session=session, tutor=other))
    words = {letter.to[0]: letter.body for _name, letter in found}
    assert set(words) == {nurse.email, campus.clinical.user.email}
    assert "You lead this now" in words[nurse.email]
    assert "You no longer lead this" in words[campus.clinical.user.email]


@pytest.mark.parametrize(
    ("change", "says"),
    [("move", "another time or place now"), ("cancel", "does not take place"), ("end", "does not take")],
)
def test_both_tutors_are_told_once_of_what_moves_or_is_called_off(campus, cohort, told, change, says):
    first = cohort.sessions.first()
    actions = {
        "move": lambda: move_session(by=campus.by, session=first, starts_at=first.starts_at + timedelta(hours=3)),
        "cancel": lambda: cancel_session(by=campus.by, session=first),
        "end": lambda: cancel_cohort(by=campus.by, cohort=cohort),
    }
    found = told(actions[change])
    assert {letter.to[0] for _name, letter in found} == {campus.lay.user.email, campus.clinical.user.email}
    assert len(found) == 2
    assert all(says in letter.body for _name, letter in found)
    assert {letter.body.count("Westhaven Hall") for _name, letter in found} == {8 if change == "end" else 1}


def test_a_tutor_who_goes_away_is_not_written_to_and_every_coordinator_is_once(campus, cohort, told):
    second, lionel, today = colleague(campus), campus.cast["lay_tutor"], timezone.localdate()
    last = today + timedelta(days=365)
    found = told(lambda: go_away(by=actor_for(lionel), user=lionel, first=today, last=last))
    assert {letter.to[0] for _name, letter in found} == {second.email, campus.cast["coordinator"].email}
    assert len(found) == 2
    letter = found[0][1]
    assert letter.subject == "A session lacks a tutor"
    assert letter.body.count("no lay tutor") == 8
    assert reverse("programmes:cohort", args=[cohort.pk]) in letter.body
    assert lionel.name not in letter.body, "who it is stands on the page, for those who may know"


@pytest.mark.parametrize(("hours", "urgent"), [(30, True), (47, True), (49, False)])
def test_within_two_days_of_it_the_letter_says_that_it_cannot_wait(campus, cohort, told, hours, urgent):
    session = soon(cohort.sessions.first(), hours=hours)
    lionel, day = campus.cast["lay_tutor"], timezone.localdate(session.starts_at)
    [(_name, letter)] = told(lambda: go_away(by=actor_for(lionel), user=lionel, first=day, last=day))
    assert letter.subject.startswith("Urgent") == urgent
    assert ("in the next two days" in letter.body) == urgent


def test_a_coordinator_who_takes_a_tutor_off_tells_colleagues_and_the_tutor(campus, cohort, told):
    second, session = colleague(campus), cohort.sessions.first()
    found = told(lambda: stand_down(by=campus.by, session=session, kind="lay"))
    words = {letter.to[0]: letter.body for _name, letter in found}
    assert set(words) == {second.email, campus.lay.user.email}
    assert "You no longer lead this" in words[campus.lay.user.email]


def test_who_cannot_come_at_the_new_time_is_told_so_and_others_that_it_lacks_one(campus, cohort, told):
    facts = {"address": "2 Hall Lane", "postcode": "M33 7ZF", "holds": 20}
    room = add_venue(by=campus.by, organisation=campus.cast.breathing_team, name="Another room", **facts)
    busy = campus.plan(venue=room, course="moving_on", days=200).sessions.first()
    assign_tutor(by=campus.by, session=busy, tutor=campus.lay)
    second, session = colleague(campus), cohort.sessions.all()[1]
    found = told(lambda: move_session(by=campus.by, session=session, starts_at=busy.starts_at))
    words = {letter.to[0]: letter.body for _name, letter in found}
    assert len(found) == len(words) == 3
    assert "you no longer lead it" in words[campus.lay.user.email]
    assert "another time or place now" in words[campus.clinical.user.email]
    assert "no lay tutor" in words[second.email]


def test_a_tutor_whose_approval_ends_or_who_left_costs_the_coordinators_one_letter(campus, cohort, told):
    second = colleague(campus)
    assert len(told(lambda: end_tutor(by=campus.by, tutor=campus.lay))) == 2
    User.objects.filter(pk=campus.clinical.user_id).update(is_active=False)
    found = told(lambda: note_departures(by=SYSTEM, now=timezone.now()))
    assert {letter.to[0] for _name, letter in found} == {second.email, campus.cast["coordinator"].email}
    assert len(found) == 2


def test_of_what_is_over_nobody_is_told(campus, cohort, told):
    session = soon(cohort.sessions.first(), hours=-3)
    assert told(lambda: cancel_session(by=campus.by, session=session)) == []


@pytest.mark.parametrize("name", ["cancel", "cancel_cohort"])
def test_before_anything_is_called_off_it_is_asked_how_many_would_be_told(campus, cohort, told, name):
    join(by=SYSTEM, cohort=cohort, person=campus.cast.rosa)
    cohort.refresh_from_db()
    desk, about = campus.cast.client("coordinator"), cohort if name == "cancel_cohort" else cohort.sessions.first()
    address = reverse(f"programmes:{name}", args=[about.pk])
    shown = reverse("programmes:cohort" if name == "cancel_cohort" else "programmes:session", args=[about.pk])
    page = desk.get(shown).text
    assert f'href="{address}"' in page
    assert f'action="{address}"' not in page, "one press does not do it"
    assert told(lambda: desk.get(address)) == []
    page = desk.get(address).text
    assert "cannot be taken back" in page
    assert "1 person" in page
    about.refresh_from_db()
    assert about.state in ("open", "confirmed")
    assert len(told(lambda: desk.post(address))) == 2
    about.refresh_from_db()
    assert about.state == "cancelled"


def test_what_is_called_off_already_is_said_to_be_so(campus, cohort):
    desk = campus.cast.client("coordinator")
    cancel_cohort(by=campus.by, cohort=cohort)
    for name, pk in (("cancel_cohort", cohort.pk), ("cancel", cohort.sessions.first().pk)):
        page = desk.post(reverse(f"programmes:{name}", args=[pk]), follow=True).text
        assert "can no longer be done" in page
