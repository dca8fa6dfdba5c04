"""Incremental cost and effect from one model of both, with practices as random intercepts in each."""

import numpy as np
import numpy.typing as npt

from alongside.evaluation.economics.bivariate_fit import BivariateFit
from alongside.evaluation.economics.bivariate_likelihood import Optimum, maximised
from alongside.evaluation.economics.incremental import Incremental
from alongside.evaluation.economics.trial_data import TrialData, design, no_spread, trial_data
from alongside.evaluation.errors import NotEstimable
from alongside.evaluation.inference import Coefficient, Coefficients
from alongside.evaluation.inputs import FloatArray


def bivariate_model(
    cost: npt.ArrayLike,
    effect: npt.ArrayLike,
    *,
    arm: npt.ArrayLike,
    cluster: npt.ArrayLike,
    cost_covariates: npt.ArrayLike | None = None,
    effect_covariates: npt.ArrayLike | None = None,
    restricted: bool = True,
) -> Incremental:
    """Bivariate normal mixed model: correlated random intercepts of clusters, correlated errors of people.

    yᵢⱼ = (x'cost β, z'effect γ)ᵢⱼ + uⱼ + eᵢⱼ, with uⱼ ~ N(0, T) and eᵢⱼ ~ N(0, S), T and S of two by two. The result
    carries the fitted model as `.model`.

    Parameters
    ----------
    cost, effect, arm, cluster : shape (people,)
        Pounds, QALYs, 1 or 0, labels.
    cost_covariates, effect_covariates : shape (people, columns)
        For each equation, such as the baseline utility for QALYs. No column for arm or the constant.
    restricted
        Restricted maximum likelihood; false for maximum likelihood.

    Raises
    ------
    NotEstimable
        One cluster in an arm, no two people in one cluster, collinear covariates, or no variation within clusters.
    NotConverged
        No maximum was found.

    Notes
    -----
    Standard errors take T and S as known; the t distribution of the result has clusters - 2 degrees of freedom, less
    generous than the normal. Costs are skewed, but their arm means are nearly normal in trials of some size.

    References
    ----------
    Gomes, Ng, Grieve, Nixon, Carpenter and Thompson (2012), Developing appropriate methods for cost-effectiveness
    analysis of cluster randomized trials, Medical Decision Making 32, 350-361. Manca, Hawkins and Sculpher (2005),
    Health Economics 14, 487-496, for the baseline utility.
    """
    data = trial_data(cost, effect, arm=arm, cluster=cluster)
    if data.clusters == len(data.arm):
        raise NotEstimable("No two people share a cluster: people and clusters cannot be told apart.")
    designs = design(data, cost_covariates, "cost_covariates"), design(data, effect_covariates, "effect_covariates")
    no_spread(data, data.outcomes - data.means(data.outcomes)[data.cluster])
    found = maximised(data, designs, restricted=restricted)
    fit = _fit(data, found, designs, restricted)
    both = [1, designs[0].shape[1] + 1]
    return Incremental(
        float(found.beta[both[0]]),
        float(found.beta[both[1]]),
        found.covariance[np.ix_(both, both)],
        "a bivariate normal model with a random intercept of each cluster",
        df=data.clusters - 2,
        model=fit,
        notes=("The spread between clusters is estimated at its lower bound.",) if fit.singular else (),
    )


def _fit(data: TrialData, found: Optimum, designs: tuple[FloatArray, FloatArray], restricted: bool) -> BivariateFit:
    se, df = np.sqrt(np.diag(found.covariance)), float(data.clusters - 2)
    tables, start = [], 0
    for x, word in zip(designs, ("cost", "effect"), strict=True):
        names = ("constant", "arm", *(f"{word}_covariates{number}" for number in range(x.shape[1] - 2)))
        rows = (
            Coefficient(name, float(found.beta[start + at]), float(se[start + at]), df) for at, name in enumerate(names)
        )
        tables.append(Coefficients("REML" if restricted else "ML", tuple(rows)))
        start += x.shape[1]
    return BivariateFit(
        tables[0],
        tables[1],
        found.between,
        found.within,
        found.log_likelihood,
        restricted,
        len(data.arm),
        data.clusters,
    )
