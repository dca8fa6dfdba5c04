"""A stepped wedge by the means of each cluster in each period."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank, groups, vector


@dataclass(frozen=True)
class WithinPeriods:
    """Clusters with the intervention against clusters without it, each period by itself."""

    periods: tuple[str, ...]
    differences: FloatArray
    weights: FloatArray

    @property
    def estimate(self) -> float:
        """The weighted mean of the differences."""
        return float(np.average(self.differences, weights=self.weights))


@dataclass(frozen=True)
class ClusterPeriodMeans:
    """The mean outcome of every cluster in every period, one row for each pair of the two that was seen."""

    clusters: tuple[str, ...]
    periods: tuple[str, ...]
    cluster: IntArray = field(repr=False)  # (cells,)
    period: IntArray = field(repr=False)
    treated: FloatArray = field(repr=False)
    sizes: IntArray = field(repr=False)
    means: FloatArray = field(repr=False)

    @property
    def fixed_clusters(self) -> Coefficient:
        """The effect from a regression of the means on treatment, period and cluster, all fixed.

        It takes the means as equally precise and, given the cluster, as independent; where clusters have courses over
        time of their own, the standard error is too small.

        Raises
        ------
        NotEstimable
            Treatment that cluster and period determine, or no degrees of freedom left.
        """
        x = np.column_stack(
            [np.eye(len(self.clusters))[self.cluster], np.eye(len(self.periods))[self.period][:, 1:], self.treated]
        )
        full_rank(x, [*self.clusters, *self.periods[1:], "treatment"])
        left = len(x) - x.shape[1]
        if left == 0:
            raise NotEstimable("There are as many coefficients as means: nothing is left to judge the effect by.")
        bread = np.linalg.inv(x.T @ x)
        beta = bread @ x.T @ self.means
        variance = float(((self.means - x @ beta) ** 2).sum()) / left * float(bread[-1, -1])
        if variance <= 1e-24 * float(self.means @ self.means):
            raise NotEstimable("The model reproduces the means exactly: nothing is left to judge the effect by.")
        return Coefficient("treatment", float(beta[-1]), float(np.sqrt(variance)), left)

    @property
    def within_periods(self) -> WithinPeriods:
        """The "vertical" comparison: the difference in each period with clusters of both kinds.

        Periods are weighted by 1 / (1/k1 + 1/k0), of k1 clusters with and k0 without the intervention. No time trend
        need be modelled. Clusters return from period to period, so a test must permute the times of crossing over.

        Raises
        ------
        NotEstimable
            No period with clusters of both kinds.

        References
        ----------
        Thompson JA, Davey C, Fielding K, Hargreaves JR, Hayes RJ. Robust analysis of stepped wedge trials using
        cluster-level summaries within periods. Statistics in Medicine 2018; 37: 2487-2500.
        """
        kinds = (1 - self.treated, self.treated)
        number = np.array([self._by_period(kind) for kind in kinds])
        total = np.array([self._by_period(kind * self.means) for kind in kinds])
        both = number.min(axis=0) > 0
        if not both.any():
            raise NotEstimable("No period has clusters with and clusters without the intervention.")
        control, intervention = total[:, both] / number[:, both]
        return WithinPeriods(
            periods=tuple(self.periods[place] for place in np.flatnonzero(both)),
            differences=intervention - control,
            weights=1 / (1 / number[:, both]).sum(axis=0),
        )

    def _by_period(self, values: FloatArray) -> FloatArray:
        return np.bincount(self.period, weights=values, minlength=len(self.periods)).astype(np.float64)


def cluster_period_means(
    y: npt.ArrayLike, *, treatment: npt.ArrayLike, cluster: npt.ArrayLike, period: npt.ArrayLike
) -> ClusterPeriodMeans:
    """Take the mean of each cluster in each period.

    Parameters
    ----------
    y, treatment, cluster, period
        (n,) of each person; treatment is 1 where the cluster had the intervention in that period, else 0.

    Raises
    ------
    BadInput
        Arrays that do not fit together, or a cluster with both treatments in one period.
    NotEstimable
        Everybody treated, or nobody.

    References
    ----------
    Least squares on the means with a column for each cluster and period; differences within periods weighted by 1
    / (1/k1 + 1/k0).
    """
    outcome = vector(y, "y")
    treated = vector(treatment, "treatment", length=len(outcome))
    if not np.isin(treated, (0.0, 1.0)).all():
        raise BadInput("treatment must be 1 with the intervention and 0 without it.")
    if np.ptp(treated) == 0:
        raise NotEstimable(f"{'Everybody' if treated[0] else 'Nobody'} had the intervention: there is no comparison.")
    clusters, cluster_labels = groups(cluster, "cluster", length=len(outcome))
    periods, period_labels = groups(period, "period", length=len(outcome))
    cells, place = np.unique(clusters * len(period_labels) + periods, return_inverse=True)
    sizes = np.bincount(place)
    of_cells = np.bincount(place, weights=treated) / sizes
    if not np.isin(of_cells, (0.0, 1.0)).all():
        raise BadInput("A cluster has people with and without the intervention in one period; split the period there.")
    return ClusterPeriodMeans(
        clusters=cluster_labels,
        periods=period_labels,
        cluster=cells // len(period_labels),
        period=cells % len(period_labels),
        treated=of_cells,
        sizes=sizes,
        means=np.bincount(place, weights=outcome) / sizes,
    )
