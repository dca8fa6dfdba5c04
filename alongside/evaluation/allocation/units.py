"""Covariates as whole numbers, so that balance scores come out the same to the last bit everywhere.

A floating-point sum depends on the order of its terms, and that on the machine. Two allocations that mirror each other
must have the same score, and the same candidates must be accepted wherever the draw is replayed. So covariates are
standardised once, with sums that are rounded correctly, and then counted in units of 2^-30 standard deviations (halves
to the even number). All sums over clusters after that are exact. The audit file holds the units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite, sqrt

import numpy as np

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray

GRAIN = 2**30
# Doubles hold whole numbers exactly up to here.
EXACT = 2**53

Columns = list[list[float]]


@dataclass(frozen=True, eq=False)
class Units:
    """Whole numbers, shape (clusters, covariates), held as doubles; `GRAIN` units are one standard deviation.

    `sds` are the standard deviations of the covariates as they came in.
    """

    values: FloatArray
    sds: tuple[float, ...]

    @property
    def clusters(self) -> int:
        return len(self.values)

    def as_lists(self) -> list[list[int]]:
        return [[int(value) for value in row] for row in self.values]


def standardised(covariates: FloatArray, names: Sequence[str], *, weights: Sequence[float] | None = None) -> Units:
    """Each covariate minus its mean, over its standard deviation (n - 1), times its weight.

    Raises
    ------
    BadInput
        A covariate that is the same for all clusters or too large to be squared, a weight that is not above 0, or
        weights too far apart to be added exactly.
    """
    columns, sds = _standard_scores(covariates, names)
    factors = [1.0] * len(columns) if weights is None else [float(weight) for weight in weights]
    if len(factors) != len(columns):
        raise BadInput(f"There are {len(factors)} weights for {len(columns)} covariates.")
    if not all(isfinite(factor) and factor > 0 for factor in factors):
        raise BadInput("The weights of covariates must be above 0; leave a covariate out instead.")
    weighted = [[factor * value for value in column] for factor, column in zip(factors, columns, strict=True)]
    return Units(_counted(weighted), sds)


def whitened(covariates: FloatArray, names: Sequence[str]) -> Units:
    """Covariates turned so that they do not correlate and each has variance 1: squared distances are Mahalanobis's.

    Raises
    ------
    BadInput
        As for `standardised`.
    NotEstimable
        A covariate that is a combination of those before it, or too many covariates for so few clusters.
    """
    columns, sds = _standard_scores(covariates, names)
    return Units(_counted(_solved(_cholesky(columns, names), columns)), sds)


def _standard_scores(covariates: FloatArray, names: Sequence[str]) -> tuple[Columns, tuple[float, ...]]:
    found = [_standard_score(list(map(float, column)), name) for column, name in zip(covariates.T, names, strict=True)]
    return [scores for scores, _ in found], tuple(sd for _, sd in found)


def _standard_score(column: list[float], name: str) -> tuple[list[float], float]:
    if min(column) == max(column):
        raise BadInput(f"{name} is the same for all clusters; leave it out.")
    mean = fsum(column) / len(column)
    apart = [value - mean for value in column]
    sd = sqrt(fsum(value * value for value in apart) / (len(column) - 1))
    if not (isfinite(sd) and sd > 0):
        raise BadInput(f"The values of {name} are too large or too close to square; change its unit.")
    return [value / sd for value in apart], sd


def _cholesky(columns: Columns, names: Sequence[str]) -> Columns:
    """The lower triangle L with L L' the correlations, row by row."""
    rows: Columns = []
    for number, column in enumerate(columns):
        row: list[float] = []
        for before in range(number):
            covered = [-row[at] * rows[before][at] for at in range(before)]
            row.append(fsum([_correlation(column, columns[before]), *covered]) / rows[before][before])
        left = fsum([_correlation(column, column), *(-value * value for value in row)])
        if left < 1e-10:
            raise NotEstimable(f"{names[number]} is a combination of the covariates before it; leave it out.")
        rows.append([*row, sqrt(left)])
    return rows


def _correlation(one: list[float], other: list[float]) -> float:
    return fsum(a * b for a, b in zip(one, other, strict=True)) / (len(one) - 1)


def _solved(lower: Columns, columns: Columns) -> Columns:
    """Forward substitution, for all clusters."""
    found: Columns = []
    for row, column in zip(lower, columns, strict=True):
        *before, pivot = row
        found.append(
            [
                fsum([value, *(-factor * done[place] for factor, done in zip(before, found, strict=True))]) / pivot
                for place, value in enumerate(column)
            ]
        )
    return found


def _counted(columns: Columns) -> FloatArray:
    values = np.array([[round(value * GRAIN) for value in column] for column in columns], dtype=np.float64).T
    if np.abs(values).sum(axis=0).max() * len(values) >= EXACT:
        raise BadInput("The weights are too large to be added exactly; make them smaller.")
    return np.ascontiguousarray(values)
