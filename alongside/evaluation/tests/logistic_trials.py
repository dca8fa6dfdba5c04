"""Trials with a yes-or-no outcome: those beside this file, and a small one that R can make too."""

from functools import cache

import numpy as np

from alongside.evaluation.estimation.logistic_mixed import LogisticMixedModel, logistic_mixed_model
from alongside.evaluation.tests.trials import answers, cluster_of, columns_of, outcome_data

OUTCOMES = {"wise_dev": "good12", "small_dev": "event", "sw_dev": "event"}
SIZES = np.array([3, 5, 8, 13, 2, 21, 34, 6])
PUSHES = np.array([0, 3, 1, 4, 0, 2, 5, 1])


@cache
def fitted(trial: str, points: int) -> LogisticMixedModel:
    """The model of `glmer_...` in the answers, with R's names of coefficients."""
    names = list(answer(trial)["laplace"]["coef"])
    data = outcome_data(trial, OUTCOMES[trial])
    return logistic_mixed_model(
        data[OUTCOMES[trial]], columns_of(data, *names), cluster=cluster_of(data), names=names, points=points
    )


def answer(trial: str) -> dict:
    return answers(trial)[f"glmer_{OUTCOMES[trial]}"]


def few(push: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """y, x and cluster of 92 people in eight clusters of 2 to 34, which the push drives apart.

    sizes <- c(3, 5, 8, 13, 2, 21, 34, 6); i <- rep(0:7, sizes); j <- sequence(sizes) - 1
    z <- ((7 * i + 3 * j) %% 11) / 10; arm <- i %% 2
    y <- as.integer((5 * j + 3 * i * j + 2 * i) %% 13 + c(0, 3, 1, 4, 0, 2, 5, 1)[i + 1] * push > 7)
    """
    i = np.repeat(np.arange(8), SIZES)
    j = np.concatenate([np.arange(size) for size in SIZES])
    y = (5 * j + 3 * i * j + 2 * i) % 13 + PUSHES[i] * push > 7
    return y.astype(float), np.column_stack([np.ones(len(i)), i % 2, ((7 * i + 3 * j) % 11) / 10]), i


@cache
def few_fitted(push: int, points: int) -> LogisticMixedModel:
    y, x, cluster = few(push)
    return logistic_mixed_model(y, x, cluster=cluster, names=["Intercept", "arm", "z"], points=points)


def drawn(
    seed: int, *, clusters: int = 12, people: int = 20, theta: float = 0.7
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """y, x and cluster of a simulated trial with clusters of unequal size and coefficients -0.4, 0.5, 0.3."""
    chance = np.random.Generator(np.random.PCG64(seed))
    cluster = np.repeat(np.arange(clusters), chance.integers(2, 2 * people, clusters))
    x = np.column_stack([np.ones(len(cluster)), cluster % 2, chance.normal(size=len(cluster))])
    log_odds = x @ [-0.4, 0.5, 0.3] + theta * chance.normal(size=clusters)[cluster]
    return (chance.random(len(cluster)) < 1 / (1 + np.exp(-log_odds))).astype(float), x, cluster
