"""Shares and means of people who come from sites: intervals in which the site, not the person, is drawn by chance."""

from dataclasses import dataclass
from functools import partial
from math import inf, sqrt

import numpy as np
import numpy.typing as npt
from scipy import stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Coefficient, Interval
from alongside.evaluation.inputs import FloatArray, IntArray, groups, probability, vector
from alongside.evaluation.wording import confidence_interval, counted, number, percent


@dataclass(frozen=True)
class Share:
    """A count out of a total. `variance` and `df` are those of the share over `clusters`; without, Wilson's holds."""

    count: int
    total: int
    clusters: int | None = None
    variance: float = 0.0
    df: float = inf

    @property
    def value(self) -> float:
        return self.count / self.total

    @property
    def design_effect(self) -> float:
        """Variance over that of a simple sample; not below 1, and the mean cluster size where nothing varies."""
        if self.clusters is None:
            return 1.0
        if self.count in (0, self.total):
            return self.total / self.clusters
        return max(1.0, self.variance * self.total / (self.value * (1 - self.value)))

    @property
    def notes(self) -> tuple[str, ...]:
        if self.clusters is None:
            return ()
        if self.clusters == 1:
            return ("All come from one cluster: no interval can be given.",)
        if self.count in (0, self.total):
            return ("All clusters are alike, so each is counted as one observation in the interval.",)
        return ()

    def interval(self, level: float = 0.95) -> Interval:
        """Wilson's interval; over clusters, with the effective sample size and a t quantile.

        The design effect is never taken as below 1: an interval should not shrink because a few sites happened to be
        alike.

        Raises
        ------
        NotEstimable
            All come from one cluster.

        References
        ----------
        Wilson EB (1927) J Am Stat Assoc 22:209-212. Korn EL, Graubard BI (1998) Survey Methodology 24:193-201 (the
        effective sample size with a t quantile). Franco C et al. (2019) J Survey Statistics and Methodology 7:334-364
        (recommends Wilson's form with an effective sample size).
        """
        probability(level, "level")
        if self.clusters == 1:
            raise NotEstimable("All come from one cluster, so the spread between clusters cannot be seen.")
        quantile = (
            float(stats.t.ppf(0.5 + level / 2, self.df)) if self.clusters else float(stats.norm.ppf(0.5 + level / 2))
        )
        return _wilson(self.value, self.total / self.design_effect, quantile, level)

    def words(self, level: float = 0.95) -> str:
        """`62% (45 of 72; 95% confidence interval 51% to 72%)`."""
        found = "no interval, all from one cluster"
        if self.clusters != 1:
            found = confidence_interval(self.interval(level), percent)
        return f"{percent(self.value)} ({number(self.count)} of {number(self.total)}; {found})"


@dataclass(frozen=True)
class Mean:
    """A mean over people, with its standard error and degrees of freedom over clusters."""

    estimate: float
    sd: float
    people: int
    clusters: int
    se: float
    df: float

    @property
    def notes(self) -> tuple[str, ...]:
        if self.clusters == 1:
            return ("There is one cluster: no interval can be given.",)
        if self.se == 0:
            return ("Nothing varies between the clusters: no interval can be given.",)
        return ()

    def interval(self, level: float = 0.95) -> Interval:
        """Mean ± t(df) × SE.

        Raises
        ------
        NotEstimable
            One cluster, or clusters that do not differ at all.
        """
        probability(level, "level")
        if self.notes:
            raise NotEstimable(self.notes[0])
        return Coefficient("mean", self.estimate, self.se, self.df).interval(level)

    def words(self, level: float = 0.95) -> str:
        """`3.6 (95% confidence interval 3.2 to 4.0; 41 people)`."""
        tenths = partial(number, decimals=1)
        found = "no interval" if self.notes else confidence_interval(self.interval(level), tenths)
        return f"{tenths(self.estimate)} ({found}; {counted(self.people, 'person', 'people')})"


def share(count: int, total: int) -> Share:
    """A share of independent people or sites, such as the practices that agreed of those asked.

    Raises
    ------
    BadInput
        A count below 0 or above the total, or a total of none.

    References
    ----------
    Wilson's interval: Wilson EB (1927), Journal of the American Statistical Association 22:209-212.
    """
    if total < 1:
        raise BadInput("The total is none: there is nothing to take a share of.")
    if not 0 <= count <= total:
        raise BadInput(f"The count is {count}; it must lie between 0 and the total, {total}.")
    return Share(int(count), int(total))


