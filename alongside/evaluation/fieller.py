"""Fieller's set: every ratio of two estimates that the data do not rule out, which need not be an interval."""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Literal


@dataclass(frozen=True)
class FiellerSet:
    """Every ratio the data do not rule out.

    `interval`: from `low` to `high`. `two rays`: all up to `low` and all from `high`. `whole line`: every ratio.
    Only an interval is bounded, and there is one only when the effect differs from 0 at that level.
    """

    kind: Literal["interval", "two rays", "whole line"]
    low: float
    high: float
    level: float
    discriminant: float

    @property
    def bounded(self) -> bool:
        return self.kind == "interval"

    def contains(self, ratio: float) -> bool:
        if self.kind == "two rays":
            return ratio <= self.low or ratio >= self.high
        return self.low <= ratio <= self.high


def fieller(
    numerator: float,
    denominator: float,
    *,
    variances: tuple[float, float],
    covariance: float,
    quantile: float,
    level: float,
) -> FiellerSet:
    """Ratios R with (numerator - R denominator)² ≤ quantile² × the variance of that difference.

    Parameters
    ----------
    variances
        Of the numerator and of the denominator.
    quantile
        Of the normal or t distribution, at 1/2 + level/2.

    References
    ----------
    Fieller (1954), Some problems in interval estimation, Journal of the Royal Statistical Society B 16, 175-185;
    Willan and O'Brien (1996), Confidence intervals for cost-effectiveness ratios: an application of Fieller's theorem,
    Health Economics 5, 297-305.
    """
    square = quantile**2
    a = denominator**2 - square * variances[1]
    b = numerator * denominator - square * covariance
    c = numerator**2 - square * variances[0]
    discriminant = b * b - a * c
    # The ratio itself makes the quadratic no more than 0, so with a > 0 real roots exist; rounding may hide it.
    if a > 0:
        root = sqrt(max(discriminant, 0.0))
        return FiellerSet("interval", (b - root) / a, (b + root) / a, level, discriminant)
    if a == 0 and b != 0:
        low, high = (-inf, c / (2 * b)) if b > 0 else (c / (2 * b), inf)
        return FiellerSet("two rays", low, high, level, discriminant)
    if discriminant <= 0 or a == 0:
        return FiellerSet("whole line", -inf, inf, level, discriminant)
    root = sqrt(discriminant)
    return FiellerSet("two rays", (b + root) / a, (b - root) / a, level, discriminant)
