"""Small numbers: none is shown, and none can be worked out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput
from alongside.evaluation.process import pool_small_groups

TABLES = st.integers(1, 3).flatmap(
    lambda cells: st.lists(st.lists(st.integers(0, 25), min_size=cells, max_size=cells), min_size=1, max_size=9)
)


def small(counts, threshold):
    counts = np.asarray(counts)
    return ((counts > 0) & (counts < threshold)).any()


def test_nothing_small_means_nothing_together():
    found = pool_small_groups([12, 15, 0], threshold=10)
    assert found.together == (False, False, False)
    assert (found.publishable, found.note) == (True, "")


def test_a_small_group_is_never_hidden_alone_for_the_total_would_tell():
    found = pool_small_groups([3, 40, 12, 50], threshold=10, insiders=False)
    assert found.together == (True, False, True, False)
    assert found.note == "2 groups, small ones among them, are shown together."


def test_a_group_that_takes_its_own_numbers_away_is_left_with_no_small_one():
    # Of 3 and 12 together, the group of 12 would know the 3.
    assert pool_small_groups([3, 40, 12, 50], threshold=10).together == (True, True, True, False)
    # Of 3, 4 and 5 together none is left with fewer than 7.
    assert pool_small_groups([3, 4, 5, 50], threshold=7).together == (True, True, True, False)


def test_any_small_cell_makes_a_group_small():
    counts = [[30, 2], [40, 35], [20, 30], [50, 60]]
    assert pool_small_groups(counts, threshold=5, insiders=False).together == (True, False, True, False)


def test_where_only_the_total_can_be_shown_it_is_said():
    found = pool_small_groups([3, 8, 30], threshold=10)
    assert (found.together, found.publishable) == ((True, True, True), True)
    assert "only the total" in found.note
    found = pool_small_groups([3, 4], threshold=10)
    assert not found.publishable
    assert "too small" in found.note


def test_a_total_that_one_group_could_take_apart_is_not_shown():
    # Whoever knows the 30 knows the 3; a role is nobody's own, so nobody does.
    assert not pool_small_groups([3, 30], threshold=10).publishable
    assert pool_small_groups([3, 30], threshold=10, insiders=False).publishable


def test_a_nought_is_shown_unless_the_rule_says_otherwise():
    assert not any(pool_small_groups([[20, 0], [20, 15], [30, 15]], threshold=5).together)
    found = pool_small_groups([[20, 0], [20, 15], [30, 15]], threshold=5, hide_zeros=True)
    assert found.together == (True, True, False)
    assert not pool_small_groups([[20, 0], [30, 0]], threshold=5, hide_zeros=True).publishable


@given(TABLES, st.integers(1, 12), st.booleans())
def test_no_row_nor_what_is_left_of_the_total_is_small(counts, threshold, insiders):
    found = pool_small_groups(counts, threshold=threshold, insiders=insiders)
    together = np.array(found.together)
    cells = np.array(counts)
    assert not small(cells[~together], threshold)
    if not found.publishable:
        assert together.all()
    if not found.publishable or not together.any():
        return
    # What a reader gets who takes the rows shown from the total.
    assert not small(cells[together].sum(0), threshold)
    assert together.sum() > 1
    if insiders:
        for own in cells[together]:
            assert not small(cells[together].sum(0) - own, threshold)


@given(TABLES)
def test_a_threshold_of_one_lets_everything_through(counts):
    assert not any(pool_small_groups(counts, threshold=1).together)


@pytest.mark.parametrize(("counts", "threshold"), [([1.5], 5), ([-1], 5), ([3], 0), ([], 5), (["few"], 5)])
def test_what_is_not_a_count_is_refused(counts, threshold):
    with pytest.raises(BadInput):
        pool_small_groups(counts, threshold=threshold)
