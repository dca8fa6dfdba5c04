"""One simulated trial, and the models fitted to it, each once."""

from dataclasses import dataclass
from functools import cache, cached_property
from math import sqrt

import numpy as np
from scipy.special import expit

from alongside.evaluation.allocation import AllocationSet
from alongside.evaluation.errors import NotConverged, NotEstimable
from alongside.evaluation.estimation import (
    ClusterMeans,
    ClusterRobust,
    Gee,
    LogisticMixedModel,
    MixedModel,
    PermutationTest,
    cluster_means,
    cluster_robust,
    gee,
    logistic_mixed_model,
    mixed_model,
    permutation_test_of_people,
    within_strata,
)
from tests.bench.evaluation.cells import Cell, log_odds

SEED = 20261129
SIZE, VARIATION, SMALLEST = 30, 0.6, 3  # people in a cluster: mean, coefficient of variation
SLOPE = 0.5  # of the covariate, which has the standard deviation and the ICC of the outcome's residual
ALLOCATIONS = 1_999  # drawn where there are more than MOST
MOST = 1_000
LOST = 100.0  # a scale this far from 1, which it is here about, is of equations that ran away


@dataclass(frozen=True)
class Trial:
    """People in order of their clusters; every other cluster has the intervention."""

    y: np.ndarray
    cluster: np.ndarray
    before: np.ndarray | None  # a covariate of people

    @property
    def arm(self) -> np.ndarray:
        return (self.cluster % 2).astype(float)

    @property
    def family(self) -> str:
        return "binomial" if self.before is None else "gaussian"

    @property
    def x(self) -> np.ndarray:
        columns = [np.ones(len(self.y)), self.arm]
        return np.column_stack(columns if self.before is None else [*columns, self.before])

    @property
    def named(self) -> dict:
        """What every model of people is given."""
        return {"cluster": self.cluster, "names": ("constant", "arm", "before")[: self.x.shape[1]]}

    @cached_property
    def mixed(self) -> MixedModel:
        return mixed_model(self.y, self.x, **self.named)

    @cached_property
    def gee(self) -> Gee:
        """With people of a cluster alike; where that has no good solution, independent, as its error or note says."""
        try:
            found = gee(self.y, self.x, family=self.family, **self.named)
        except (NotConverged, NotEstimable, np.linalg.LinAlgError):  # the last: its information is singular
            return self.independent
        return self.independent if found.notes or found.phi > LOST else found

    @property
    def independent(self) -> Gee:
        return gee(self.y, self.x, family=self.family, working="independence", **self.named)

    @cached_property
    def robust(self) -> ClusterRobust:
        return cluster_robust(self.y, self.x, family=self.family, **self.named)

    @cached_property
    def logistic(self) -> LogisticMixedModel:
        return logistic_mixed_model(self.y, self.x, points=15, **self.named)

    @cached_property
    def means(self) -> ClusterMeans:
        return cluster_means(self.y, arm=self.arm, cluster=self.cluster, covariates=self.before, family=self.family)

    @cached_property
    def permuted(self) -> PermutationTest:
        clusters = int(self.cluster[-1]) + 1
        return permutation_test_of_people(
            self.y,
            self.cluster,
            self.arm,
            _allocations(clusters),
            clusters=[str(number) for number in range(clusters)],
            covariates=self.before,
            family=self.family,
        )


def simulated(cell: Cell, replication: int) -> Trial:
    """The same numbers by chance with an effect and without."""
    seed = [SEED, cell.outcome == "binary", cell.clusters, round(1000 * cell.icc), replication]
    chance = np.random.Generator(np.random.PCG64(seed))
    shape = 1 / VARIATION**2
    sizes = np.maximum(np.rint(chance.gamma(shape, SIZE / shape, cell.clusters)), SMALLEST).astype(np.int64)
    cluster = np.repeat(np.arange(cell.clusters), sizes)
    shift = cell.effect * (cluster % 2)
    if cell.outcome == "binary":
        mean, sd = log_odds(cell.icc)
        risk = expit(mean + sd * chance.normal(size=cell.clusters)[cluster] + shift)
        return Trial((chance.random(len(cluster)) < risk).astype(float), cluster, None)
    before = _alike(cell, cluster, chance)
    return Trial(SLOPE * before + _alike(cell, cluster, chance) + shift, cluster, before)


def _alike(cell: Cell, cluster: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Standard normal, people of a cluster correlated as the cell has it."""
    between = sqrt(cell.icc) * chance.normal(size=cell.clusters)
    return between[cluster] + sqrt(1 - cell.icc) * chance.normal(size=len(cluster))


@cache
def _allocations(clusters: int) -> AllocationSet:
    return within_strata(np.arange(clusters) % 2, most=MOST, draws=ALLOCATIONS, seed=SEED)
