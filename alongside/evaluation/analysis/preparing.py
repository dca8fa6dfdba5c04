"""From a data file to the arrays of one model: which rows, which columns, what is an effect."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from alongside.evaluation.analysis.design_matrix import design_matrix, level_name
from alongside.evaluation.analysis.models import Prepared
from alongside.evaluation.analysis.spec import Outcome, Spec
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import BoolArray, FloatArray

LEVELS = 6  # a column of numbers with no more values than this is a subgroup by value


def covariates_of(spec: Spec, outcome: Outcome) -> tuple[str, ...]:
    """What the model is adjusted for, each once, in the order written."""
    return tuple(dict.fromkeys((*outcome.adjust, *spec.trial.adjust)))


def columns_needed(spec: Spec, outcome: Outcome) -> tuple[str, ...]:
    """Every column but the outcome's own that a row must have for the model."""
    trial = spec.trial
    terms = [part.strip() for term in covariates_of(spec, outcome) for part in term.split(":")]
    always = [trial.arm, trial.cluster, *([trial.person] if outcome.repeated and trial.person else [])]
    return tuple(dict.fromkeys([*always, *([trial.period] if trial.period else []), *terms, *outcome.subgroups]))


def longer(data: Data, outcome: Outcome) -> Data:
    """A row for each visit, `y` and `visit`, where there are several."""
    if not outcome.repeated:
        return data.with_columns(y=_numbers(data, outcome, outcome.columns[0]))
    count = len(outcome.columns)
    columns = {name: np.tile(values, count) for name, values in data.columns.items()}
    columns["y"] = np.concatenate([_numbers(data, outcome, name) for name in outcome.columns])
    columns["visit"] = np.repeat(np.arange(count, dtype=np.float64), data.rows)
    return Data(columns, data.rows * count, data.sha256)


def complete_rows(data: Data, needed: Sequence[str]) -> BoolArray:
    """Where neither the outcome nor anything the model needs is missing."""
    gaps = [data.missing(name) for name in ("y", *needed)]
    return ~np.any(gaps, axis=0)


def prepared(spec: Spec, outcome: Outcome, data: Data) -> Prepared:
    """The arrays of the outcome's model, from rows without gaps; `data` has the column `y`."""
    trial = spec.trial
    arm = data.numbers(trial.arm)
    design = design_matrix(data, _rest(spec, outcome, data), categories=_categories(spec))
    x, effects = _arm_columns(outcome, data, arm)
    design = design.and_columns(x, effects)
    visits = _visit_columns(outcome, data)
    design = design.and_columns(*visits) if visits is not None else design
    return Prepared(
        y=data.numbers("y"),
        design=design,
        effects=tuple(effects),
        arm=arm,
        cluster=data.column(trial.cluster),
        person=data.column(trial.person) if outcome.repeated and trial.person else None,
        period=data.column(trial.period) if trial.period and trial.period_effects else None,
        strata=_strata(spec, data),
        binary=outcome.binary,
        draws=spec.permutation.draws,
        seed=spec.permutation.seed,
    )


def by_level(spec: Spec, outcome: Outcome, data: Data, subgroup: str) -> tuple[Prepared, Prepared]:
    """The model with an effect in each level of a subgroup, and the one whose interactions can be tested together."""
    values, arm = data.column(subgroup), data.numbers(spec.trial.arm)
    levels = np.unique(values)
    if len(levels) < 2:
        raise BadInput(f"Everybody has the same {subgroup}: it makes no subgroups.")
    if values.dtype.kind == "f" and len(levels) > LEVELS and subgroup not in _categories(spec):
        raise BadInput(f"{subgroup} has {len(levels)} values; group it into at most {LEVELS} to look at subgroups.")
    plain = prepared(spec, _adjusted_for(outcome, subgroup), data)
    inside = (values[:, None] == levels[None, :]) * arm[:, None]
    names = [f"arm where {subgroup} is {level_name(level)}" for level in levels]
    return _instead(plain, inside, names), _instead(plain, np.column_stack([arm, inside[:, 1:]]), ["arm", *names[1:]])


def _adjusted_for(outcome: Outcome, subgroup: str) -> Outcome:
    return outcome if subgroup in outcome.adjust else replace(outcome, adjust=(*outcome.adjust, subgroup))


def _instead(plain: Prepared, columns: FloatArray, names: list[str]) -> Prepared:
    kept = [n for n, name in enumerate(plain.design.names) if name not in plain.effects]
    design = replace(plain.design, x=plain.design.x[:, kept], names=tuple(plain.design.names[n] for n in kept))
    return replace(plain, design=design.and_columns(columns, names), effects=tuple(names))


def _rest(spec: Spec, outcome: Outcome, data: Data) -> tuple[str, ...]:
    period = (spec.trial.period,) if spec.trial.period else ()
    return (*period, *covariates_of(spec, outcome))


def _categories(spec: Spec) -> tuple[str, ...]:
    period = (spec.trial.period,) if spec.trial.period else ()
    return (*spec.trial.categories, *period)


def _arm_columns(outcome: Outcome, data: Data, arm: FloatArray) -> tuple[FloatArray, list[str]]:
    if not outcome.repeated:
        return arm[:, None], ["arm"]
    at = data.numbers("visit")[:, None] == np.arange(len(outcome.times))[None, :]
    return at * arm[:, None], [f"arm at {time}" for time in outcome.times]


def _visit_columns(outcome: Outcome, data: Data) -> tuple[FloatArray, list[str]] | None:
    if not outcome.repeated:
        return None
    at = data.numbers("visit")[:, None] == np.arange(1, len(outcome.times))[None, :]
    return at.astype(np.float64), [f"at {time}" for time in outcome.times[1:]]


def _strata(spec: Spec, data: Data) -> npt.NDArray[np.generic] | None:
    """One label for each combination of the strata of the allocation."""
    if not spec.permutation.strata:
        return None
    parts = [np.char.add(data.column(name).astype(str), "|") for name in spec.permutation.strata]
    label = parts[0]
    for part in parts[1:]:
        label = np.char.add(label, part)
    return label


def _numbers(data: Data, outcome: Outcome, name: str) -> FloatArray:
    values = data.numbers(name)
    if not outcome.binary:
        return values
    if outcome.above is not None:
        return np.where(np.isnan(values), np.nan, values > outcome.above)
    if not np.isin(values[~np.isnan(values)], (0.0, 1.0)).all():
        raise BadInput(
            f"{name} is called binary and has values other than 0 and 1; add above = … to make it yes or no."
        )
    return values
