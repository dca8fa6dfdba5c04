"""One model fitted to one outcome: each of the library's estimators, asked the same question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from alongside.evaluation.analysis.design_matrix import DesignMatrix
from alongside.evaluation.estimation import (
    cluster_means,
    cluster_robust,
    gee,
    logistic_mixed_model,
    mixed_model,
    permutation_test_of_people,
    within_strata,
)
from alongside.evaluation.inference import Coefficient, Coefficients, Interval
from alongside.evaluation.inputs import FloatArray

DIFFERENCE, ODDS_RATIO, RISK_DIFFERENCE = "difference in means", "odds ratio", "difference in risk"


@dataclass(frozen=True)
class Effect:
    """The effect of the intervention, on the scale that is read."""

    name: str
    scale: str
    estimate: float
    interval: Interval | None
    p_value: float
    se: float | None = None  # on the scale of the model: of a log odds for an odds ratio
    df: float | None = None

    @property
    def ratio(self) -> bool:
        return self.scale == ODDS_RATIO


@dataclass(frozen=True)
class ModelRun:
    """What one model said."""

    model: str
    inference: str
    words: str
    effects: tuple[Effect, ...]
    coefficients: Coefficients | None = None
    variances: dict[str, float] = field(default_factory=dict)
    icc: float | None = None
    rows: int = 0
    clusters: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """Arrays ready for a model: no gaps left, one row for each person or visit."""

    y: FloatArray
    design: DesignMatrix
    effects: tuple[str, ...]  # names of the columns that are effects of the intervention
    arm: FloatArray
    cluster: npt.NDArray[np.generic]
    person: npt.NDArray[np.generic] | None
    period: npt.NDArray[np.generic] | None
    strata: npt.NDArray[np.generic] | None
    binary: bool
    draws: int
    seed: int

    @property
    def covariates(self) -> tuple[FloatArray | None, list[str]]:
        """The columns that are neither ones nor the intervention."""
        kept = [n for n, name in enumerate(self.design.names) if n and name not in self.effects]
        return (self.design.x[:, kept] if kept else None), [self.design.names[n] for n in kept]

    @property
    def clusters(self) -> int:
        return len(np.unique(self.cluster))


def run(model: str, inference: str, data: Prepared) -> ModelRun:
    """Fit and tell; what a model cannot do raises an error of the library with its own sentence."""
    return RUNS[model](data, inference)


def _mixed(data: Prepared, inference: str) -> ModelRun:
    fit = mixed_model(
        data.y, data.design.x, cluster=data.cluster, person=data.person, period=data.period, names=data.design.names
    )
    method = cast(Any, inference)
    rows = fit.coefficients(method)
    scale = RISK_DIFFERENCE if data.binary else DIFFERENCE
    return _told("mixed", inference, data, fit.describe(method), rows, scale, variances=fit.variances, icc=fit.icc)


def _gee(data: Prepared, inference: str) -> ModelRun:
    family = "binomial" if data.binary else "gaussian"
    fit = gee(data.y, data.design.x, cluster=data.cluster, names=data.design.names, family=cast(Any, family))
    correction = cast(Any, inference)
    scale = ODDS_RATIO if data.binary else DIFFERENCE
    rows = fit.coefficients(correction, "fay_graubard")
    return _told("gee", inference, data, fit.describe(correction, "fay_graubard"), rows, scale, icc=fit.alpha)


def _cluster_robust(data: Prepared, inference: str) -> ModelRun:
    family = "binomial" if data.binary else "gaussian"
    fit = cluster_robust(data.y, data.design.x, cluster=data.cluster, names=data.design.names, family=family)
    scale = ODDS_RATIO if data.binary else DIFFERENCE
    return _told("cluster_robust", inference, data, fit.describe(), fit.coefficients, scale)


def _logistic_mixed(data: Prepared, inference: str) -> ModelRun:
    fit = logistic_mixed_model(data.y, data.design.x, cluster=data.cluster, names=data.design.names, points=15)
    df = cast(Any, inference)
    rows = fit.coefficients(df)
    variances = {"cluster (log odds)": fit.variance}
    words = fit.describe()
    return _told("logistic_mixed", inference, data, words, rows, ODDS_RATIO, variances=variances, icc=fit.icc)


def _cluster_means(data: Prepared, inference: str) -> ModelRun:
    covariates, names = data.covariates
    family = "binomial" if data.binary else "gaussian"
    fit = cluster_means(
        data.y, arm=data.arm, cluster=data.cluster, covariates=covariates, names=names, family=cast(Any, family)
    )
    row: Coefficient = getattr(fit, inference)
    effect = _effect(row, RISK_DIFFERENCE if data.binary else DIFFERENCE)
    return ModelRun("cluster_means", inference, fit.describe(), (effect,), rows=len(data.y), clusters=data.clusters)


def _permutation(data: Prepared, inference: str) -> ModelRun:
    labels, first = np.unique(data.cluster, return_index=True)
    strata = None if data.strata is None else data.strata[first]
    allocations = within_strata(data.arm[first], strata, draws=data.draws, seed=data.seed)
    covariates, names = data.covariates
    test = permutation_test_of_people(
        data.y,
        data.cluster,
        data.arm,
        allocations,
        clusters=[_label(label) for label in labels],
        covariates=covariates,
        names=names,
        family="binomial" if data.binary else "gaussian",
    )
    scale = RISK_DIFFERENCE if data.binary else DIFFERENCE
    effect = Effect("arm", scale, test.estimate, test.interval(), test.p_value)
    among = "all that could have been made" if test.complete else "drawn from those that could have been made"
    words = f"The difference of cluster means was compared with that under {test.allocations:,} allocations, {among}."
    return ModelRun("permutation", "", words, (effect,), rows=len(data.y), clusters=data.clusters, notes=test.notes)


RUNS: dict[str, Callable[[Prepared, str], ModelRun]] = {
    "mixed": _mixed,
    "gee": _gee,
    "cluster_robust": _cluster_robust,
    "logistic_mixed": _logistic_mixed,
    "cluster_means": _cluster_means,
    "permutation": _permutation,
}


def _told(
    model: str, inference: str, data: Prepared, words: str, rows: Coefficients, scale: str, **more: Any
) -> ModelRun:
    effects = tuple(_effect(rows[name], scale) for name in data.effects)
    return ModelRun(
        model, inference, words, effects, rows, rows=len(data.y), clusters=data.clusters, notes=rows.notes, **more
    )


def _effect(row: Coefficient, scale: str) -> Effect:
    interval = row.interval()
    if scale != ODDS_RATIO:
        return Effect(row.name, scale, row.estimate, interval, row.p_value, row.se, row.df)
    return Effect(row.name, scale, float(np.exp(row.estimate)), interval.exp(), row.p_value, row.se, row.df)


def effects_of(rows: Coefficients, names: Sequence[str], scale: str) -> tuple[Effect, ...]:
    """The effects among coefficients that were pooled."""
    return tuple(_effect(rows[name], scale) for name in names)


def _label(label: object) -> str:
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(label)
