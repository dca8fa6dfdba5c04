"""One outcome analysed: by intention to treat, then again in other ways, in subgroups, with gaps filled."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from alongside.evaluation.analysis.design_matrix import design_matrix
from alongside.evaluation.analysis.models import DIFFERENCE, ODDS_RATIO, Effect, ModelRun, Prepared, effects_of, run
from alongside.evaluation.analysis.preparing import (
    by_level,
    columns_needed,
    complete_rows,
    longer,
    prepared,
)
from alongside.evaluation.analysis.spec import Imputation, Outcome, Spec
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.errors import BadInput, EvaluationError, NotEstimable
from alongside.evaluation.estimation import (
    ComplierAverage,
    Gee,
    Imputed,
    complier_average_effect,
    gee,
    impute,
    mixed_model,
    pool,
)
from alongside.evaluation.inference import Coefficients, JointTest


@dataclass(frozen=True)
class ArmSummary:
    """What was seen in one arm at one visit, before any model."""

    arm: str
    time: str
    people: int
    seen: int
    clusters: int
    mean: float
    sd: float


@dataclass(frozen=True)
class Subgroup:
    """The effect in each level of a subgroup, and whether they differ more than chance would have it."""

    column: str
    effects: tuple[Effect, ...]
    interaction: JointTest
    words: str


@dataclass(frozen=True)
class Other:
    """Another analysis of the same outcome; `problem` says why it could not be made."""

    model: str
    run: ModelRun | None
    problem: str = ""


@dataclass(frozen=True)
class Filled:
    """The analysis pooled over imputed data sets."""

    effects: tuple[Effect, ...]
    coefficients: Coefficients
    missing_information: dict[str, float]
    words: str
    settled: float  # the worst of the chains' ratios


@dataclass(frozen=True)
class OutcomeAnalysis:
    """Everything about one outcome."""

    outcome: Outcome
    arms: tuple[ArmSummary, ...]
    main: ModelRun
    also: tuple[Other, ...]
    subgroups: tuple[Subgroup, ...]
    filled: Filled | None
    compliers: ComplierAverage | None
    left_out: int


def analyse_outcome(spec: Spec, outcome: Outcome, data: Data) -> OutcomeAnalysis:
    """All that the specification asks of one outcome.

    Raises
    ------
    EvaluationError
        What the first analysis cannot do; what the others cannot do is told among the results.
    """
    rows = longer(data, outcome)
    needed = columns_needed(spec, outcome)
    for name in (*needed, *outcome.columns):
        data.column(name)
    complete = complete_rows(rows, needed)
    if not complete.any():
        raise NotEstimable(f"Nobody has {outcome.label} and all that its model needs.")
    seen = rows.only(complete)
    ready = prepared(spec, outcome, seen)
    return OutcomeAnalysis(
        outcome=outcome,
        arms=_arms(spec, outcome, rows, complete),
        main=run(outcome.model, outcome.inference, ready),
        also=tuple(_other(model, outcome, ready) for model in outcome.also),
        subgroups=tuple(_subgroup(spec, outcome, seen, name) for name in outcome.subgroups),
        filled=_filled(spec, outcome, data, int((~complete).sum())),
        compliers=_compliers(spec, outcome, seen, ready),
        left_out=int((~complete).sum()),
    )


def _arms(spec: Spec, outcome: Outcome, rows: Data, complete: np.ndarray[Any, Any]) -> tuple[ArmSummary, ...]:
    arm, y, cluster = rows.numbers(spec.trial.arm), rows.numbers("y"), rows.column(spec.trial.cluster)
    visit = rows.numbers("visit") if outcome.repeated else np.zeros(rows.rows)
    found = []
    for number, time in enumerate(outcome.times or ("",)):
        for value, name in ((1.0, spec.trial.intervention), (0.0, spec.trial.control)):
            there = (arm == value) & (visit == number)
            seen = there & complete
            spread = float(y[seen].std(ddof=1)) if seen.sum() > 1 else float("nan")
            mean = float(y[seen].mean()) if seen.any() else float("nan")
            clusters = len(np.unique(cluster[seen]))
            found.append(ArmSummary(name, time, int(there.sum()), int(seen.sum()), clusters, mean, spread))
    return tuple(found)


def _other(model: str, outcome: Outcome, ready: Prepared) -> Other:
    way = outcome.by(model)
    try:
        return Other(model, run(model, way.inference, ready))
    except EvaluationError as problem:
        return Other(model, None, str(problem))


def _subgroup(spec: Spec, outcome: Outcome, data: Data, name: str) -> Subgroup:
    """By the mixed model, or for a yes-or-no outcome by marginal odds ratios."""
    levels, interactions = by_level(spec, outcome, data, name)
    tested = list(interactions.effects[1:])
    x, z = levels.design, interactions.design
    if outcome.binary:
        marginal = _marginal(levels)
        effects = effects_of(marginal.coefficients(df="fay_graubard"), levels.effects, ODDS_RATIO)
        return Subgroup(name, effects, _marginal(interactions).joint(tested), marginal.describe(df="fay_graubard"))
    first = mixed_model(levels.y, x.x, cluster=levels.cluster, period=levels.period, names=x.names)
    second = mixed_model(levels.y, z.x, cluster=levels.cluster, period=levels.period, names=z.names)
    effects = effects_of(first.coefficients(), levels.effects, DIFFERENCE)
    return Subgroup(name, effects, second.joint(tested), first.describe())


def _marginal(data: Prepared) -> Gee:
    return gee(data.y, data.design.x, cluster=data.cluster, names=data.design.names, family="binomial")


def _filled(spec: Spec, outcome: Outcome, data: Data, gaps: int) -> Filled | None:
    asked = spec.imputation
    if asked is None or not gaps:
        return None
    if outcome.model in ("cluster_means", "permutation"):
        raise BadInput(f"{outcome.label}: {outcome.model} gives no coefficients to pool; impute with another model.")
    imputed, names = _imputed(spec, asked, outcome, data)
    fits: list[Coefficients] = []
    effects: tuple[str, ...] = ()
    for copy in imputed.values:
        whole = longer(data.with_columns(**dict(zip(names, copy.T, strict=True))), outcome)
        ready = prepared(spec, outcome, whole)
        fit = run(outcome.model, outcome.inference, ready)
        fits.append(cast(Coefficients, fit.coefficients))
        effects = ready.effects
    pooled = pool(fits)
    scale = fit.effects[0].scale
    words = f"{imputed.describe()} The same model was fitted to each copy and the results pooled by Rubin's rules."
    told = effects_of(pooled.coefficients, effects, scale)
    return Filled(told, pooled.coefficients, pooled.missing_information, words, max(imputed.settled().values()))


def _imputed(spec: Spec, asked: Imputation, outcome: Outcome, data: Data) -> tuple[Imputed, list[str]]:
    everything = [*outcome.columns, *columns_needed(spec, outcome), *asked.auxiliary]
    known = {spec.trial.cluster, spec.trial.person}
    columns = [name for name in dict.fromkeys(everything) if name not in known]
    gaps = [name for name in columns if data.missing(name).any()]
    rest = [name for name in columns if name not in gaps]
    values = np.column_stack([data.numbers(name) for name in gaps])
    complete = design_matrix(data, rest, categories=spec.trial.categories).x[:, 1:]
    kinds = ["binary" if _yes_or_no(data, name) else "continuous" for name in gaps]
    imputed = impute(
        values,
        cluster=data.column(spec.trial.cluster),
        complete=complete,
        kinds=cast(Any, kinds),
        names=gaps,
        imputations=asked.imputations,
        cycles=asked.cycles,
        seed=asked.seed,
    )
    return imputed, gaps


def _yes_or_no(data: Data, name: str) -> bool:
    values = data.numbers(name)
    return bool(np.isin(values[~np.isnan(values)], (0.0, 1.0)).all())


def _compliers(spec: Spec, outcome: Outcome, seen: Data, ready: Prepared) -> ComplierAverage | None:
    if spec.received is None or outcome.repeated or spec.trial.stepped_wedge:
        return None
    received = seen.numbers(spec.received)
    if np.isnan(received).any():
        raise BadInput(f"{spec.received} is missing for some people: say 0 for those who did not take part.")
    covariates, _names = ready.covariates
    return complier_average_effect(
        ready.y, arm=ready.arm, received=received, cluster=ready.cluster, covariates=covariates
    )
