"""Population-averaged risks from the logistic mixed model, against sums over a fine grid."""

from math import exp, log

import numpy as np
import pytest
from scipy import special, stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.logistic_mixed import LogisticMixedModel, logistic_mixed_model
from alongside.evaluation.estimation.logistic_mixed.marginal import marginal_effect
from alongside.evaluation.tests.logistic_trials import drawn, few, few_fitted, fitted

approx = pytest.approx


# Over u from -12 to 12 a plain sum of so smooth a function is exact to rounding.
GRID = np.linspace(-12, 12, 1201)
WEIGHTS = stats.norm.pdf(GRID) * (GRID[1] - GRID[0])


def mean_risk(x: np.ndarray, parameters: np.ndarray) -> float:
    """The mean risk of these people, each over all the clusters there might be."""
    log_odds = (x @ parameters[1:])[:, None] + parameters[0] * GRID
    return float((special.expit(log_odds) @ WEIGHTS).mean())


def everybody(model: LogisticMixedModel, arm: float) -> np.ndarray:
    x = model._x.copy()
    x[:, 1] = arm
    return x


def test_risks_are_the_integrals_over_clusters() -> None:
    model = few_fitted(1, 15)
    found = model.marginal_effect("arm")
    parameters = np.r_[model.theta, model.estimates]
    with_, without = (mean_risk(everybody(model, arm), parameters) for arm in (1.0, 0.0))
    assert found.risk_with == approx(with_, rel=1e-9)
    assert found.risk_without == approx(without, rel=1e-9)
    assert found.difference.estimate == approx(with_ - without, rel=1e-8)
    assert found.ratio.estimate == approx(with_ / without, rel=1e-8)


def test_standard_errors_are_by_the_delta_method_with_the_spread_of_clusters_unknown_too() -> None:
    model = few_fitted(1, 15)
    at, covariance = model._maximum.parameters, model._maximum.covariance
    one, none = everybody(model, 1.0), everybody(model, 0.0)

    def slope(what) -> np.ndarray:
        return np.array([(what(at + way) - what(at - way)) / 2e-4 for way in 1e-4 * np.eye(4)])

    of_difference = slope(lambda p: mean_risk(one, p) - mean_risk(none, p))
    of_ratio = slope(lambda p: log(mean_risk(one, p) / mean_risk(none, p)))
    found = model.marginal_effect("arm")
    assert found.difference.se == approx(np.sqrt(of_difference @ covariance @ of_difference), rel=1e-6)
    assert found.ratio.log.se == approx(np.sqrt(of_ratio @ covariance @ of_ratio), rel=1e-6)
    assert covariance[0, 0] > 0


@pytest.mark.parametrize(("theta", "error"), [(0.5, 1e-13), (1.0, 1e-9), (2.0, 1e-5), (3.5, 1e-4)])
def test_even_clusters_very_far_apart_are_averaged_well(theta: float, error: float) -> None:
    x = np.array([[-2.0], [0.3], [4.0]])
    found = marginal_effect("x", x, x, np.array([theta, 1.0]), np.eye(2), np.inf)
    assert found.risk_with == approx(mean_risk(x, np.array([theta, 1.0])), abs=error)


def test_odds_ratios_of_the_population_are_nearer_to_1_than_those_in_a_cluster() -> None:
    # Zeger, Liang and Albert 1988: about beta / sqrt(1 + (16 sqrt(3) / (15 pi))^2 v) where people are alike.
    y, x, cluster = drawn(11, clusters=40, people=60, theta=1.2)
    model = logistic_mixed_model(y, x[:, :2], cluster=cluster, names=["Intercept", "arm"], points=15)
    found = model.marginal_effect("arm")
    averaged = special.logit(found.risk_with) - special.logit(found.risk_without)
    shrunk = model.estimates[1] / np.sqrt(1 + (16 * np.sqrt(3) / (15 * np.pi)) ** 2 * model.variance)
    assert averaged == approx(shrunk, rel=0.1)
    assert abs(averaged) < 0.85 * abs(model.estimates[1])


