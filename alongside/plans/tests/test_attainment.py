"""The score of Kiresuk and Sherman (1968), against numbers worked by hand from their formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.plans.attainment import t_score
from alongside.plans.sparkline import sparkline


@pytest.mark.parametrize(
    ("levels", "weights", "expected"),
    [
        ([0, 0, 0], None, 50.0),
        ([1], None, 60.0),  # one goal: the root is 1
        ([-2], [3], 30.0),  # one goal: its weight cancels out
        # Three equal goals: Σx = 2, root = √(0.7·3 + 0.3·9) = √4.8 = 2.19089, so 50 + 20 / 2.19089
        ([1, 1, 0], None, 59.1287),
        # Weights 1 and 2: Σwx = 1·1 + 2·(-1) = -1, root = √(0.7·5 + 0.3·9) = √6.2 = 2.48998
        ([1, -1], [1, 2], 45.9839),
        # Weights 1, 2, 3: Σwx = -2 + 0 + 6 = 4, root = √(0.7·14 + 0.3·36) = √20.6 = 4.53872
        ([-2, 0, 2], [1, 2, 3], 58.8131),
    ],
)
def test_the_score_agrees_with_hand_worked_numbers(levels, weights, expected):
    assert t_score(levels, weights) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("levels", "weights"), [([], None), ([3], None), ([0], [0]), ([0], [-1]), ([0, 1], [1]), ([-3, 0], [1, 1])]
)
def test_what_makes_no_sense_is_refused(levels, weights):
    with pytest.raises(ValueError, match=r"level|weight"):
        t_score(levels, weights)


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=10))
def test_turning_every_level_round_mirrors_the_score_about_fifty(levels):
    assert t_score(levels) + t_score([-level for level in levels]) == pytest.approx(100)


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=6), st.integers(1, 3))
def test_multiplying_every_weight_changes_nothing(levels, times):
    assert t_score(levels, [2.0 * times] * len(levels)) == pytest.approx(t_score(levels))


@given(st.lists(st.integers(0, 10), min_size=2, max_size=50))
def test_a_sparkline_stays_within_its_frame(values):
    points = str(sparkline(values)).split('points="')[1].split('"')[0]
    pairs = [tuple(map(float, pair.split(","))) for pair in points.split()]
    assert len(pairs) == len(values)
    assert all(0 <= x <= 120 and 0 <= y <= 32 for x, y in pairs)


def test_one_number_draws_nothing():
    assert str(sparkline([5])) == ""
