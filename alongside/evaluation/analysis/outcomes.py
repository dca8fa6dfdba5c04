"""One outcome analysed: by intention to treat, then again in other ways, in subgroups, with gaps filled."""

from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import ParamSpec, TypeVar, cast

import numpy as np

from alongside.evaluation.analysis.allocations import Reference
from alongside.evaluation.analysis.imputing import copies_of
from alongside.evaluation.analysis.models import (
    DIFFERENCE,
    ODDS_RATIO,
    Effect,
    ModelRun,
    Prepared,
    effects_of,
    mixed,
    run,
)
from alongside.evaluation.analysis.preparing import Rows, by_level, columns_needed, prepared, rows_of
from alongside.evaluation.analysis.spec import Outcome, Spec
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.errors import BadInput, NotConverged, NotEstimable
from alongside.evaluation.estimation import ComplierAverage, Gee, complier_average_effect, gee, pool
from alongside.evaluation.inference import Coefficients, JointTest
from alongside.evaluation.inputs import BoolArray, groups, two_arms

Given = ParamSpec("Given")
Found = TypeVar("Found")


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
    clusters: int
    settled: float  # the worst of the chains' ratios


@dataclass(frozen=True)
class OutcomeAnalysis:
    """Everything about one outcome.

    Attributes
    ----------
    left_out
        Rows (people, or visits where there are several) without the outcome or something its model needs.
    problems
        Why what else was asked could not be answered: a subgroup, the imputation, the effect on those who took part.
    """

    outcome: Outcome
    arms: tuple[ArmSummary, ...]
    main: ModelRun
    also: tuple[Other, ...]
    subgroups: tuple[Subgroup, ...]
    filled: Filled | None
    compliers: ComplierAverage | None
    left_out: int
    problems: tuple[str, ...] = ()


def analyse_outcome(spec: Spec, outcome: Outcome, data: Data, reference: Reference | None = None) -> OutcomeAnalysis:
    """All that the specification asks of one outcome.

    Raises
    ------
    BadInput
        What was asked cannot be meant.
    NotEstimable, NotConverged
        What the first analysis cannot answer; what the others cannot is told among the results.
    """
    rows = rows_of(data, outcome)
    complete = rows.complete(columns_needed(spec, outcome))
    seen, left_out = rows.only(complete), int((~complete).sum())
    _comparable(spec, outcome, seen)
    ready = prepared(spec, outcome, seen, reference)
    main = run(outcome.model, outcome.inference, ready)
    subgroups = {name: _asked(_subgroup, spec, outcome, seen, name) for name in outcome.subgroups}
    filled, not_filled = _asked(_filled, spec, outcome, data, left_out)
    compliers, not_told = _asked(_compliers, spec, outcome, seen, ready)
    problems = {f"By {name}": problem for name, (_, problem) in subgroups.items()}
    problems |= {"With gaps imputed": not_filled, "Those who took part": not_told}
    return OutcomeAnalysis(
        outcome=outcome,
        arms=_arms(spec, outcome, rows, complete),
        main=main,
        also=tuple(Other(model, *_asked(_by, model, outcome, ready)) for model in outcome.also),
        subgroups=tuple(found for found, _ in subgroups.values() if found is not None),
        filled=filled,
        compliers=compliers,
        left_out=left_out,
        problems=tuple(f"{what}: {problem}" for what, problem in problems.items() if problem),
    )


