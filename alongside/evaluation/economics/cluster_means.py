"""Incremental cost and effect from the mean of each cluster: the simplest right analysis."""

import numpy as np
import numpy.typing as npt

from alongside.evaluation.economics.incremental import Incremental
from alongside.evaluation.economics.trial_data import trial_data
from alongside.evaluation.inputs import FloatArray


def from_cluster_means(
    cost: npt.ArrayLike, effect: npt.ArrayLike, *, arm: npt.ArrayLike, cluster: npt.ArrayLike
) -> Incremental:
    """Difference of the unweighted means of cluster means, every cluster counting once.

    Covariance: S₁/k₁ + S₀/k₀, with S the covariance of an arm's cluster means (divisor k - 1) and k its clusters.
    Degrees of freedom: Welch and Satterthwaite's, the fewer of cost and effect.

    Parameters
    ----------
    cost, effect : shape (people,)
        In pounds and in QALYs.
    arm : shape (people,)
        1 intervention, 0 control.
    cluster : shape (people,)

    References
    ----------
    Hayes and Moulton (2017), Cluster Randomised Trials, 2nd edition, chapter 10, for analysis at cluster level.
    """
    data = trial_data(cost, effect, arm=arm, cluster=cluster)
    treated, control = (data.means(data.outcomes)[data.arm_of == value] for value in (1.0, 0.0))
    delta_cost, delta_effect = (treated.mean(axis=0) - control.mean(axis=0)).tolist()
    covariance = sum(np.cov(means, rowvar=False) / len(means) for means in (treated, control))
    return Incremental(
        delta_cost,
        delta_effect,
        np.asarray(covariance),
        "the unweighted means of clusters",
        df=min(_welch(treated[:, number], control[:, number]) for number in (0, 1)),
    )


def _welch(treated: FloatArray, control: FloatArray) -> float:
    parts = [float(np.var(means, ddof=1)) / len(means) for means in (treated, control)]
    whole = sum(part**2 / (len(means) - 1) for part, means in zip(parts, (treated, control), strict=True))
    return sum(parts) ** 2 / whole if whole > 0 else len(treated) + len(control) - 2.0
