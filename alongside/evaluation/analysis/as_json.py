"""The results of an analysis as JSON, for another program and for whoever checks the numbers."""

from dataclasses import asdict
from math import inf, isfinite
from typing import Any

import numpy as np

from alongside.evaluation.analysis.models import Effect, ModelRun
from alongside.evaluation.analysis.outcomes import Filled, OutcomeAnalysis, Subgroup
from alongside.evaluation.analysis.run import EconomicAnalysis, TrialAnalysis
from alongside.evaluation.estimation import ComplierAverage
from alongside.evaluation.inference import Coefficient, Coefficients, Interval, JointTest

Json = dict[str, Any]
_INFINITE = {inf: "infinite", -inf: "minus infinite"}


def as_json(analysis: TrialAnalysis) -> Json:
    """Plain numbers, lists and words.

    JSON has no infinity: degrees of freedom or an end of an interval that has none are the word `infinite`, or
    `minus infinite`. What does not exist is null.
    """
    found = {
        "title": analysis.spec.trial.title,
        "versions": analysis.versions,
        "specification": analysis.spec.text,
        "specification_sha256": analysis.spec.sha256,
        "data_sha256": analysis.data_sha256,
        "rows": analysis.rows,
        "arms": [asdict(size) for size in analysis.sizes],
        "categories": analysis.categories,
        "baseline": [asdict(row) for row in analysis.baseline],
        "outcomes": [_outcome(outcome) for outcome in analysis.outcomes],
        "unanswered": analysis.unanswered,
        "economics": None if analysis.economics is None else _economics(analysis.economics),
    }
    return {key: _plain(value) for key, value in found.items()}


def _outcome(found: OutcomeAnalysis) -> Json:
    return {
        "name": found.outcome.name,
        "label": found.outcome.label,
        "primary": found.outcome.primary,
        "left_out": found.left_out,
        "arms": [asdict(arm) for arm in found.arms],
        "main": _run(found.main),
        "also": [_run(o.run) if o.run else {"model": o.model, "problem": o.problem} for o in found.also],
        "subgroups": [_subgroup(subgroup) for subgroup in found.subgroups],
        "imputed": None if found.filled is None else _filled(found.filled),
        "compliers": None if found.compliers is None else _compliers(found.compliers),
        "problems": list(found.problems),
    }


def _run(run: ModelRun) -> Json:
    return {
        "model": run.model,
        "inference": run.inference,
        "method": run.words,
        "rows": run.rows,
        "clusters": run.clusters,
        "effects": [_effect(effect) for effect in run.effects],
        "coefficients": None if run.coefficients is None else _coefficients(run.coefficients),
        "variances": run.variances,
        "icc": run.icc,
        "notes": list(run.notes),
    }


def _effect(effect: Effect) -> Json:
    return {
        "name": effect.name,
        "scale": effect.scale,
        "estimate": effect.estimate,
        "interval": None if effect.interval is None else _interval(effect.interval),
        "p": effect.p_value,
        "se": effect.se,
        "df": effect.df,
    }


def _coefficients(rows: Coefficients) -> list[Json]:
    return [_coefficient(row) for row in rows.values()]


def _coefficient(row: Coefficient) -> Json:
    return {
        "name": row.name,
        "estimate": row.estimate,
        "se": row.se,
        "df": row.df,
        "t": row.t,
        "p": row.p_value,
        "interval": _interval(row.interval()),
    }


def _interval(interval: Interval) -> Json:
    return {"low": interval.low, "high": interval.high, "level": interval.level}


def _subgroup(found: Subgroup) -> Json:
    return {
        "column": found.column,
        "method": found.words,
        "effects": [_effect(effect) for effect in found.effects],
        "interaction": _joint(found.interaction),
    }


def _joint(test: JointTest) -> Json:
    return {"f": test.f, "num_df": test.num_df, "den_df": test.den_df, "scaling": test.scaling, "p": test.p_value}


def _filled(found: Filled) -> Json:
    return {
        "method": found.words,
        "effects": [_effect(effect) for effect in found.effects],
        "coefficients": _coefficients(found.coefficients),
        "missing_information": found.missing_information,
        "worst_chain_ratio": found.settled,
        "notes": list(found.coefficients.notes),
    }


def _compliers(found: ComplierAverage) -> Json:
    fieller = found.fieller()
    return {
        "method": found.describe(),
        "effect": _coefficient(found.effect),
        "uptake": _coefficient(found.uptake),
        "intention_to_treat": _coefficient(found.offered),
        "fieller": None if fieller is None else _interval(fieller),
        "notes": list(found.notes),
    }


def _economics(found: EconomicAnalysis) -> Json:
    incremental, thresholds, population = found.found, found.asked.thresholds, found.asked.population
    curve, value = incremental.acceptability(thresholds, by=found.by), incremental.evpi(thresholds, by=found.by)
    return {
        "method": incremental.method,
        "people": found.people,
        "left_out": found.left_out,
        "cost": _coefficient(incremental.cost),
        "effect": _coefficient(incremental.effect),
        "correlation": incremental.correlation,
        "icer": incremental.icer().ratio,
        "icer_in_words": incremental.icer().words,
        "net_benefit": [_coefficient(incremental.net_benefit(threshold)) for threshold in thresholds],
        "thresholds": list(thresholds),
        "probability_cost_effective": list(curve.probabilities),
        "evpi_per_person": list(value.per_person),
        "evpi_of_population": None
        if population is None
        else list(value.for_population(population, years=found.asked.years)),
        "percentile_intervals": _percentiles(found),
        "adjusted_for": found.adjusted,
        "notes": list(incremental.notes),
    }


def _percentiles(found: EconomicAnalysis) -> Json | None:
    """Of the bootstrap's replicates, which is what the words and the report give."""
    if found.by != "replicates":
        return None
    worth = {f"net benefit at {at:g}": _interval(found.found.percentile_interval(at)) for at in found.asked.thresholds}
    cost, effect = found.found.percentile_interval("cost"), found.found.percentile_interval("effect")
    return {"cost": _interval(cost), "effect": _interval(effect)} | worth


def _plain(value: Any) -> Any:
    """Without numpy's types, and without numbers that JSON does not have."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not isfinite(value):
        return _INFINITE.get(value)
    return value
