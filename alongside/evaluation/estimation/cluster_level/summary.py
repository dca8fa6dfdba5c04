"""One number for each cluster, plain or after taking covariates out (the first of two stages)."""

from collections.abc import Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.cluster_level.comparison import ClusterFamily, ClusterMeans, Effect
from alongside.evaluation.estimation.logistic import binary, logistic_regression
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank, groups, matrix, names_for, two_arms, vector


def cluster_means(
    y: npt.ArrayLike,
    *,
    arm: npt.ArrayLike,
    cluster: npt.ArrayLike,
    covariates: npt.ArrayLike | None = None,
    names: Sequence[str] | None = None,
    family: ClusterFamily = "gaussian",
    effect: Effect = "difference",
    strata: npt.ArrayLike | None = None,
    icc: float = 1.0,
    reduce_df: bool = False,
) -> ClusterMeans:
    """Sum each cluster up in one number, ready for a t test between the arms.

    With covariates, a regression of everybody on them alone, without the arm, comes first: linear, and clusters are
    compared by their mean residual; or logistic, and they are compared by (observed - expected) / n for a difference in
    risk, or log(observed / expected) for a ratio of risks. Without, they are compared by their mean, or its logarithm.

    Parameters
    ----------
    y
        (n,); 0 and 1 for "binomial".
    arm, cluster, strata
        (n,) of each person; the arm 0 or 1. Of a matched-pair trial the strata are the pairs. Strata enter the
        comparison of clusters; those that also matter within clusters belong to the covariates too.
    covariates
        (n, q), without a column of ones; `names` are theirs.
    icc
        Clusters are weighted by n / {1 + (n - 1) icc}: 1 weighs them alike, 0 by their size.
    reduce_df
        Take a degree of freedom off for each covariate that is the same for everybody in a cluster.

    Raises
    ------
    BadInput
        Arrays that do not fit together; a cluster in both arms, as in a stepped wedge, or in two strata.
    NotEstimable
        An arm with fewer than two clusters; separation in the first stage; for a ratio, a cluster without any event.

    References
    ----------
    Hayes RJ, Moulton LH. Cluster Randomised Trials. 2nd edition. Chapman and Hall/CRC, 2017, chapters 10 and 11.
    Kerry SM, Bland JM. Unequal cluster sizes for trials in English and Welsh general practice: implications for sample
    size calculations. Statistics in Medicine 2001; 20: 377-390, for the weights.
    """
    _check_options(family, effect, icc)
    outcome = binary(y) if family == "binomial" else vector(y, "y")
    codes, labels = groups(cluster, "cluster", length=len(outcome))
    _not_stepped(arm, codes)
    _, arms = two_arms(arm, codes)
    columns = None if covariates is None else matrix(covariates, "covariates", rows=len(outcome))
    called = () if columns is None else names_for(columns.shape[1], names, "covariate")
    of_clusters = () if columns is None else _same_within(columns, called, codes)
    sizes = np.bincount(codes)
    observed = _sums(outcome, codes)
    expected = None if columns is None else _sums(_expected(outcome, columns, called, family), codes)
    return ClusterMeans(
        family=family,
        effect=effect,
        clusters=labels,
        arms=arms,
        sizes=sizes,
        means=observed / sizes,
        summaries=_summaries(observed, expected, sizes, effect, labels),
        icc=float(icc),
        strata=None if strata is None else _strata(strata, codes),
        covariates=called,
        cluster_covariates=of_clusters,
        df_lost=len(of_clusters) if reduce_df else 0,
    )


def _sums(values: FloatArray, cluster: IntArray) -> FloatArray:
    """The sum over each cluster."""
    return np.bincount(cluster, weights=values).astype(np.float64)


def _check_options(family: str, effect: str, icc: float) -> None:
    if family not in get_args(ClusterFamily):
        raise BadInput(f"family is {family}; it must be gaussian or binomial.")
    if effect not in get_args(Effect):
        raise BadInput(f"effect is {effect}; it must be difference or ratio.")
    if (family, effect) == ("gaussian", "ratio"):
        raise BadInput("A ratio is of risks, and needs an outcome of 0 and 1 (family binomial).")
    if not 0 <= icc <= 1:
        raise BadInput(f"icc is {icc}; it must lie between 0 and 1.")


def _not_stepped(arm: npt.ArrayLike, cluster: IntArray) -> None:
    people = vector(arm, "arm", length=len(cluster))
    if len(np.unique(cluster[people == 0])) + len(np.unique(cluster[people != 0])) > int(cluster.max()) + 1:
        raise BadInput(
            "A cluster is in both arms, as in a stepped wedge, so the arms have no clusters of their own to compare. "
            "Use cluster_period_means."
        )


def _same_within(columns: FloatArray, names: Sequence[str], cluster: IntArray) -> tuple[str, ...]:
    """The covariates that are the same for everybody in a cluster."""
    _, first = np.unique(cluster, return_index=True)
    same = (columns == columns[first][cluster]).all(axis=0)
    return tuple(name for name, constant in zip(names, same, strict=True) if constant)


def _expected(y: FloatArray, columns: FloatArray, names: Sequence[str], family: ClusterFamily) -> FloatArray:
    """What the covariates alone lead one to expect of each person."""
    x = np.column_stack([np.ones(len(y)), columns])
    called = ("constant", *names)
    if family == "binomial":
        return logistic_regression(y, x, names=called).fitted
    full_rank(x, called)
    fitted: FloatArray = x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return fitted


def _summaries(
    observed: FloatArray, expected: FloatArray | None, sizes: IntArray, effect: Effect, labels: tuple[str, ...]
) -> FloatArray:
    if effect == "difference":
        return (observed - (0.0 if expected is None else expected)) / sizes
    if (observed == 0).any():
        raise NotEstimable(
            f"Nobody in cluster {labels[int(np.argmin(observed))]} has the outcome, so its risk has no logarithm. "
            'Use effect="difference", or a model of everybody.'
        )
    return np.log(observed / (sizes if expected is None else expected))


def _strata(strata: npt.ArrayLike, cluster: IntArray) -> IntArray:
    """The stratum of each cluster, as codes from 0 on."""
    codes, _ = groups(strata, "strata", length=len(cluster))
    _, first = np.unique(cluster, return_index=True)
    of_clusters: IntArray = codes[first]
    if (of_clusters[cluster] != codes).any():
        raise BadInput("A cluster has people in two strata; the strata here are of whole clusters.")
    return of_clusters
