"""Rubin's rules for a pair of estimates: what missing data add to the doubt."""

from dataclasses import dataclass, field
from math import inf, isinf

import numpy as np

from alongside.evaluation.inputs import FloatArray


@dataclass(frozen=True)
class Imputation:
    """How much estimates differ between imputed data sets, for the pair cost and effect.

    `within` is the mean of the covariances and `between` the covariance of the estimates, both of shape (2, 2), cost
    first; `complete_df` is what there would be with nothing missing.

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3; Barnard and Rubin (1999), Small-sample
    degrees of freedom with multiple imputation, Biometrika 86, 948-955.
    """

    imputations: int
    within: FloatArray = field(repr=False, compare=False)
    between: FloatArray = field(repr=False, compare=False)
    complete_df: float

    @property
    def total(self) -> FloatArray:
        """within + (1 + 1/m) between."""
        return self.within + self._inflation * self.between

    @property
    def fmi_cost(self) -> float:
        """Fraction of missing information on incremental cost."""
        return self.fmi(np.array([1.0, 0.0]))

    @property
    def fmi_effect(self) -> float:
        """Fraction of missing information on incremental effect."""
        return self.fmi(np.array([0.0, 1.0]))

    def fmi_net_benefit(self, threshold: float) -> float:
        """Fraction of missing information on net benefit at a threshold."""
        return self.fmi(np.array([-1.0, threshold]))

    @property
    def average_relative_increase(self) -> float:
        """(1 + 1/m) trace(between × within⁻¹) / 2: how much of the pair's variance imputation adds."""
        return float(self._inflation * np.trace(self.between @ np.linalg.pinv(self.within, hermitian=True)) / 2)

    def df(self, weights: FloatArray) -> float:
        """Barnard and Rubin's degrees of freedom of a weighted sum of cost and effect."""
        missing = self._missing_share(weights)
        of_imputations = (self.imputations - 1) / missing**2 if missing > 0 else inf
        if isinf(self.complete_df):
            return of_imputations
        observed = (self.complete_df + 1) / (self.complete_df + 3) * self.complete_df * (1 - missing)
        return 1 / (1 / of_imputations + 1 / observed) if observed > 0 else of_imputations

    def fmi(self, weights: FloatArray) -> float:
        """(r + 2/(df + 3)) / (1 + r), where r is the relative increase in variance."""
        missing = self._missing_share(weights)
        if missing in (0.0, 1.0):
            return missing
        increase = missing / (1 - missing)
        return (increase + 2 / (self.df(weights) + 3)) / (1 + increase)

    @property
    def _inflation(self) -> float:
        return 1 + 1 / self.imputations

    def _missing_share(self, weights: FloatArray) -> float:
        added, total = (float(weights @ table @ weights) for table in (self._inflation * self.between, self.total))
        # Rounding leaves traces between data sets that agree; they are not missing information.
        return added / total if added > 1e-12 * total else 0.0
