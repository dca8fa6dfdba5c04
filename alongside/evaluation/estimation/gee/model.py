"""Generalised estimating equations with an exchangeable working correlation within clusters."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.gee.equations import (
    INDEPENDENCE,
    Divisor,
    People,
    Round,
    Working,
    lowest_alpha,
    solve,
)
from alongside.evaluation.estimation.gee.result import Gee
from alongside.evaluation.estimation.link_families import BINOMIAL, GAUSSIAN, POISSON, Family, maximum
from alongside.evaluation.estimation.logistic import binary
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank, groups, matrix, names_for, vector
from alongside.evaluation.wording import number

FAMILIES = {"gaussian": GAUSSIAN, "binomial": BINOMIAL, "poisson": POISSON}


def gee(
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    *,
    cluster: npt.ArrayLike,
    names: Sequence[str] | None = None,
    family: Literal["gaussian", "binomial", "poisson"] = "gaussian",
    working: Working = "exchangeable",
    divisor: Divisor = "n",
) -> Gee:
    """Fit a marginal model by generalised estimating equations.

    Parameters
    ----------
    y
        (n,). For "binomial" 0 and 1; for "poisson" not negative.
    x
        (n, p), with its column of ones.
    cluster
        (n,) labels, in any order. Rows of one cluster correlate, whether they are people or visits.
    family
        "gaussian": identity link; with y of 0 and 1, a difference in risk. "binomial": logit link. "poisson": log link;
        with y of 0 and 1, a ratio of risks ("modified Poisson", Zou and Donner 2013).
    working
        "exchangeable", or "independence" for alpha held at 0.
    divisor
        Of the moments. "n": phi = Σ r² / N and alpha = Σ r_j r_k / (phi pairs), as geepack does. "n_minus_p": p taken
        off N and off the number of pairs, as Liang and Zeger do.

    Raises
    ------
    BadInput
        Arrays that do not fit together, or an unknown option.
    NotEstimable
        No more clusters than coefficients; collinear columns; a column that one cluster alone decides; separation;
        no two rows in a cluster; an alpha with which the equations have no solution.
    NotConverged
        No solution after 200 rounds.

    References
    ----------
    Liang KY, Zeger SL. Longitudinal data analysis using generalized linear models. Biometrika 1986; 73: 13-22.
    Zou GY, Donner A. Extension of the modified Poisson regression model to prospective studies with correlated binary
    data. Statistical Methods in Medical Research 2013; 22: 661-670.
    """
    chosen = _family(family)
    _known(working, ("exchangeable", "independence"), "working")
    _known(divisor, ("n", "n_minus_p"), "divisor")
    outcome = _outcome(y, chosen)
    columns = matrix(x, "x", rows=len(outcome))
    called = names_for(columns.shape[1], names)
    codes, labels = groups(cluster, "cluster", length=len(outcome))
    _enough(columns, called, len(labels))
    people = _sorted(outcome, columns, codes, chosen)
    _pairs(people, working, divisor)
    found = solve(people, maximum(outcome, columns, chosen, called).beta, working=working, divisor=divisor)
    sums = found.cluster_sums(people)
    _nobody_alone(sums.decides_alone(), labels)
    return Gee(
        family=chosen.name,
        link=chosen.link,
        working=working,
        divisor=divisor,
        names=called,
        beta=found.beta,
        alpha=found.alpha,
        phi=found.phi,
        n=len(outcome),
        clusters=labels,
        sizes=people.sizes,
        rounds=found.rounds,
        sums=sums,
        notes=_notes(people, found),
    )


def _family(family: str) -> Family:
    _known(family, tuple(FAMILIES), "family")
    return FAMILIES[family]


def _known(value: str, among: tuple[str, ...], name: str) -> None:
    if value not in among:
        raise BadInput(f"{name} is {value}; it must be one of {', '.join(among)}.")


def _outcome(y: npt.ArrayLike, family: Family) -> FloatArray:
    if family is BINOMIAL:
        return binary(y)
    outcome = vector(y, "y")
    if family is POISSON and (outcome < 0).any():
        raise BadInput("y has values below 0; a Poisson outcome is a count.")
    if np.ptp(outcome) == 0:
        raise NotEstimable("y has the same value for everybody: there is nothing to compare.")
    return outcome


def _enough(x: FloatArray, names: Sequence[str], clusters: int) -> None:
    full_rank(x, names)
    if clusters <= x.shape[1]:
        raise NotEstimable(
            f"There are {clusters} clusters and {x.shape[1]} coefficients: robust standard errors need more clusters "
            "than coefficients. Leave out covariates, or compare the means of clusters."
        )


def _sorted(y: FloatArray, x: FloatArray, cluster: IntArray, family: Family) -> People:
    sizes = np.bincount(cluster)
    starts = np.cumsum(sizes) - sizes
    if (np.diff(cluster) < 0).any():
        order = np.argsort(cluster, kind="stable")
        y, x = y[order], x[order]
    return People(y, x, starts, sizes, family)


def _pairs(people: People, working: Working, divisor: Divisor) -> None:
    taken = people.x.shape[1] if divisor == "n_minus_p" else 0
    if working == "exchangeable" and people.pairs <= taken:
        raise NotEstimable(f"Too few rows share a cluster for alpha to be estimated. {INDEPENDENCE}")


def _nobody_alone(alone: npt.NDArray[np.bool_], labels: tuple[str, ...]) -> None:
    if alone.any():
        raise NotEstimable(
            f"Without cluster {labels[int(np.argmax(alone))]} a coefficient could not be estimated at all, so how it "
            "varies between clusters cannot be seen. Leave out the column that this cluster alone decides."
        )


def _notes(people: People, found: Round) -> tuple[str, ...]:
    lowest = lowest_alpha(people.sizes)
    if found.alpha > lowest:
        return ()
    return (
        f"alpha is {number(found.alpha)}, below its limit of {number(lowest)} for the largest cluster: the working "
        f"correlation is no correlation matrix, and the estimates are not to be relied on. {INDEPENDENCE}",
    )
