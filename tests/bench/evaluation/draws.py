"""Ten thousand of a thing: bootstrap replicates of cost and QALYs, and candidates of a constrained allocation."""

from collections.abc import Iterator
from random import Random
from statistics import pstdev

import numpy as np

from alongside.evaluation.allocation import Secret, allocate, constrained
from alongside.evaluation.economics import two_stage_bootstrap
from alongside.evaluation.tests.trials import trial
from tests.bench.evaluation.beside import line, once, taken

DRAWS = 10_000
MOST = 2.0  # s, for either
REPLICATES, CANDIDATES = 200, 500  # of the plain baselines, scaled to as many as ours
PRACTICES, COVARIATES = 44, 8


def draws() -> Iterator[str]:
    """One line for each."""
    yield _bootstrapped()
    yield _allocated()


def _bootstrapped() -> str:
    data = trial("wise_dev")
    given = {"arm": data["arm"], "cluster": data["practice"], "average": "people", "seed": 1}
    ours = taken(lambda: two_stage_bootstrap(data["cost"], data["qaly"], replicates=DRAWS, **given), rounds=3)
    plain = once(lambda: _plain_bootstrap(data)) * DRAWS / REPLICATES
    named = f"a loop of numpy over replicates and practices, {REPLICATES} scaled"
    return line(f"{DRAWS:,} two-stage bootstraps, {len(data['arm']):,} people", ours, {named: plain}, most=MOST)


def _plain_bootstrap(data: dict[str, np.ndarray]) -> list[np.ndarray]:
    """Practices of each arm, then people of each of those: the two stages without a correction."""
    chance = np.random.default_rng(1)
    both = np.column_stack([data["cost"], data["qaly"]])
    people = {practice: both[data["practice"] == practice] for practice in np.unique(data["practice"])}
    arms = [np.unique(data["practice"][data["arm"] == value]) for value in (1, 0)]
    means = ([_redrawn(people, arm, chance) for arm in arms] for _ in range(REPLICATES))
    return [with_it - without for with_it, without in means]


def _redrawn(people: dict[float, np.ndarray], arm: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    drawn = [people[practice] for practice in chance.choice(arm, len(arm))]
    return np.concatenate([rows[chance.integers(len(rows), size=len(rows))] for rows in drawn]).mean(axis=0)


def _allocated() -> str:
    covariates = np.random.default_rng(1).normal(size=(PRACTICES, COVARIATES))
    scheme = constrained(range(PRACTICES), covariates, candidates=DRAWS)
    secret = Secret("seed", "0123456789abcdef" * 4)
    ours = taken(lambda: allocate(scheme, secret), rounds=3)
    plain = once(lambda: _plain_allocation(covariates.tolist())) * DRAWS / CANDIDATES
    named = f"plain Python, {CANDIDATES} candidates scaled"
    what = f"{DRAWS:,} candidate allocations of {PRACTICES} practices on {COVARIATES} covariates"
    return line(what, ours, {named: plain}, most=MOST)


def _plain_allocation(covariates: list[list[float]]) -> set[int]:
    """The same score of balance, and one of the tenth that balance best."""
    chance = Random(1)
    sds = [pstdev(column) for column in zip(*covariates, strict=True)]
    half = len(covariates) // 2
    candidates = [set(chance.sample(range(len(covariates)), half)) for _ in range(CANDIDATES)]
    ordered = sorted(candidates, key=lambda treated: _imbalance(treated, covariates, sds))
    return chance.choice(ordered[: CANDIDATES // 10])


def _imbalance(treated: set[int], covariates: list[list[float]], sds: list[float]) -> float:
    total = 0.0
    for column, sd in enumerate(sds):
        difference = sum((1 if at in treated else -1) * row[column] for at, row in enumerate(covariates))
        total += (difference / sd) ** 2
    return total
