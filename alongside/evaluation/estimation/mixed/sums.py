"""Sums over each cluster, which are all that the likelihood of a random-intercept model needs of the data.

The covariance of a cluster is D + Z G Z'. D holds what is nested in it, a block for each group (a person's visits, or
the people of one period): s2 I + w2 J. A block of n has two eigenvalues, s2 and s2 + n w2, so W' f(D) W of any function
f is a sum of two parts: what varies within the groups, and the group means, kept by the size of the group. Nothing
longer than the number of clusters times the number of sizes is touched again once these sums are made.

W itself is kept as what is left of it about its means in each cluster (or in each period of it), C, and those means, B:
W = C + Z B. Where people of a cluster are nearly the same, what they differ in would otherwise be lost in the means.
"""

from dataclasses import dataclass

import numpy as np

from alongside.evaluation.inputs import FloatArray, IntArray


@dataclass(frozen=True)
class Cells:
    """Groups of one size in one cluster, taken together; sorted by cluster."""

    cluster: IntArray  # (cells,)
    size: FloatArray  # (cells,) rows of each group
    count: FloatArray  # (cells,) groups
    between: FloatArray  # (cells, m, m): sum over groups of s s' / n, s the sums of the group's rows

    @property
    def first_of_cluster(self) -> IntArray:
        return np.flatnonzero(np.r_[True, np.diff(self.cluster) > 0])


@dataclass(frozen=True)
class Sums:
    """Cross-products of the columns [x, y, z], cluster by cluster, x and y about their means."""

    within: FloatArray  # (clusters, m, m); of the rows about their group means, or of the rows where nothing is nested
    cells: Cells | None
    means: FloatArray  # B, (clusters, q, p + 1)
    rows: int
    columns: int  # of x; y is the next, and z the rest

    @property
    def clusters(self) -> int:
        return len(self.within)

    @property
    def within_df(self) -> float:
        """How many times the eigenvalue s2 occurs."""
        return self.rows - (float(self.cells.count.sum()) if self.cells else 0.0)

    def weighted(self, inside: float, means: FloatArray | None) -> FloatArray:
        """[C Z]' f(D) [C Z] of each cluster, f being `inside` within groups, `means` (cells,) between."""
        if self.cells is None or means is None:
            return inside * self.within
        between = np.add.reduceat(means[:, None, None] * self.cells.between, self.cells.first_of_cluster, axis=0)
        return inside * self.within + between

    def trace(self, inside: float, means: FloatArray | None) -> float:
        """The trace of f(D), all clusters together."""
        total = inside * self.within_df
        return total if self.cells is None or means is None else total + float(self.cells.count @ means)


def sums_of(w: FloatArray, z: FloatArray, cluster: IntArray, group: IntArray | None = None) -> Sums:
    """Add up [w, z] over clusters.

    Parameters
    ----------
    w
        (n, p + 1), the columns of x and then y.
    z
        (n, q), a column of ones, or a column for each period.
    cluster, group
        (n,) codes from 0 on. Groups lie within clusters; the same code in two clusters is two groups.
    """
    about, means = _about_means(w, z, cluster)
    rows = np.hstack([about, z])
    if group is None:
        order = np.argsort(cluster, kind="stable")
        return Sums(_products(rows[order], cluster[order]), None, means, len(w), w.shape[1] - 1)
    key = cluster * (int(group.max()) + 1) + group
    order = np.argsort(key, kind="stable")
    rows, key, cluster = rows[order], key[order], cluster[order]
    start = np.flatnonzero(np.r_[True, np.diff(key) > 0])
    size = np.diff(np.r_[start, len(key)])
    cells = _cells(np.add.reduceat(rows, start, axis=0), size, cluster[start])
    apart = Sums(np.zeros((int(cluster[-1]) + 1, rows.shape[1], rows.shape[1])), cells, means, len(w), w.shape[1] - 1)
    within = _products(rows, cluster) - apart.weighted(1.0, np.ones(len(cells.size)))
    return Sums(within, cells, means, len(w), w.shape[1] - 1)


def _about_means(w: FloatArray, z: FloatArray, cluster: IntArray) -> tuple[FloatArray, FloatArray]:
    """w less its mean over the rows of its cluster that have the same column of z, and these means."""
    column = z.argmax(axis=1)
    place = cluster * z.shape[1] + column
    places = (int(cluster.max()) + 1) * z.shape[1]
    totals = np.column_stack([np.bincount(place, weights=values, minlength=places) for values in w.T])
    means = totals / np.maximum(np.bincount(place, minlength=places), 1)[:, None]
    return w - means[place], means.reshape(-1, z.shape[1], w.shape[1])


def _cells(totals: FloatArray, size: IntArray, cluster: IntArray) -> Cells:
    order = np.lexsort((size, cluster))
    scaled = totals[order] / np.sqrt(size[order])[:, None]
    key = cluster[order] * (int(size.max()) + 1) + size[order]
    first = np.flatnonzero(np.r_[True, np.diff(key) > 0])
    number = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(key)]))
    count = np.bincount(number).astype(np.float64)
    return Cells(cluster[order][first], size[order][first].astype(np.float64), count, _products(scaled, number))


def _products(rows: FloatArray, group: IntArray) -> FloatArray:
    """r'r of each group's rows, which come sorted by group."""
    ends = np.cumsum(np.bincount(group))
    starts = np.r_[0, ends[:-1]]
    found = np.empty((len(ends), rows.shape[1], rows.shape[1]))
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        part = rows[start:end]
        np.matmul(part.T, part, out=found[number])
    return found
