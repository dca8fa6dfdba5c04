"""Invented trials, to try an analysis on before there are data and to see what a design can show."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, IntArray, positive, vector


@dataclass(frozen=True)
class SimulatedTrial:
    """One row for each person, shape (n,) each; NaN where somebody was lost."""

    cluster: IntArray
    arm: FloatArray
    baseline: FloatArray
    follow_up: FloatArray
    cost: FloatArray
    qaly: FloatArray


def simulate_trial(
    arm: npt.ArrayLike,
    sizes: npt.ArrayLike,
    *,
    effect: float,
    icc: float,
    correlation: float = 0.5,
    lost: float = 0.0,
    cost: float = 0.0,
    cost_effect: float = 0.0,
    qaly_effect: float = 0.0,
    seed: int,
) -> SimulatedTrial:
    """Draw a parallel cluster trial with a baseline, a follow-up, costs and QALYs.

    Scores have variance 1 within an arm, a share `icc` of it between clusters. Whoever began worse is lost more often,
    and only that decides: values are missing at random given the baseline. Costs are gamma with a standard deviation of
    1.5 times their mean; QALYs over a year are 0.7 + 0.1 times the follow-up score, with noise, at most 1.

    Parameters
    ----------
    arm, sizes
        (clusters,) 1 or 0, and how many people.
    effect
        Of the intervention on the follow-up, in standard deviations.
    correlation
        Of baseline and follow-up within a cluster.
    lost
        The share lost on average.
    cost, cost_effect, qaly_effect
        Mean cost in pounds of the control arm, and what the intervention adds to costs and to QALYs besides.

    Raises
    ------
    BadInput
    """
    arms, people = vector(arm, "arm"), vector(sizes, "sizes")
    _possible(arms, people, icc, correlation, lost)
    chance = np.random.Generator(np.random.PCG64(seed))
    cluster = np.repeat(np.arange(len(arms)), people.astype(np.int64))
    treated, n = arms[cluster], len(cluster)
    shared = np.sqrt(icc) * chance.normal(size=(2, len(arms)))[:, cluster]
    own = chance.normal(size=(2, n))
    later = correlation * own[0] + np.sqrt(1 - correlation**2) * own[1]
    baseline = shared[0] + np.sqrt(1 - icc) * own[0]
    follow_up = effect * treated + shared[1] + np.sqrt(1 - icc) * later
    spent = _costs(chance, n, cost) + cost_effect * treated
    qaly = np.minimum(0.7 + 0.1 * follow_up + qaly_effect * treated + 0.1 * chance.normal(size=n), 1.0)
    gone = chance.random(n) < np.clip(lost * (1 - 0.5 * baseline), 0.0, 1.0)
    return SimulatedTrial(cluster, treated, baseline, np.where(gone, np.nan, follow_up), spent, qaly)


def _costs(chance: np.random.Generator, n: int, mean: float) -> FloatArray:
    spread = 1.5
    return chance.gamma(1 / spread**2, positive(mean, "cost") * spread**2, n) if mean else np.zeros(n)


def _possible(arm: FloatArray, sizes: FloatArray, icc: float, correlation: float, lost: float) -> None:
    if not np.isin(arm, (0.0, 1.0)).all():
        raise BadInput("arm must be 1 for the intervention and 0 for the control.")
    if len(sizes) != len(arm) or (sizes < 1).any() or (sizes != np.floor(sizes)).any():
        raise BadInput("sizes must be a whole number of people for each cluster.")
    for value, name in ((icc, "icc"), (lost, "lost")):
        if not 0 <= value < 1:
            raise BadInput(f"{name} is {value}; it must be 0 or more and below 1.")
    if not -1 < correlation < 1:
        raise BadInput(f"correlation is {correlation}; it must lie between -1 and 1.")
