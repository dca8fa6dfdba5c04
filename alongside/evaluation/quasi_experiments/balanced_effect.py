"""The effect in the treated after balancing, with a standard error that knows of clusters and of estimated weights."""

import numpy as np

from alongside.evaluation.errors import NotEstimable
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.inputs import FloatArray, IntArray


def effect_in_the_treated(
    y: FloatArray, arm: FloatArray, x: FloatArray, cluster: IntArray, weights: FloatArray
) -> Coefficient:
    """Mean of the treated less weighted mean of controls.

    The weighted mean is also what a regression in the weighted controls predicts at the treated people's means, which
    gives each person's influence on it, weights' estimation included: β is that regression's slopes, and the treated
    contribute y − β'x. Each cluster's influence is taken as if it were left out (the jackknife, CR3), and the degrees
    of freedom come from how many clusters the weights amount to.

    Parameters
    ----------
    x, weights
        Balanced columns, shape (n, p); weights of each arm add to 1 and balance x exactly.

    References
    ----------
    Influence of balancing weights: Zhao Q, Percival D (2017). Journal of Causal Inference 5(1):20160010.
    CR3: Bell RM, McCaffrey DF (2002). Survey Methodology 28:169-181.
    """
    with_it, without = arm == 1, arm == 0
    ones = np.column_stack([np.ones(len(y)), x])
    slopes = _slopes(ones[without], y[without], weights[without])
    residuals = y - ones @ slopes
    estimate = float(weights[with_it] @ y[with_it] - weights[without] @ y[without])
    influence = _treated(residuals[with_it], cluster[with_it], int(cluster.max()) + 1) - _controls(
        ones[without], residuals[without], weights[without], cluster[without], int(cluster.max()) + 1
    )
    variance, df = _variance(influence, arm, cluster, weights)
    return Coefficient("average effect in the treated", estimate, float(np.sqrt(variance)), df)


def effective_number(weights: FloatArray) -> float:
    """Kish: (Σw)² / Σw²."""
    return float(weights.sum() ** 2 / np.sum(weights**2))


def _slopes(x: FloatArray, y: FloatArray, weights: FloatArray) -> FloatArray:
    root = np.sqrt(weights)
    return np.asarray(np.linalg.lstsq(x * root[:, np.newaxis], y * root, rcond=None)[0])


def _treated(residuals: FloatArray, cluster: IntArray, clusters: int) -> FloatArray:
    """What leaving each cluster out would do to the mean residual of the treated, turned about."""
    sizes = np.bincount(cluster, minlength=clusters)
    sums = np.bincount(cluster, weights=residuals - residuals.mean(), minlength=clusters)
    return np.asarray(sums / (len(residuals) - sizes))


def _controls(
    x: FloatArray, residuals: FloatArray, weights: FloatArray, cluster: IntArray, clusters: int
) -> FloatArray:
    """The same for the prediction at the treated people's means: w'(I − H)⁻¹e for each cluster."""
    weighted = x * weights[:, np.newaxis]
    totals = _by_cluster(weighted, cluster, clusters)
    scores = _by_cluster(weighted * residuals[:, np.newaxis], cluster, clusters)
    products = _by_cluster((weighted[:, :, np.newaxis] * x[:, np.newaxis, :]).reshape(len(x), -1), cluster, clusters)
    rest = weighted.T @ x - products.reshape(clusters, x.shape[1], x.shape[1])
    try:
        moved = np.linalg.solve(rest, scores[:, :, np.newaxis])[:, :, 0]
    except np.linalg.LinAlgError as problem:
        raise NotEstimable(
            "Without one of the clusters the balance could not be reached: too few clusters."
        ) from problem
    return np.asarray(scores[:, 0] + np.sum(totals * moved, axis=1))


def _by_cluster(values: FloatArray, cluster: IntArray, clusters: int) -> FloatArray:
    return np.stack([np.bincount(cluster, weights=column, minlength=clusters) for column in values.T], axis=1)


def _variance(influence: FloatArray, arm: FloatArray, cluster: IntArray, weights: FloatArray) -> tuple[float, float]:
    """Arms in separate clusters vary independently, and their degrees of freedom combine as Welch's do."""
    share = np.bincount(cluster, weights=arm) / np.bincount(cluster)
    if not np.isin(share, (0.0, 1.0)).all():
        return _part(influence, np.bincount(cluster, weights=weights).astype(np.float64))
    parts = [_part(influence[share == value], _totals(arm, cluster, weights, value)) for value in (0.0, 1.0)]
    variance = sum(part for part, _ in parts)
    if variance <= 0:
        raise NotEstimable("The clusters do not differ at all: there is no spread to judge the effect by.")
    return variance, variance**2 / sum(part**2 / df for part, df in parts)


def _part(influence: FloatArray, weights: FloatArray) -> tuple[float, float]:
    clusters = len(influence)
    return float(np.sum(influence**2) * (clusters - 1) / clusters), max(1.0, effective_number(weights) - 1)


def _totals(arm: FloatArray, cluster: IntArray, weights: FloatArray, value: float) -> FloatArray:
    chosen = arm == value
    return np.bincount(cluster[chosen], weights=weights[chosen])[np.unique(cluster[chosen])]
