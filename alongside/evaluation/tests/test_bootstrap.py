"""The two-stage bootstrap, against counting, against closed forms, and for speed."""

import time
import tracemalloc
from itertools import product

import numpy as np
import pytest
from scipy.spatial import cKDTree

from alongside.evaluation.economics import from_cluster_means, two_stage_bootstrap
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.tests.trials import seen, trial


def simulated(sizes, *, between, seed=1):
    """Clusters of these sizes in turn in arm 0 and 1; skewed costs."""
    rng = np.random.Generator(np.random.PCG64(seed))
    cluster = np.repeat(np.arange(len(sizes)), sizes)
    u = between * rng.normal(size=(len(sizes), 2))
    e = np.column_stack([rng.exponential(size=len(cluster)), rng.normal(size=len(cluster))])
    y = (u[cluster] + e) * [400.0, 0.1]
    return y[:, 0], y[:, 1], (cluster % 2).astype(float), cluster


def drawn(data, **more):
    cost, effect, arm, cluster = data
    options = {"average": "people", "seed": 7} | more
    return two_stage_bootstrap(cost, effect, arm=arm, cluster=cluster, **options)


def parts_of_arm(data, value):
    """Davison and Hinkley's shrunken means and stretched residuals for equal clusters, worked out plainly."""
    cost, effect, arm, cluster = data
    y = np.column_stack([cost, effect])[arm == value]
    label = cluster[arm == value]
    means = np.array([y[label == one].mean(axis=0) for one in np.unique(label)])
    k, b = len(means), len(y) // len(means)
    residuals = y - np.repeat(means, b, axis=0)
    ssb, ssw = ((means - means.mean(axis=0)) ** 2).sum(axis=0), (residuals**2).sum(axis=0)
    keep = np.sqrt(np.maximum(k / (k - 1) - ssw / (b * (b - 1) * ssb), 0))
    return keep * means + (1 - keep) * means.mean(axis=0), residuals / np.sqrt(1 - 1 / b)


def test_every_replicate_is_one_of_those_that_can_be_drawn_and_as_often_as_it_should_be():
    # Two clusters of two people in each arm: 2² × 4⁴ = 1,024 draws in an arm, all written out.
    data = simulated([2, 2, 2, 2], between=3.0, seed=11)
    possible = []
    for value in (1.0, 0.0):
        means, residuals = parts_of_arm(data, value)
        of_means = np.array([means[list(pick)].mean(axis=0) for pick in product(range(2), repeat=2)])
        of_people = np.array([residuals[list(pick)].mean(axis=0) for pick in product(range(4), repeat=4)])
        possible.append((of_means[:, np.newaxis] + of_people).reshape(-1, 2))
    found = drawn(data, replicates=100_000)
    exact_mean = possible[0].mean(axis=0) - possible[1].mean(axis=0)
    exact = sum(np.cov(one, rowvar=False, bias=True) for one in possible)
    np.testing.assert_allclose([found.delta_cost, found.delta_effect], exact_mean, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.covariance, exact, rtol=0.03)
    every = (possible[0][:, np.newaxis] - possible[1]).reshape(-1, 2) / found.cost.se
    distance, _ = cKDTree(every).query(found.replicates[:300] / found.cost.se)
    assert distance.max() < 1e-9


def test_with_equal_clusters_and_more_spread_than_chance_its_variance_is_that_of_cluster_means():
    data = simulated([20] * 16, between=0.7)
    cost, effect, arm, cluster = data
    expected = from_cluster_means(cost, effect, arm=arm, cluster=cluster)
    found = drawn(data, replicates=40_000)
    assert not [note for note in found.notes if "chance" in note]
    np.testing.assert_allclose(np.diag(found.covariance), np.diag(expected.covariance), rtol=0.03)
    assert (found.delta_cost, found.df) == (pytest.approx(expected.delta_cost), 14)


@pytest.mark.parametrize("average", ["people", "clusters"])
def test_its_variance_is_right_on_average_when_clusters_are_unequal(average):
    # Over many trials the mean bootstrap variance must be the true variance of the estimate.
    sizes = np.array([4, 4, 9, 9, 25, 25, 12, 12, 40, 40, 6, 6])
    weights = sizes if average == "people" else np.ones(12)
    share = weights / weights[::2].sum()
    truth = 2 * (share[::2] ** 2 * (0.5**2 + 1 / sizes[::2])).sum() * 0.1**2
    results = [
        drawn(simulated(sizes, between=0.5, seed=seed), average=average, replicates=400).covariance[1, 1]
        for seed in range(300)
    ]
    assert np.mean(results) == pytest.approx(truth, rel=0.08)


