"""Logistic regression of people taken as independent."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.link_families import BINOMIAL, maximum
from alongside.evaluation.inference import Coefficient, Coefficients
from alongside.evaluation.inputs import FloatArray, full_rank, matrix, names_for, vector


@dataclass(frozen=True)
class Logistic:
    """A fitted logistic regression."""

    names: tuple[str, ...]
    beta: FloatArray
    covariance: FloatArray = field(repr=False)
    fitted: FloatArray = field(repr=False)  # (n,) probabilities
    log_likelihood: float
    steps: int

    @property
    def coefficients(self) -> Coefficients:
        """Log odds ratios with standard errors from the information, tested against the normal distribution."""
        se = np.sqrt(np.diag(self.covariance))
        rows = zip(self.names, self.beta, se, strict=True)
        return Coefficients(
            "Logistic regression, maximum likelihood",
            tuple(Coefficient(name, float(estimate), float(error)) for name, estimate, error in rows),
        )


def logistic_regression(y: npt.ArrayLike, x: npt.ArrayLike, *, names: Sequence[str] | None = None) -> Logistic:
    """Fit a logistic regression by maximum likelihood.

    Parameters
    ----------
    y
        (n,) of 0 and 1.
    x
        (n, p), with its column of ones.

    Raises
    ------
    BadInput
        An outcome that is neither 0 nor 1.
    NotEstimable
        Everybody has the outcome, or nobody; collinear columns; separation.
    NotConverged
        No maximum after 50 Newton steps.

    References
    ----------
    McCullagh P, Nelder JA. Generalized Linear Models. 2nd edition. Chapman and Hall, 1989, chapters 2 and 4.
    """
    outcome = binary(y)
    columns = matrix(x, "x", rows=len(outcome))
    called = names_for(columns.shape[1], names)
    full_rank(columns, called)
    fit = maximum(outcome, columns, BINOMIAL, called)
    return Logistic(
        names=called,
        beta=fit.beta,
        covariance=fit.covariance,
        fitted=BINOMIAL.mean(fit.eta),
        log_likelihood=float(outcome @ fit.eta - BINOMIAL.cumulant(fit.eta).sum()),
        steps=fit.steps,
    )


def binary(y: npt.ArrayLike) -> FloatArray:
    """An outcome of 0 and 1, with both.

    Raises
    ------
    BadInput
        Another value.
    NotEstimable
        Only one of the two.
    """
    outcome = vector(y, "y")
    if not np.isin(outcome, (0.0, 1.0)).all():
        raise BadInput("y must be 1 for people with the outcome and 0 for the others.")
    if np.ptp(outcome) == 0:
        raise NotEstimable(f"{'Everybody' if outcome[0] else 'Nobody'} has the outcome: there is nothing to compare.")
    return outcome
