"""Who gains: inequality over tenths of deprivation, and how net benefit falls across them.

Decile 1 is the most deprived tenth and decile 10 the least, as in the English indices of deprivation and in the
profiles of Public Health England and its successors.
"""

from dataclasses import dataclass, field
from functools import partial
from math import inf

import numpy as np
import numpy.typing as npt
from scipy import stats

from alongside.evaluation.economics.curves import thresholds_of
from alongside.evaluation.economics.trial_data import TrialData, trial_data
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.fieller import FiellerSet, fieller
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.inputs import FloatArray, groups, matrix, probability, vector
from alongside.evaluation.wording import Say, confidence_interval, number, pounds

tenths = partial(number, decimals=1)


@dataclass(frozen=True)
class Inequality:
    """A straight line through the deciles, from the most deprived end of the population to the least.

    `ranks` are the middles of the deciles on the scale 0 (most deprived) to 1 (least). `slope` is the slope index of
    inequality, the line at 1 minus the line at 0: above 0 when the least deprived have more.
    """

    ranks: tuple[float, ...]
    slope: Coefficient
    most_deprived: Coefficient
    least_deprived: Coefficient
    covariance: float = field(repr=False)

    @property
    def relative(self) -> float:
        """Relative index of inequality, the line at 1 over the line at 0.

        Raises
        ------
        NotEstimable
            The line is not above 0 at both ends, as that of a net benefit need not be: use the slope.
        """
        if min(self.least_deprived.estimate, self.most_deprived.estimate) <= 0:
            raise NotEstimable("The line is not above 0 at both ends, so a ratio says nothing; use the slope index.")
        return self.least_deprived.estimate / self.most_deprived.estimate

    def relative_interval(self, level: float = 0.95) -> FiellerSet:
        """Fieller's set for the relative index; unbounded when the line may be 0 at the most deprived end."""
        top, bottom, df = self.least_deprived, self.most_deprived, self.slope.df
        tail = 0.5 + probability(level, "level") / 2
        return fieller(
            top.estimate,
            bottom.estimate,
            variances=(top.se**2, bottom.se**2),
            covariance=self.covariance,
            quantile=float(stats.norm.ppf(tail) if df == inf else stats.t.ppf(tail, df)),
            level=level,
        )

    def describe(self, what: str, *, say: Say = tenths) -> str:
        """The finding in words; `what` names the measure, as in 'the mean score', and `say` writes a value of it."""
        between = self.slope.interval()
        doubt = "" if between.low > 0 or between.high < 0 else " That is compatible with no gradient."
        return (
            f"Along the scale of deprivation (decile 1 is the most deprived tenth), {what} goes on average from "
            f"{say(self.most_deprived.estimate)} at the most deprived end to {say(self.least_deprived.estimate)} at "
            f"the least deprived: a slope index of inequality of {say(self.slope.estimate)} "
            f"({confidence_interval(between, say)}).{doubt}"
        )


@dataclass(frozen=True)
class BenefitByDecile:
    """Incremental net benefit per person in each decile, and its gradient over them."""

    threshold: float
    deciles: tuple[int, ...]
    people: tuple[int, ...]
    benefits: tuple[Coefficient, ...]
    covariance: FloatArray = field(repr=False, compare=False)
    inequality: Inequality

    def describe(self) -> str:
        """The finding in words."""
        better = [decile for decile, row in zip(self.deciles, self.benefits, strict=True) if row.estimate > 0]
        sure = sum(row.interval().low > 0 or row.interval().high < 0 for row in self.benefits)
        return (
            f"If a QALY is worth {pounds(self.threshold)}, net benefit was on average above zero in {len(better)} of "
            f"{len(self.deciles)} deciles; in {sure} of them the 95% confidence interval leaves out zero. "
            f"{self.inequality.describe('net benefit per person', say=pounds)}"
        )


def inequality(
    values: npt.ArrayLike, people: npt.ArrayLike, *, covariance: npt.ArrayLike | None = None, df: float = inf
) -> Inequality:
    """Slope and relative index of inequality by regression on rank, weighted by people.

    Parameters
    ----------
    values : shape (deciles,)
        A rate or mean in each decile, the most deprived first; fifths or other ordered groups will do.
    people : shape (deciles,)
        How many are in each.
    covariance : shape (deciles, deciles), or (deciles,) of squared standard errors
        Of the values. Without it the standard errors come from the scatter about the line, with deciles - 2 degrees of
        freedom.
    df
        Of the t distribution that goes with `covariance`.

    References
    ----------
    Mackenbach and Kunst (1997), Measuring the magnitude of socio-economic inequalities in health: an overview of
    available measures illustrated with two examples from Europe, Social Science and Medicine 44, 757-771. Ranks,
    weights and the order of deciles are as in Public Health England's PHEindicatormethods (`phe_sii`).
    """
    found = vector(values, "values")
    weights = vector(people, "people", length=len(found))
    if len(found) < 3 or (weights <= 0).any():
        raise BadInput("Three groups or more are needed, from most to least deprived, with people in each.")
    ranks = (np.cumsum(weights) - weights / 2) / weights.sum()
    x = np.column_stack([np.ones_like(ranks), ranks])
    solver = np.linalg.solve((x.T * weights) @ x, x.T * weights)
    line = solver @ found
    spread: FloatArray
    if covariance is None:
        scatter = weights @ (found - x @ line) ** 2 / (len(found) - 2)
        spread, df = scatter * np.linalg.inv((x.T * weights) @ x), float(len(found) - 2)
    else:
        spread = solver @ _table(covariance, len(found)) @ solver.T
    ends = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    table = ends @ spread @ ends.T
    names = ("most deprived end", "least deprived end", "slope index of inequality")
    rows = [
        Coefficient(name, float(end @ line), float(np.sqrt(max(table[at, at], 0.0))), df)
        for at, (name, end) in enumerate(zip(names, ends, strict=True))
    ]
    return Inequality(tuple(ranks.tolist()), rows[2], rows[0], rows[1], float(table[0, 1]))


