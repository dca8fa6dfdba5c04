import time
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.allocation import Secret, allocate, constrained
from alongside.evaluation.allocation.validity import FEW, smallest_p
from alongside.evaluation.errors import BadInput, NotEstimable

SECRET = Secret("seed", "0123456789abcdef" * 4)

# Counties of Dickinson et al., 2015, as in the data set Dickinson_design of the R package cvcrand: inciis,
# uptodateonimmunizations, hispanic, and indicators of location Urban, incomecat Low and incomecat Med.
COUNTIES = np.array(
    [
        [94, 37, 44, 0, 1, 0],
        [85, 39, 23, 0, 0, 0],
        [85, 42, 12, 0, 1, 0],
        [93, 39, 18, 0, 0, 0],
        [82, 31, 6, 0, 0, 0],
        [80, 27, 15, 0, 0, 1],
        [94, 49, 38, 0, 1, 0],
        [100, 37, 39, 0, 1, 0],
        [93, 51, 35, 1, 0, 1],
        [89, 51, 17, 1, 0, 1],
        [83, 54, 7, 1, 0, 0],
        [70, 29, 13, 1, 0, 1],
        [93, 50, 13, 1, 0, 0],
        [85, 36, 10, 1, 0, 1],
        [82, 38, 39, 1, 1, 0],
        [84, 43, 28, 1, 0, 1],
    ]
)


def space(covariates, seed="seed", **settings):
    return constrained(range(len(covariates)), covariates, **settings).space(seed)


def test_scores_of_sixteen_counties_are_as_in_cvcrand():
    # Vignette of cvcrand 0.0.1 (2017), L2 metric, all 12,870 schemes: "CR-Benchmark", mean, SD, minimum, quantiles.
    found = space(COUNTIES)
    scores = found.scores
    assert (len(scores), len(found.places)) == (12_870, 1_288)
    assert found.cutoff == pytest.approx(7.638463, abs=5e-7)
    assert (scores.mean(), scores.std(ddof=1)) == pytest.approx((24.0, 15.774661), abs=5e-7)
    assert (scores.min(), scores.max()) == pytest.approx((1.161107, 116.656181), abs=5e-7)
    quantiles = [5.826458, 7.638463, 10.848749, 12.221264, 13.839891, 20.577839, 31.620790, 55.486080]
    assert np.quantile(scores, [0.05, 0.1, 0.2, 0.25, 0.3, 0.5, 0.75, 0.95]) == pytest.approx(quantiles, abs=5e-7)


def test_the_scheme_cvcrand_chose_has_its_score_and_its_table():
    # The same vignette: counties 4, 5, 7, 9, 10, 12, 13 and 15 in the intervention, score 6.763833.
    chosen = np.isin(np.arange(1, 17), [4, 5, 7, 9, 10, 12, 13, 15])
    found = space(COUNTIES)
    place = np.flatnonzero((found.candidates.rows == chosen).all(axis=1))[0]
    assert found.scores[place] == pytest.approx(6.763833, abs=5e-7)
    assert place in found.places


def test_moulton_s_limits_accept_the_two_balanced_allocations_of_ivers_et_al_2012():
    # Ivers et al., 2012 (PMC3503622), table 4, adapted from Moulton 2004: allocations C and D differ by 5 and 7.5.
    x = [[25, 80], [50, 60], [60, 75], [75, 70]]
    found = space(x, names=["baseline", "rate"], limits={"baseline": 5, "rate": 7.5}, share=1)
    assert found.accepted.rows.tolist() == [[0, 1, 1, 0], [1, 0, 0, 1]]
    with pytest.raises(BadInput, match="No candidate keeps to the limits"):
        space(x, names=["baseline", "rate"], limits={"baseline": 4.99}, share=1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["l1", "l2", "mahalanobis"]), st.integers(2, 6))
