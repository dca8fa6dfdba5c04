"""Intracluster correlations from data, with intervals."""

from dataclasses import dataclass, field
from math import inf, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from alongside.evaluation.design.design_effects import DesignEffect, design_effect
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Interval
from alongside.evaluation.inputs import FloatArray, IntArray, groups, probability, two_arms, vector
from alongside.evaluation.wording import confidence_interval, number


@dataclass(frozen=True)
class Icc:
    """An intracluster correlation by one-way analysis of variance.

    Parameters
    ----------
    estimate
        (MSB - MSW)/(MSB + (n0 - 1) MSW). It may be below 0; `truncated` may not.
    msb, msw
        Mean squares between clusters (of the same arm, if arms were given) and within them.
    n0
        The cluster size that stands for sizes that vary.
    df_between, df_within
        Clusters minus arms, people minus clusters.
    sizes, means, arms
        People, mean outcome and code of the arm of each cluster.
    notes
        What to be careful of.
    """

    estimate: float
    msb: float
    msw: float
    n0: float
    df_between: int
    df_within: int
    sizes: FloatArray = field(repr=False, compare=False)
    means: FloatArray = field(repr=False, compare=False)
    arms: IntArray = field(repr=False, compare=False)
    notes: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        return int(self.sizes.sum())

    @property
    def clusters(self) -> int:
        return len(self.sizes)

    @property
    def truncated(self) -> float:
        """The estimate, or 0 where it is below."""
        return max(0.0, self.estimate)

    @property
    def f(self) -> float:
        """MSB over MSW."""
        return self.msb / self.msw if self.msw > 0 else inf

    @property
    def se(self) -> float:
        """Standard error in large samples.

        References
        ----------
        Smith (1957), Annals of Human Genetics 21, 363-373. Within arms: the same, the variance of MSB being that of
        a quadratic form in the cluster means, arm by arm.
        """
        rho, n = self.estimate, self.sizes
        load = n * rho + 1 - rho
        totals = np.bincount(self.arms, n)
        between = (
            np.sum(load**2)
            - 2 * np.sum(np.bincount(self.arms, n * load**2) / totals)
            + np.sum((np.bincount(self.arms, n * load) / totals) ** 2)
        ) / self.df_between**2
        within = (1 + rho * (self.n0 - 1)) ** 2 / self.df_within
        return float(sqrt(2 * (within + between)) * (1 - rho) / self.n0)

    def interval(self, level: float = 0.95, *, method: Literal["exact", "searle", "smith"] = "exact") -> Interval:
        """A confidence interval, not cut off at 0.

        Parameters
        ----------
        method
            "exact": exact for a normal outcome whatever the sizes. "searle": by the F distribution with n0 for the
            size, exact if sizes are equal and then the same. "smith": estimate ± z × SE, for many clusters.

        Raises
        ------
        NotEstimable
            Nobody differs from the others of their cluster, or the clusters differ too little for any correlation.

        References
        ----------
        exact: Wald (1940), Annals of Mathematical Statistics 11, 96-100. It is the ratio of the spread of cluster
        means, weighted as for that correlation, to MSW; where no correlation is low enough the limit is the lowest
        there can be, -1/(largest size - 1). searle: Searle (1971), Linear Models. Comparison: Donner, Wells (1986),
        Biometrics 42, 401-412.
        """
        if self.msw <= 0:
            raise NotEstimable("Everybody has the same outcome as the rest of their cluster: there is no interval.")
        tail = (1 - probability(level, "level")) / 2
        methods = {"exact": self._exact, "searle": self._searle, "smith": self._smith}
        if method not in methods:
            raise BadInput(f"method is {method}; it must be exact, searle or smith.")
        low, high = methods[method](tail)
        return Interval(low, high, level)

    def design_effect(self) -> DesignEffect:
        """Of these clusters with the truncated estimate."""
        return design_effect(self.sizes, self.truncated)

    def describe(self) -> str:
        """One paragraph for a report."""
        arms = " within arms" if self.df_between < self.clusters - 1 else ""
        return (
            f"The intracluster correlation{arms}, by analysis of variance of {number(self.people)} people in "
            f"{number(self.clusters)} clusters, is {number(self.estimate)} ({self._limits_in_words()})."
        )

    def _limits_in_words(self) -> str:
        try:
            return confidence_interval(self.interval())
        except NotEstimable:
            return "no confidence interval can be given"

    def _quantiles(self, tail: float) -> tuple[float, float]:
        upper, lower = (float(special.fdtri(self.df_between, self.df_within, p)) for p in (1 - tail, tail))
        return upper, lower

    def _searle(self, tail: float) -> tuple[float, float]:
        low, high = (self.f / quantile for quantile in self._quantiles(tail))
        return (low - 1) / (low + self.n0 - 1), (high - 1) / (high + self.n0 - 1)

    def _smith(self, tail: float) -> tuple[float, float]:
        half = -float(special.ndtri(tail)) * self.se
        return self.estimate - half, self.estimate + half

    def _exact(self, tail: float) -> tuple[float, float]:
        lowest = -1 / (float(self.sizes.max()) - 1)
        low, high = (self._correlation_at(quantile, lowest) for quantile in self._quantiles(tail))
        if high == lowest:
            raise NotEstimable("Clusters differ less than any correlation between people allows: there is no interval.")
        return low, high

    def _correlation_at(self, quantile: float, lowest: float) -> float:
        """The correlation that puts the pivot at this quantile of F; the pivot falls as the correlation rises."""
        edge = lowest + 1e-9 * (1 - lowest)
        if self._pivot(edge) <= quantile:
            return lowest
        return float(optimize.brentq(lambda rho: quantile - self._pivot(rho), edge, 1.0, xtol=1e-14, rtol=1e-14))

    def _pivot(self, rho: float) -> float:
        weights = self.sizes * (1 - rho) / (1 + (self.sizes - 1) * rho)
        if rho == 1:
            return 0.0
        centres = np.bincount(self.arms, weights * self.means) / np.bincount(self.arms, weights)
        return float(np.sum(weights * (self.means - centres[self.arms]) ** 2) / self.df_between / self.msw)


