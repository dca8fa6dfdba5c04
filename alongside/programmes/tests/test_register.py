"""The register, and whoever keeps it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent, Person
from alongside.programmes.actions import join, leave, mark
from alongside.programmes.models import Attendance, Session
from alongside.programmes.queries import cohort_page
from alongside.programmes.refusals import NotNow, NotTheirs


@pytest.fixture
def group(campus):
    cohort = campus.plan()
    campus.staff(cohort)
    rows = [join(by=SYSTEM, cohort=cohort, person=person) for person in (campus.cast.rosa, campus.cast.winston)]
    Session.objects.filter(pk=cohort.sessions.first().pk).update(starts_at=timezone.now() - timedelta(minutes=10))
    return cohort, cohort.sessions.first(), rows


def test_a_mark_that_is_sent_twice_is_one_and_a_later_one_changes_it(campus, group):
    _cohort, session, [rosa, _winston] = group
    assert mark(by=campus.by, session=session, marks={rosa.pk: "here"}) == 1
    assert mark(by=campus.by, session=session, marks={rosa.pk: "here"}) == 0
    assert mark(by=campus.by, session=session, marks={rosa.pk: "absent"}) == 1
    assert Attendance.objects.get().mark == "absent"
    assert AuditEvent.objects.filter(verb="register.marked", person_id=rosa.person_id).count() == 2


def test_what_reaches_us_late_does_not_undo_what_was_pressed_after_it(campus, group):
    _cohort, session, [rosa, _winston] = group
    now = timezone.now()
    mark(by=campus.by, session=session, marks={rosa.pk: "here"}, at=now)
    assert mark(by=campus.by, session=session, marks={rosa.pk: "absent"}, at=now - timedelta(minutes=5)) == 0
    assert Attendance.objects.get().mark == "here"


def test_a_clock_that_is_ahead_does_not_settle_a_mark_for_ever(campus, group):
    _cohort, session, [rosa, _winston] = group
    mark(by=campus.by, session=session, marks={rosa.pk: "here"}, at=timezone.now() + timedelta(days=3))
    assert mark(by=campus.by, session=session, marks={rosa.pk: "absent"}) == 1


def test_nobody_is_marked_where_one_is_not_on_the_course(campus, group):
    _cohort, session, [rosa, winston] = group
    leave(by=SYSTEM, enrolment=winston, why="ill")
    with pytest.raises(NotTheirs):
        mark(by=campus.by, session=session, marks={rosa.pk: "here", winston.pk: "here"})
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("who", ["lay_tutor", "clinical_tutor", "coordinator"])
def test_whoever_leads_it_or_runs_the_course_marks_and_closes_it(campus, group, who):
    _cohort, session, rows = group
    address = reverse("programmes:register", args=[session.pk])
    with time_machine.travel(session.ends_at, tick=False):
        browser = campus.cast.client(who)
        assert "Rosa Ashworth" in browser.get(address).content.decode()
        marks = {f"mark-{row.pk}": "here" for row in rows}
        browser.post(address, {**marks, "close": "yes"})
    session.refresh_from_db()
    assert session.state == "held"
    assert Attendance.objects.filter(mark="here").count() == 2


@pytest.mark.parametrize("given", [{"mark-x": "here"}, {"mark-00000000-0000-0000-0000-000000000000": "here"}])
def test_rubbish_marks_nobody_and_the_register_is_shown_as_it_is(campus, group, given):
    address = reverse("programmes:register", args=[group[1].pk])
    answer = campus.cast.client("lay_tutor").post(address, given, follow=True)
    assert "is not on the course any more" in answer.content.decode()
    assert not Attendance.objects.exists()


def test_a_mark_there_is_none_of_marks_nobody(campus, group):
    _cohort, session, [rosa, _winston] = group
    address = reverse("programmes:register", args=[session.pk])
    campus.cast.client("lay_tutor").post(address, {f"mark-{rosa.pk}": "asleep"})
    assert not Attendance.objects.exists()


def test_nobody_is_marked_and_nothing_held_long_before_it_begins(campus, group):
    cohort, _session, [rosa, _winston] = group
    second = cohort.sessions.all()[1]
    address = reverse("programmes:register", args=[second.pk])
    answer = campus.cast.client("lay_tutor").post(address, {f"mark-{rosa.pk}": "here", "close": "yes"}, follow=True)
    assert "has not begun" in answer.content.decode()
    assert not Attendance.objects.exists()
    with pytest.raises(NotNow):
        mark(by=campus.by, session=second, marks={rosa.pk: "here"})


def test_a_page_that_was_open_long_does_not_undo_what_another_tutor_marked(campus, group):
    _cohort, session, [rosa, winston] = group
    mark(by=campus.by, session=session, marks={rosa.pk: "here"})
    stale = {f"mark-{rosa.pk}": "absent", f"was-{rosa.pk}": "absent", f"mark-{winston.pk}": "here"}
    campus.cast.client("lay_tutor").post(reverse("programmes:register", args=[session.pk]), stale)
    assert dict(Attendance.objects.values_list("enrolment", "mark")) == {rosa.pk: "here", winston.pk: "here"}


def test_whoever_came_often_enough_has_done_the_course(campus, group):
    cohort, _session, [rosa, winston] = group
    campus.begin(cohort)
    for number, session in enumerate(cohort.sessions.filter(kind="ordinary")):
        marks = {rosa.pk: "here", winston.pk: "here" if number < 4 else "sent_word"}
        mark(by=campus.by, session=session, marks=marks)
    done = {each.enrolment.person.given_name: each.done for each in cohort_page(cohort).on_it}
    assert done == {"Rosa": True, "Winston": False}, "five of seven are enough"


def test_a_tutor_who_no_longer_leads_it_keeps_no_register(campus, group):
    _cohort, session, _rows = group
    campus.lay.until = timezone.localdate() - timedelta(days=1)
    campus.lay.since = campus.lay.trained_on
    campus.lay.save()
    address = reverse("programmes:register", args=[session.pk])
    assert campus.cast.client("lay_tutor").get(address).status_code == 404


def sent(campus, session, rows):
    address = reverse("programmes:register", args=[session.pk])
    given = {"content_type": "application/json", "headers": {"X-Register": "1"}}
    return campus.cast.client("lay_tutor").post(address, rows, **given).json()


def test_marks_kept_on_a_phone_count_from_when_they_were_pressed(campus, group):
    _cohort, session, [rosa, winston] = group
    rows = [{"enrolment": str(row.pk), "mark": "here", "ago": 60_000} for row in (rosa, winston)]
    mark(by=campus.by, session=session, marks={winston.pk: "absent"}, at=timezone.now() - timedelta(seconds=30))
    for _each in range(2):
        assert sent(campus, session, rows)["said"].startswith("Saved")
    assert dict(Attendance.objects.values_list("enrolment", "mark")) == {rosa.pk: "here", winston.pk: "absent"}
    pressed = timezone.now() - Attendance.objects.get(enrolment=rosa).marked_at
    assert timedelta(seconds=50) < pressed < timedelta(seconds=90)


def test_one_who_left_meanwhile_holds_up_no_other_mark(campus, group):
    _cohort, session, [rosa, winston] = group
    leave(by=SYSTEM, enrolment=winston, why="ill")
    rows = [{"enrolment": str(row.pk), "mark": "here", "ago": 0} for row in (winston, rosa)]
    assert "Some could not be marked" in sent(campus, session, rows)["said"]
    assert Attendance.objects.get().enrolment == rosa


def test_marks_pressed_too_early_stay_on_the_phone(campus, group):
    _cohort, session, [rosa, _winston] = group
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(hours=2))
    answer = sent(campus, session, [{"enrolment": str(rosa.pk), "mark": "here", "ago": 0}])
    assert answer == {"said": "It has not begun. Marks stay on this phone until it has.", "early": [str(rosa.pk)]}
    assert not Attendance.objects.exists()


def test_a_session_that_is_not_confirmed_says_why_it_cannot_be_noted_as_held(campus, group):
    _cohort, session, _rows = group
    address = reverse("programmes:register", args=[session.pk])
    assert "not confirmed yet" not in campus.cast.client("lay_tutor").get(address).content.decode()
    Session.objects.filter(pk=session.pk).update(state="planned")
    assert "not confirmed yet" in campus.cast.client("coordinator").get(address).content.decode()


@pytest.mark.parametrize(
    "rubbish",
    [[], {}, "x", [1], [{}], [{"enrolment": 5}], [{"enrolment": "x", "mark": "here", "ago": "soon"}], None],
)
def test_rubbish_from_a_phone_marks_nobody(campus, group, rubbish):
    said = sent(campus, group[1], rubbish)["said"]
    assert ("could not be read" in said) == (not isinstance(rubbish, list))
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("ago", [-1e30, 1e300, float("inf"), float("nan")])
def test_a_wait_that_cannot_be_breaks_nothing(campus, group, ago):
    _cohort, session, [rosa, _winston] = group
    sent(campus, session, [{"enrolment": str(rosa.pk), "mark": "here", "ago": ago}])
    assert Attendance.objects.count() <= 1


def test_a_tutor_who_does_not_work_here_any_more_keeps_no_register(campus, group):
    campus.cast["lay_tutor"].memberships.all().delete()
    address = reverse("programmes:register", args=[group[1].pk])
    assert campus.cast.client("lay_tutor").get(address).status_code == 404


def test_a_register_of_long_ago_is_for_whoever_runs_the_course(campus, group):
    _cohort, session, _rows = group
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(days=31))
    address = reverse("programmes:register", args=[session.pk])
    assert campus.cast.client("lay_tutor").get(address).status_code == 404
    assert campus.cast.client("coordinator").get(address).status_code == 200


def test_whoever_died_or_asked_to_be_forgotten_is_on_no_list_of_a_course(campus, group):
    cohort, session, [rosa, winston] = group
    Person.objects.filter(pk=rosa.person_id).update(died_on=timezone.localdate())
    Person.objects.filter(pk=winston.person_id).update(restricted_at=timezone.now())
    for name, about in (("register", session), ("cohort", cohort)):
        page = campus.cast.client("coordinator").get(reverse(f"programmes:{name}", args=[about.pk])).content.decode()
        assert "Ashworth" not in page
        assert "Bright" not in page