def inequality_among_people(values: npt.ArrayLike, *, decile: npt.ArrayLike, cluster: npt.ArrayLike) -> Inequality:
    """The same from people in clusters: means by decile, their covariance from the spread between clusters.

    Parameters
    ----------
    values, decile, cluster : shape (people,)
        Decile 1 is the most deprived.

    References
    ----------
    As for `inequality`: Mackenbach and Kunst (1997), Social Science & Medicine 44, 757-771.
    """
    found = vector(values, "values")
    codes, _ = groups(cluster, "cluster", length=len(found))
    clusters = int(codes.max()) + 1
    if clusters < 3:
        raise NotEstimable("Three clusters or more are needed to see how far they differ.")
    _, place = _deciles(decile, len(found))
    means, covariance, people = _means_by_decile(found, place, codes, np.ones(clusters, dtype=bool))
    return inequality(means, people, covariance=covariance, df=clusters - 1)


def net_benefit_by_decile(
    cost: npt.ArrayLike,
    effect: npt.ArrayLike,
    *,
    arm: npt.ArrayLike,
    cluster: npt.ArrayLike,
    decile: npt.ArrayLike,
    threshold: float,
) -> BenefitByDecile:
    """Difference between arms in mean net benefit within each decile, every person counting once.

    The covariance, also between deciles that the same practices stand behind, is that of totals over clusters
    (linearised ratios, with K/(K-1) in each arm); t distributions have clusters - 2 degrees of freedom.

    Parameters
    ----------
    cost, effect, arm, cluster : shape (people,)
        Pounds, QALYs, 1 or 0, labels.
    decile : shape (people,)
        1, the most deprived, to 10.
    threshold
        Pounds per QALY.

    Raises
    ------
    NotEstimable
        A decile that one of the arms has nobody in.

    References
    ----------
    Threshold × effect - cost in each decile: Stinnett and Mullahy (1998), Medical Decision Making 18, S68-S80.
    """
    data = trial_data(cost, effect, arm=arm, cluster=cluster)
    worth = float(thresholds_of(threshold)[0])
    labels, place = _deciles(decile, len(data.arm))
    means, covariances, people = zip(*(_arm_by_decile(data, worth, place, value) for value in (1.0, 0.0)), strict=True)
    differences, covariance, count = means[0] - means[1], covariances[0] + covariances[1], people[0] + people[1]
    df = float(data.clusters - 2)
    rows = tuple(
        Coefficient(f"net benefit in decile {label}", float(mean), float(se), df)
        for label, mean, se in zip(labels, differences, np.sqrt(np.diag(covariance)), strict=True)
    )
    gradient = inequality(differences, count, covariance=covariance, df=df)
    return BenefitByDecile(worth, labels, tuple(count.astype(int).tolist()), rows, covariance, gradient)


def _arm_by_decile(
    data: TrialData, threshold: float, place: npt.NDArray[np.int64], value: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    benefit = data.outcomes @ np.array([-1.0, threshold])
    return _means_by_decile(benefit, place, data.cluster, data.arm_of == value)


def _means_by_decile(
    values: FloatArray, place: npt.NDArray[np.int64], cluster: npt.NDArray[np.int64], of: npt.NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Means of the people of some clusters by decile, covariance of the means, and numbers of people."""
    shape = (len(of), int(place.max()) + 1)
    cell = cluster * shape[1] + place
    sums, counts = (
        np.bincount(cell, weights=weights, minlength=shape[0] * shape[1]).reshape(shape)[of]
        for weights in (values, np.ones_like(values))
    )
    people = counts.sum(axis=0)
    if (people == 0).any():
        raise NotEstimable("A decile has nobody in one of the arms; join neighbouring deciles.")
    means = sums.sum(axis=0) / people
    pull = (sums - means * counts) / people
    clusters = len(pull)
    return means, pull.T @ pull * clusters / (clusters - 1), people


def _deciles(decile: npt.ArrayLike, length: int) -> tuple[tuple[int, ...], npt.NDArray[np.int64]]:
    given = vector(decile, "decile", length=length)
    if not np.isin(given, np.arange(1, 11)).all():
        raise BadInput("decile must be a whole number from 1, the most deprived tenth, to 10, the least.")
    labels, place = np.unique(given, return_inverse=True)
    return tuple(int(label) for label in labels), place.astype(np.int64)


def _table(covariance: npt.ArrayLike, size: int) -> FloatArray:
    try:
        given = np.asarray(covariance, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise BadInput("covariance holds something that is not a number.") from problem
    table = (
        np.diag(vector(given, "covariance", length=size)) if given.ndim == 1 else matrix(given, "covariance", rows=size)
    )
    if table.shape != (size, size) or (np.diag(table) < 0).any():
        raise BadInput(f"covariance must be {size} by {size}, or {size} squared standard errors.")
    return table
