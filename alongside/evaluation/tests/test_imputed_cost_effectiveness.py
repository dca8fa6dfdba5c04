"""Several imputed data sets as one result."""

from math import inf

import numpy as np
import pytest

from alongside.evaluation.economics import Incremental, from_cluster_means, pool_pairs
from alongside.evaluation.errors import BadInput
from alongside.evaluation.tests.trials import trial

COSTS, COST_VARIANCES = (120.0, 95.0, 143.0, 88.0, 131.0), (900.0, 1020.0, 870.0, 990.0, 1100.0)
EFFECTS, EFFECT_VARIANCES = (0.012, 0.017, 0.009, 0.015, 0.011), (8.1e-5, 7.5e-5, 9.9e-5, 8.8e-5, 7.9e-5)
COVARIANCES = (0.03, 0.02, 0.05, 0.01, 0.04)


def results(df=42.0):
    rows = zip(COSTS, EFFECTS, COST_VARIANCES, EFFECT_VARIANCES, COVARIANCES, strict=True)
    return [Incremental(c, e, [[vc, both], [both, ve]], "figures", df=df) for c, e, vc, ve, both in rows]


# R 4.2.2, mice 3.15.0: pool.scalar(Q, U, n = 43, k = 1) of costs, of effects, and of 20000 × effect - cost, each with
# the variances that belong to it (the last 20000² v + u - 2 × 20000 × covariance). Estimate, total variance, df, fmi.
@pytest.mark.parametrize(
    ("weights", "row", "expected"),
    [
        ((1, 0), lambda found: found.cost, (115.4, 1633.96, 12.157779798267361, 0.481492052605503)),
        ((0, 1), lambda found: found.effect, (0.0128, 9.664e-05, 30.730554825410039, 0.178439204913701)),
        ((-1, 20000), lambda found: found.net_benefit(20000), (140.6, 42481.16, 23.4478656740159, 0.270264937218585)),
    ],
)
def test_cost_effect_and_net_benefit_are_pooled_as_in_mice(weights, row, expected):
    found = pool_pairs(results())
    one = row(found)
    got = one.estimate, one.se**2, one.df, found.imputation.fmi(np.array(weights, dtype=float))
    np.testing.assert_allclose(got, expected, rtol=1e-10)


def test_fractions_of_missing_information_have_names():
    found = pool_pairs(results()).imputation
    assert found.fmi_cost == pytest.approx(0.481492052605503, rel=1e-10)
    assert found.fmi_effect == pytest.approx(0.178439204913701, rel=1e-10)
    assert found.fmi_net_benefit(20000) == pytest.approx(0.270264937218585, rel=1e-10)


def test_endless_degrees_of_freedom_give_rubins_own_as_in_mice():
    # pool.scalar(Q, U, n = Inf, k = 1) of the costs
    found = pool_pairs(results(df=inf))
    assert found.cost.df == pytest.approx(24.668562836813301, rel=1e-10)
    assert found.imputation.fmi_cost == pytest.approx(0.445855089277567, rel=1e-10)


def test_the_pair_is_pooled_with_its_covariance():
    found = pool_pairs(results())
    between = np.cov([COSTS, EFFECTS])
    assert found.covariance[0, 1] == pytest.approx(np.mean(COVARIANCES) + 1.2 * between[0, 1], rel=1e-12)
    within = np.array([[np.mean(COST_VARIANCES), 0.03], [0.03, np.mean(EFFECT_VARIANCES)]])
    expected = 1.2 * np.trace(between @ np.linalg.inv(within)) / 2
    assert found.imputation.average_relative_increase == pytest.approx(expected, rel=1e-9)


def test_data_sets_that_agree_lose_nothing():
    found = pool_pairs([results()[0]] * 3)
    np.testing.assert_allclose(found.covariance, results()[0].covariance, rtol=1e-12)
    assert found.imputation.fmi_cost == pytest.approx(0, abs=1e-12)
    assert found.imputation.average_relative_increase == pytest.approx(0, abs=1e-12)
    # Barnard and Rubin shrink the degrees of freedom a little even so: (df + 1)/(df + 3) df.
    assert found.cost.df == pytest.approx(43 / 45 * 42)


def test_data_sets_without_any_doubt_within_are_all_missing_information():
    certain = [Incremental(cost, 0.01, np.zeros((2, 2)), "figures", df=42.0) for cost in COSTS]
    found = pool_pairs(certain)
    assert found.imputation.fmi_cost == 1
    assert found.cost.df == 4
    assert found.effect.se == 0


def test_t_curves_use_the_degrees_of_freedom_of_each_net_benefit():
    found = pool_pairs(results())
    curve = found.acceptability([0, 20000], by="t")
    for threshold in (0, 20000):
        row = found.net_benefit(threshold)
        assert curve.at(threshold) == pytest.approx(1 - row.p_value / 2 if row.estimate > 0 else row.p_value / 2)
    # One set of ratios needs one number of degrees of freedom: the smaller of the two.
    plain = Incremental(found.delta_cost, found.delta_effect, found.covariance, "figures", df=found.cost.df)
    assert found.fieller(by="t") == plain.fieller(by="t")


def test_imputed_trials_from_start_to_end():
    wise = trial("wise_dev")
    rng = np.random.Generator(np.random.PCG64(2))
    gone = rng.random(len(wise["cost"])) < 0.2
    analyses = []
    for _ in range(4):
        qaly = np.where(gone, rng.choice(wise["qaly"][~gone], len(gone)), wise["qaly"])
        analyses.append(from_cluster_means(wise["cost"], qaly, arm=wise["arm"], cluster=wise["practice"]))
    found = pool_pairs(analyses)
    assert found.imputation.fmi_cost == 0
    assert 0 < found.imputation.fmi_effect < 0.5
    assert found.effect.df < found.cost.df < 42
    said = found.describe(20000, by="t")
    assert "Missing data were imputed 4 times and pooled by Rubin's rules" in said


def test_results_that_do_not_belong_together_are_refused():
    one = results()[0]
    with pytest.raises(BadInput, match="two imputed data sets or more"):
        pool_pairs([one])
    with pytest.raises(BadInput, match="different methods"):
        pool_pairs([one, Incremental(1.0, 1.0, np.eye(2), "other figures")])
    with pytest.raises(BadInput, match="pooled already"):
        pool_pairs([pool_pairs(results()), one])
