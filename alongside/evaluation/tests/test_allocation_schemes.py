from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.allocation import Secret, Stream, allocate, balance_table, simple, stratified
from alongside.evaluation.allocation.candidates import drawn, every, packed
from alongside.evaluation.allocation.quotas import quota
from alongside.evaluation.errors import BadInput, NotEstimable

SALT = "0123456789abcdef" * 4
SECRET = Secret("seed", SALT)


def arms_of(scheme, seeds):
    return np.array([scheme.draw(str(seed)).arms for seed in range(seeds)])


def words(seed, label, count):
    return [int(word) for word in Stream(seed, label).words(count)]


def test_simple_allocation_gives_the_smallest_keys_the_intervention():
    keys = words("seed", "1/allocation", 9)
    smallest = sorted(range(9), key=keys.__getitem__)[:4]
    assert allocate(simple(list("abcdefghi")), SECRET).arms == {
        name: int(place in smallest) for place, name in enumerate("abcdefghi")
    }


def test_simple_allocation_has_the_number_that_was_given():
    assert sum(allocate(simple(range(10), intervention=3), SECRET).arm) == 3
    assert sum(allocate(simple(range(10), intervention=np.int64(7)), SECRET).arm) == 7
    assert sum(allocate(simple(range(11)), SECRET).arm) == 5


def test_all_allocations_come_equally_often():
    found = arms_of(simple(range(5), intervention=2), 3_000)
    _, counts = np.unique(found, axis=0, return_counts=True)
    assert len(counts) == 10
    assert ((counts - 300) ** 2 / 300).sum() < 27.9  # chi-squared of 9 degrees of freedom, p = 0.001


def test_odd_strata_keep_the_totals_balanced_and_all_allocations_come_equally_often():
    # Three odd strata: one of them gives two of three (or its one), each as likely as another.
    scheme = stratified(range(8), ["a", "a", "a", "b", "b", "b", "c", "c"], intervention=4)
    found = arms_of(scheme, 3_600)
    assert set(found.sum(axis=1)) == {4}
    assert set(map(tuple, np.column_stack([found[:, :3].sum(axis=1), found[:, 3:6].sum(axis=1)]))) == {(1, 2), (2, 1)}
    _, counts = np.unique(found, axis=0, return_counts=True)
    assert len(counts) == scheme.quota.total == 2 * 3 * 3 * 2
    assert ((counts - 100) ** 2 / 100).sum() < 66.6  # chi-squared of 35 degrees of freedom, p = 0.001


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("abcd"), min_size=4, max_size=40), st.text(alphabet="xyz", min_size=1, max_size=6))
def test_no_stratum_and_no_total_is_out_by_more_than_one(strata, seed):
    arm = np.array(stratified(range(len(strata)), strata).draw(seed).arms)
    difference = [2 * arm[np.array(strata) == label].sum() - strata.count(label) for label in set(strata)]
    assert max(map(abs, difference)) <= 1
    assert sum(difference) == -(len(strata) % 2)


def test_a_stratum_s_own_number_is_kept():
    arm = allocate(stratified(range(9), list("aaaabbbbb"), intervention={"a": 1, "b": 4}), SECRET).arm
    assert (arm[:4].sum(), arm[4:].sum()) == (1, 4)


def test_strata_may_be_numbers():
    by_number = allocate(stratified(range(8), [10, 10, 2, 2, 2, 2, 10, 10]), SECRET)
    by_text = allocate(stratified(range(8), ["10", "10", "2", "2", "2", "2", "10", "10"]), SECRET)
    assert by_number.arms == by_text.arms


@pytest.mark.parametrize(
    ("strata", "intervention"),
    [
        (None, 3),
        (list("aabbb"), None),
        (list("aaabbbc"), None),
        (list("aaabbbc"), 4),
        (list("abcdefg"), 3),
        (list("aabbbb"), {"a": 0, "b": 3}),
    ],
)
def test_every_allocation_is_there_once_and_in_order(strata, intervention):
    size = 7 if strata is None else len(strata)
    wanted = quota(strata, size, intervention)
    rows = every(wanted).rows
    texts = ["".join(map(str, row)) for row in rows]
    assert texts == sorted(set(texts))
    assert len(texts) == wanted.total
    # By brute force over all sets of clusters.
    labels = ["all"] * size if strata is None else strata
    possible = [
        chosen
        for chosen in combinations(range(size), wanted.intervention)
        if _keeps(chosen, labels, intervention if isinstance(intervention, dict) else None, strata is None)
    ]
    assert len(possible) == len(texts)
    among = {tuple(np.flatnonzero(row)) for row in drawn(wanted, Stream("seed", "1/x"), 4_000).rows}
    assert among == set(possible)