def anova_icc(y: npt.ArrayLike, cluster: npt.ArrayLike, *, arm: npt.ArrayLike | None = None) -> Icc:
    """The intracluster correlation of an outcome, numbers or 0 and 1.

    Parameters
    ----------
    y
        Outcome of each person, shape (n,).
    cluster
        Label of each person's cluster.
    arm
        1 intervention, 0 control. Given, the correlation is within arms: an effect of the intervention, which would
        otherwise pass for a likeness of clusters, is taken out.

    Raises
    ------
    BadInput
        Other lengths, missing values, a cluster in both arms.
    NotEstimable
        One cluster, nobody with another person in their cluster, or an outcome that is the same for all.

    References
    ----------
    n0 = (N - Σn²/N)/(K - 1): Donner (1986), International Statistical Review 54, 67-82. Within arms:
    n0 = (N - Σ_arm Σn²/N_arm)/(K - arms), as in Donner, Klar (2000), Design and Analysis of Cluster Randomization
    Trials in Health Research.
    """
    outcome = vector(y, "y")
    codes, arms = clusters_and_arms(outcome, cluster, arm)
    outcome = outcome - outcome.mean()
    sizes = np.bincount(codes).astype(np.float64)
    means = np.bincount(codes, outcome) / sizes
    of_arms = np.bincount(arms, sizes)
    df_between, df_within = len(sizes) - len(of_arms), len(outcome) - len(sizes)
    centres = np.bincount(arms, sizes * means) / of_arms
    msb = float(np.sum(sizes * (means - centres[arms]) ** 2)) / df_between
    msw = _not_noise(float(np.sum((outcome - means[codes]) ** 2)), float(np.sum(outcome**2))) / df_within
    n0 = float(sizes.sum() - np.sum(np.bincount(arms, sizes**2) / of_arms)) / df_between
    estimate = (msb - msw) / (msb + (n0 - 1) * msw)
    return Icc(estimate, msb, msw, n0, df_between, df_within, sizes, means, arms, _notes(estimate))


def clusters_and_arms(
    outcome: FloatArray, cluster: npt.ArrayLike, arm: npt.ArrayLike | None
) -> tuple[IntArray, IntArray]:
    """The code of each person's cluster and of each cluster's arm; raises where no correlation can be seen."""
    codes, labels = groups(cluster, "cluster", length=len(outcome))
    if len(labels) < 2:
        raise NotEstimable("There is one cluster: how clusters differ cannot be seen.")
    if len(labels) == len(outcome):
        raise NotEstimable("Nobody shares a cluster with another person: how alike people are cannot be seen.")
    if np.ptp(outcome) == 0:
        raise NotEstimable("The outcome is the same for everybody.")
    if arm is None:
        return codes, np.zeros(len(labels), dtype=np.int64)
    return codes, two_arms(arm, codes)[1].astype(np.int64)


def _not_noise(within: float, total: float) -> float:
    """0 where the spread within clusters is rounding error."""
    return within if within > 1e-20 * total else 0.0


def _notes(estimate: float) -> tuple[str, ...]:
    if estimate < 0:
        return (
            "The estimate is below 0: clusters differ less than chance alone would make them. Plan with 0 or more.",
        )
    if estimate == 1:
        return ("Everybody has the same outcome as the rest of their cluster: the standard error of 0 says nothing.",)
    return ()
