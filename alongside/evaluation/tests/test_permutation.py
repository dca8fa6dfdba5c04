from itertools import combinations, product
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from alongside.evaluation.allocation import AllocationSet, Secret, allocate, constrained, minimised, simple, stratified
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.permutation import PermutationTest, permutation_test, within_strata

SECRET = Secret("a seed drawn in public", "0123456789abcdef" * 4)


def of_every(summaries, arm):
    return permutation_test(summaries, arm, within_strata(arm, seed=1))


def difference(summaries, treated):
    inside = np.isin(np.arange(len(summaries)), list(treated))
    return summaries[inside].mean() - summaries[~inside].mean()


def test_the_p_value_is_that_of_a_plain_enumeration():
    rng = np.random.default_rng(5)
    summaries, arm = rng.normal(size=9), np.array([1, 0, 1, 0, 0, 1, 0, 0, 1])
    seen_one = abs(difference(summaries, np.flatnonzero(arm)))
    all_of_them = [abs(difference(summaries, treated)) for treated in combinations(range(9), 4)]
    expected = np.mean([one >= seen_one - 1e-12 for one in all_of_them])
    found = of_every(summaries, arm)
    assert found.p_value == pytest.approx(expected, rel=1e-12)
    assert found.allocations == 126
    assert found.complete
    assert found.estimate == pytest.approx(difference(summaries, np.flatnonzero(arm)))


def test_the_p_value_is_as_in_scipy_s_permutation_test():
    rng = np.random.default_rng(8)
    one, other = rng.gamma(2, size=6), rng.gamma(2, size=6) + 1
    expected = stats.permutation_test(
        (one, other), lambda a, b, axis: a.mean(axis=axis) - b.mean(axis=axis), vectorized=True, n_resamples=np.inf
    )
    found = of_every(np.concatenate([one, other]), np.repeat([1, 0], 6))
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-12)


def test_within_strata_only_the_strata_s_own_allocations_are_compared():
    rng = np.random.default_rng(2)
    strata = np.array(["b", "a", "a", "b", "a", "a", "b"])
    arm = np.array([1, 1, 0, 0, 0, 1, 0])
    summaries = rng.normal(size=7)
    first, second = np.flatnonzero(strata == "a"), np.flatnonzero(strata == "b")
    ways = [(*one, *other) for one, other in product(combinations(first, 2), combinations(second, 1))]
    limit = abs(difference(summaries, np.flatnonzero(arm))) - 1e-12
    expected = np.mean([abs(difference(summaries, way)) >= limit for way in ways])
    found = permutation_test(summaries, arm, within_strata(arm, strata, seed=1))
    assert (found.p_value, found.allocations) == (pytest.approx(expected), len(ways))


def test_numeric_strata_are_kept_apart_as_their_numbers_not_their_order():
    arm, strata = np.array([1, 0, 1, 1, 0, 0]), [10, 10, 2, 2, 2, 2]
    rows = within_strata(arm, strata, seed=1).rows
    assert len(rows) == 2 * 6
    assert set(rows[:, :2].sum(axis=1)) == {1}


def by_search(found, level=0.95, steps=4001):
    """The interval by trying effects one after another."""
    width = 20 * np.abs(found.outcome).max()
    effects = found.estimate + np.linspace(-width, width, steps)
    kept = [effect for effect in effects if found.p_value_of(effect) > 1 - level + 1e-9]
    return min(kept), max(kept), 2 * width / (steps - 1)


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
def test_the_interval_holds_the_effects_that_are_not_rejected(level):
    rng = np.random.default_rng(11)
    arm = np.array([1, 0, 1, 1, 0, 0, 1, 0, 1])
    found = of_every(rng.normal(size=9) + arm, arm)
    low, high, step = by_search(found, level)
    assert found.interval(level).low == pytest.approx(low, abs=step)
    assert found.interval(level).high == pytest.approx(high, abs=step)


