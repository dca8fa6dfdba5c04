"""CR2 standard errors, their degrees of freedom and joint tests, against clubSandwich and by whole matrices."""

import numpy as np
import pytest

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation import cluster_robust
from alongside.evaluation.tests.test_mixed_as_in_r import MODELS, fitted
from alongside.evaluation.tests.trials import answers, cluster_of, columns_of, outcome_data

approx = pytest.approx
REGRESSIONS = [
    (name, key) for name in ("wise_dev", "small_dev", "sw_dev") for key in answers(name) if key.startswith("cr2_")
]


def test_nothing_that_r_fitted_is_left_out():
    assert len(REGRESSIONS) == 7


@pytest.mark.parametrize(("name", "key"), REGRESSIONS)
def test_cr2_of_a_regression_is_that_of_clubsandwich(name, key):
    r = answers(name)[key]
    outcome = r["formula"].split(" ~ ")[0]
    data = outcome_data(name, outcome)
    family = "binomial" if r["fun"].startswith("glm") else "gaussian"
    x = columns_of(data, *r["coef"])
    found = cluster_robust(data[outcome], x, cluster=cluster_of(data), names=list(r["coef"]), family=family)
    same_as(found, r["coef"])
    if "wald_htz" in r:
        test = found.joint(r["wald_htz"]["terms"])
        theirs = r["wald_htz"]
        assert (test.f, test.den_df, test.p_value) == approx((theirs["F"], theirs["den_df"], theirs["p"]), rel=1e-6)


@pytest.mark.parametrize(("name", "key"), [row for row in MODELS if "cr2" in answers(row[0])[row[1]]])
def test_cr2_of_a_mixed_model_is_that_of_clubsandwich(name, key):
    same_as(fitted(name, key).cluster_robust(), answers(name)[key]["cr2"]["coef"])


def same_as(found, theirs):
    for row in found.coefficients.values():
        r = theirs[row.name]
        assert (row.estimate, row.se) == approx((r["estimate"], r["se"]), rel=1e-6, abs=1e-12)
        assert row.df == approx(r["df"], rel=1e-6)
        assert row.p_value == approx(r["p"], rel=1e-4)


def small(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(7), [3, 4, 5, 2, 6, 3, 4])
    x = np.column_stack([np.ones(27), cluster % 2, chance.normal(size=27)])
    return chance.normal(size=27) + chance.normal(size=7)[cluster], x, cluster


def test_its_expectation_under_the_working_model_is_the_covariance_of_the_estimates():
    """What CR2 is made for: with independent errors of variance 1, the mean of V is (x'x)^-1 exactly."""
    _y, x, cluster = small()
    mean = np.zeros((3, 3))
    # V is linear in e e', and those of the 27 unit outcomes add up to the identity: the mean over independent errors.
    for column in np.eye(27):
        mean += cluster_robust(column, x, cluster=cluster).covariance
    assert mean == approx(np.linalg.inv(x.T @ x), rel=1e-8)


def test_the_degrees_of_freedom_are_two_means_squared_over_the_variance():
    """By simulation: V of one coefficient has about the chi-squared shape that its degrees of freedom say."""
    _y, x, cluster = small()
    errors = np.random.default_rng(1).normal(size=(4000, 27))
    found = [cluster_robust(y, x, cluster=cluster) for y in errors[:1500]]
    variances = np.array([f.covariance[1, 1] for f in found])
    assert found[0].coefficients["x1"].df == approx(2 * variances.mean() ** 2 / variances.var(), rel=0.15)


def test_a_joint_test_of_one_coefficient_is_its_t_test():
    y, x, cluster = small(3)
    found = cluster_robust(y, x, cluster=cluster)
    row, test = found.coefficients["x1"], found.joint(["x1"])
    assert (test.f, test.den_df, test.p_value) == approx((row.t**2, row.df, row.p_value))


def test_a_cluster_with_a_column_of_its_own_is_borne():
    y, x, cluster = small(4)
    found = cluster_robust(y, np.column_stack([x, cluster == 3]), cluster=cluster)
    assert np.isfinite([found.coefficients["x1"].se, found.coefficients["x1"].df]).all()


@pytest.mark.parametrize(
    ("error", "words", "changes"),
    [
        (NotEstimable, "one cluster", {"cluster": np.zeros(27)}),
        (BadInput, "gaussian or binomial", {"family": "poisson"}),
        (BadInput, "values where", {"cluster": [1]}),
        (NotEstimable, "combination", {"x": np.ones((27, 2))}),
    ],
)
def test_what_cannot_be_fitted_is_said(error, words, changes):
    y, x, cluster = small()
    given = {"x": x, "cluster": cluster} | changes
    with pytest.raises(error, match=words):
        cluster_robust(y, given.pop("x"), **given)


def test_clusters_that_are_all_the_same_are_noted_and_not_just_called_sure():
    y, x = np.tile([0.0, 1.0, 3.0], 6), np.ones(18)
    found = cluster_robust(y, x, cluster=np.repeat(np.arange(6), 3), names=["mean"])
    assert found.coefficients.notes == found.notes
    assert found.notes[0].startswith("mean: all clusters tell exactly the same")


def test_what_cannot_be_tested_is_said():
    y, x, cluster = small()
    found = cluster_robust(y, x, cluster=cluster)
    with pytest.raises(BadInput, match="no coefficient age"):
        found.joint(["age"])
    assert found.describe().startswith("A linear regression was fitted to 27 rows in 7 clusters. Standard errors are")