def test_scores_are_those_of_their_formulas(seed, metric, number):
    rng = np.random.default_rng(seed)
    x, weights = rng.normal(size=(8, 3)) * [1, 50, 0.01] + [0, 1e4, 1], rng.uniform(0.5, 3, 3)
    used = None if metric == "mahalanobis" else weights
    found = space(x, metric=metric, intervention=number, weights=used, share=0.5)
    for row, score in zip(found.candidates.rows, found.scores, strict=True):
        apart = x[row == 1].mean(axis=0) - x[row == 0].mean(axis=0)
        scale = number * (8 - number) / 8
        if metric == "mahalanobis":
            expected = scale * apart @ np.linalg.solve(np.cov(x.T), apart)
        else:
            parts = scale * weights * np.abs(apart) / x.std(axis=0, ddof=1)
            expected = parts.sum() if metric == "l1" else (parts**2).sum()
        assert score == pytest.approx(expected, rel=1e-7, abs=1e-7)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["l1", "l2", "mahalanobis"]))
def test_allocations_that_mirror_each_other_have_the_same_score_to_the_last_bit(seed, metric):
    found = space(np.random.default_rng(seed).normal(size=(10, 4)), metric=metric)
    # In the order of texts of 0 and 1 the mirror of the first is the last.
    assert np.array_equal(found.candidates.rows, 1 - found.candidates.rows[::-1])
    assert np.array_equal(found.scores, found.scores[::-1])


@pytest.mark.parametrize("metric", ["l2", "mahalanobis"])
def test_a_change_of_unit_changes_nothing_that_is_accepted(metric):
    x = np.random.default_rng(3).normal(size=(12, 3))
    one, other = space(x, metric=metric), space(x * [2, 0.5, 16] + [0, 8, -32], metric=metric)
    assert one.accepted.sha256 == other.accepted.sha256


def test_the_accepted_are_the_best_share_and_what_ties_with_them():
    found = space(np.random.default_rng(4).normal(size=(9, 2)), share=0.2)
    kept, left = found.scores[found.places], np.delete(found.scores, found.places)
    assert len(kept) == int(0.2 * comb(9, 4))
    assert kept.max() == found.cutoff < left.min()
    by_cutoff = space(np.random.default_rng(4).normal(size=(9, 2)), cutoff=found.cutoff)
    assert np.array_equal(by_cutoff.places, found.places)


def test_the_one_is_chosen_among_the_accepted_with_equal_chances():
    scheme = constrained(range(8), np.random.default_rng(5).normal(size=(8, 2)), share=0.2)
    chosen = [scheme.space(str(seed)).chosen for seed in range(1_400)]
    counts = np.bincount(chosen)
    assert len(counts) == 14
    assert ((counts - 100) ** 2 / 100).sum() < 34.5  # chi-squared of 13 degrees of freedom, p = 0.001


def test_candidates_of_a_large_trial_are_a_sample():
    found = space(np.random.default_rng(6).normal(size=(44, 8)))
    assert (len(found.candidates), found.candidates.repeated, found.candidates.complete) == (10_000, 0, False)
    assert len(found.places) == 1_000
    assert found.accepted.complete
    few = space(np.random.default_rng(6).normal(size=(10, 2)), most=100, candidates=400)
    assert len(few.candidates) + few.candidates.repeated == 400
    assert few.candidates.repeated > 100


def test_ten_thousand_candidates_of_44_practices_take_far_less_than_two_seconds():
    scheme = constrained(range(44), np.random.default_rng(7).normal(size=(44, 8)))
    taken = []
    for _ in range(3):
        start = time.process_time()
        scheme.draw("seed")
        taken.append(time.process_time() - start)
    assert min(taken) < 1


def test_strata_are_kept_in_every_candidate():
    strata = list("aaaaaabbbbccc")
    for most in (200_000, 10):
        rows = space(np.random.default_rng(8).normal(size=(13, 3)), strata=strata, most=most, share=0.3).accepted.rows
        assert {tuple(row) for row in np.column_stack([rows[:, :6].sum(1), rows[:, 6:10].sum(1)])} == {(3, 2)}
        assert set(rows[:, 10:].sum(axis=1)) == {1}