@pytest.mark.parametrize("seed", range(12))
def test_the_interval_is_right_where_covariates_make_other_allocations_more_like_the_arm(seed):
    # Such an allocation is the more extreme for effects far away on either side, not between two effects.
    rng = np.random.default_rng(seed)
    outcome, part = rng.normal(size=60), np.concatenate([[0.9], rng.uniform(-1, 1, 59)])
    found = PermutationTest(outcome[0] / 0.9, 0.5, 60, True, 1 / 60, (), outcome, part)
    assert (np.abs(part) > 0.9).any()
    for level in (0.5, 0.8, 0.95):
        interval = found.interval(level)
        kept = [effect for effect in np.linspace(-60, 60, 4001) if found.p_value_of(effect) > 1 - level + 1e-9]
        assert interval.low <= min(kept)
        assert interval.high >= max(kept)
        for end, step in ((interval.low, -1e-6), (interval.high, 1e-6)):
            assert np.isinf(end) or found.p_value_of(end + step) <= 1 - level + 1e-9 < found.p_value_of(end)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.floats(-5, 5), st.floats(0.1, 10))
def test_the_test_follows_shifts_and_scales_of_the_outcome(seed, shift, scale):
    rng = np.random.default_rng(seed)
    arm = rng.permutation(np.repeat([1, 0], 4))
    summaries = rng.normal(size=8)
    one, other = of_every(summaries, arm), of_every(scale * (summaries + shift * arm) + 3, arm)
    assert other.p_value_of(scale * shift) == pytest.approx(one.p_value)
    assert other.estimate == pytest.approx(scale * (one.estimate + shift), abs=1e-9)
    ends = np.array([one.interval(0.9).low, one.interval(0.9).high])
    assert [other.interval(0.9).low, other.interval(0.9).high] == pytest.approx(scale * (ends + shift), abs=1e-9)


def test_ties_count_as_extreme():
    # All allocations of 0, 1, 0, 1 differ by 0 or by 1 either way: two of six are as far apart as that observed.
    assert of_every([1.0, 0.0, 1.0, 0.0], [1, 0, 1, 0]).p_value == pytest.approx(2 / 6)
    assert of_every([0.1 + 0.2, 0.0, 0.3, 0.0], [1, 0, 1, 0]).p_value == pytest.approx(2 / 6)


def test_too_few_allocations_give_an_infinite_interval_and_a_note():
    found = of_every([1.0, 0.0, 3.0, 0.5, 2.0, 0.2], [1, 0, 1, 0, 1, 0])
    assert found.smallest_p == pytest.approx(2 / 20)
    assert found.p_value == found.smallest_p
    assert (found.interval().low, found.interval().high) == (-inf, inf)
    assert np.isfinite([found.interval(0.8).low, found.interval(0.8).high]).all()
    assert "too few" in found.notes[0]


def test_a_sample_of_allocations_gets_phipson_and_smyth_s_correction():
    rng = np.random.default_rng(3)
    arm = np.repeat([1, 0], 12)
    summaries = rng.normal(size=24) + 0.3 * arm
    among = within_strata(arm, draws=999, seed=6)
    limit = abs(difference(summaries, range(12))) - 1e-12
    extreme = sum(abs(difference(summaries, np.flatnonzero(row))) >= limit for row in among.rows)
    found = permutation_test(summaries, arm, among)
    assert not found.complete
    assert found.p_value == pytest.approx((extreme + 1) / (999 + 1), rel=1e-12)
    assert found.monte_carlo_se == pytest.approx(np.sqrt(found.p_value * (1 - found.p_value) / 1000))


def test_a_sampled_p_value_is_near_the_exact_one_and_never_zero():
    arm = np.repeat([1, 0], 10)
    summaries = np.random.default_rng(9).normal(size=20) + 0.5 * arm
    exact = of_every(summaries, arm)
    sampled = permutation_test(summaries, arm, within_strata(arm, most=10, draws=9_999, seed=4))
    assert sampled.p_value == pytest.approx(exact.p_value, abs=4 * sampled.monte_carlo_se)
    far = permutation_test(summaries + 100 * arm, arm, within_strata(arm, most=10, draws=99, seed=4))
    assert far.p_value == pytest.approx(0.01)


