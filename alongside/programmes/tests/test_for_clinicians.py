"""A course of which one session is for clinicians alone: who is expected there, and what makes it done for whom."""

import pytest

from alongside.people.actors import SYSTEM
from alongside.programmes.actions import mark, train
from alongside.programmes.models import Training
from alongside.programmes.queries import cohort_page
from alongside.programmes.queries.register import register_of


@pytest.fixture
def whole_practice(campus):
    """The nurse and the receptionist of one practice, on the course of the whole team."""
    cohort = campus.plan(course="wise", team=campus.cast.elm_bank)
    rows = [train(by=SYSTEM, cohort=cohort, staff=campus.cast[who], team=campus.cast.elm_bank) for who in TEAM]
    campus.begin(cohort)
    return cohort, dict(zip(TEAM, rows, strict=True))


TEAM = ("nurse", "receptionist")


def marked(campus, cohort, number, *rows):
    session = cohort.sessions.get(number=number, kind="ordinary")
    mark(by=campus.by, session=session, marks=dict.fromkeys([row.pk for row in rows], "here"))


def test_the_session_for_clinicians_expects_the_nurse_and_not_the_receptionist(whole_practice):
    cohort, _rows = whole_practice
    expected = [[row.name for row in register_of(session).rows] for session in cohort.sessions.order_by("number")]
    assert expected == [["Nurse Fictional", "Receptionist Fictional"], ["Nurse Fictional"]]


def test_one_session_is_enough_for_whoever_is_no_clinician_and_both_for_who_is(campus, whole_practice):
    cohort, rows = whole_practice
    marked(campus, cohort, 1, *rows.values())
    assert [row.user for row in Training.objects.filter(level="wise")] == [campus.cast["receptionist"]]
    marked(campus, cohort, 2, rows["nurse"])
    assert Training.objects.filter(level="wise").count() == 2
    assert [each.done for each in cohort_page(cohort).on_it] == [True, True]


def test_the_page_of_the_group_says_who_has_done_what_was_for_them(campus, whole_practice):
    cohort, rows = whole_practice
    marked(campus, cohort, 1, *rows.values())
    done = {each.enrolment.who: each.done for each in cohort_page(cohort).on_it}
    assert done == {"Nurse Fictional": False, "Receptionist Fictional": True}
