"""Fitting a linear mixed model: what comes in is checked, put on a scale of its own, and maximised."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import NotEstimable
from alongside.evaluation.estimation.mixed.likelihood import Likelihood, Structure
from alongside.evaluation.estimation.mixed.model import MixedModel, Rows, Scale
from alongside.evaluation.estimation.mixed.reml import maximised
from alongside.evaluation.estimation.mixed.sums import sums_of
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank, groups, matrix, names_for, vector


def mixed_model(
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    *,
    cluster: npt.ArrayLike,
    person: npt.ArrayLike | None = None,
    period: npt.ArrayLike | None = None,
    names: Sequence[str] | None = None,
    reml: bool = True,
) -> MixedModel:
    """Fit y = x b + cluster (+ person) (+ cluster by period) + residual by restricted maximum likelihood.

    Parameters
    ----------
    y
        (n,), the outcome of each row: a person, or a visit.
    x
        (n, p), with its column of ones where there is to be one.
    cluster, person, period
        (n,) labels. With `person`, visits of the same person are alike; a person belongs to one cluster, and the same
        label in two clusters is two people. With `period`, people of the same cluster and period are alike.
    names
        Of the columns of x.
    reml
        False for maximum likelihood, to compare models with other columns.

    Raises
    ------
    BadInput
        Arrays that do not fit together, or missing values.
    NotEstimable
        One cluster, columns that are combinations of others, nobody with two visits, or nothing left over.
    NotConverged

    References
    ----------
    y ~ N(x b, V), V = s2 I + sum of t_k Z_k Z_k'; criterion log|V| + log|x'V^-1 x| + y'P y.
    Patterson HD, Thompson R (1971). Recovery of inter-block information when block sizes are unequal. Biometrika
    58:545-554. Small-sample inference: `small_sample`.
    """
    outcome = vector(y, "y")
    columns = matrix(x, "x", rows=len(outcome))
    labelled = names_for(columns.shape[1], names)
    full_rank(columns, labelled)
    within, labels = groups(cluster, "cluster", length=len(outcome))
    people = None if person is None else _nested(person, "person", within)
    periods = None if period is None else _nested(period, "period", within)
    nested = {"person": people, "period": periods}
    inner = people if people is not None else periods
    _estimable(columns, within)
    scaled, scale = _scaled(outcome, columns)
    structure = Structure(nested=inner is not None, periods=people is not None and periods is not None)
    z = np.ones((len(outcome), 1))
    if structure.periods and periods is not None:
        z = np.eye(int(periods.max()) + 1)[periods]
    sums = sums_of(scaled, z, within, inner)
    found = maximised(Likelihood(sums, structure, _first_guess(structure), reml))
    of_inner = "person" if people is not None else "period" if periods is not None else None
    variances = _named(found.theta * scale.sd**2, structure, of_inner)
    zero = tuple(name for name, value in variances.items() if value == 0)
    data = Rows(outcome, columns, within, {name: codes for name, codes in nested.items() if codes is not None})
    return MixedModel(
        labelled, reml, variances, zero, len(outcome), len(labels), labels, _notes(zero), found, scale, data
    )


def _scaled(y: FloatArray, x: FloatArray) -> tuple[FloatArray, Scale]:
    q, r = np.linalg.qr(x)
    start = np.linalg.solve(r, q.T @ y)
    left = y - x @ start
    sd = float(np.sqrt(np.mean(left**2)))
    if sd <= 1e-10 * float(np.abs(y).max()):
        raise NotEstimable("The columns of x give y exactly: nothing is left over to estimate variances from.")
    size = sqrt(len(y))
    log_det = 2 * float(np.log(np.abs(np.diag(r)) / size).sum())
    return np.column_stack([q * size, left / sd]), Scale(start, sd, np.linalg.inv(r) * size, log_det)


def _nested(person: npt.ArrayLike, name: str, cluster: IntArray) -> IntArray:
    """Codes of people within clusters."""
    codes = groups(person, name, length=len(cluster))[0]
    pairs = np.unique(np.column_stack([cluster, codes]), axis=0)
    if len(pairs) == len(cluster):
        raise NotEstimable(f"No {name} has two rows: leave {name} out.")
    return codes


def _estimable(x: FloatArray, cluster: IntArray) -> None:
    clusters = int(cluster.max()) + 1
    if clusters < 2:
        raise NotEstimable("There is one cluster: what lies between clusters cannot be seen.")
    if clusters == len(cluster):
        raise NotEstimable("Every cluster has one row: what lies between clusters cannot be told from the rest.")
    if len(x) <= x.shape[1]:
        raise NotEstimable(f"There are {len(x)} rows for {x.shape[1]} columns: nothing is left over.")


def _first_guess(structure: Structure) -> FloatArray:
    """Shares of a variance of 1, which is what the standardised residuals have."""
    guess = np.full(structure.number, 0.05)
    if structure.nested:
        guess[1] = 0.2
    guess[0] = 1 - guess[1:].sum()
    return guess


def _named(theta: FloatArray, structure: Structure, inner: str | None) -> dict[str, float]:
    """The variances by name, as a reader looks for them: clusters first, the residual last."""
    found = {"cluster": float(theta[-1])}
    if structure.periods:
        found["period"] = float(theta[2])
    if inner is not None:
        found[inner] = float(theta[1])
    return found | {"residual": float(theta[0])}


def _notes(zero: tuple[str, ...]) -> tuple[str, ...]:
    if not zero:
        return ()
    return (
        f"The variance of {' and '.join(zero)} is estimated as exactly zero. Kenward-Roger still counts clusters; "
        "Satterthwaite takes it as known to be zero, and its degrees of freedom are those of people.",
    )
