"""An observed change, and beside it what regression to the mean alone would have given."""

from dataclasses import dataclass
from math import isinf

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Coefficient, Interval
from alongside.evaluation.inputs import FloatArray, groups, two_arms, vector
from alongside.evaluation.quasi_experiments.people_in_clusters import clustered_coefficient
from alongside.evaluation.quasi_experiments.regression_to_the_mean import (
    ExpectedRegression,
    Population,
    expected_regression,
    regression_from,
    selected_and_later,
)
from alongside.evaluation.wording import coefficient, confidence_interval, number, percent


@dataclass(frozen=True)
class ChangeBesideRegression:
    """The change seen, the change expected from selection alone, and what is left; 95% intervals.

    `expected_from_start` is the expected change worked out from the mean the group really began with, where that was
    given: it needs no cutoff kept to the letter and no normal distribution, only that likeness in time is linear.
    """

    observed: Coefficient
    expected: ExpectedRegression
    expected_interval: Interval
    left_over_interval: Interval
    expected_from_start: float | None = None
    adjusted: Coefficient | None = None

    @property
    def left_over(self) -> float:
        """Observed less expected."""
        return self.observed.estimate - self.expected.change

    @property
    def share(self) -> float:
        """Expected over observed: 0.5 is half, above 1 is all of it and more, below 0 is a change the other way."""
        if self.observed.estimate == 0:
            raise NotEstimable("Nothing changed, so no share of the change can be given.")
        return self.expected.change / self.observed.estimate

    def describe(self, *, outcome: str = "the outcome") -> str:
        """A paragraph for a report."""
        parts = [
            f"The mean of {outcome} changed by {coefficient(self.observed)}.",
            self.expected.describe(outcome=outcome),
            f"(Allowing for how surely those figures are known: {confidence_interval(self.expected_interval)}.)",
            *self._from_start(),
            self._share(),
            f"What is left is {number(self.left_over)} ({confidence_interval(self.left_over_interval)}).",
            self._check(),
        ]
        return " ".join(parts)

    def _from_start(self) -> tuple[str, ...]:
        if self.expected_from_start is None:
            return ()
        return (f"Worked out from the mean they really began with, it would be {number(self.expected_from_start)}.",)

    def _share(self) -> str:
        if self.observed.estimate == 0 or self.share < 0:
            return "The change seen is not in the direction that regression to the mean would give."
        if self.share >= 1:
            return "Regression to the mean alone would give all of the change that was seen."
        return f"Regression to the mean alone would give about {percent(self.share)} of the change that was seen."

    def _check(self) -> str:
        rest = "what is left may be the programme, the passing of time, or who came back to be measured."
        if self.adjusted is None:
            return f"There is no comparison group, so {rest}"
        return (
            "Between people with the same starting value, with the programme and without, the difference later was "
            f"{coefficient(self.adjusted)}. That comparison takes regression to the mean out, if both groups come "
            "from the same population; nobody was allocated at random."
        )


def change_beside_regression(
    observed: Coefficient,
    population: Population,
    *,
    cutoff: float,
    seed: int,
    above: bool = True,
    baselines: int = 1,
    starting_mean: float | None = None,
    adjusted: Coefficient | None = None,
    draws: int = 20_000,
) -> ChangeBesideRegression:
    """Set regression to the mean beside a before-and-after change.

    The intervals are of draws of the population's figures (the SD on the log scale, the correlation on Fisher's) and
    of the observed change, each from its standard error and independent of the others.

    Parameters
    ----------
    observed
        Later less earlier, as from `mean_change`.
    population
        Whom the group was chosen from.
    cutoff, above, baselines
        As for `expected_regression`.
    starting_mean
        The mean the group began with, if known.
    adjusted
        As from `starting_value_adjusted`, where there is a comparison group.

    References
    ----------
    As for `expected_regression`.
    """
    if draws < 1000:
        raise BadInput(f"draws is {draws}; an interval takes 1,000 or more.")
    expected = expected_regression(population, cutoff=cutoff, above=above, baselines=baselines)
    chance = np.random.Generator(np.random.PCG64(seed))
    figures = _populations(population, draws, chance)
    selected, later, _ = selected_and_later(figures, cutoff=cutoff, above=above, baselines=baselines)
    change = later - selected
    seen = observed.estimate + observed.se * _errors(observed.df, draws, chance)
    return ChangeBesideRegression(
        observed=observed,
        expected=expected,
        expected_interval=_middle(change),
        left_over_interval=_middle(seen - change),
        expected_from_start=None if starting_mean is None else regression_from(starting_mean, population, baselines),
        adjusted=adjusted,
    )


def mean_change(before: npt.ArrayLike, after: npt.ArrayLike, *, cluster: npt.ArrayLike | None = None) -> Coefficient:
    """The mean of after less before, with each person measured twice.

    Parameters
    ----------
    cluster
        If given, the standard error is CR2 with Satterthwaite degrees of freedom; if not, that of the paired t test.

    Raises
    ------
    NotEstimable
        Fewer than two people or clusters, or everybody changed by the same.

    References
    ----------
    Mean ± t × SD / √n of the differences; Pustejovsky and Tipton 2018 as under `cluster_robust`, with clusters.
    """
    first = vector(before, "before")
    changed = vector(after, "after", length=len(first)) - first
    if cluster is not None:
        codes, _ = groups(cluster, "cluster", length=len(first))
        return clustered_coefficient(changed, np.ones((len(changed), 1)), codes, ("change",))
    if len(changed) < 2:
        raise NotEstimable("There is only one person: the spread cannot be seen.")
    se = float(changed.std(ddof=1) / np.sqrt(len(changed)))
    if se == 0:
        raise NotEstimable("Everybody changed by the same: there is no spread to judge the change by.")
    return Coefficient("change", float(changed.mean()), se, float(len(changed) - 1))


def starting_value_adjusted(
    before: npt.ArrayLike, after: npt.ArrayLike, *, arm: npt.ArrayLike, cluster: npt.ArrayLike
) -> Coefficient:
    """Analysis of covariance of people: the later difference between arms at the same starting value.

    Regression to the mean pulls both arms alike at a given starting value, so it drops out. Standard errors are CR2.

    References
    ----------
    Vickers AJ, Altman DG (2001). BMJ 323:1123-1124.
    """
    first = vector(before, "before")
    later = vector(after, "after", length=len(first))
    codes, _ = groups(cluster, "cluster", length=len(first))
    people, _ = two_arms(arm, codes)
    x = np.column_stack([people, np.ones(len(first)), first - first.mean()])
    names = ("adjusted difference", "intercept", "before")
    return clustered_coefficient(later, x, codes, names)


def _populations(population: Population, draws: int, chance: np.random.Generator) -> FloatArray:
    """Means, SDs and correlations, shape (3, draws)."""
    z = chance.standard_normal((3, draws))
    mean = population.mean + population.mean_se * z[0]
    sd = population.sd * np.exp(population.sd_se / population.sd * z[1])
    if population.correlation_se == 0:
        return np.stack([mean, sd, np.full(draws, population.correlation)])
    spread = population.correlation_se / (1 - population.correlation**2)
    correlation = np.tanh(np.arctanh(population.correlation) + spread * z[2])
    return np.stack([mean, sd, np.maximum(correlation, 0.0)])


def _errors(df: float, draws: int, chance: np.random.Generator) -> FloatArray:
    return chance.standard_normal(draws) if isinf(df) else chance.standard_t(df, draws)


def _middle(values: FloatArray) -> Interval:
    low, high = np.quantile(values, (0.025, 0.975))
    return Interval(float(low), float(high))
