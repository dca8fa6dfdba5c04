"""What `people.access` lets each relation do; the matrix test over every URL is in tests/architecture."""

import pytest

from alongside.people.access import Can, may


@pytest.mark.parametrize("name", ["nobody", "winston", "other_gp", "buddy", "commissioner", "administrator"])
def test_those_without_a_relation_cannot_even_see_that_somebody_exists(cast, name):
    assert not may(cast[name], Can.SEE_PERSON, cast.rosa)


@pytest.mark.parametrize("name", ["rosa", "daughter", "gp", "nurse", "breathing_nurse", "coordinator"])
def test_the_plan_is_seen_by_those_the_person_allows(cast, name):
    assert may(cast[name], Can.SEE_PLAN, cast.rosa)


def test_a_receptionist_handles_appointments_and_sees_no_answers(cast):
    assert may(cast["receptionist"], Can.MANAGE_APPOINTMENTS, cast.rosa)
    assert not may(cast["receptionist"], Can.SEE_ANSWERS, cast.rosa)
    assert not may(cast["receptionist"], Can.SEE_PLAN, cast.rosa)
