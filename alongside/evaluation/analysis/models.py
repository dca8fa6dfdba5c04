"""One model fitted to one outcome: each of the library's estimators, asked the same question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import exp, inf, isfinite
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from alongside.evaluation.analysis.allocations import Reference
from alongside.evaluation.analysis.design_matrix import DesignMatrix
from alongside.evaluation.errors import BadInput
from alongside.evaluation.estimation import (
    MixedModel,
    cluster_means,
    cluster_robust,
    gee,
    logistic_mixed_model,
    mixed_model,
    permutation_test_of_people,
)
from alongside.evaluation.inference import Coefficient, Coefficients, Interval
from alongside.evaluation.inputs import FloatArray, IntArray

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
    def drawn(self) -> bool:
        """Whether its interval has two ends, and so a place in a picture."""
        return self.interval is not None and isfinite(self.interval.low) and isfinite(self.interval.high)

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


ENOUGH_FOR_LOGISTIC = 40  # the simulations in the documentation had 44, where it was right, and 20, where it was not


@dataclass(frozen=True)
class Prepared:
    """Arrays ready for a model: no gaps left, one row for each person or visit."""

    y: FloatArray
    design: DesignMatrix
    effects: tuple[str, ...]  # names of the columns that are effects of the intervention
    of_strata: tuple[str, ...]  # names of the columns that are strata of the randomisation
    strata: IntArray | None  # the stratum of each row
    arm: FloatArray
    cluster: npt.NDArray[np.str_]
    person: npt.NDArray[np.str_] | None  # where rows of one person are alike
    period: npt.NDArray[np.str_] | None  # where rows of one cluster and period are
    binary: bool
    reference: Reference | None

    def covariates(self, *, strata: bool) -> tuple[FloatArray | None, list[str]]:
        """The columns that are neither ones nor the intervention, with or without those of strata."""
        rest = self.design.without((self.design.names[0], *self.effects, *(() if strata else self.of_strata)))
        return (rest.x if rest.names else None), list(rest.names)

    @property
    def clusters(self) -> int:
        return len(np.unique(self.cluster))


def run(model: str, inference: str, data: Prepared) -> ModelRun:
    """Fit and tell; what a model cannot do raises an error of the library with its own sentence."""
    return RUNS[model](data, inference)


def mixed(data: Prepared) -> MixedModel:
    """The linear mixed model of whatever is alike: clusters, people seen again, periods within clusters."""
    x = data.design
    return mixed_model(data.y, x.x, cluster=data.cluster, person=data.person, period=data.period, names=x.names)


def _mixed(data: Prepared, inference: str) -> ModelRun:
    fit = mixed(data)
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
    told = _told(
        "logistic_mixed", inference, data, fit.describe(df), rows, ODDS_RATIO, variances=variances, icc=fit.icc
    )
    return replace(told, notes=(*told.notes, *_few_for_logistic(data.clusters), *_taken_for_independent(data)))


def _few_for_logistic(clusters: int) -> tuple[str, ...]:
    if clusters >= ENOUGH_FOR_LOGISTIC:
        return ()
    return (
        f"There are {clusters} clusters. In simulations of 6 to 20 the logistic mixed model's intervals were at times "
        "too wide and at times too narrow; gee and cluster_robust kept closer to what they promise.",
    )


def _taken_for_independent(data: Prepared) -> tuple[str, ...]:
    alike = {"people seen again": data.person, "people of one cluster and period": data.period}
    asked = [name for name, labels in alike.items() if labels is not None]
    if not asked:
        return ()
    return (
        f"The logistic mixed model has one term for the cluster; rows of {' and '.join(asked)} were taken to be no "
        "more alike than others of the cluster. The marginal model (gee) needs no such assumption.",
    )


def _cluster_means(data: Prepared, inference: str) -> ModelRun:
    # In a first stage strata, which are of clusters, would cost no degrees of freedom.
    covariates, names = data.covariates(strata=False)
    family = "binomial" if data.binary else "gaussian"
    fit = cluster_means(
        data.y,
        arm=data.arm,
        cluster=data.cluster,
        covariates=covariates,
        names=names,
        family=cast(Any, family),
        strata=data.strata,
    )
    row: Coefficient = getattr(fit, inference)
    effect = _effect(row, RISK_DIFFERENCE if data.binary else DIFFERENCE)
    notes = _too_sure(fit.cluster_covariates)
    words = fit.describe()
    return ModelRun("cluster_means", inference, words, (effect,), rows=len(data.y), clusters=data.clusters, notes=notes)


def _too_sure(covariates: Sequence[str]) -> tuple[str, ...]:
    if not covariates:
        return ()
    return (
        f"The first stage is adjusted for {', '.join(covariates)}, the same for everybody in a cluster, for which no "
        "degrees of freedom are given up: with few clusters the test is too sure. Strata named in [trial] are compared "
        "within; for others a model of everybody is better.",
    )


def _permutation(data: Prepared, inference: str) -> ModelRun:
    if data.reference is None:
        raise BadInput("A permutation test needs the allocations that could have been made.")
    reference = data.reference.among(np.unique(data.cluster).tolist())
    covariates, names = data.covariates(strata=True)
    test = permutation_test_of_people(
        data.y,
        data.cluster,
        data.arm,
        reference.allocations,
        clusters=reference.clusters,
        covariates=covariates,
        names=names,
        family="binomial" if data.binary else "gaussian",
    )
    scale = RISK_DIFFERENCE if data.binary else DIFFERENCE
    effect = Effect("arm", scale, test.estimate, test.interval(), test.p_value)
    among = "all there are" if test.complete else "drawn at random"
    words = f"The difference of cluster means was compared with that under {test.allocations:,} allocations, {among}."
    words = f"{words} {reference.source}".strip()
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
    ends = Interval(_exp(interval.low), _exp(interval.high), interval.level)
    return Effect(row.name, scale, _exp(row.estimate), ends, row.p_value, row.se, row.df)


def _exp(log_odds: float) -> float:
    """An end that few degrees of freedom push beyond what a float holds is no end."""
    return exp(log_odds) if log_odds < 700 else inf


def effects_of(rows: Coefficients, names: Sequence[str], scale: str) -> tuple[Effect, ...]:
    """The effects among coefficients that were pooled."""
    return tuple(_effect(rows[name], scale) for name in names)
