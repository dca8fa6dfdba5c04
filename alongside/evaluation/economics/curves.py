"""How sure, and what more knowledge would be worth, at each threshold a decision maker may hold."""

from dataclasses import dataclass
from math import nan
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from scipy import stats

from alongside.evaluation.economics.discounting import UK_RATE, factors
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray, positive, vector

By = Literal["normal", "t", "replicates"]


@dataclass(frozen=True)
class Acceptability:
    """The cost-effectiveness acceptability curve: the probability that net benefit is above 0, at each threshold.

    `limit` is where the curve goes as the threshold grows: the probability that the effect is above 0.
    """

    by: By
    thresholds: tuple[float, ...]
    probabilities: tuple[float, ...]
    limit: float

    def at(self, threshold: float) -> float:
        """The probability at one of the thresholds."""
        return _at(threshold, self.thresholds, self.probabilities)


@dataclass(frozen=True)
class InformationValue:
    """Expected value of perfect information: pounds per person that a wrong decision is expected to lose."""

    by: By
    thresholds: tuple[float, ...]
    per_person: tuple[float, ...]

    def at(self, threshold: float) -> float:
        """Pounds per person at one of the thresholds."""
        return _at(threshold, self.thresholds, self.per_person)

    def for_population(self, people: float, *, years: int, rate: float = UK_RATE) -> tuple[float, ...]:
        """The most research could be worth: pounds for `people` every year, for so many years, discounted."""
        factor = positive(people, "people") * float(factors(years, rate).sum())
        return tuple(value * factor for value in self.per_person)


def checked_by(by: By) -> By:
    if by not in get_args(By):
        raise BadInput(f"by is {by!r}; it can be 'normal', 't' or 'replicates'.")
    return by


def thresholds_of(values: npt.ArrayLike) -> FloatArray:
    """Pounds per QALY, shape (thresholds,); one number will do."""
    found = vector(np.atleast_1d(np.asarray(values)), "thresholds")
    if (found < 0).any():
        raise BadInput("A threshold is below 0; it is what a QALY is worth in pounds.")
    return found


def probability_positive(mean: FloatArray, se: FloatArray, df: FloatArray) -> FloatArray:
    """P(X > 0) for X = mean + se × t(df); `df` infinite for the normal; a half when both are 0."""
    spread = se > 0
    u = mean / np.where(spread, se, 1.0)
    found: FloatArray = np.where(spread, stats.t.cdf(u, df), (1 + np.sign(mean)) / 2)
    return found


def expected_loss(mean: FloatArray, se: FloatArray, df: FloatArray) -> FloatArray:
    """E[max(0, X)] - max(0, E[X]) for X = mean + se × t(df).

    With u = |mean|/se and the density f of t: se × [(df + u²)/(df - 1) f(u) - u P(t > u)]; for the normal the fraction
    is 1.

    Raises
    ------
    NotEstimable
        With df of 1 or less the expectation has no end.

    References
    ----------
    Claxton (1999), The irrelevance of inference: a decision-making approach to the stochastic evaluation of health
    care technologies, Journal of Health Economics 18, 341-364: the unit normal loss integral.
    """
    if (df <= 1).any():
        raise NotEstimable("With one degree of freedom the value of information has no finite value: use by='normal'.")
    u = np.abs(mean) / np.where(se > 0, se, 1.0)
    fraction = np.where(np.isinf(df), 1.0, (df + u**2) / np.where(np.isinf(df), 2.0, df) / (1 - 1 / df))
    return se * (fraction * stats.t.pdf(u, df) - u * stats.t.sf(u, df))


def positive_shares(replicates: FloatArray) -> FloatArray:
    """The share above 0 in each column, a tie counting a half."""
    shares: FloatArray = (replicates > 0).mean(axis=0) + (replicates == 0).mean(axis=0) / 2
    return shares


def losses(replicates: FloatArray) -> FloatArray:
    """Mean of the better choice of each replicate, less the better choice of the means; by column."""
    gain: FloatArray = np.maximum(replicates, 0).mean(axis=0) - np.maximum(replicates.mean(axis=0), 0)
    return np.maximum(gain, 0.0)


def _at(threshold: float, thresholds: tuple[float, ...], values: tuple[float, ...]) -> float:
    found = dict(zip(thresholds, values, strict=True)).get(float(threshold), nan)
    if np.isnan(found):
        raise BadInput(f"There is no threshold {threshold:g}; there are {', '.join(f'{t:g}' for t in thresholds)}.")
    return found
