"""How far a group chosen for being extreme drifts back by itself."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray, positive, vector
from alongside.evaluation.wording import number, percent


@dataclass(frozen=True)
class Population:
    """The people the group was chosen from, measured with nothing done: mean, SD between people, and likeness in time.

    `correlation` is that of two single measurements of the same person, as far apart as before and after are. Each
    may carry its standard error.
    """

    mean: float
    sd: float
    correlation: float
    mean_se: float = 0.0
    sd_se: float = 0.0
    correlation_se: float = 0.0

    def __post_init__(self) -> None:
        if not np.isfinite(self.mean):
            raise BadInput(f"mean is {self.mean}; it must be a number.")
        positive(self.sd, "sd")
        if not 0 <= self.correlation <= 1:
            raise BadInput(f"correlation is {self.correlation}; between measurements of a person it is from 0 to 1.")
        if not all(0 <= se < np.inf for se in (self.mean_se, self.sd_se, self.correlation_se)):
            raise BadInput("A standard error must be 0 or above.")
        if self.correlation == 1 and self.correlation_se > 0:
            raise BadInput("correlation is 1, so it can have no standard error.")


@dataclass(frozen=True)
class ExpectedRegression:
    """What selection alone would give. `change` is later less earlier: below zero if the group was chosen as high."""

    selected_mean: float
    later_mean: float
    share_selected: float
    cutoff: float
    above: bool
    baselines: int

    @property
    def change(self) -> float:
        return self.later_mean - self.selected_mean

    def describe(self, *, outcome: str = "the outcome") -> str:
        """A paragraph for a report."""
        side = "above" if self.above else "below"
        measured = "one measurement" if self.baselines == 1 else f"the mean of {self.baselines} measurements"
        return (
            f"People were chosen because {measured} of {outcome} lay {side} {number(self.cutoff)}. Some of them were "
            "there by chance on the day. "
            f"Where {outcome} is normally distributed, the {percent(self.share_selected)} of people beyond "
            f"that line would have a mean of {number(self.selected_mean)} at first and {number(self.later_mean)} when "
            f"measured again, a change of {number(self.change)} with nothing done. This is worked out from figures for "
            "the whole population, not seen in these people; in a skewed distribution it may be larger."
        )


def expected_regression(
    population: Population, *, cutoff: float, above: bool = True, baselines: int = 1
) -> ExpectedRegression:
    """The change regression to the mean would give a group beyond a cutoff.

    With σ² between people in all, correlation ρ, within-person variance σ_w² = (1 − ρ)σ² and m baselines averaged, the
    mean moves back by (σ_w²/m) / √(σ² − σ_w² + σ_w²/m) × φ(z) / (1 − Φ(z)), where z is the distance from the mean to
    the cutoff in units of that root.

    Parameters
    ----------
    cutoff
        People were chosen if above it (or below, with `above=False`).
    baselines
        How many measurements were averaged, both to choose people and as their starting value.

    Raises
    ------
    NotEstimable
        The cutoff is so far out that nobody is beyond it.

    References
    ----------
    Gardner MJ, Heady JA (1973). Journal of Chronic Diseases 26:781-795.
    Davis CE (1976). American Journal of Epidemiology 104:493-498.
    Barnett AG, van der Pols JC, Dobson AJ (2005). International Journal of Epidemiology 34:215-220.
    """
    if not np.isfinite(cutoff):
        raise BadInput(f"cutoff is {cutoff}; it must be a number.")
    if baselines < 1:
        raise BadInput(f"baselines is {baselines}; there must be at least one.")
    figures = np.array([[population.mean], [population.sd], [population.correlation]])
    selected, later, share = selected_and_later(figures, cutoff=cutoff, above=above, baselines=baselines)
    if share[0] < 1e-12:
        raise NotEstimable(f"Next to nobody lies beyond a cutoff of {cutoff:g}: look at its units and the mean's.")
    return ExpectedRegression(float(selected[0]), float(later[0]), float(share[0]), cutoff, above, baselines)


def regression_from(starting_mean: float, population: Population, baselines: int = 1) -> float:
    """The change expected of a group chosen, however it was, by its baseline alone: (ρ_m − 1)(mean − μ).

    ρ_m = mρ / (1 + (m − 1)ρ) is the reliability of the mean of m baselines (Spearman-Brown).
    """
    if not np.isfinite(starting_mean):
        raise BadInput(f"starting_mean is {starting_mean}; it must be a number.")
    rho, m = population.correlation, baselines
    return (m * rho / (1 + (m - 1) * rho) - 1) * (starting_mean - population.mean)


def population_from_pairs(first: npt.ArrayLike, second: npt.ArrayLike) -> Population:
    """From people chosen for no value of theirs, measured twice with nothing done: mean and SD of the first.

    Raises
    ------
    NotEstimable
        Fewer than four people, or no spread.

    References
    ----------
    Mean, standard deviation and Pearson's correlation of two measurements of the same people.
    """
    x = vector(first, "first")
    y = vector(second, "second", length=len(x))
    people = len(x)
    if people < 4 or np.ptp(x) == 0 or np.ptp(y) == 0:
        raise NotEstimable("It takes at least four people, not all alike, to see how measurements go together.")
    correlation, sd = float(np.corrcoef(x, y)[0, 1]), float(x.std(ddof=1))
    if correlation < 0:
        raise NotEstimable("Second measurements fall as first ones rise: these cannot be of the same quantity.")
    return Population(
        float(x.mean()),
        sd,
        min(correlation, 1.0),
        mean_se=sd / np.sqrt(people),
        sd_se=sd / np.sqrt(2 * (people - 1)),
        correlation_se=max(0.0, 1 - correlation**2) / np.sqrt(people - 3),
    )


def population_from_within_person_sd(
    *, mean: float, sd: float, within_sd: float, mean_se: float = 0.0, sd_se: float = 0.0, within_sd_se: float = 0.0
) -> Population:
    """From the SD of repeated measurements of one person: correlation = 1 − within² / total²."""
    positive(sd, "sd")
    if not 0 <= within_sd <= sd:
        raise BadInput(f"within_sd is {within_sd}; it lies between 0 and the SD over all people, {sd}.")
    share = (within_sd / sd) ** 2
    relative = np.hypot(2 * share * sd_se / sd, 2 * within_sd * within_sd_se / sd**2)
    return Population(mean, sd, 1 - share, mean_se, sd_se, float(relative) if share > 0 else 0.0)


def selected_and_later(
    figures: FloatArray, *, cutoff: float, above: bool, baselines: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean of the chosen at first and later, and their share of all; many populations at once.

    Parameters
    ----------
    figures
        Means, SDs and correlations, shape (3, populations).
    """
    mean, sd, correlation = figures
    side = 1.0 if above else -1.0
    averaged = sd * np.sqrt(correlation + (1 - correlation) / baselines)
    z = side * (cutoff - mean) / averaged
    beyond = averaged * np.exp(stats.norm.logpdf(z) - stats.norm.logsf(z))
    kept = correlation * (sd / averaged) ** 2
    return mean + side * beyond, mean + side * kept * beyond, np.asarray(stats.norm.sf(z))
