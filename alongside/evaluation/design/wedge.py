"""Stepped wedges, and any other trial laid out as clusters by periods, by exact generalised least squares."""

from dataclasses import dataclass, field, replace
from math import inf, sqrt

import numpy as np
import numpy.typing as npt

from alongside.evaluation.design.power import (
    Method,
    Power,
    chosen_method,
    ratio_needed,
    smallest,
    something_to_show,
    test_in_words,
)
from alongside.evaluation.design.visits import share
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray, matrix, positive, probability, vector
from alongside.evaluation.wording import counted, interval, number, percent


def wedge(clusters_per_step: npt.ArrayLike, *, baseline_periods: int = 1, periods_per_step: int = 1) -> FloatArray:
    """The matrix of a stepped wedge, shape (clusters, periods): 1 once a cluster has crossed over, 0 before.

    Parameters
    ----------
    clusters_per_step
        How many clusters cross over at each step.
    baseline_periods
        Periods before the first step.
    periods_per_step
        Periods from one step to the next, and after the last.

    References
    ----------
    The layout of Hussey, Hughes (2007), Contemporary Clinical Trials 28, 182-191.
    """
    clusters = vector(clusters_per_step, "clusters_per_step")
    if (clusters < 0).any() or (clusters != np.floor(clusters)).any():
        raise BadInput("clusters_per_step must hold whole numbers from 0 on.")
    if baseline_periods < 0 or periods_per_step < 1:
        raise BadInput("There must be 0 or more baseline_periods and 1 or more periods_per_step.")
    first = np.repeat(baseline_periods + periods_per_step * np.arange(len(clusters)), clusters.astype(int))
    periods = baseline_periods + periods_per_step * len(clusters)
    return (np.arange(periods) >= first[:, np.newaxis]).astype(np.float64)


