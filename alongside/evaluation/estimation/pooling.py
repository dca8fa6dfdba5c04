"""One answer from the analyses of several imputed data sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isinf, sqrt

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inference import Coefficient, Coefficients
from alongside.evaluation.inputs import positive, vector


@dataclass(frozen=True)
class Pooled:
    """Coefficients pooled over imputed data sets, and for each the share of information that was missing."""

    coefficients: Coefficients
    imputations: int
    missing_information: dict[str, float]


@dataclass(frozen=True)
class RubinVariance:
    """The variance of a number over imputed data sets: `within` them on average, and `between` their estimates.

    `complete_df` are the degrees of freedom had nothing been missing.

    References
    ----------
    T = W + (1 + 1/m) B. Rubin DB. Multiple Imputation for Nonresponse in Surveys. Wiley, 1987, chapter 3.
    Degrees of freedom: Barnard J, Rubin DB (1999). Small-sample degrees of freedom with multiple imputation.
    Biometrika 86:948-955.
    """

    imputations: int
    within: float
    between: float
    complete_df: float

    @property
    def total(self) -> float:
        return self.within + self._added

    @property
    def share(self) -> float:
        """The part of the variance that comes of imputing."""
        # Rounding leaves traces between data sets that agree; they are not missing information.
        return self._added / self.total if self._added > 1e-12 * self.total else 0.0

    @property
    def df(self) -> float:
        large_sample = (self.imputations - 1) / self.share**2 if self.share > 0 else inf
        if isinf(self.complete_df):
            return large_sample
        observed = (self.complete_df + 1) / (self.complete_df + 3) * self.complete_df * (1 - self.share)
        return 1 / (1 / large_sample + 1 / observed) if observed > 0 else large_sample

    @property
    def missing_information(self) -> float:
        """(r + 2/(df + 3)) / (1 + r), where r is the relative increase in variance."""
        if self.share in (0.0, 1.0):
            return self.share
        increase = self.share / (1 - self.share)
        return (increase + 2 / (self.df + 3)) / (1 + increase)

    @property
    def _added(self) -> float:
        return (1 + 1 / self.imputations) * self.between


def pool(fits: Sequence[Coefficients]) -> Pooled:
    """Pool the same coefficients of the analyses of m imputed data sets.

    Parameters
    ----------
    fits
        The m sets of coefficients, each with the degrees of freedom of complete data; they are averaged.

    Raises
    ------
    BadInput
        Fewer than two, or not all of the same coefficients.

    References
    ----------
    As for `RubinVariance`.
    """
    names = tuple(fits[0]) if fits else ()
    if any(tuple(fit) != names for fit in fits):
        raise BadInput("The imputed data sets were not analysed with the same coefficients.")
    pooled = {name: _pooled(name, [fit[name] for fit in fits]) for name in names}
    method = f"{fits[0].method}, pooled over {len(fits)} imputed data sets" if fits else ""
    notes = tuple(dict.fromkeys(note for fit in fits for note in fit.notes))
    rows = Coefficients(method, tuple(row for row, _share in pooled.values()), notes)
    if len(fits) < 2:
        raise BadInput(
            "There must be at least two imputed data sets: one says nothing of what imputing leaves unknown."
        )
    return Pooled(rows, len(fits), {name: share for name, (_row, share) in pooled.items()})


def pool_one(
    estimates: npt.ArrayLike, ses: npt.ArrayLike, *, complete_df: float = inf, name: str = "effect"
) -> Coefficient:
    """Pool one number and its standard error; `complete_df` are the degrees of freedom had nothing been missing.

    References
    ----------
    As for `pool`: Rubin (1987) and Barnard and Rubin (1999).
    """
    values = vector(estimates, "estimates")
    errors = vector(ses, "ses", length=len(values))
    if len(values) < 2:
        raise BadInput(
            "There must be at least two imputed data sets: one says nothing of what imputing leaves unknown."
        )
    if not isinf(complete_df):
        positive(complete_df, "complete_df")
    return _rubin(name, values, errors, complete_df)[0]


def _pooled(name: str, rows: Sequence[Coefficient]) -> tuple[Coefficient, float]:
    values, errors = np.array([row.estimate for row in rows]), np.array([row.se for row in rows])
    return _rubin(name, values, errors, float(np.mean([row.df for row in rows])))


def _rubin(name: str, values: npt.NDArray, errors: npt.NDArray, complete_df: float) -> tuple[Coefficient, float]:
    """The pooled number, and the fraction of missing information about it."""
    between = float(values.var(ddof=1)) if len(values) > 1 else 0.0
    found = RubinVariance(len(values), float((errors**2).mean()), between, complete_df)
    return Coefficient(name, float(values.mean()), sqrt(found.total), found.df), found.missing_information