def _asked(ask: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> tuple[Found | None, str]:
    """The answer, or the sentence that says why the data give none."""
    try:
        return ask(*given, **named), ""
    except (NotEstimable, NotConverged) as problem:
        return None, str(problem)


def _comparable(spec: Spec, outcome: Outcome, seen: Rows) -> None:
    arm = seen.data.numbers(spec.trial.arm)
    for number, time in enumerate(outcome.times or ("",)):
        for value, name in _named_arms(spec):
            if not ((arm == value) & (seen.visit == number)).any():
                when = f" at {time}" if time else ""
                raise NotEstimable(f"Nobody in the arm {name} has the outcome{when} and all that its model needs.")
    if not outcome.binary and np.ptp(seen.y) == 0:
        raise NotEstimable("Everybody has the same value: there is nothing to compare.")
    if not spec.trial.stepped_wedge:
        two_arms(arm, groups(seen.data.labels(spec.trial.cluster), "cluster")[0])


def _named_arms(spec: Spec) -> tuple[tuple[float, str], ...]:
    return (1.0, spec.trial.intervention), (0.0, spec.trial.control)


def _arms(spec: Spec, outcome: Outcome, rows: Rows, complete: BoolArray) -> tuple[ArmSummary, ...]:
    arm, cluster = rows.data.numbers(spec.trial.arm), rows.data.labels(spec.trial.cluster)
    found = []
    for number, time in enumerate(outcome.times or ("",)):
        for value, name in _named_arms(spec):
            there = (arm == value) & (rows.visit == number)
            y, clusters = rows.y[there & complete], len(np.unique(cluster[there & complete]))
            mean, sd = float(y.mean()) if len(y) else nan, float(y.std(ddof=1)) if len(y) > 1 else nan
            found.append(ArmSummary(name, time, int(there.sum()), len(y), clusters, mean, sd))
    return tuple(found)


def _by(model: str, outcome: Outcome, ready: Prepared) -> ModelRun:
    return run(model, outcome.by(model).inference, ready)


def _subgroup(spec: Spec, outcome: Outcome, seen: Rows, name: str) -> Subgroup:
    """Among those whose subgroup is known: by the mixed model, or for a yes-or-no outcome by marginal odds ratios."""
    levels, interactions = by_level(spec, outcome, seen.only(~seen.data.missing(name)), name)
    tested = interactions.effects[1:]
    if outcome.binary:
        marginal = _marginal(levels)
        effects = effects_of(marginal.coefficients(df="fay_graubard"), levels.effects, ODDS_RATIO)
        return Subgroup(name, effects, _marginal(interactions).joint(tested), _marginally(marginal))
    fit = mixed(levels)
    effects = effects_of(fit.coefficients(), levels.effects, DIFFERENCE)
    return Subgroup(name, effects, mixed(interactions).joint(tested), fit.describe())


def _marginally(fit: Gee) -> str:
    """Said, for the outcome itself may have been analysed within clusters, and its odds ratio is then another."""
    words = fit.describe(df="fay_graubard")
    return f"Odds ratios are marginal. {words} The interaction is tested on clusters less coefficients."


def _marginal(data: Prepared) -> Gee:
    return gee(data.y, data.design.x, cluster=data.cluster, names=data.design.names, family="binomial")


def _filled(spec: Spec, outcome: Outcome, data: Data, gaps: int) -> Filled | None:
    """The main analysis again of everybody; nothing where nothing is missing."""
    if spec.imputation is None or not gaps:
        return None
    if outcome.model in ("cluster_means", "permutation"):
        raise NotEstimable(f"{outcome.model} gives no coefficients to pool; choose another model to impute.")
    imputed, copies = copies_of(spec, spec.imputation, outcome, data)
    runs = [run(outcome.model, outcome.inference, prepared(spec, outcome, rows_of(copy, outcome))) for copy in copies]
    pooled = pool([cast(Coefficients, found.coefficients) for found in runs])
    first = runs[0].effects
    return Filled(
        effects=effects_of(pooled.coefficients, [effect.name for effect in first], first[0].scale),
        coefficients=pooled.coefficients,
        missing_information=pooled.missing_information,
        words=f"{imputed.describe()} The same model was fitted to each copy and the results pooled by Rubin's rules.",
        clusters=runs[0].clusters,
        settled=max(imputed.settled().values()),
    )


def _compliers(spec: Spec, outcome: Outcome, seen: Rows, ready: Prepared) -> ComplierAverage | None:
    if spec.received is None:
        return None
    if outcome.repeated:
        raise NotEstimable("The effect is worked out for one visit; give that visit an [[outcome]] of its own.")
    received = seen.data.numbers(spec.received)
    if np.isnan(received).any():
        raise BadInput(f"{spec.received} is missing for some people: say 0 for those who did not take part.")
    covariates, _names = ready.covariates(strata=True)
    return complier_average_effect(
        ready.y, arm=ready.arm, received=received, cluster=ready.cluster, covariates=covariates
    )
