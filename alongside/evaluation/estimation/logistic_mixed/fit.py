"""The search for the maximum, on orthonormal columns so that no unit of x spoils a digit."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import special

from alongside.evaluation.errors import NotConverged, NotEstimable
from alongside.evaluation.estimation import link_families
from alongside.evaluation.estimation.logistic_mixed.ascent import climb
from alongside.evaluation.estimation.logistic_mixed.likelihood import Likelihood, likelihood_of
from alongside.evaluation.inputs import FloatArray, IntArray

# Two log likelihoods nearer than this are not told apart.
SAME = 1e-9


@dataclass(frozen=True)
class Maximum:
    """The estimates (theta, b), shape (1 + p,), their covariance, and the effects of the clusters."""

    parameters: FloatArray
    covariance: FloatArray  # (1 + p, 1 + p); nothing of theta where theta is 0
    log_likelihood: float
    log_likelihood_at_zero: float  # of plain logistic regression
    effects: FloatArray  # (clusters,) on the log-odds scale
    effect_sds: FloatArray

    @property
    def theta(self) -> float:
        return float(self.parameters[0])


def maximum(y: FloatArray, x: FloatArray, cluster: IntArray, names: Sequence[str], points: int) -> Maximum:
    """Maximise over theta and b together, and compare with theta = 0.

    Raises
    ------
    NotEstimable
        Columns separate the outcomes.
    NotConverged
    """
    q, r = np.linalg.qr(x)
    basis = np.eye(x.shape[1] + 1)  # from the parameters of q sqrt(n) to those of x
    basis[1:, 1:] = np.linalg.inv(r) * sqrt(len(y))
    here = likelihood_of(y, q * sqrt(len(y)), cluster, points)
    plain = np.r_[0.0, _plain(y, x, q * sqrt(len(y)), names)]
    at_zero = here.at(plain)[0]
    found = _found(here, plain, at_zero)
    covariance = basis @ _covariance(here, found) @ basis.T
    effects, sds = _effects(here, found)
    return Maximum(basis @ found, covariance, here.at(found)[0], at_zero, effects, sds)


def _plain(y: FloatArray, x: FloatArray, q: FloatArray, names: Sequence[str]) -> FloatArray:
    """The coefficients of q in plain logistic regression, which there must be if the model is to have any."""
    try:
        return link_families.maximum(y, q, link_families.BINOMIAL, names).beta
    except (NotEstimable, NotConverged):
        # The columns that separate are those of x, not of q.
        link_families.refuse_separation(y, x, link_families.BINOMIAL, names)
        raise


def _found(here: Likelihood, plain: FloatArray, at_zero: float) -> FloatArray:
    """The better of the maximum found from a theta above 0 and that at 0."""
    found = climb(_start(here, plain), here.at, here.hessian)
    if here.at(found)[0] <= at_zero + SAME:
        return plain
    found[0] = abs(found[0])
    return found


def _start(here: Likelihood, plain: FloatArray) -> FloatArray:
    """Where to begin: theta by the method of moments, from the residuals of plain logistic regression.

    The likelihood is even in theta, so at 0 its slope is always 0. In theta^2 the slope there is sum(S^2 - W) / 2, with
    S the sum of y - p and W that of p (1 - p) in a cluster. Where it is negative 0 is a maximum; the search then starts
    well away from it, to see whether there is a higher one.
    """
    chance = special.expit(here.x @ plain[1:])
    score, weight = here.total(here.y - chance), here.total(chance * (1 - chance))
    variance = float((score**2 - weight).sum() / (weight**2).sum())
    theta = np.clip(sqrt(variance), 0.1, 2.0) if variance > 0 else 0.5
    return np.r_[theta, plain[1:]]


def _covariance(here: Likelihood, found: FloatArray) -> FloatArray:
    """The inverse of minus the Hessian; theta is held where it is 0."""
    free = np.arange(len(found)) if found[0] > 0 else np.arange(1, len(found))
    block = np.ix_(free, free)
    information = -here.hessian(found)[block]
    if np.linalg.eigvalsh(information)[0] <= 0:
        raise NotConverged(
            "The search ended where the likelihood has no maximum: leave out columns, or join categories."
        )
    covariance = np.zeros((len(found), len(found)))
    covariance[block] = np.linalg.inv(information)
    return covariance


def _effects(here: Likelihood, found: FloatArray) -> tuple[FloatArray, FloatArray]:
    """theta times the mode, and its standard deviation by the curvature there, the estimates taken as known."""
    modes = here.modes(found)
    return found[0] * modes, found[0] / np.sqrt(here.curvatures(found, modes))


def refuse_uninformative(y: FloatArray, cluster: IntArray) -> None:
    """Raise where the clusters cannot show how far apart they are.

    Raises
    ------
    NotEstimable
        One cluster; one person in each; or everybody in each cluster the same.
    """
    sizes = np.bincount(cluster)
    events = np.bincount(cluster, weights=y)
    if len(sizes) < 2:
        raise NotEstimable("There is one cluster: the spread between clusters cannot be seen.")
    if sizes.max() == 1:
        raise NotEstimable(
            "Every cluster has one person: the spread between clusters cannot be told from that of people."
        )
    if ((events == 0) | (events == sizes)).all():
        raise NotEstimable("Within each cluster all have the same y: the spread between clusters has no end.")