def test_earlier_clusters_are_balanced_together_with_those_that_join():
    rng = np.random.default_rng(9)
    before, x, arms = rng.normal(size=(6, 2)), rng.normal(size=(8, 2)), [1, 1, 0, 1, 0, 0]
    found = space(x, earlier=(before, arms), block=2)
    everyone, sd = np.vstack([before, x]), np.vstack([before, x]).std(axis=0, ddof=1)
    for row, score in zip(found.candidates.rows, found.scores, strict=True):
        arm = np.array([*arms, *row])
        apart = everyone[arm == 1].mean(axis=0) - everyone[arm == 0].mean(axis=0)
        assert score == pytest.approx(((7 * 7 / 14 * apart / sd) ** 2).sum(), rel=1e-5, abs=1e-5)


def test_a_later_block_may_even_out_the_numbers_of_the_earlier():
    before, x = np.random.default_rng(1).normal(size=(5, 1)), np.random.default_rng(2).normal(size=(5, 1))
    found = space(x, earlier=(before, [1, 1, 0, 0, 0]), intervention=3, block=2, share=0.5)
    assert set(found.candidates.rows.sum(axis=1)) == {3}


def plain_shares(rows):
    size = rows.shape[1]
    shares = np.eye(size)
    for i, j in combinations(range(size), 2):
        shares[i, j] = shares[j, i] = (rows[:, i] == rows[:, j]).mean()
    return shares


def test_shares_of_pairs_are_counted_over_the_accepted():
    found = space(COUNTIES)
    assert found.validity.together == pytest.approx(plain_shares(found.accepted.rows), abs=1e-12)
    low, high = found.validity.range
    assert found.validity.at_least(high)[0] not in found.validity.at_most(low)
    assert all(one != other for one, other in found.validity.at_least(0.6))
    # With all pairs alike each is together in (K/2 - 1) / (K - 1) of allocations.
    assert found.validity.together[np.triu_indices(16, 1)].mean() == pytest.approx(7 / 15)


def test_pairs_that_are_always_or_never_together_are_named():
    # One large cluster weighs as much as two others: these must be together, and it must be in the other arm.
    x = np.array([[20.0], [10.0], [10.0], [0.1], [0.2], [0.3], [0.4], [0.5]])
    scheme = constrained(["north", "south", "east", "a", "b", "c", "d", "e"], x, share=0.1)
    found = scheme.space("seed").validity
    expected = plain_shares(scheme.space("seed").accepted.rows)
    named = {(found.clusters[i], found.clusters[j]) for i, j in np.argwhere(np.triu(expected == 0, 1))}
    assert set(found.never) == named
    assert set(found.always) == {
        (found.clusters[i], found.clusters[j]) for i, j in np.argwhere(np.triu(expected == 1, 1))
    }
    assert ("south", "east") in found.always
    assert "north and south are never in the same arm." in allocate(scheme, SECRET).notes


def test_pairs_the_strata_hold_apart_are_not_complained_of():
    found = space(np.random.default_rng(2).normal(size=(12, 1)), strata=list("aabbccddeeff"), share=0.9)
    assert found.validity.together[0, 1] == 0
    assert found.validity.never == ()


def test_a_small_accepted_set_is_warned_of():
    x = np.random.default_rng(3).normal(size=(8, 2))
    tight = space(x, share=0.1).validity
    assert (tight.accepted, tight.smallest_p) == (8, pytest.approx(2 / 8))
    assert "cannot give a p value below 0.25." in tight.warnings[-1]
    loose = space(x, share=0.8).validity
    assert loose.accepted < FEW
    assert "consider a looser" in loose.warnings[-1]
    assert space(np.random.default_rng(3).normal(size=(12, 2)), share=0.5).validity.warnings == ()