def clustered_share(count: npt.ArrayLike, total: npt.ArrayLike, *, cluster: npt.ArrayLike) -> Share:
    """The share over all people, with the variance over clusters.

    Parameters
    ----------
    count, total
        Shape (n,): so many of so many. A row may be a person (`total` 1) or a cluster; rows of a cluster are added up.

    Raises
    ------
    BadInput
        Counts that are not whole, are below 0 or above their totals; or totals that are all 0.

    References
    ----------
    The variance and degrees of freedom are those of `clustered_mean`.
    """
    totals = whole(total, "total")
    counts = whole(count, "count", length=len(totals))
    codes, _ = groups(cluster, "cluster", length=len(totals))
    if (counts > totals).any():
        raise BadInput("A count is above its total.")
    sizes, found = _sums(codes, totals), _sums(codes, counts)
    if sizes.sum() == 0:
        raise BadInput("The totals are all 0: there is nothing to take a share of.")
    value = found.sum() / sizes.sum()
    variance, df = _bias_reduced(found - value * sizes, sizes)
    return Share(int(found.sum()), int(sizes.sum()), int((sizes > 0).sum()), variance, df)


def clustered_mean(values: npt.ArrayLike, *, cluster: npt.ArrayLike) -> Mean:
    """The mean over people with the bias-reduced ("CR2") standard error and Satterthwaite's degrees of freedom.

    Parameters
    ----------
    values, cluster
        Shape (people,).

    References
    ----------
    Bell RM, McCaffrey DF (2002) Survey Methodology 28:169-181; Pustejovsky JE, Tipton E (2018) J Business & Economic
    Statistics 36:672-683. For an intercept alone both have closed forms: with w the share of people in a cluster and
    e the sum of its residuals, V = Σ e² / (1 − w) / n². `estimation.cluster_robust` on a column of ones is the same,
    but needs a row for each person where counts will do here.
    """
    found = vector(values, "values")
    codes, labels = groups(cluster, "cluster", length=len(found))
    mean = float(found.mean())
    sizes, scale = _sums(codes, np.ones(len(found))), float(np.abs(found).max())
    variance, df = _bias_reduced(_sums(codes, found - mean), sizes, scale=scale)
    sd = float(found.std(ddof=1)) if len(found) > 1 else 0.0
    return Mean(mean, sd, len(found), len(labels), sqrt(variance), df)


def whole(values: npt.ArrayLike, name: str, *, length: int | None = None) -> FloatArray:
    """Counts, shape (n,): whole numbers of 0 or more.

    Raises
    ------
    BadInput
        As for `inputs.vector`, or numbers that are not counts.
    """
    found = vector(values, name, length=length)
    if (found < 0).any() or (found % 1 != 0).any():
        raise BadInput(f"{name} must hold counts: whole numbers of 0 or more.")
    return found


def _sums(codes: IntArray, values: FloatArray) -> FloatArray:
    """The sum of the values of each cluster."""
    return np.bincount(codes, weights=values).astype(np.float64)


def _wilson(value: float, size: float, quantile: float, level: float) -> Interval:
    square = quantile**2 / size
    middle = (value + square / 2) / (1 + square)
    half = sqrt(square * (value * (1 - value) + square / 4)) / (1 + square)
    # At a share of 0 or 1 the bound is that share, but for rounding.
    low = 0.0 if value == 0 else max(0.0, middle - half)
    high = 1.0 if value == 1 else min(1.0, middle + half)
    return Interval(low, high, level)


def _bias_reduced(residuals: FloatArray, sizes: FloatArray, *, scale: float = 1.0) -> tuple[float, float]:
    """Variance of the overall mean, and its degrees of freedom, from each cluster's sum of residuals and size."""
    there = sizes > 0
    residuals, weights = residuals[there], sizes[there] / sizes.sum()
    if len(weights) == 1:
        return 0.0, 0.0
    # Sums of residuals that are 0 but for rounding, at this scale of the values, are 0.
    residuals = np.where(np.abs(residuals) < 1e-13 * scale * sizes.sum(), 0.0, residuals)
    variance = float((residuals**2 / (1 - weights)).sum() / sizes.sum() ** 2)
    cross = weights**2 / (1 - weights)
    df = 1 / float((weights**2).sum() + cross.sum() ** 2 - (cross**2).sum())
    return variance, df