@dataclass(frozen=True, eq=False)
class SteppedWedge:
    """What is assumed of a trial in which clusters are under the intervention in some periods and not in others.

    The analysis is a linear mixed model of clusters and periods with known variances, a fixed effect for each period.

    Parameters
    ----------
    treatment
        1 under the intervention, 0 not, shape (clusters, periods). `wedge` makes the usual ones; baselines before a
        parallel trial, crossovers and others are written out.
    cluster_size
        People measured in a cluster in a period; one number, or one for each cluster.
    icc
        Intracluster correlation within a period.
    sd
        Standard deviation of the outcome in a period, clusters taken together; for a proportion sqrt(p(1 - p)).
        Given variances instead, between clusters τ² and within σ²: sd = sqrt(τ² + σ²), icc = τ²/(τ² + σ²).
    cac
        Cluster autocorrelation: what is left of the ICC between two periods. 1 is the model of Hussey and Hughes,
        less adds an effect of cluster by period.
    iac
        Individual autocorrelation of people measured in every period (a closed cohort); 0 for other people each time.
        For an open cohort, times the share of people who are there in both of two periods.
    decay
        Let the cluster autocorrelation be `cac` to the power of the periods between.
    measured
        False where a cluster is not measured in a period, same shape as `treatment`; everywhere if not given.
    alpha
        Two-sided level of the test.
    method
        "t": noncentral t with clusters minus 2 degrees of freedom. "normal": as in Hussey and Hughes.

    Raises
    ------
    BadInput
        A value that cannot be.
    NotEstimable
        In no period are there clusters under both conditions.

    References
    ----------
    Hussey, Hughes (2007), Contemporary Clinical Trials 28, 182-191.
    Hooper, Teerenstra, de Hoop, Eldridge (2016), Statistics in Medicine 35, 4718-4728: cac and iac.
    Girling, Hemming (2016), Statistics in Medicine 35, 2149-2166: the same variance through cluster-mean correlation.
    Kasza, Hemming, Hooper, Matthews, Forbes (2019), Statistical Methods in Medical Research 28, 703-716: decay.
    """

    treatment: npt.ArrayLike = field(repr=False)
    cluster_size: npt.ArrayLike
    icc: float
    sd: float = 1.0
    cac: float = 1.0
    iac: float = 0.0
    decay: bool = False
    measured: npt.ArrayLike | None = field(default=None, repr=False)
    alpha: float = 0.05
    method: Method = "t"

    def __post_init__(self) -> None:
        share(self.icc, "icc", below_one=True)
        share(self.cac, "cac")
        share(self.iac, "iac", below_one=True)
        positive(self.sd, "sd")
        probability(self.alpha, "alpha")
        chosen_method(self.method)
        if not np.isin(self._treated, (0.0, 1.0)).all():
            raise BadInput("treatment must be 1 under the intervention and 0 otherwise.")
        if not self._seen.any(axis=1).all():
            raise BadInput("A cluster is never measured; leave its row out.")
        if (self._sizes <= 0).any():
            raise BadInput("cluster_size must be above 0 everywhere.")
        if not ((self._treated * self._seen).any(axis=0) & ((1 - self._treated) * self._seen).any(axis=0)).any():
            raise NotEstimable(
                "In no period are there clusters under both conditions: time and intervention look the same."
            )

    @property
    def clusters(self) -> int:
        return len(self._treated)

    @property
    def observations(self) -> float:
        """Measurements in all: people, if other people are measured in each period."""
        return float(self._sizes @ self._seen.sum(axis=1))

    @property
    def variance(self) -> float:
        """Of the estimated difference."""
        precision, treated = self._precisions(), self._treated * self._seen
        periods = self._seen.any(axis=0)
        of_periods = precision.sum(axis=0)[np.ix_(periods, periods)]
        both = np.einsum("ks,kst->t", treated, precision)[periods]
        alone = float(np.einsum("ks,kst,kt->", treated, precision, treated))
        known = alone - float(both @ np.linalg.solve(of_periods, both))
        return 1 / known

    def power(self, *, difference: float) -> Power:
        """The power to show a difference, in units of the outcome."""
        return Power(difference, sqrt(self.variance), self._df, self.alpha, self.describe())

    def detectable(self, *, power: float = 0.8) -> Power:
        """The smallest difference, either way, shown with this power."""
        return self.power(difference=ratio_needed(power, self.alpha, self._df) * sqrt(self.variance))

    def repeated(self, times: int) -> "SteppedWedge":
        """The same layout with each cluster replaced by so many."""
        if times < 1 or times != int(times):
            raise BadInput(f"times is {times}; it must be a whole number from 1 on.")
        return replace(
            self,
            treatment=np.repeat(self._treated, int(times), axis=0),
            cluster_size=np.repeat(self._sizes, int(times)),
            measured=np.repeat(self._seen, int(times), axis=0),
        )

    def repeats_needed(self, *, difference: float, power: float = 0.8) -> int:
        """How often to repeat the layout to show a difference with this power: `repeated(times)` is then enough."""
        self._askable(difference, power)
        variance, clusters = self.variance, self.clusters

        def enough(times: int) -> bool:
            df = times * clusters - 2 if self.method == "t" else inf
            return df > 0 and Power(difference, sqrt(variance / times), df, self.alpha).power >= power

        times = smallest(enough)
        if times is None:
            raise NotEstimable("Not even a million times these clusters would be enough.")
        return times

    def size_needed(self, *, difference: float, power: float = 0.8) -> int:
        """People to measure in each cluster and period, the same in all, to show a difference with this power.

        Raises
        ------
        NotEstimable
            No size is enough.
        """
        self._askable(difference, power)
        size = smallest(lambda m: replace(self, cluster_size=m).power(difference=difference).power >= power)
        if size is None:
            raise NotEstimable(
                f"With {self.clusters} clusters no number of people gives {percent(power, decimals=1)} power to show "
                f"a difference of {number(difference)}. Add clusters or periods, or look for a larger difference."
            )
        return size

    def describe(self) -> str:
        """The assumptions, for a protocol."""
        low, high = float(self._sizes.min()), float(self._sizes.max())
        sizes = number(low) if low == high else interval(low, high, number)
        clusters, periods = self._treated.shape
        same = f"the same people each time (individual autocorrelation {number(self.iac)})"
        fading = " for each period between" if self.decay else " between periods"
        return (
            f"We assume a trial of {counted(clusters, 'cluster')} over {counted(periods, 'period')}, {sizes} people in "
            f"a cluster and period, {same if self.iac else 'other people each time'}, "
            f"{number(self.observations)} measurements in all; an outcome with standard deviation "
            f"{number(self.sd)}; an intracluster correlation of {number(self.icc)} within a period and a cluster "
            f"autocorrelation of {number(self.cac)}{fading}. The analysis is a mixed model with a fixed effect for "
            f"each period. {test_in_words(self.alpha, self.method)}"
        )

    @property
    def _treated(self) -> FloatArray:
        return matrix(self.treatment, "treatment")

    @property
    def _seen(self) -> npt.NDArray[np.bool_]:
        shape = self._treated.shape
        if self.measured is None:
            return np.ones(shape, dtype=np.bool_)
        seen = matrix(self.measured, "measured")
        if seen.shape != shape:
            raise BadInput(f"measured has the shape {seen.shape} and treatment {shape}; they must be the same.")
        return seen.astype(np.bool_)

    @property
    def _sizes(self) -> FloatArray:
        every = np.full(self.clusters, self.cluster_size) if np.ndim(self.cluster_size) == 0 else self.cluster_size
        return vector(every, "cluster_size", length=self.clusters)

    @property
    def _df(self) -> float:
        if self.method == "normal":
            return inf
        if self.clusters < 3:
            raise NotEstimable("With fewer than three clusters no degrees of freedom are left for a t test.")
        return self.clusters - 2

    def _askable(self, difference: float, power: float) -> None:
        something_to_show(difference)
        ratio_needed(power, self.alpha, inf)

    def _covariances(self) -> FloatArray:
        """Of the means of a cluster's periods, shape (clusters, periods, periods)."""
        periods = self._treated.shape[1]
        apart = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
        clusters = self.cac ** (apart if self.decay else np.minimum(apart, 1))
        people = np.where(apart == 0, 1.0, self.iac)
        within = (1 - self.icc) * people / self._sizes[:, np.newaxis, np.newaxis]
        return np.asarray(self.sd**2 * (self.icc * clusters + within))

    def _precisions(self) -> FloatArray:
        """Their inverses over the measured periods, 0 in the others."""
        seen = self._seen
        pairs = seen[:, :, np.newaxis] & seen[:, np.newaxis, :]
        return np.where(pairs, np.linalg.inv(np.where(pairs, self._covariances(), np.eye(seen.shape[1]))), 0.0)
