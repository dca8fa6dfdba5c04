"""Whether the time grows as the number of people does, up to half a million of them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from alongside.evaluation.estimation import gee, mixed_model
from tests.bench.evaluation.beside import taken
from tests.bench.evaluation.models import Rows

SIZES = ((5_000, 50), (50_000, 160), (500_000, 500))  # people, clusters


def growth() -> Iterator[str]:
    """For each model the times, and how many times as long one person takes as in the smallest trial."""
    trials = [_made(people, clusters) for people, clusters in SIZES]
    yield _line("two levels, REML and Kenward-Roger", trials, _mixed)
    yield _line("estimating equations, gaussian", trials, _marginal)


def _mixed(data: Rows) -> Any:
    return mixed_model(data.y, data.x, cluster=data.cluster).coefficients("kenward_roger")


def _marginal(data: Rows) -> Any:
    return gee(data.y, data.x, cluster=data.cluster).coefficients()


def _line(what: str, trials: list[Rows], work: Callable[[Rows], Any]) -> str:
    times = [taken(partial(work, data)) for data in trials]
    each = [seconds / people for seconds, (people, _clusters) in zip(times, SIZES, strict=True)]
    parts = [
        f"{people:,} people in {clusters} clusters {seconds * 1000:.1f} ms, {one / each[0]:.2f} a person"
        for (people, clusters), seconds, one in zip(SIZES, times, each, strict=True)
    ]
    return f"{what}: {'; '.join(parts)} (beside the first)"


def _made(people: int, clusters: int) -> Rows:
    chance = np.random.default_rng(1)
    cluster = np.sort(chance.integers(clusters, size=people))
    x = np.column_stack([np.ones(people), cluster % 2, chance.normal(size=(people, 3))])
    y = x @ [0.0, 0.2, 0.5, 0.1, 0.1] + 0.2 * chance.normal(size=clusters)[cluster] + chance.normal(size=people)
    return Rows(y, x, cluster, np.arange(people))