def _keeps(chosen, labels, numbers, free):
    counts = {label: sum(labels[place] == label for place in chosen) for label in labels}
    if numbers is not None:
        return counts == numbers
    return free or all(abs(2 * count - labels.count(label)) <= 1 for label, count in counts.items())


def test_many_strata_of_one_cluster_are_enumerated_quickly():
    assert len(every(quota([str(number) for number in range(18)], 18, None))) == comb(18, 9)


def test_draws_that_come_again_are_dropped_and_counted():
    found = drawn(quota(None, 5, 2), Stream("seed", "1/x"), 50)
    assert (len(found), found.repeated) == (10, 40)
    assert len({tuple(row) for row in found.rows}) == 10


def test_more_than_64_clusters_are_told_apart():
    rows = np.eye(130, dtype=np.uint8)
    assert len({tuple(row) for row in packed(rows)}) == 130
    found = drawn(quota(None, 130, None), Stream("seed", "1/x"), 20)
    assert (found.rows.sum(axis=1) == 65).all()
    assert found.repeated == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"clusters": ["a", "b", "c"]}, "at least 4"),
        ({"clusters": ["a", "b", "b", "c"]}, "two clusters called b"),
        ({"clusters": ["a", "b", None, "c"]}, "missing"),
        ({"clusters": list("abcd"), "intervention": 5}, "5 of the 4"),
        ({"clusters": list("abcd"), "intervention": 4}, "No cluster is left for the control"),
        ({"clusters": list("abcd"), "intervention": 0}, "No cluster is left for the intervention"),
        ({"clusters": list("abcd"), "block": 0}, "blocks are counted"),
    ],
)
def test_clusters_that_cannot_be_allocated_are_refused(arguments, says):
    with pytest.raises(BadInput, match=says):
        simple(**arguments)


@pytest.mark.parametrize(
    ("strata", "intervention", "says"),
    [
        (["x"] * 4, None, "strata has 4 values"),
        (list("xxyyy"), {"x": 1}, "are given for the strata x; the strata are x, y"),
        (list("xxyyy"), {"x": 3, "y": 1}, "3 of the 2"),
        (list("xxyyy"), {"x": 1.5, "y": 1}, "whole"),
        (list("xxyyy"), 4, "Give a number for each stratum"),
        ([1, 1, 2, float("nan"), 2], None, "missing"),
    ],
)
def test_strata_that_do_not_fit_are_refused(strata, intervention, says):
    with pytest.raises(BadInput, match=says):
        stratified(range(5), strata, intervention=intervention)


def test_a_later_block_may_be_small_and_has_random_numbers_of_its_own():
    assert len(allocate(simple(["x"], intervention=1, block=2), SECRET).arm) == 1
    first, second = (allocate(simple(range(40), block=block), SECRET).arms for block in (1, 2))
    assert first != second


def test_the_balance_table_is_that_of_plain_means():
    x = np.array([[1.0, 5], [2, 5], [4, 6], [9, 6], [3, 9]])
    size, other = balance_table(x, [1, 0, 1, 0, 0], names=["size", "other"])
    assert (size.intervention_mean, size.control_mean) == pytest.approx((2.5, 14 / 3))
    assert size.intervention_sd == pytest.approx(np.sqrt(4.5))
    assert size.difference == pytest.approx(2.5 - 14 / 3)
    assert size.standardised == pytest.approx((2.5 - 14 / 3) / np.std(x[:, 0], ddof=1))
    assert other.covariate == "other"
    assert balance_table([[2.0], [2.0], [2.0]], [1, 0, 0])[0].standardised == 0
    assert allocate(simple(range(5)), SECRET).balance(x)[0].covariate == "x0"
    with pytest.raises(NotEstimable, match="in one arm"):
        balance_table(x, np.ones(5))
    with pytest.raises(BadInput, match="1 for the intervention"):
        balance_table(x, [1, 2, 0, 0, 0])
