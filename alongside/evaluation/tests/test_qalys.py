"""QALYs as the area under utilities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.evaluation.economics import qalys
from alongside.evaluation.errors import BadInput


def by_small_steps(utilities, times, died, rate, steps=20_000):
    """The discounted area by the midpoint rule, following the definition and nothing of the code."""
    at = (np.arange(steps) + 0.5) * times[-1] / steps
    knots = [(time, value) for time, value in zip(times, utilities, strict=True) if time < died]
    if died <= times[-1]:
        knots += [(died, 0.0), (max(times[-1], died) + 1, 0.0)]
    height = np.interp(at, *zip(*knots, strict=True)) / (1 + rate) ** np.floor(at)
    return height.sum() * times[-1] / steps


def test_the_trapezium_by_hand():
    # Half a year between 0.6 and 0.7, half a year between 0.7 and 0.8: 0.325 + 0.375.
    assert qalys([[0.6, 0.7, 0.8]], [0, 0.5, 1]).per_person[0] == pytest.approx(0.70, rel=1e-14)


def test_full_health_for_three_years_is_worth_less_than_three():
    found = qalys([[1.0, 1.0]], [0, 3]).per_person[0]
    assert found == pytest.approx(1 + 1 / 1.035 + 1 / 1.035**2, rel=1e-14)
    assert qalys([[1.0, 1.0]], [0, 3], rate=0.0).per_person[0] == pytest.approx(3, rel=1e-14)


def test_nothing_is_lived_after_death_and_visits_after_it_are_not_looked_at():
    found = qalys([[0.8, 0.8, np.nan], [0.8, 0.8, 0.9]], [0, 0.5, 1], died=[0.75, np.inf])
    # 0.4 to six months, then a line from 0.8 to 0 in three months.
    assert found.per_person[0] == pytest.approx(0.4 + 0.8 * 0.25 / 2, rel=1e-14)
    assert found.per_person[1] == pytest.approx(0.4 + 0.85 * 0.5, rel=1e-14)
    assert found.deaths == 1
    assert "1 person died" in found.describe()


def test_death_at_baseline_or_at_a_visit():
    found = qalys([[0.9, 0.5, 0.7]] * 2, [0, 0.5, 1], died=[0.0, 0.5])
    np.testing.assert_allclose(found.per_person, [0.0, 0.9 * 0.5 / 2], rtol=1e-14)


@given(
    st.lists(st.floats(-0.5, 1.0), min_size=4, max_size=4),
    st.lists(st.floats(0.05, 1.2), min_size=3, max_size=3),
    st.floats(0.01, 5.0),
    st.floats(0.0, 0.1),
)
def test_any_course_with_or_without_death_as_by_small_steps(utilities, gaps, died, rate):
    times = np.concatenate([[0.0], np.cumsum(gaps)])
    found = qalys([utilities], times, died=[died], rate=rate).per_person[0]
    assert found == pytest.approx(by_small_steps(utilities, times, died, rate), abs=2e-4)


@given(st.lists(st.floats(-0.5, 1.0), min_size=3, max_size=3), st.floats(0.1, 0.9))
def test_a_visit_on_the_line_between_its_neighbours_changes_nothing(utilities, part):
    times = np.array([0.0, 0.8, 2.2])
    between = times[1] + part * (times[2] - times[1])
    value = utilities[1] + part * (utilities[2] - utilities[1])
    longer = qalys([[*utilities[:2], value, utilities[2]]], [*times[:2], between, times[2]])
    assert longer.per_person[0] == pytest.approx(qalys([utilities], times).per_person[0], abs=1e-12)


def test_the_baseline_is_kept_for_the_adjustment_and_the_description_asks_for_it():
    found = qalys([[0.6, 0.7], [0.4, 0.9]], [0, 2])
    assert found.baseline.tolist() == [0.6, 0.4]
    assert "baseline utility in the regression" in found.describe()
    assert "discounted at 3.5% a year" in found.describe()
    assert "discounted" not in qalys([[0.6, 0.7]], [0, 1]).describe()


@pytest.mark.parametrize(
    ("utilities", "times", "died", "words"),
    [
        ([[0.5, np.nan]], [0, 1], None, "missing"),
        ([[0.5, np.nan]], [0, 1], [2.0], "missing"),
        ([[50, 70]], [0, 1], None, "outside -1 to 1"),
        ([[0.5, 0.5]], [0.5, 1], None, "rise from 0"),
        ([[0.5, 0.5]], [0, 0], None, "rise from 0"),
        ([[0.5]], [0], None, "rise from 0"),
        ([[0.5, 0.5, 0.5]], [0, 1], None, "2 columns"),
        ([0.5, 0.5], [0, 1], None, "one row for each person"),
        ([[0.5, 0.5]], [0, 1], [np.nan], "infinity for the living"),
        ([[0.5, 0.5]], [0, 1], [-1.0], "infinity for the living"),
        ([[0.5, 0.5]], [0, 1], [1.0, 2.0], "infinity for the living"),
        (np.zeros((0, 2)), [0, 1], None, "empty"),
        (5, [0, 1], None, "one row for each person"),
        ([["well", 1]], [0, 1], None, "not a number"),
        ([[0.5, 0.4], [0.3]], [0, 1], None, "different lengths"),
        ([[0.5, 0.5]], [0, 1], ["never"], "died holds something"),
    ],
)
def test_utilities_or_times_that_make_no_sense_are_refused(utilities, times, died, words):
    with pytest.raises(BadInput, match=words):
        qalys(utilities, times, died=died)
