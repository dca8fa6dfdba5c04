"""The two-stage bootstrap with shrinkage: clusters are drawn, then people, and neither spread is counted twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from alongside.evaluation.economics.incremental import Incremental
from alongside.evaluation.economics.trial_data import TrialData, design, no_spread, trial_data
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray

_BLOCK = 150_000  # draws at a time: a block of them stays in the processor's cache
_ONE = {"people": "person", "clusters": "cluster"}


@dataclass(frozen=True)
class _Arm:
    """What is drawn from in one arm, and how much each drawn value weighs in the estimate.

    `effects` (clusters, 2) and `errors` (people, 2) are centred at 0, cost first; `cluster_weights` (clusters, 2) and
    `person_weights` (people, 2) belong to the places that drawn values are put in.
    """

    effects: FloatArray
    errors: FloatArray
    cluster_weights: FloatArray
    person_weights: FloatArray
    shrinkage: FloatArray


def two_stage_bootstrap(
    cost: npt.ArrayLike,
    effect: npt.ArrayLike,
    *,
    arm: npt.ArrayLike,
    cluster: npt.ArrayLike,
    average: Literal["people", "clusters"],
    seed: int,
    replicates: int = 10_000,
    cost_covariates: npt.ArrayLike | None = None,
    effect_covariates: npt.ArrayLike | None = None,
) -> Incremental:
    """Incremental cost and effect with replicates of both, drawn within each arm.

    In every replicate each cluster keeps its people and their covariates. It is given the shrunken mean of a cluster
    drawn from its arm, and each person the deviation of a person drawn from the arm; cost and effect are drawn
    together. Means and deviations are those of residuals of the regression on arm and covariates, and the regression
    is then made again.

    Parameters
    ----------
    cost, effect, arm, cluster : shape (people,)
        Pounds, QALYs, 1 or 0, labels.
    average
        `people`: every person counts once. `clusters`: every cluster does. They answer different questions when
        large practices differ from small ones (Kahan, Li, Copas and Harhay 2023, International Journal of
        Epidemiology 52, 107-118).
    seed, replicates
        The same seed gives the same replicates.
    cost_covariates, effect_covariates : shape (people, columns)
        For each regression, such as the baseline utility for QALYs. No column for arm or the constant.

    Raises
    ------
    NotEstimable
        One cluster in an arm, nobody sharing a cluster, or collinear covariates.

    Notes
    -----
    Cluster means vary because clusters differ and because each has few people. Drawing people as well would count the
    second twice, so means are pulled towards the arm's mean: y* = c ȳ + (1 - c) ȳⱼ, and deviations are stretched to
    make up for the means they were taken from. With K clusters of b people, (1 - c)² = K/(K-1) - SSW/(b(b-1) SSB) and
    deviations are divided by √(1 - 1/b). Sizes differ here, so the same two moments are matched with the mean of 1/nⱼ
    for 1/b: (1 - c)² = K/(K-1) - K mean(1/nⱼ) SSW/((N-K) SSB), and √(1 - K/N); for equal sizes it is the same.

    References
    ----------
    Davison and Hinkley (1997), Bootstrap Methods and their Application, section 3.8. Gomes, Ng, Grieve, Nixon,
    Carpenter and Thompson (2012), Developing appropriate methods for cost-effectiveness analysis of cluster randomized
    trials, Medical Decision Making 32, 350-361. Ng, Grieve and Carpenter (2013), Two-stage nonparametric bootstrap
    sampling with shrinkage correction for clustered data, Stata Journal 13, 141-164.
    """
    data = trial_data(cost, effect, arm=arm, cluster=cluster)
    if replicates < 100 or replicates != int(replicates):
        raise BadInput(f"There are {replicates} replicates; a whole number from 100 on is needed.")
    if not isinstance(seed, int) or seed < 0:
        raise BadInput(f"seed is {seed}; it must be a whole number, 0 or more, so that the draws can be made again.")
    weights, estimate, residuals = _regressions(data, average, cost_covariates, effect_covariates)
    generator = np.random.Generator(np.random.PCG64(seed))
    arms = [_arm(data, weights, residuals, value) for value in (1.0, 0.0)]
    drawn = estimate + sum(_drawn(one, int(replicates), generator) for one in arms)
    return Incremental(
        float(estimate[0]),
        float(estimate[1]),
        np.cov(drawn, rowvar=False),
        f"the two-stage bootstrap with shrinkage ({replicates:,} replicates, every {_ONE[average]} counting once)",
        df=data.clusters - 2,
        replicates=drawn,
        notes=_notes(arms, data),
    )


def _regressions(
    data: TrialData,
    average: Literal["people", "clusters"],
    cost_covariates: npt.ArrayLike | None,
    effect_covariates: npt.ArrayLike | None,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Weights (people, 2) whose sums with the outcomes are the arm's coefficients; those; residuals (people, 2)."""
    if average not in ("people", "clusters"):
        raise BadInput(f"average is {average!r}; it can be 'people' or 'clusters'.")
    counts = np.ones(len(data.arm)) if average == "people" else 1 / data.sizes[data.cluster]
    weights, residuals = np.empty_like(data.outcomes), np.empty_like(data.outcomes)
    for column, covariates in enumerate((cost_covariates, effect_covariates)):
        x = design(data, covariates, ("cost_covariates", "effect_covariates")[column])
        root = np.sqrt(counts)[:, np.newaxis]
        solver = np.linalg.pinv(x * root) * root.T
        weights[:, column] = solver[1]
        residuals[:, column] = data.outcomes[:, column] - x @ (solver @ data.outcomes[:, column])
    no_spread(data, residuals)
    return weights, (weights * data.outcomes).sum(axis=0), residuals