def test_a_constrained_allocation_is_tested_over_its_accepted_set():
    rng = np.random.default_rng(12)
    names = [f"practice {number}" for number in range(12)]
    allocation = allocate(constrained(names, rng.normal(size=(12, 3)), share=0.2), SECRET)
    among = allocation.reference(seed=1)
    summaries = rng.normal(size=12) + allocation.arm
    limit = abs(difference(summaries, np.flatnonzero(allocation.arm))) - 1e-12
    expected = np.mean([abs(difference(summaries, np.flatnonzero(row))) >= limit for row in among.rows])
    found = permutation_test(summaries, allocation.arm, among)
    assert (found.p_value, found.complete) == (pytest.approx(expected), True)
    assert found.allocations == len(among) < 924


@pytest.mark.parametrize(
    "scheme",
    [
        simple(range(10)),
        stratified(range(11), ["a"] * 5 + ["b"] * 3 + ["c"] * 3),
        constrained(range(10), np.random.default_rng(0).normal(size=(10, 2)), share=0.3),
    ],
    ids=["simple", "stratified", "constrained"],
)
def test_under_no_effect_the_test_rejects_no_more_often_than_its_level(scheme):
    # Over all allocations the design could have made, exactly; the outcome is fixed, as under the sharp null.
    summaries = np.random.default_rng(21).exponential(size=len(scheme.clusters))
    among = allocate(scheme, SECRET).reference(seed=1)
    p_values = np.array([permutation_test(summaries, row, among).p_value for row in among.rows])
    for level in (0.05, 0.1, 0.25):
        # No more often than the level, and short of it by no more than the steps of p.
        assert level - 3 / len(among) < np.mean(p_values <= level + 1e-12) <= level + 1e-12


def test_minimised_clusters_are_compared_with_the_same_clusters_minimised_anew():
    scheme = minimised(["size", "place"], probability=0.8)
    rng = np.random.default_rng(3)
    for number in range(16):
        scheme = scheme.joined(f"practice {number}", [rng.choice(["small", "large"]), rng.choice(["town", "country"])])
    allocation = allocate(scheme, SECRET)
    among = allocation.reference(draws=1_999, seed=3)
    found = permutation_test(rng.normal(size=16) + 3 * allocation.arm, allocation.arm, among)
    assert (found.allocations, found.complete) == (2_000, False)
    assert found.p_value < 0.05


def test_an_allocation_that_could_not_have_come_is_noted():
    among = AllocationSet(np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0]], dtype=np.uint8), complete=True)
    found = permutation_test([3.0, 1.0, 2.0, 5.0], [1, 0, 0, 1], among)
    assert "not among those" in found.notes[0]
    assert (found.allocations, found.complete) == (4, False)
    # |T|: observed 2.5; 1.5, 1.5 and 0.5 in the set.
    assert found.p_value == pytest.approx(1 / 4)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([[1, 0, 1]], "4 columns"),
        ([[1, 0, 2, 0]], "1 for the intervention"),
        ([[1, 1, 1, 1]], "in one arm"),
        (np.zeros((0, 4)), "4 columns"),
    ],
)
def test_rows_that_are_no_allocations_are_refused(rows, says):
    with pytest.raises(BadInput, match=says):
        permutation_test([1.0, 2.0, 3.0, 5.0], [1, 0, 1, 0], AllocationSet(np.array(rows), complete=True))


def test_what_cannot_be_tested_says_why():
    with pytest.raises(NotEstimable, match="one cluster"):
        of_every([1.0, 2.0, 3.0, 4.0], [1, 0, 0, 0])
    with pytest.raises(NotEstimable, match="same summary"):
        of_every([2.0, 2.0, 2.0, 2.0], [1, 0, 1, 0])
    with pytest.raises(BadInput, match="missing"):
        of_every([1.0, np.nan, 3.0, 4.0], [1, 0, 1, 0])
    with pytest.raises(BadInput, match="level"):
        of_every([1.0, 2.0, 3.0, 5.0], [1, 0, 1, 0]).interval(1.5)
