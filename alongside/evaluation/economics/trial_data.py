"""Cost and effect of each person of a trial of clusters, checked together."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank, groups, matrix, two_arms, vector


@dataclass(frozen=True)
class TrialData:
    """`outcomes` has shape (people, 2), cost first; `arm` and `cluster` shape (people,), `arm_of` (clusters,)."""

    outcomes: FloatArray
    arm: FloatArray
    cluster: IntArray
    arm_of: FloatArray
    sizes: FloatArray

    @property
    def clusters(self) -> int:
        return len(self.sizes)

    def means(self, values: FloatArray) -> FloatArray:
        """Of each cluster; shape (clusters, columns)."""
        return self.sums(values) / self.sizes[:, np.newaxis]

    def sums(self, values: FloatArray) -> FloatArray:
        """Over each cluster; shape (clusters, columns)."""
        columns = [np.bincount(self.cluster, weights=column, minlength=self.clusters) for column in values.T]
        return np.column_stack(columns)


def trial_data(cost: npt.ArrayLike, effect: npt.ArrayLike, *, arm: npt.ArrayLike, cluster: npt.ArrayLike) -> TrialData:
    costs = vector(cost, "cost")
    outcomes = np.column_stack([costs, vector(effect, "effect", length=len(costs))])
    codes, _ = groups(cluster, "cluster", length=len(costs))
    people, of_clusters = two_arms(arm, codes)
    return TrialData(outcomes, people, codes, of_clusters, np.bincount(codes).astype(np.float64))


def design(data: TrialData, covariates: npt.ArrayLike | None, name: str) -> FloatArray:
    """Ones, arm and the covariates; shape (people, 2 + covariates)."""
    ones = np.ones(len(data.arm))
    if covariates is None:
        return np.column_stack([ones, data.arm])
    given = matrix(covariates, name, rows=len(ones))
    x = np.column_stack([ones, data.arm, given])
    full_rank(x, ("the constant", "arm", *(f"column {number} of {name}" for number in range(given.shape[1]))))
    return x


def no_spread(data: TrialData, residuals: FloatArray) -> None:
    """Raise when an outcome does not differ between people at all."""
    for column, word in ((0, "cost"), (1, "effect")):
        size = float(np.abs(data.outcomes[:, column]).max())
        if not np.abs(residuals[:, column]).max() > 1e-12 * size:
            raise BadInput(f"{word} is the same for everybody once arm and covariates are known.")
