"""Which trials are simulated: how many clusters, how alike people of one are, what outcome, and what is true."""

from dataclasses import dataclass
from functools import cache
from itertools import product
from math import log, sqrt
from typing import Literal

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit

CLUSTERS = (6, 8, 12, 20, 44)
ICCS = (0.0, 0.01, 0.05, 0.1)
OUTCOMES = ("continuous", "binary")
# Of a continuous outcome, in standard deviations of what covariates leave; of a binary one, a log odds ratio.
EFFECTS = {"continuous": 0.3, "binary": log(1.8)}
PREVALENCE = 0.3  # in the control arm
WHOLE, PART = 2_000, 500  # replications: without an effect, and with one or by a slow method

Target = Literal["difference", "marginal", "conditional"]


@dataclass(frozen=True)
class Cell:
    """One kind of trial; `effect` is 0 where there is none."""

    outcome: str
    clusters: int
    icc: float
    effect: float

    @property
    def replications(self) -> int:
        return PART if self.effect else WHOLE

    def truth(self, target: Target) -> float:
        """What a method should estimate: a difference of means or risks, or a log odds ratio of one kind or other."""
        if self.outcome == "continuous" or target == "conditional":
            return self.effect
        with_it, without = (_risk(*log_odds(self.icc), shift) for shift in (self.effect, 0.0))
        return with_it - without if target == "difference" else float(logit(with_it) - logit(without))


CELLS = tuple(
    Cell(outcome, clusters, icc, effect)
    for outcome, clusters, icc in product(OUTCOMES, CLUSTERS, ICCS)
    for effect in (0.0, EFFECTS[outcome])
)


@cache
def log_odds(icc: float) -> tuple[float, float]:
    """Mean and standard deviation of the clusters' log odds that give control people this prevalence and ICC."""
    if icc == 0:
        return float(logit(PREVALENCE)), 0.0

    def excess(sd: float) -> float:
        return _variance(_mean(sd), sd) / (PREVALENCE * (1 - PREVALENCE)) - icc

    sd = float(brentq(excess, 1e-3, 3.0, xtol=1e-12))
    return _mean(sd), sd


def _mean(sd: float) -> float:
    return float(brentq(lambda mean: _risk(mean, sd) - PREVALENCE, -5.0, 0.0, xtol=1e-12))


def _risk(mean: float, sd: float, shift: float = 0.0) -> float:
    """In the population, over all clusters there could be."""
    points, weights = _normal()
    return float(weights @ expit(mean + shift + sd * points))


def _variance(mean: float, sd: float) -> float:
    points, weights = _normal()
    return float(weights @ expit(mean + sd * points) ** 2) - _risk(mean, sd) ** 2


@cache
def _normal() -> tuple[np.ndarray, np.ndarray]:
    """Points and weights of the standard normal distribution."""
    points, weights = np.polynomial.hermite_e.hermegauss(80)
    return points, weights / sqrt(2 * np.pi)