def _arm(data: TrialData, weights: FloatArray, residuals: FloatArray, value: float) -> _Arm:
    """Shrunken cluster means and stretched deviations of one arm."""
    here, inside = data.arm_of == value, data.arm == value
    sizes, people, clusters = data.sizes[here], int(inside.sum()), int(here.sum())
    if people == clusters:
        raise NotEstimable("In one arm no two people share a cluster: there are no two stages to draw from.")
    means = data.means(residuals)
    deviations = (residuals - means[data.cluster])[inside]
    centred = means[here] - means[here].mean(axis=0)
    mean_square, between = (deviations**2).sum(axis=0) / (people - clusters), (centred**2).sum(axis=0)
    expected = clusters * (1 / sizes).mean() * mean_square
    with np.errstate(invalid="ignore", divide="ignore"):
        kept = np.sqrt(np.maximum(clusters / (clusters - 1) - expected / between, 0.0))
    kept = np.where(between > 0, kept, 0.0)
    errors = deviations / np.sqrt(1 - clusters / people)
    return _Arm(centred * kept, errors, data.sums(weights)[here], weights[inside], 1 - kept)


def _drawn(arm: _Arm, replicates: int, generator: np.random.Generator) -> FloatArray:
    """What the drawn cluster means and deviations of one arm add to each estimate; shape (replicates, 2)."""
    added = np.zeros((replicates, 2))
    for rows in _blocks(replicates, len(arm.effects)):
        _add(added[rows], arm.effects, arm.cluster_weights, generator)
    for rows in _blocks(replicates, len(arm.errors)):
        _add(added[rows], arm.errors, arm.person_weights, generator)
    return added


def _add(added: FloatArray, pool: FloatArray, weights: FloatArray, generator: np.random.Generator) -> None:
    """Add to each row the weighted sum of as many rows drawn from the pool as there are weights."""
    chosen = generator.integers(0, len(pool), (len(added), len(weights)))
    taken = np.empty(chosen.shape)
    for column in range(2):
        # Clipping changes nothing, as every index is in range, and lets numpy write straight into `taken`.
        np.ascontiguousarray(pool[:, column]).take(chosen, out=taken, mode="clip")
        added[:, column] += taken @ weights[:, column]


def _blocks(replicates: int, draws: int) -> Iterator[slice]:
    rows = max(_BLOCK // draws, 1)
    return (slice(start, min(start + rows, replicates)) for start in range(0, replicates, rows))


def _notes(arms: list[_Arm], data: TrialData) -> tuple[str, ...]:
    gone = [word for column, word in enumerate(("cost", "effect")) if any(arm.shrinkage[column] == 1 for arm in arms)]
    notes = [
        f"In one arm or both the means of clusters differ in {word} no more than chance would make them."
        for word in gone
    ]
    if min((data.arm_of == value).sum() for value in (0.0, 1.0)) < 12:
        notes.append("With fewer than a dozen clusters in an arm a bootstrap tends to make intervals too narrow.")
    return tuple(notes)
