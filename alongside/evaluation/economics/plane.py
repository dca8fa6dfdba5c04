"""The cost-effectiveness plane: where the truth may lie, by quadrant, and what to draw."""

from dataclasses import dataclass, field
from math import asin, copysign, inf, isinf, pi, sqrt

import numpy as np
from scipy import integrate, special, stats

from alongside.evaluation.economics.curves import By
from alongside.evaluation.inputs import FloatArray


@dataclass(frozen=True)
class Quadrants:
    """Shares that add up to 1. North is costlier, east more effective."""

    north_east: float
    south_east: float
    north_west: float
    south_west: float


@dataclass(frozen=True)
class Plane:
    """What a cost-effectiveness plane shows: effect across, cost up.

    `ellipse` has shape (points, 2), closed, and holds the truth with probability `level`; `points` has shape
    (replicates, 2) and is there when there were replicates.
    """

    delta_effect: float
    delta_cost: float
    by: By
    quadrants: Quadrants
    level: float
    ellipse: FloatArray = field(repr=False, compare=False)
    points: FloatArray | None = field(default=None, repr=False, compare=False)


def quadrants(effect: float, cost: float, covariance: FloatArray, df: float) -> Quadrants:
    """Shares of the bivariate normal (`df` infinite) or t distribution; `covariance` in the order cost, effect."""
    se_cost, se_effect = np.sqrt(np.diag(covariance))
    h, k = _standardised(effect, se_effect), _standardised(cost, se_cost)
    correlation = 0.0
    if se_cost > 0 and se_effect > 0:
        correlation = float(np.clip(covariance[0, 1] / (se_cost * se_effect), -1.0, 1.0))
    both = _both_positive_normal(h, k, correlation) if isinf(df) else _both_positive_t(h, k, correlation, df)
    east, north = float(stats.t.cdf(h, df)), float(stats.t.cdf(k, df))
    return Quadrants(both, max(east - both, 0.0), max(north - both, 0.0), max(1 - east - north + both, 0.0))


def quadrants_of(replicates: FloatArray) -> Quadrants:
    """Shares of replicates, shape (replicates, 2), cost first; one on an axis belongs half to each side."""
    north, east = ((replicates > 0) + (replicates == 0) / 2).T
    return Quadrants(
        float((north * east).mean()),
        float(((1 - north) * east).mean()),
        float((north * (1 - east)).mean()),
        float(((1 - north) * (1 - east)).mean()),
    )


def ellipse(effect: float, cost: float, covariance: FloatArray, *, df: float, level: float) -> FloatArray:
    """A closed line of 121 points around (effect, cost), shape (121, 2).

    Its size is the root of the chi-squared quantile with 2 degrees of freedom, or of twice F(2, df) for the t.
    """
    size = stats.chi2.ppf(level, 2) if isinf(df) else 2 * stats.f.ppf(level, 2, df)
    angle = np.linspace(0, 2 * pi, 121)
    values, vectors = np.linalg.eigh(covariance[::-1, ::-1])
    axes = vectors * np.sqrt(np.maximum(values, 0.0) * size)
    return np.array([effect, cost]) + np.column_stack([np.cos(angle), np.sin(angle)]) @ axes.T


def _standardised(mean: float, se: float) -> float:
    if se > 0:
        return float(mean / se)
    return 0.0 if mean == 0 else copysign(inf, mean)


def _both_positive_normal(h: float, k: float, correlation: float) -> float:
    """P(X > -h, Y > -k) of a standard bivariate normal, by Owen's T function.

    References
    ----------
    Owen (1956), Tables for computing bivariate normal probabilities, Annals of Mathematical Statistics 27, 1075-1090.
    """
    if isinf(h) or isinf(k):
        return float(special.ndtr(h) * special.ndtr(k))
    if h == 0 and k == 0:
        return 0.25 + asin(correlation) / (2 * pi)
    root = sqrt(max(1 - correlation**2, 1e-300))
    other_side = 0.5 if h * k < 0 or (h * k == 0 and h + k < 0) else 0.0
    halves = (float(special.ndtr(h)) + float(special.ndtr(k))) / 2
    return max(halves - _owen(h, k, correlation, root) - _owen(k, h, correlation, root) - other_side, 0.0)


def _owen(h: float, k: float, correlation: float, root: float) -> float:
    if h == 0:
        return copysign(0.25, k)
    with np.errstate(over="ignore"):
        return float(special.owens_t(h, np.float64(k - correlation * h) / (h * root)))


def _both_positive_t(h: float, k: float, correlation: float, df: float) -> float:
    """The same of a bivariate t: given one, the other is t with a degree of freedom more, moved and rescaled."""
    if isinf(h) or isinf(k):
        return float(stats.t.cdf(h, df) * stats.t.cdf(k, df))
    left = sqrt(max(1 - correlation**2, 1e-30))

    def density(z: float) -> float:
        scale = left * sqrt((df + z * z) / (df + 1))
        given = special.stdtr(df + 1, (k + correlation * z) / scale)
        return float(stats.t.pdf(z, df) * given)

    pieces = [(-h, 0.0), (0.0, inf)] if h > 0 else [(-h, inf)]
    return float(sum(integrate.quad(density, *piece, epsabs=1e-11, epsrel=1e-10, limit=200)[0] for piece in pieces))