def test_the_smallest_p_value_counts_the_mirror_where_it_is_there():
    assert smallest_p(np.array([[1, 1, 0], [0, 1, 1], [0, 0, 1]], dtype=np.uint8)) == pytest.approx(2 / 3)
    assert smallest_p(np.array([[1, 1, 0], [0, 1, 1]], dtype=np.uint8)) == pytest.approx(1 / 2)
    assert smallest_p(np.vstack([np.eye(70, dtype=np.uint8), 1 - np.eye(1, 70, dtype=np.uint8)])) == 2 / 71


def test_the_histogram_counts_every_candidate_once():
    found = space(COUNTIES)
    histogram = found.histogram(bins=20)
    assert (histogram.candidates.sum(), histogram.accepted.sum()) == (12_870, 1_288)
    below = histogram.edges[1:] <= found.cutoff
    assert np.array_equal(histogram.candidates[below], histogram.accepted[below])


def test_the_paragraph_says_what_was_done():
    text = allocate(constrained(range(1, 17), COUNTIES, strata=["r"] * 8 + ["u"] * 8), SECRET).describe()
    for part in ("intervention (8)", "control arm (8)", "within strata", "Raab and Butcher", "All 4,900", "SHA-256"):
        assert part in text
    sampled = allocate(constrained(range(44), np.random.default_rng(1).normal(size=(44, 2))), SECRET).describe()
    assert "Of 2,104,098,963,720 possible allocations 10,000 were drawn" in sampled


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"covariates": [[1.0], [2], [np.nan], [4], [5], [6]]}, "missing"),
        ({"covariates": np.ones((6, 1))}, "x0 is the same for all clusters"),
        ({"covariates": np.ones((5, 1))}, "5 rows where 6"),
        ({"covariates": [[1e200], [0], [-1e200], [4], [5], [6]]}, "too large or too close"),
        ({"names": ["a", "b"]}, "2 names for 1"),
        ({"weights": [1, 2]}, "2 weights for 1"),
        ({"weights": [0]}, "above 0"),
        ({"weights": [1e12]}, "too large to be added"),
        ({"metric": "l3"}, "no metric l3"),
        ({"metric": "mahalanobis", "weights": [1]}, "leave the weights out"),
        ({"share": 0}, "share is 0.0"),
        ({"share": 1.5}, "share is 1.5"),
        ({"limits": {"age": 1}}, "limit of age"),
        ({"limits": {"x0": float("nan")}}, "limit of x0"),
        ({"candidates": 1}, "two candidates"),
        ({"intervention": 7}, "7 of the 6"),
        ({"clusters": list("abcdea")}, "two clusters called a"),
        ({"clusters": list("abc"), "covariates": [1, 2, 3]}, "at least 4"),
        ({"earlier": ([[1.0, 2.0]], [1])}, "2 covariates; these have 1"),
        ({"earlier": ([[1.0]], [2])}, "must be 1 for the intervention"),
        ({"block": 2, "intervention": 6}, "in one arm"),
    ],
)
def test_what_cannot_be_constrained_is_refused(changes, says):
    given_ = {"clusters": list("abcdef"), "covariates": [[1.0], [2], [3], [5], [8], [13]], **changes}
    with pytest.raises(BadInput, match=says):
        constrained(**given_)


def test_covariates_that_say_the_same_are_refused_where_they_are_weighted_by_their_correlations():
    x = np.random.default_rng(4).normal(size=(8, 2))
    with pytest.raises(NotEstimable, match="x2 is a combination"):
        constrained(range(8), np.column_stack([x, x @ [1, 2]]), metric="mahalanobis")


@pytest.mark.parametrize("cutoff", [0.0, 1e-12, -1.0])
def test_a_cutoff_that_leaves_nothing_to_chance_is_refused(cutoff):
    x = np.random.default_rng(5).normal(size=(9, 2))
    with pytest.raises(BadInput, match="left to chance"):
        space(x, cutoff=cutoff)
    best = np.sort(space(x).scores)
    with pytest.raises(BadInput, match="1 of 126 candidates"):
        space(x, cutoff=best[0])
    with pytest.raises(BadInput, match="1 of 126 candidates"):
        space(x, share=1e-9)
