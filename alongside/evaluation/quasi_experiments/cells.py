"""The mean of each cluster in each period, and comparisons that take a cluster as one unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alongside.evaluation.errors import NotEstimable
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank


@dataclass(frozen=True)
class Cells:
    """Means of clusters (rows) in periods (columns, in order), of which the first so many are before."""

    means: FloatArray
    periods: FloatArray
    periods_before: int

    @property
    def before(self) -> FloatArray:
        """Each cluster's mean over the periods before, each period counting the same."""
        return np.asarray(self.means[:, : self.periods_before].mean(axis=1))

    @property
    def after(self) -> FloatArray:
        return np.asarray(self.means[:, self.periods_before :].mean(axis=1))


def cells(y: FloatArray, cluster: IntArray, labels: Sequence[str], when: FloatArray, start: float) -> Cells:
    """Raise unless each cluster has rows in each period: a change would otherwise mix with what is missing."""
    periods, columns = np.unique(when, return_inverse=True)
    shape = (len(labels), len(periods))
    cell = cluster * len(periods) + columns
    counts = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    before = int((periods < start).sum())
    if before in (0, len(periods)):
        raise NotEstimable(f"There is nothing {'before' if before == 0 else 'after'} the start at {start:g}.")
    _complete(counts, labels, periods)
    sums = np.bincount(cell, weights=y, minlength=counts.size).reshape(shape)
    return Cells(sums / counts, periods, before)


def difference(values: FloatArray, arms: FloatArray, name: str) -> Coefficient:
    """Mean of clusters with less mean of clusters without: the t test with K − 2 degrees of freedom."""
    x = np.column_stack([arms, np.ones(len(arms))])
    return _first(values, x, (name, "intercept"))


def adjusted_difference(
    values: FloatArray, arms: FloatArray, covariates: FloatArray, names: Sequence[str]
) -> Coefficient:
    """The same with cluster covariates, which take a degree of freedom each."""
    x = np.column_stack([arms, np.ones(len(arms)), covariates - covariates.mean(axis=0)])
    return _first(values, x, ("adjusted difference", "intercept", *names))


def _first(values: FloatArray, x: FloatArray, names: Sequence[str]) -> Coefficient:
    freedom = len(x) - x.shape[1]
    if freedom < 1:
        raise NotEstimable(f"{len(x)} clusters are too few for {x.shape[1]} coefficients.")
    full_rank(x, names)
    inverse = np.linalg.inv(x.T @ x)
    estimates = inverse @ (x.T @ values)
    rest = float(np.sum((values - x @ estimates) ** 2))
    if rest <= 1e-20 * max(1.0, float(values @ values)):
        raise NotEstimable("The clusters of an arm are all the same: there is no spread to judge a difference by.")
    return Coefficient(names[0], float(estimates[0]), float(np.sqrt(inverse[0, 0] * rest / freedom)), float(freedom))


def _complete(counts: IntArray, labels: Sequence[str], periods: FloatArray) -> None:
    missing = np.argwhere(counts == 0)
    if len(missing):
        row, column = missing[0]
        raise NotEstimable(
            f"Cluster {labels[row]} has no rows in period {periods[column]:g}. Leave that cluster or that period out."
        )
