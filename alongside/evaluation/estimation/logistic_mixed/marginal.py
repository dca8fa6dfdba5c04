"""Risks in the population instead of odds in a cluster: the random effect averaged out, the covariates as they are.

References
----------
The mean over people of E expit(x_j'b + theta u), u standard normal, with the column set to 1 and then to 0.
Zeger SL, Liang K-Y, Albert PS (1988). Models for longitudinal data: a generalized estimating equation approach.
Biometrics 44:1049-1060, on subject-specific and population-averaged effects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from scipy import special

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.logistic_mixed.likelihood import normal_rule
from alongside.evaluation.inference import Coefficient, Interval
from alongside.evaluation.inputs import FloatArray

POINTS = 60


@dataclass(frozen=True)
class Ratio:
    """A ratio of odds or of risks. It is estimated, and its interval made, on the scale of its logarithm."""

    log: Coefficient

    @property
    def estimate(self) -> float:
        return exp(self.log.estimate)

    @property
    def p_value(self) -> float:
        """Two-sided, of the ratio being 1."""
        return self.log.p_value

    def interval(self, level: float = 0.95) -> Interval:
        return self.log.interval(level).exp()


@dataclass(frozen=True)
class MarginalEffect:
    """The share of these people who would have the outcome in new clusters, all with the column at 1 or all at 0."""

    risk_with: float
    risk_without: float
    difference: Coefficient
    ratio: Ratio


def marginal_effect(
    name: str, x_with: FloatArray, x_without: FloatArray, parameters: FloatArray, covariance: FloatArray, df: float
) -> MarginalEffect:
    """Risks under two design matrices compared, with delta-method standard errors; the covariates taken as fixed."""
    one, slope_one = _risk(x_with, parameters)
    none, slope_none = _risk(x_without, parameters)
    if not (one > 0 and none > 0):
        raise NotEstimable("Nobody would have the outcome under one of the two: there is no ratio of risks.")
    difference = Coefficient(name, one - none, _se(slope_one - slope_none, covariance), df)
    ratio = Coefficient(name, log(one / none), _se(slope_one / one - slope_none / none, covariance), df)
    return MarginalEffect(one, none, difference, Ratio(ratio))


def with_and_without(x: FloatArray, names: Sequence[str], name: str) -> tuple[FloatArray, FloatArray]:
    """The design matrix with a 0/1 column set to 1, and to 0, for everybody.

    Raises
    ------
    BadInput
        The column has other values, or another column is its product with a third and would have to change too.
    NotEstimable
        The column is the same for everybody.
    """
    number = list(names).index(name)
    column = x[:, number]
    if not np.isin(column, (0.0, 1.0)).all():
        raise BadInput(f"{name} has values other than 0 and 1: give the design matrices to `standardised`.")
    if column.min() == column.max():
        raise NotEstimable(f"{name} is the same for everybody: there is nobody to compare.")
    for other in _products(x, number):
        raise BadInput(f"{names[other]} is a product with {name}: give the design matrices to `standardised`.")
    pair = x.copy(), x.copy()
    pair[0][:, number], pair[1][:, number] = 1.0, 0.0
    return pair


def _products(x: FloatArray, number: int) -> tuple[int, ...]:
    """Which columns are this one multiplied by another."""
    others = [column for column in range(x.shape[1]) if column != number and np.ptp(x[:, column]) > 0]
    times = x[:, number, None] * x[:, others]
    same = [(x[:, [column]] == times).all(axis=0) & (np.array(others) != column) for column in others]
    return tuple(column for column, found in zip(others, same, strict=True) if found.any())


def _risk(x: FloatArray, parameters: FloatArray) -> tuple[float, FloatArray]:
    """The mean risk and its derivatives by theta and b."""
    nodes, log_weights = normal_rule(POINTS)
    weights = np.exp(log_weights)
    chances = special.expit((x @ parameters[1:])[:, None] + parameters[0] * nodes)
    spreads = chances * (1 - chances)
    by_theta = float((spreads @ (weights * nodes)).mean())
    return float((chances @ weights).mean()), np.r_[by_theta, (spreads @ weights) @ x / len(x)]


def _se(slope: FloatArray, covariance: FloatArray) -> float:
    return sqrt(float(slope @ covariance @ slope))
