"""How likely a two-sided test is to be significant, and how large an effect must be beside its standard error."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf, isfinite, isinf
from typing import Literal

from scipy import optimize, special

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Interval
from alongside.evaluation.inputs import probability
from alongside.evaluation.wording import confidence_interval, number, percent

Method = Literal["t", "normal"]

CERTAIN = 1e7  # standard errors from zero; far beyond, scipy has no answer


@dataclass(frozen=True)
class Power:
    """What a design can show of one difference.

    Parameters
    ----------
    difference
        Intervention minus control, in units of the outcome.
    se
        Standard error of its estimate under the design.
    df
        Degrees of freedom of the test; `inf` for the normal approximation.
    alpha
        Two-sided level of the test.
    assumed, shown
        The design and the difference in words.
    """

    difference: float
    se: float
    df: float
    alpha: float
    assumed: str = field(default="", repr=False)
    shown: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        must_be_a_number(self.difference)

    @property
    def power(self) -> float:
        """Chance that the test is significant.

        The normal approximation leaves out the chance of a significant result in the wrong direction, as the usual
        formulas do; the t version counts it. `right_direction` and `either_direction` do not depend on the method.
        """
        return self.right_direction if isinf(self.df) else self.either_direction

    @property
    def right_direction(self) -> float:
        """Chance of a significant result on the side of the true difference."""
        return _tails(abs(self.difference) / self.se, self.alpha, self.df)[0]

    @property
    def either_direction(self) -> float:
        """Chance of a significant result on either side."""
        return sum(_tails(abs(self.difference) / self.se, self.alpha, self.df))

    def interval(self, level: float = 0.95) -> Interval:
        """The confidence interval to expect if the estimate falls on the true difference."""
        half = self.se * critical_value(1 - probability(level, "level"), self.df)
        return Interval(self.difference - half, self.difference + half, level)

    def describe(self) -> str:
        """One paragraph for a protocol."""
        return (
            f"{self.assumed} The power to show {self.shown or f'a difference of {number(self.difference)}'} is then "
            f"{percent(self.power, decimals=1)}. Its standard error is {number(self.se)}: expect a "
            f"{confidence_interval(self.interval())}."
        ).strip()


def must_be_a_number(difference: float) -> None:
    """Raise if the difference is missing or infinite."""
    if not isfinite(difference):
        raise BadInput(f"The difference is {difference}; it must be a number.")


def something_to_show(difference: float) -> None:
    """Raise unless the difference is a number other than 0."""
    if difference == 0 or not isfinite(difference):
        raise BadInput(f"The difference is {difference:g}; it must be a number other than 0 for a trial to show it.")


def critical_value(alpha: float, df: float) -> float:
    """How many standard errors from zero an estimate must lie to be significant."""
    return float(special.ndtri(1 - alpha / 2) if isinf(df) else special.stdtrit(df, 1 - alpha / 2))


def ratio_needed(power: float, alpha: float, df: float) -> float:
    """Effect over standard error that gives this power: the noncentrality of the test.

    References
    ----------
    Normal: z(1 - alpha/2) + z(power). t: the noncentral t distribution, both tails.
    """
    if not alpha < power < 1:
        raise BadInput(f"power is {power}; it must lie between alpha, which is {alpha}, and 1.")
    usual = critical_value(alpha, inf) + float(special.ndtri(power))
    if isinf(df):
        return usual
    return crossing(lambda ratio: sum(_tails(ratio, alpha, df)) - power, low=0.0, high=usual + 1)


def crossing(rising: Callable[[float], float], *, low: float, high: float) -> float:
    """Where a rising function passes zero; `high` is moved up until it is on the other side."""
    while rising(high) < 0:
        low, high = high, 2 * high
        if high > 1e12:
            raise NotEstimable("No number of any practical size is large enough.")
    return float(optimize.brentq(rising, low, high, xtol=1e-13, rtol=1e-15))


def smallest(enough: Callable[[int], bool], *, start: int = 1, limit: int = 1_000_000) -> int | None:
    """The smallest whole number from `start` on that is enough, if once enough is always enough; or None."""
    low, high = start - 1, start
    while not enough(high):
        low, high = high, 2 * high
        if high > limit:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def chosen_method(method: str) -> None:
    """Raise unless the method is known."""
    if method not in ("t", "normal"):
        raise BadInput(f"method is {method}; it must be t or normal.")


def test_in_words(alpha: float, method: Method) -> str:
    """One sentence for a protocol."""
    by = "t distribution with clusters minus 2 degrees of freedom" if method == "t" else "normal distribution"
    return f"The test is two-sided at the {percent(alpha, decimals=1)} level, by the {by}."


def _tails(ratio: float, alpha: float, df: float) -> tuple[float, float]:
    """Chance of significance in the direction of the effect, and in the other."""
    critical, ratio = critical_value(alpha, df), min(ratio, CERTAIN)
    if isinf(df):
        return float(special.ndtr(ratio - critical)), float(special.ndtr(-ratio - critical))
    # The far lower tail of scipy's noncentral t is NaN at times; its mirror image, an upper tail, never is.
    right, wrong = (1 - float(special.nctdtr(df, way * ratio, critical)) for way in (1, -1))
    return min(right, 1.0), max(wrong, 0.0)
