"""The complier-average effect: a ratio of two differences, and an instrumental-variables regression."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.sandbox.regression.gmm import IV2SLS

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation import complier_average_effect

approx = pytest.approx


def made(seed: int = 0, *, take: float = 0.6, effect: float = 1.0) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(20), 25)
    arm = (cluster % 2).astype(float)
    keen = chance.normal(size=500)  # those who take part would have done better anyway
    received = arm * (keen > np.quantile(keen, 1 - take))
    y = effect * received + 0.8 * keen + 0.2 * chance.normal(size=20)[cluster] + chance.normal(size=500)
    return {"y": y, "arm": arm, "received": received, "cluster": cluster}


def estimated(data: dict[str, np.ndarray], **changes):
    given = data | changes
    return complier_average_effect(given.pop("y"), **given)


def test_it_is_the_ratio_of_the_two_differences():
    data = made()
    found = estimated(data)
    difference = {
        name: data[name][data["arm"] == 1].mean() - data[name][data["arm"] == 0].mean() for name in ("y", "received")
    }
    assert found.offered.estimate == approx(difference["y"])
    assert found.uptake.estimate == approx(difference["received"])
    assert found.effect.estimate == approx(difference["y"] / difference["received"])
    assert found.effect.df == pytest.approx(18, abs=1.5)  # equal clusters, half of them in each arm


def test_the_estimate_with_covariates_is_two_stage_least_squares_of_statsmodels():
    data = made(1)
    age = np.random.default_rng(2).normal(size=500)
    found = estimated(data, covariates=age)
    ones = np.ones(500)
    regressors = np.column_stack([data["received"], ones, age])
    theirs = IV2SLS(data["y"], regressors, np.column_stack([data["arm"], ones, age])).fit()
    assert found.effect.estimate == approx(theirs.params[0])


def test_the_standard_error_is_that_of_the_cluster_sandwich_with_each_part_enlarged():
    """With equal clusters and no covariates CR2 is K/(K - 2) times (Z'X)^-1 (sum of Z_k'e_k e_k'Z_k) (X'Z)^-1."""
    data = made(3)
    found = estimated(data)
    x, z = (np.column_stack([data[name], np.ones(500)]) for name in ("received", "arm"))
    error = data["y"] - x @ np.linalg.solve(z.T @ x, z.T @ data["y"])
    scores = np.stack([z[data["cluster"] == k].T @ error[data["cluster"] == k] for k in range(20)])
    bread = np.linalg.inv(z.T @ x)
    assert found.effect.se == approx(np.sqrt((20 / 18 * bread @ scores.T @ scores @ bread.T)[0, 0]), rel=1e-6)


def test_with_few_unequal_clusters_a_true_null_is_seldom_rejected():
    """Of 8 clusters: K/(K - 1) and K - 2 degrees of freedom rejected about twice as often as they said."""
    rejected = []
    for seed in range(250):
        chance = np.random.default_rng(seed)
        sizes = chance.integers(8, 60, 8)
        cluster = np.repeat(np.arange(8), sizes)
        arm = (cluster % 2).astype(float)
        y = 0.4 * chance.normal(size=8)[cluster] + chance.normal(size=len(cluster))
        received = arm * (chance.random(len(cluster)) < 0.7)
        rejected.append(complier_average_effect(y, arm=arm, received=received, cluster=cluster).effect.p_value < 0.05)
    assert np.mean(rejected) < 0.085


def test_it_is_not_led_astray_by_who_takes_part():
    found = [estimated(made(seed)).effect for seed in range(60)]
    assert np.mean([row.estimate for row in found]) == approx(1.0, abs=0.08)
    held = [row.interval().low <= 1.0 <= row.interval().high for row in found]
    assert np.mean(held) > 0.85


def test_fiellers_interval_meets_the_usual_one_where_uptake_is_sure():
    found = estimated(made(4, take=0.9))
    usual, fieller = found.effect.interval(), found.fieller()
    assert (fieller.low, fieller.high) == approx((usual.low, usual.high), rel=0.15)
    assert found.notes == ()


def test_fiellers_interval_is_where_the_combined_difference_is_just_significant():
    found = estimated(made(5))
    z = stats.t.ppf(0.975, found.offered.df)
    for end in (found.fieller().low, found.fieller().high):
        value = found.offered.estimate - end * found.uptake.estimate
        sy, sd = found.offered.se, found.uptake.se
        assert abs(value) == approx(z * np.sqrt(sy**2 - 2 * end * found.correlation * sy * sd + (end * sd) ** 2))


def test_hardly_any_uptake_is_said_and_may_leave_no_interval():
    data = made(6)
    few = np.zeros(500)
    few[:2] = 1  # in the control arm and one practice alone
    found = estimated(data, received=few)
    assert "hardly differs" in found.notes[0]
    assert found.fieller() is None


@pytest.mark.parametrize(
    ("error", "words", "changes"),
    [
        (NotEstimable, "Uptake is the same", {"received": np.ones(500)}),
        (BadInput, "between 0", {"received": np.full(500, 2.0)}),
        (BadInput, "values where", {"received": [1.0]}),
        (BadInput, "both arms", {"arm": np.arange(500) % 2}),
        (NotEstimable, "no cluster", {"arm": np.zeros(500)}),
        (NotEstimable, "covariate 0 is a combination", {"covariates": np.ones(500)}),
    ],
)
def test_what_cannot_be_estimated_is_said(error, words, changes):
    with pytest.raises(error, match=words):
        estimated(made(), **changes)


def test_the_sentence_for_the_report_names_the_assumption():
    said = estimated(made()).describe()
    assert "changed nothing for anybody else" in said
    assert "from 500 rows in 20 clusters" in said
    assert said.endswith("degrees of freedom (Satterthwaite's).")
    assert "kept nobody from taking part" in said
