"""Courses as they were designed."""

import pytest

from alongside.programmes.courses import CLINICAL, LAY, PEOPLE, STAFF, course_of, courses
from alongside.ui.content import content


@pytest.mark.parametrize(
    ("key", "sessions", "minutes"),
    [
        ("self_management", 7, 180),
        ("moving_on", 6, 150),
        ("breathing", 12, 120),
        ("pdp_gold", 3, 240),
        ("pdp_silver", 1, 240),
        ("pdp_bronze", 1, 120),
        ("pdp_short", 3, 90),
        ("wise", 2, 180),
    ],
)
def test_a_course_has_the_shape_its_source_gives_it(key, sessions, minutes):
    course = course_of(key)
    assert len(course.parts) == sessions
    assert {part.minutes for part in course.parts} == {minutes}
    assert course.source


def test_the_self_management_programme_is_led_by_both_every_time_and_the_one_with_exercise_hardly():
    assert all({LAY, CLINICAL} == part.tutors for part in course_of("self_management").parts)
    assert sum(LAY in part.tutors for part in course_of("breathing").parts) == 1


def test_whole_practice_training_is_for_everybody_first_and_a_month_later_for_clinicians():
    first, second = course_of("wise").parts
    assert (first.who, second.who, second.after) == ("everybody", "clinicians", 30)


@pytest.mark.parametrize("course", courses().values(), ids=list(courses()))
def test_every_course_can_be_done_says_where_it_comes_from_and_that_nobody_clinical_has_read_it(course):
    assert 0 < course.enough <= len(course.parts)
    assert 0 < course.fewest <= course.places
    assert course.status.startswith("draft")
    assert (course.audience == STAFF) == bool(course.level)
    assert all(part.covers and part.tutors <= {LAY, CLINICAL} and part.tutors for part in course.parts)
    assert course.conditions <= {row["kind"] for row in content("conditions.toml")["condition"]}
    assert course.parts[0].after == 0
    assert all(part.after > 0 for part in course.parts[1:])


def test_a_course_for_lungs_is_for_lungs_and_one_for_everybody_for_whoever_lives_with_something():
    assert course_of("breathing").serves({"copd", "diabetes"})
    assert not course_of("breathing").serves({"diabetes"})
    assert course_of("self_management").serves({"diabetes"})
    assert not course_of("self_management").serves(set())
    assert not course_of("pdp_gold").serves({"diabetes"})


def test_those_for_people_come_first():
    audiences = [course.audience for course in courses().values()]
    assert audiences == sorted(audiences)
    assert audiences[0] == PEOPLE
