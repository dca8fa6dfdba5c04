"""How far apart the arms are: a score for each of many allocations, and a table for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from alongside.evaluation.allocation.candidates import Rows
from alongside.evaluation.allocation.units import GRAIN, Units
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray, matrix, names_for, vector

Metric = Literal["l2", "l1", "mahalanobis"]
METRICS: tuple[Metric, ...] = get_args(Metric)

# So many allocations are turned into doubles at a time: 50,000 of 100 clusters take 40 MB.
AT_A_TIME = 50_000


@dataclass(frozen=True)
class BalanceRow:
    """One covariate in the two arms, over clusters.

    `standardised` is the difference over the standard deviation of all clusters, which no allocation changes.
    """

    covariate: str
    intervention_mean: float
    control_mean: float
    intervention_sd: float
    control_sd: float
    difference: float
    standardised: float


def balance_table(
    covariates: npt.ArrayLike, arm: npt.ArrayLike, *, names: Sequence[str] | None = None
) -> tuple[BalanceRow, ...]:
    """Means and standard deviations (n - 1; 0 for one cluster) of covariates by arm, and their differences.

    Parameters
    ----------
    covariates
        Shape (clusters, covariates).
    arm
        1 intervention, 0 control, shape (clusters,).

    Raises
    ------
    BadInput
        Arms other than 0 and 1.
    NotEstimable
        An arm without a cluster.

    References
    ----------
    Standardised: (x1 - x0) / s, with s the standard deviation of all clusters. Austin, 2009, Statistics in
    Medicine 28:3083-3107, who divides by that within arms.
    """
    x = matrix(covariates, "covariates")
    arms = vector(arm, "arm", length=len(x))
    if not np.isin(arms, (0.0, 1.0)).all():
        raise BadInput("arm must be 1 for the intervention and 0 for the control.")
    if len(set(arms)) < 2:
        raise NotEstimable("All clusters are in one arm: there is nothing to compare.")
    labels = names_for(x.shape[1], names)
    return tuple(_row(label, column, arms == 1) for label, column in zip(labels, x.T, strict=True))


def apart(rows: Rows, units: Units, *, earlier: npt.ArrayLike = ()) -> FloatArray:
    """K (sum in the intervention) - k (sum in all), in units: exact whole numbers, shape (allocations, covariates).

    K is the number of clusters and k that of the intervention; over k (K - k) it is the difference of the arms' means.

    Parameters
    ----------
    earlier
        Arms of clusters allocated before. Theirs are the first rows of `units`; those of `rows` follow.
    """
    before = np.asarray(earlier, dtype=np.float64)
    there, new = units.values[: len(before)], units.values[len(before) :]
    starts = range(0, len(rows), AT_A_TIME)
    sums = np.concatenate([rows[start : start + AT_A_TIME].astype(np.float64) @ new for start in starts])
    intervention = before.sum() + rows[0].sum()
    return np.asarray(units.clusters * (sums + before @ there) - intervention * units.values.sum(axis=0))


def scores(distances: FloatArray, *, metric: Metric, clusters: int, intervention: int) -> FloatArray:
    """The balance score of each allocation from `apart`; small is good.

    With z the standardised covariates, weighted by C, and t the sum of z over the k of K clusters in the intervention:

    - `l2`: sum of t², which is (k (K-k) / K)² Σ C² (difference of means / SD)²;
    - `l1`: sum of |t|;
    - `mahalanobis`: K / (k (K-k)) t' R⁻¹ t with R the correlations; `distances` are then of `whitened` units.

    The covariates are added in their order, one after the other, so that the last bit is the same everywhere.

    References
    ----------
    Raab and Butcher, 2001, Statistics in Medicine 20:351-365, with the scale of Yu, Li, Gallis and Turner's R package
    cvcrand. Morgan and Rubin, 2012, Annals of Statistics 40:1263-1282 (Mahalanobis).
    """
    total = np.zeros(len(distances))
    for column in distances.T:
        total += np.abs(column) if metric == "l1" else column * column
    unit = float(clusters * GRAIN)
    if metric == "l1":
        return total / unit
    scaled = total / (unit * unit)
    return scaled * clusters / (intervention * (clusters - intervention)) if metric == "mahalanobis" else scaled


def _row(label: str, column: FloatArray, treated: npt.NDArray[np.bool_]) -> BalanceRow:
    one, other = column[treated], column[~treated]
    difference, sd = float(one.mean() - other.mean()), _sd(column)
    return BalanceRow(
        covariate=label,
        intervention_mean=float(one.mean()),
        control_mean=float(other.mean()),
        intervention_sd=_sd(one),
        control_sd=_sd(other),
        difference=difference,
        standardised=difference / sd if sd > 0 else 0.0,
    )


def _sd(values: FloatArray) -> float:
    return sqrt(float(values.var(ddof=1))) if len(values) > 1 else 0.0