def test_without_shrinkage_the_spread_of_people_would_be_counted_twice():
    # Drawing clusters as they are and people within them gives an arm's mean the variance SSB/K² + SSW/(Kb)².
    data = simulated([10] * 60, between=0.0, seed=5)
    _, effect, arm, cluster = data
    plain = 0.0
    for value in (0, 1):
        means = np.bincount(cluster, effect)[value::2] / 10
        inside = ((effect - np.bincount(cluster, effect)[cluster] / 10)[arm == value] ** 2).sum()
        plain += ((means - means.mean()) ** 2).sum() / 30**2 + inside / 300**2
    assert plain > 1.6 * drawn(data).covariance[1, 1]


def test_counting_every_cluster_once_estimates_what_cluster_means_do():
    data = simulated([5, 8, 30, 12, 7, 22, 16, 9], between=0.5)
    cost, effect, arm, cluster = data
    expected = from_cluster_means(cost, effect, arm=arm, cluster=cluster)
    found = drawn(data, average="clusters")
    np.testing.assert_allclose(found.delta_cost, expected.delta_cost, rtol=1e-10)
    np.testing.assert_allclose(found.delta_effect, expected.delta_effect, rtol=1e-10)
    plain = drawn(data)
    assert plain.delta_cost == pytest.approx(cost[arm == 1].mean() - cost[arm == 0].mean(), rel=1e-10)


def test_covariates_enter_by_least_squares_each_in_its_own_equation():
    cost, effect, arm, cluster = simulated([15] * 10, between=0.4)
    baseline = np.sin(np.arange(150.0))
    effect = effect + 0.3 * baseline
    found = drawn((cost, effect, arm, cluster), effect_covariates=baseline)
    x = np.column_stack([np.ones(150), arm, baseline])
    assert found.delta_effect == pytest.approx(np.linalg.lstsq(x, effect)[0][1], rel=1e-9)
    assert found.delta_cost == pytest.approx(cost[arm == 1].mean() - cost[arm == 0].mean(), rel=1e-9)
    assert found.effect.se < 0.75 * drawn((cost, effect, arm, cluster)).effect.se
    off = found.replicates.mean(axis=0) - [found.delta_cost, found.delta_effect]
    assert (np.abs(off) < 0.04 * np.array([found.cost.se, found.effect.se])).all()


def test_the_same_seed_draws_the_same_and_another_does_not():
    data = simulated([6] * 8, between=0.3)
    first, again, other = (drawn(data, seed=seed, replicates=500).replicates for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert not np.isclose(first, other).any()
    assert first.shape == (500, 2)


def test_clusters_no_more_apart_than_chance_are_said_to_be_so():
    cost, effect, arm, cluster = simulated([10] * 8, between=0.0)
    means = np.bincount(cluster, cost) / 10
    found = drawn((cost - means[cluster], effect + cluster, arm, cluster))
    assert "differ in cost no more than chance" in found.notes[0]
    assert not any("in effect no more" in note for note in found.notes)
    assert "too narrow" in found.notes[-1]


def test_ten_thousand_replicates_of_a_whole_trial_take_under_two_seconds_and_little_memory():
    wise = seen(trial("wise_dev"), "y0")
    data = (wise["cost"], wise["qaly"], wise["arm"], wise["practice"])
    begun = time.process_time()
    found = drawn(data, average="clusters", effect_covariates=wise["y0"])
    assert time.process_time() - begun < 2
    tracemalloc.start()
    drawn(data, replicates=2000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100e6
    expected = from_cluster_means(*data[:2], arm=data[2], cluster=data[3])
    assert found.cost.se == pytest.approx(expected.cost.se, rel=0.1)
    assert found.acceptability(20000, by="replicates").at(20000) == pytest.approx(
        found.acceptability(20000, by="normal").at(20000), abs=0.02
    )


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"average": "rows"}, BadInput, "'people' or 'clusters'"),
        ({"replicates": 10}, BadInput, "100 on"),
        ({"replicates": 1000.5}, BadInput, "100 on"),
        ({"seed": -1}, BadInput, "made again"),
        ({"seed": None}, BadInput, "made again"),
        ({"cost_covariates": np.ones(48)}, NotEstimable, "column 0 of cost_covariates"),
        ({"effect_covariates": np.full(48, np.nan)}, BadInput, "missing"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(change, error, words):
    with pytest.raises(error, match=words):
        drawn(simulated([6] * 8, between=0.3), **change)


def test_people_who_share_no_cluster_or_do_not_differ_are_refused():
    cost, effect, arm, cluster = simulated([1, 6] * 4, between=0.3)
    with pytest.raises(NotEstimable, match="no two people share"):
        drawn((cost, effect, arm, cluster))
    cost, effect, arm, cluster = simulated([6] * 8, between=0.3)
    with pytest.raises(BadInput, match="cost is the same for everybody"):
        drawn((np.full(48, 3.0), effect, arm, cluster))
    with pytest.raises(BadInput, match="effect has 1 missing"):
        drawn((cost, [np.nan, *effect[1:]], arm, cluster))
