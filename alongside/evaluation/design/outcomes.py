"""What is compared between the arms: means or proportions."""

from dataclasses import dataclass
from math import copysign, sqrt
from typing import Literal

from alongside.evaluation.design.arms import Arms
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import positive, probability
from alongside.evaluation.wording import number, percent

Direction = Literal["rise", "fall"]


@dataclass(frozen=True)
class Mean:
    """A continuous outcome.

    Parameters
    ----------
    sd
        Standard deviation between people in one arm, clusters taken together. With 1, differences are standardised.
    """

    sd: float = 1.0

    def __post_init__(self) -> None:
        positive(self.sd, "sd")

    def variances(self, difference: float) -> Arms:
        """Between people, in each arm."""
        return Arms(self.sd**2, self.sd**2)

    def difference_for(self, weights: Arms, direction: Direction) -> float:
        """The difference whose square is the variances times these weights, added up."""
        size = self.sd * sqrt(weights.total)
        return size if direction == "rise" else -size

    def shown(self, difference: float) -> str:
        """The difference in words."""
        scale = "" if self.sd == 1 else f" ({number(difference / self.sd)} standard deviations)"
        return f"a difference of {number(difference)}{scale}"

    def describe(self) -> str:
        return f"a continuous outcome with standard deviation {number(self.sd)}"


@dataclass(frozen=True)
class Proportion:
    """A yes-or-no outcome; the difference is one of proportions, its variance unpooled.

    Parameters
    ----------
    control
        Proportion expected in the control arm.
    """

    control: float

    def __post_init__(self) -> None:
        probability(self.control, "control")

    def variances(self, difference: float) -> Arms:
        """Between people, in each arm: p(1 - p)."""
        intervention = self.control + difference
        if not 0 < intervention < 1:
            raise BadInput(
                f"A difference of {number(difference)} from {number(self.control)} gives a proportion of "
                f"{number(intervention)}; it must lie between 0 and 1."
            )
        return Arms(intervention * (1 - intervention), self.control * (1 - self.control))

    def difference_for(self, weights: Arms, direction: Direction) -> float:
        """The difference whose square is the variances times these weights, added up.

        d² = a(p + d)(1 - p - d) + bp(1 - p) is quadratic in d, with one root on each side of zero.
        """
        a, p = weights.intervention, self.control
        half, constant = a * (1 - 2 * p) / 2, weights.total * p * (1 - p)
        side = 1.0 if direction == "rise" else -1.0
        far = half + copysign(sqrt(half**2 + (1 + a) * constant), half)
        # Of the two roots the one further from zero is added up without cancelling; the other follows from it.
        return self._possible(far / (1 + a) if far * side > 0 else -constant / far, direction)

    def pooled_sd(self, difference: float) -> float:
        """√(p̄(1 - p̄)) with p̄ halfway between the arms: one spread for both, as a stepped wedge's formula takes it.

        References
        ----------
        Hussey, Hughes (2007), Contemporary Clinical Trials 28, 182-191.
        """
        self.variances(difference)
        middle = self.control + difference / 2
        return sqrt(middle * (1 - middle))

    def pooled_difference_for(self, weight: float, direction: Direction) -> float:
        """The difference whose square is p̄(1 - p̄) times this weight.

        With x = p + d/2, d² = w x(1 - x) is quadratic in x: (4 + w)x² - (8p + w)x + 4p² = 0.
        """
        p, linear = self.control, 8 * self.control + weight
        root = sqrt(linear**2 - 16 * p**2 * (4 + weight))
        # Of the two roots the larger is added up without cancelling; the other follows from their product.
        larger = (linear + root) / (2 * (4 + weight))
        difference = 2 * ((larger if direction == "rise" else 4 * p**2 / ((4 + weight) * larger)) - p)
        return self._possible(difference, direction)

    def _possible(self, difference: float, direction: Direction) -> float:
        if not 0 < self.control + difference < 1:
            raise NotEstimable(
                f"No {direction} from {percent(self.control, decimals=1)} is large enough to be shown by a trial of "
                "this size."
            )
        return difference

    def shown(self, difference: float) -> str:
        """The difference in words."""
        change = "rise" if difference > 0 else "fall"
        return (
            f"a {change} from {percent(self.control, decimals=1)} to {percent(self.control + difference, decimals=1)}"
        )

    def describe(self) -> str:
        return f"a yes-or-no outcome, expected in {percent(self.control, decimals=1)} of the control arm"