def test_at_the_boundary_risks_are_those_of_plain_logistic_regression() -> None:
    model = few_fitted(0, 1)
    assert model.boundary
    one, none = (special.expit(everybody(model, arm) @ model.estimates) for arm in (1.0, 0.0))
    slope = (one * (1 - one)) @ everybody(model, 1.0) / 92 - (none * (1 - none)) @ everybody(model, 0.0) / 92
    found = model.marginal_effect("arm").difference
    assert found.estimate == approx(one.mean() - none.mean(), rel=1e-12)
    assert found.se == approx(np.sqrt(slope @ model.covariance @ slope), rel=1e-12)


def test_intervals_take_the_degrees_of_freedom_asked_for() -> None:
    found = fitted("small_dev", 15).marginal_effect("arm", df="between_within")
    difference = found.difference
    assert difference.df == found.ratio.log.df == 10
    assert difference.interval().low == approx(difference.estimate - stats.t.ppf(0.975, 10) * difference.se)
    assert found.ratio.interval().low == approx(
        exp(found.ratio.log.estimate - stats.t.ppf(0.975, 10) * found.ratio.log.se)
    )
    assert difference.p_value == approx(2 * stats.t.sf(abs(difference.t), 10))


def test_a_model_without_covariates_gives_the_risks_of_the_two_arms() -> None:
    # Equal clusters, so no cluster weighs more; only the spread of clusters parts it from the plain shares.
    cluster = np.repeat(np.arange(20), 30)
    arm = cluster % 2
    events = np.array([9, 14, 12, 15, 8, 18, 11, 16, 10, 13, 7, 17, 12, 14, 9, 20, 13, 15, 10, 16])
    y = (np.arange(600) % 30 < events[cluster]).astype(float)
    model = logistic_mixed_model(
        y, np.column_stack([np.ones(600), arm]), cluster=cluster, names=["Intercept", "arm"], points=15
    )
    found = model.marginal_effect("arm")
    assert found.risk_with == approx(y[arm == 1].mean(), abs=2e-3)
    assert found.risk_without == approx(y[arm == 0].mean(), abs=2e-3)


def test_the_treatment_of_a_stepped_wedge_is_standardised() -> None:
    # The last period is treated everywhere, so its column is its own product with treatment: no interaction.
    found = fitted("sw_dev", 15).marginal_effect("treat")
    assert found.difference.estimate == approx(found.risk_with - found.risk_without)
    assert found.difference.estimate < 0


def test_a_product_must_change_with_its_column() -> None:
    y, x, cluster = few(1)
    names = ["Intercept", "arm", "z", "arm:z"]
    model = logistic_mixed_model(y, np.column_stack([x, x[:, 1] * x[:, 2]]), cluster=cluster, names=names)
    with pytest.raises(BadInput, match="arm:z is a product with arm"):
        model.marginal_effect("arm")
    one = np.column_stack([np.ones(92), np.ones(92), x[:, 2], x[:, 2]])
    none = np.column_stack([np.ones(92), np.zeros(92), x[:, 2], np.zeros(92)])
    found = model.standardised("arm", one, none)
    parameters = np.r_[model.theta, model.estimates]
    assert found.risk_with == approx(mean_risk(one, parameters), rel=1e-8)
    assert found.risk_without == approx(mean_risk(none, parameters), rel=1e-8)


def test_other_people_can_be_asked_about() -> None:
    model = few_fitted(1, 1)
    one, none = np.array([[1.0, 1.0, 0.4]]), np.array([[1.0, 0.0, 0.4]])
    found = model.standardised("arm", one, none)
    assert found.risk_with == approx(mean_risk(one, model._maximum.parameters), rel=1e-9)


def test_risks_that_cannot_be_compared_are_refused() -> None:
    model = few_fitted(1, 1)
    with pytest.raises(BadInput, match="z has values other than 0 and 1"):
        model.marginal_effect("z")
    with pytest.raises(NotEstimable, match="Intercept is the same for everybody"):
        model.marginal_effect("Intercept")
    with pytest.raises(BadInput, match="the 3 columns of x"):
        model.standardised("arm", np.ones((5, 2)), np.ones((5, 2)))
    with pytest.raises(NotEstimable, match="no ratio of risks"):
        model.standardised("arm", np.array([[1.0, 1.0, 0.4]]), np.array([[-1e6, 0.0, 0.4]]))
