"""One coefficient of least squares where people in a cluster are alike: CR2, and no answer without spread."""

from collections.abc import Sequence

import numpy as np

from alongside.evaluation.errors import NotEstimable
from alongside.evaluation.estimation import cluster_robust
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.inputs import FloatArray, IntArray


def clustered_coefficient(y: FloatArray, x: FloatArray, cluster: IntArray, names: Sequence[str]) -> Coefficient:
    """The coefficient of the first column.

    Raises
    ------
    NotEstimable
        Collinear columns, one cluster, or clusters that do not differ.
    """
    found = cluster_robust(y, x, cluster=cluster, names=names).coefficients[names[0]]
    size = np.sqrt((y @ y) / (x[:, 0] @ x[:, 0]))
    if found.se <= 1e-12 * size:
        raise NotEstimable("The clusters do not differ at all: there is no spread to judge an estimate by.")
    return found


def centred_within(values: FloatArray, cluster: IntArray) -> FloatArray:
    """Less the mean of the cluster, shape as given.

    That is what cluster dummies would take away, and CR2 is the same with them or without (Pustejovsky and Tipton
    2018, Journal of Business & Economic Statistics 36:672-683).
    """
    table = values.reshape(len(values), -1)
    sizes = np.bincount(cluster)[:, np.newaxis]
    sums = np.stack([np.bincount(cluster, weights=column) for column in table.T], axis=1)
    return (table - (sums / sizes)[cluster]).reshape(values.shape)
