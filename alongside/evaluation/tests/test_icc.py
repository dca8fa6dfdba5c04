"""Intracluster correlations, their intervals and design effects, against R and by whole matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from alongside.evaluation.design import DesignEffect, Icc, anova_icc, design_effect, fleiss_cuzick_icc
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.tests.trials import answers, cluster_of, outcome_data, trial

approx = pytest.approx
unhurried = settings(max_examples=60, deadline=None)
TRIALS = ("wise_dev", "small_dev", "sw_dev")
ICCS = [(name, key) for name in TRIALS for key in answers(name) if key.startswith("anova_icc_")]
EFFECTS = [(name, key) for name in TRIALS for key in answers(name) if key.startswith("design_effect_")]
SAID = {"package", "version", "outcome", "cluster", "formula", "ci95_F_formula", "se_smith_formula", "cv_note"}
SAID |= {"deff_minimum_variance_formula"}
UNEQUAL = (5, 40, 8, 22, 12, 31, 3, 9)


def icc_of(name: str, outcome: str, *, within_arms: bool = False) -> Icc:
    data = outcome_data(name, outcome)
    return anova_icc(data[outcome], cluster_of(data), arm=data["arm"] if within_arms else None)


def sizes_of(name: str, key: str) -> np.ndarray:
    """The script counts practices (all, or seen at 12 months), clusters, or clusters by period."""
    data = outcome_data(name, "y12") if key.endswith("y12_seen") else trial(name)
    parts = cluster_of(data) * 100 + (data["period"] if key.endswith("cluster_period") else 0)
    return np.unique(parts, return_counts=True)[1]


def made(sizes, *, icc=0.3, seed=1):
    """Outcome and cluster of people in clusters of these sizes, variance 1."""
    random = np.random.Generator(np.random.PCG64(seed))
    cluster = np.repeat(np.arange(len(sizes)), sizes)
    effect = random.normal(scale=icc**0.5, size=len(sizes))
    return effect[cluster] + random.normal(scale=(1 - icc) ** 0.5, size=len(cluster)), cluster


def test_nothing_that_r_computed_is_left_out():
    assert (len(ICCS), len(EFFECTS)) == (10, 6)


@pytest.mark.parametrize(("name", "key"), ICCS)
def test_the_anova_icc_its_f_interval_and_smith_se_as_in_r(name, key):
    theirs = {part: value for part, value in answers(name)[key].items() if part not in SAID}
    arms = theirs.pop("within_arms", None)
    found = icc_of(name, key.removeprefix("anova_icc_"))
    interval = found.interval(method="searle")
    ours = {"N": found.people, "K": found.clusters, "MSB": found.msb, "MSW": found.msw, "n0": found.n0, "F": found.f}
    ours |= {"icc": found.estimate, "icc_truncated": found.truncated, "se_smith": found.se}
    ours["ci95_F"] = [interval.low, interval.high]
    assert {part: approx(value, rel=1e-8) for part, value in theirs.items()} == ours
    assert (arms is None) == (name == "sw_dev")


@pytest.mark.parametrize(("name", "key"), [row for row in ICCS if "within_arms" in answers(row[0])[row[1]]])
def test_the_anova_icc_within_arms_as_in_r(name, key):
    theirs = {part: value for part, value in answers(name)[key]["within_arms"].items() if part not in SAID}
    found = icc_of(name, key.removeprefix("anova_icc_"), within_arms=True)
    ours = {"MSB": found.msb, "MSW": found.msw, "n0": found.n0, "icc": found.estimate}
    assert {part: approx(value, rel=1e-8) for part, value in theirs.items()} == ours


@pytest.mark.parametrize(("name", "key"), EFFECTS)
def test_design_effects_as_in_r(name, key):
    theirs = {part: value for part, value in answers(name)[key].items() if part not in SAID}
    found = design_effect(sizes_of(name, key), theirs["rho"])
    ours = {
        "rho": found.icc,
        "K": found.clusters,
        "N": found.people,
        "mean_size": found.mean_size,
        "cv_sample": found.cv,
        "cv_population": found.population_cv,
        "deff_equal_sizes": found.equal_sizes,
        "deff_cv_sample": found.by_cv,
        "deff_cv_population": found.by_population_cv,
        "deff_sum_n2": found.by_sizes,
        "deff_minimum_variance": found.minimum_variance,
        "effective_n_cv_sample": found.effective_people(),
    }
    assert {part: approx(value, rel=1e-10) for part, value in theirs.items()} == ours


# R 4.2.2, stats: n sizes, m means, msw as in anova_icc; a the clusters' arm or absent
#   q <- function(r, p) { v <- n * (1 - r) / (1 + (n - 1) * r)
#     deviance(lm(m ~ a, weights = v)) / df / msw - qf(p, df, N - K) }
#   uniroot(q, c(-1 / (max(n) - 1) + 1e-7, 1 - 1e-9), p = p, tol = 1e-14) for p = .975, .025
@pytest.mark.parametrize(
    ("outcome", "within_arms", "limits"),
    [
        ("y12", False, (0.145804190789512, 0.592526421716745)),
        ("y12", True, (0.119018909927801, 0.570624775135134)),
        ("event", False, (0.048337168034153, 0.374744193711285)),
    ],
)
def test_the_exact_interval_as_by_weighted_regressions_in_r(outcome, within_arms, limits):
    found = icc_of("small_dev", outcome, within_arms=within_arms).interval()
    assert (found.low, found.high) == approx(limits, rel=1e-8)


@unhurried
@given(st.integers(0, 10_000), st.floats(0, 0.9), st.sampled_from((0.8, 0.95, 0.99)))
def test_with_equal_sizes_the_exact_interval_is_that_of_searle(seed, icc, level):
    found = anova_icc(*made((7,) * 6, icc=icc, seed=seed))
    exact, searle = found.interval(level), found.interval(level, method="searle")
    assert (exact.low, exact.high) == approx((searle.low, searle.high), rel=1e-7, abs=1e-8)


def test_with_unequal_sizes_the_exact_interval_covers_as_often_as_it_says():
    draws = [anova_icc(*made(UNEQUAL, icc=0.4, seed=seed)).interval(0.8) for seed in range(300)]
    missed = np.array([(found.low > 0.4, found.high < 0.4) for found in draws]).sum(axis=0)
    # 30 of 300 are to be missed on each side, with a standard deviation of 5.2.
    assert (np.abs(missed - 30) < 16).all()


@pytest.mark.parametrize("arms", [None, np.arange(8) % 2])
def test_smith_se_is_that_of_quadratic_forms_by_whole_matrices(arms):
    y, cluster = made(UNEQUAL)
    found = anova_icc(y, cluster, arm=None if arms is None else arms[cluster])
    people, rho = len(y), found.estimate
    member = np.eye(8)[cluster]
    means = member / member.sum(axis=0) @ member.T
    groups = np.ones((people, 1)) if arms is None else np.eye(2)[arms[cluster]]
    between = (means - groups / groups.sum(axis=0) @ groups.T) / found.df_between
    within = (np.eye(people) - means) / found.df_within
    spread = rho * member @ member.T + (1 - rho) * np.eye(people)
    by_parts = [2 * np.trace(form @ spread @ form @ spread) for form in (between, within)]
    # The slopes of the estimate in the two mean squares, at their expectations for a variance of 1.
    slopes = ((1 - rho) / found.n0, (1 + (found.n0 - 1) * rho) / found.n0)
    assert found.se == approx(np.sqrt(np.dot(np.square(slopes), by_parts)), rel=1e-10)


def test_the_large_sample_interval_is_the_estimate_and_its_se():
    found = anova_icc(*made(UNEQUAL))
    interval = found.interval(0.9, method="smith")
    assert interval.low == approx(found.estimate - stats.norm.ppf(0.95) * found.se)
    assert interval.high == approx(found.estimate + stats.norm.ppf(0.95) * found.se)


@unhurried
@given(st.floats(-1e4, 1e4), st.floats(0.01, 1e4))
def test_the_icc_does_not_depend_on_the_unit(shift, scale):
    y, cluster = made(UNEQUAL)
    assert anova_icc(shift + scale * y, cluster).estimate == approx(anova_icc(y, cluster).estimate, rel=1e-6)


def test_an_effect_of_the_intervention_passes_for_clustering_unless_arms_are_told():
    y, cluster = made((20,) * 12, icc=0.02)
    arm = cluster % 2
    assert anova_icc(y + 2 * arm, cluster).estimate > 0.4
    assert anova_icc(y + 2 * arm, cluster, arm=arm).estimate == approx(anova_icc(y, cluster, arm=arm).estimate)


def test_an_estimate_below_zero_is_given_truncated_and_noted():
    y, cluster = np.array([1.4, 2, 3, 4, 1, 2.5, 4, 1, 2.5, 4]), np.repeat(["a", "b", "c"], (4, 3, 3))
    found = anova_icc(y, cluster)
    assert found.estimate < 0 == found.truncated
    assert "below 0" in found.notes[0]
    # No correlation can be lower in clusters of four.
    assert found.interval().low == -1 / 3 < found.interval().high
    assert found.design_effect().by_cv == 1


def test_where_clusters_differ_less_than_any_correlation_allows_there_is_no_interval():
    y, cluster = np.array([1.1, 2, 3, 4, 1, 2.5, 4, 1, 2.5, 4]), np.repeat(["a", "b", "c"], (4, 3, 3))
    found = anova_icc(y, cluster)
    with pytest.raises(NotEstimable, match="differ less than any"):
        found.interval()
    assert "no confidence interval can be given" in found.describe()


def test_where_all_of_a_cluster_are_the_same_the_icc_is_one_without_an_interval():
    found = anova_icc(np.repeat([1.1, 2.2, 3.3], 4), np.repeat([1, 2, 3], 4))
    assert found.estimate == 1
    assert "says nothing" in found.notes[0]
    with pytest.raises(NotEstimable, match="no interval"):
        found.interval()


@pytest.mark.parametrize("estimator", [anova_icc, fleiss_cuzick_icc])
@pytest.mark.parametrize(
    ("y", "cluster", "arm", "error", "words"),
    [
        ([0, 1, 1], [1, 1, 1], None, NotEstimable, "one cluster"),
        ([0, 1, 1], [1, 2, 3], None, NotEstimable, "shares a cluster"),
        ([1, 1, 1], [1, 1, 2], None, NotEstimable, "same for everybody"),
        ([0, 1, np.nan], [1, 1, 2], None, BadInput, "missing"),
        ([0, 1], [1, 1, 2], None, BadInput, "3 values where 2"),
        ([], [], None, BadInput, "empty"),
        ([0, 1, 1, 0], [1, 1, 2, 2], [0, 1, 0, 0], BadInput, "both arms"),
        ([0, 1, 1, 0], [1, 1, 2, 2], [0, 0, 1, 1], NotEstimable, "one cluster"),
    ],
)
def test_what_cannot_be_estimated_says_why(estimator, y, cluster, arm, error, words):
    with pytest.raises(error, match=words):
        estimator(y, cluster, arm=arm)


def test_an_unknown_method_or_level_is_refused():
    found = anova_icc(*made(UNEQUAL))
    with pytest.raises(BadInput, match="exact, searle or smith"):
        found.interval(method="bayes")
    with pytest.raises(BadInput, match="level is 95"):
        found.interval(95)


def test_the_icc_describes_itself():
    assert icc_of("small_dev", "y12", within_arms=True).describe() == (
        "The intracluster correlation within arms, by analysis of variance of 273 people in 12 clusters, is 0.23 "
        "(95% confidence interval 0.12 to 0.57)."
    )


# R 4.2.2, stats, on small_dev; w all, or the sums of num and den over the two arms
#   fc <- function(y, g) { n <- c(table(g)); p <- tapply(y, g, mean); P <- mean(y)
#     1 - sum(n * p * (1 - p)) / ((length(y) - length(n)) * P * (1 - P)) }
#   j <- fc without each practice in turn;  sqrt(11 / 12 * sum((j - mean(j))^2))
@pytest.mark.parametrize(
    ("within_arms", "estimate", "se"),
    [(False, 0.0985355998340074, 0.0607843772525203), (True, 0.0831559449994652, 0.0483086255917837)],
)
def test_the_fleiss_cuzick_icc_and_its_jackknife_as_in_r(within_arms, estimate, se):
    data = trial("small_dev")
    found = fleiss_cuzick_icc(data["event"], data["practice"], arm=data["arm"] if within_arms else None)
    assert (found.estimate, found.se) == approx((estimate, se), rel=1e-10)
    assert (found.df, found.people, found.clusters) == (10 if within_arms else 11, 314, 12)
    interval = found.interval(0.9)
    assert interval.high - estimate == approx(se * stats.t.ppf(0.95, found.df))
    assert "Fleiss and Cuzick from 314 people in 12 clusters" in found.describe()


def test_a_yes_or_no_outcome_has_to_be_zero_or_one_and_occur_in_more_than_one_cluster():
    with pytest.raises(BadInput, match="0 or 1"):
        fleiss_cuzick_icc([0, 2, 1], [1, 1, 2])
    with pytest.raises(NotEstimable, match="Without one of the clusters"):
        fleiss_cuzick_icc([0, 1, 0, 0, 0, 0], [1, 1, 2, 2, 3, 3])


@unhurried
@given(st.lists(st.integers(1, 200), min_size=1, max_size=30), st.floats(0, 0.99))
def test_design_effects_are_variances_by_whole_matrices(sizes, icc):
    found = design_effect(sizes, icc)
    people = sum(sizes)
    of_means = icc + (1 - icc) / np.array(sizes)
    shares = np.array(sizes) / people
    assert found.by_sizes == approx(shares**2 @ of_means * people)
    assert found.by_population_cv == approx(found.by_sizes)
    assert found.minimum_variance == approx(people / (1 / of_means).sum())
    assert found.minimum_variance <= found.by_sizes * (1 + 1e-12)
    assert found.effective_people(found.by_sizes) == approx(people / found.by_sizes)


@pytest.mark.parametrize(
    ("sizes", "icc", "words"),
    [([3, 0], 0.1, "from 1 on"), ([3, 2.5], 0.1, "whole"), ([], 0.1, "empty"), ([3], 1, "icc"), ([3], -0.1, "icc")],
)
def test_sizes_and_correlations_that_cannot_be_are_refused(sizes, icc, words):
    with pytest.raises(BadInput, match=words):
        design_effect(sizes, icc)


def test_the_design_effect_describes_itself():
    found: DesignEffect = design_effect([10, 20, 30], 0.05)
    assert found.describe() == (
        "There are 60 people in 3 clusters, 20 on average (coefficient of variation 0.5). With an intracluster "
        "correlation of 0.05 the design effect is 2.2, where equal clusters would have 1.95: they are worth 27.3 "
        "independent people."
    )
