"""What the bivariate model found besides the two estimates."""

from dataclasses import dataclass, field

import numpy as np

from alongside.evaluation.inference import Coefficients
from alongside.evaluation.inputs import FloatArray


@dataclass(frozen=True)
class BivariateFit:
    """A bivariate normal model of cost and effect with a random intercept of each cluster in both.

    `between` is the covariance of the cluster effects and `within` that of people in a cluster, both of shape (2, 2),
    cost first; `log_likelihood` is restricted when `restricted` is true.
    """

    cost: Coefficients
    effect: Coefficients
    between: FloatArray = field(compare=False)
    within: FloatArray = field(compare=False)
    log_likelihood: float
    restricted: bool
    people: int
    clusters: int

    @property
    def icc_cost(self) -> float:
        """Share of the variance of cost that lies between clusters."""
        return self._icc(0)

    @property
    def icc_effect(self) -> float:
        """Share of the variance of effect that lies between clusters."""
        return self._icc(1)

    @property
    def correlation_within(self) -> float:
        """Of cost and effect among people of one cluster."""
        return float(self.within[0, 1] / np.sqrt(self.within[0, 0] * self.within[1, 1]))

    @property
    def singular(self) -> bool:
        """The cluster effects have no spread in some direction: the estimate is at the edge of what is possible."""
        scale = np.sqrt(np.diag(self.within))
        smallest = float(np.linalg.eigvalsh(self.between / np.outer(scale, scale))[0])
        return smallest < 1e-8

    def _icc(self, column: int) -> float:
        between, within = float(self.between[column, column]), float(self.within[column, column])
        return between / (between + within)
