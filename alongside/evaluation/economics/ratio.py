"""The incremental cost-effectiveness ratio, which means nothing without its quadrant, and Fieller's set for it."""

from dataclasses import dataclass
from math import inf, nan, sqrt
from typing import Literal

from alongside.evaluation.wording import interval, pounds

Quadrant = Literal["north-east", "south-east", "south-west", "north-west", "on an axis"]


@dataclass(frozen=True)
class Icer:
    """Incremental cost over incremental effect, and which of the four cases it is."""

    delta_cost: float
    delta_effect: float

    @property
    def quadrant(self) -> Quadrant:
        """North is costlier, east more effective."""
        if self.delta_cost == 0 or self.delta_effect == 0:
            return "on an axis"
        if self.delta_effect > 0:
            return "north-east" if self.delta_cost > 0 else "south-east"
        return "north-west" if self.delta_cost > 0 else "south-west"

    @property
    def ratio(self) -> float | None:
        """Pounds per QALY gained (north-east) or saved per QALY given up (south-west); otherwise none."""
        return self.quotient if self.quadrant in ("north-east", "south-west") else None

    @property
    def quotient(self) -> float:
        """Plain division, for those who compute with it. The same number comes of good and of bad news."""
        return self.delta_cost / self.delta_effect if self.delta_effect != 0 else nan

    @property
    def words(self) -> str:
        """The end of a sentence that begins with the intervention."""
        if self.quadrant == "north-east":
            return f"does more and costs more: {pounds(self.quotient)} for each QALY gained"
        if self.quadrant == "south-west":
            return f"does less and costs less: {pounds(self.quotient)} saved for each QALY given up"
        if self.quadrant == "south-east":
            return "is dominant: it does more and costs less"
        if self.quadrant == "north-west":
            return "is dominated: it does less and costs more"
        return self._on_an_axis()

    def _on_an_axis(self) -> str:
        cost = "costs the same" if self.delta_cost == 0 else "costs more" if self.delta_cost > 0 else "costs less"
        effect = "does the same" if self.delta_effect == 0 else "does more" if self.delta_effect > 0 else "does less"
        return f"{effect} and {cost}: a ratio says nothing here"


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

    @property
    def words(self) -> str:
        if self.kind == "whole line":
            return "no value of the ratio is ruled out"
        if self.kind == "two rays":
            return f"the ratio is at most {pounds(self.low)} or at least {pounds(self.high)}"
        return f"the ratio is anywhere from {interval(self.low, self.high, pounds)}"


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
