"""Rubin's rules for a pair of estimates: what missing data add to the doubt."""

from dataclasses import dataclass, field

import numpy as np

from alongside.evaluation.estimation import RubinVariance
from alongside.evaluation.inputs import FloatArray


@dataclass(frozen=True)
class RubinPair:
    """How much estimates differ between imputed data sets, for the pair cost and effect.

    `within` is the mean of the covariances and `between` the covariance of the estimates, both of shape (2, 2), cost
    first; `complete_df` is what there would be with nothing missing.

    References
    ----------
    As for `estimation.RubinVariance`, which is the same for one number.
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
        return self._of(weights).df

    def fmi(self, weights: FloatArray) -> float:
        """Fraction of missing information on a weighted sum of cost and effect."""
        return self._of(weights).missing_information

    def _of(self, weights: FloatArray) -> RubinVariance:
        within, between = (float(weights @ table @ weights) for table in (self.within, self.between))
        return RubinVariance(self.imputations, within, between, self.complete_df)

    @property
    def _inflation(self) -> float:
        return 1 + 1 / self.imputations
