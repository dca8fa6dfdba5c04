"""From a data file to the arrays of one model: which rows, which columns, what is an effect."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from alongside.evaluation.analysis.allocations import Reference
from alongside.evaluation.analysis.design_matrix import DesignMatrix, columns_of, design_matrix
from alongside.evaluation.analysis.levels import crossed, level_name, levels_of
from alongside.evaluation.analysis.models import Prepared
from alongside.evaluation.analysis.spec import Outcome, Spec
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import BoolArray, FloatArray, IntArray

LEVELS = 6  # a column of numbers with no more values than this is a subgroup by value


@dataclass(frozen=True)
class Rows:
    """A row for each person, or for each visit where there are several, with its outcome."""

    data: Data
    y: FloatArray = field(repr=False)
    visit: IntArray = field(repr=False)  # from 0

    def only(self, kept: BoolArray) -> "Rows":
        return Rows(self.data.only(kept), self.y[kept], self.visit[kept])

    def complete(self, columns: Sequence[str]) -> BoolArray:
        """Where neither the outcome nor any of these columns is missing."""
        return ~np.any([np.isnan(self.y), *(self.data.missing(name) for name in columns)], axis=0)


def rows_of(data: Data, outcome: Outcome) -> Rows:
    """All rows, whether or not something is missing."""
    visits = len(outcome.columns)
    y = np.concatenate([_numbers(data, outcome, name) for name in outcome.columns])
    return Rows(data.repeated(visits) if outcome.repeated else data, y, np.repeat(np.arange(visits), data.rows))


def covariates_of(spec: Spec, outcome: Outcome) -> tuple[str, ...]:
    """What the model is adjusted for, each once: the period first, then in the order written."""
    period = (spec.trial.period,) if spec.trial.period else ()
    return tuple(dict.fromkeys((*period, *outcome.adjust, *spec.trial.adjust)))


def columns_needed(spec: Spec, outcome: Outcome) -> tuple[str, ...]:
    """Every column but the outcome's own that a row must have for the model."""
    trial = spec.trial
    person = [trial.person] if trial.person and (outcome.repeated or trial.stepped_wedge) else []
    return columns_of([trial.arm, trial.cluster, *person, *covariates_of(spec, outcome)])


def categories_of(spec: Spec) -> tuple[str, ...]:
    """Columns that are categories though they may be numbers."""
    period = [spec.trial.period] if spec.trial.period else []
    return (*spec.trial.categories, *columns_of(spec.trial.strata), *period)


def prepared(spec: Spec, outcome: Outcome, rows: Rows, reference: Reference | None = None) -> Prepared:
    """The arrays of the outcome's model, from rows without gaps.

    Raises
    ------
    NotEstimable
        A covariate that is the same for everybody.
    """
    trial, data = spec.trial, rows.data
    arm = data.numbers(trial.arm)
    design = design_matrix(data, covariates_of(spec, outcome), categories=categories_of(spec))
    _all_vary(design)
    strata = [data.labels(name) for name in columns_of(trial.strata)]
    x, effects = _arm_columns(outcome, rows, arm)
    design = design.and_columns(x, effects)
    design = design.and_columns(*_visit_columns(outcome, rows)) if outcome.repeated else design
    return Prepared(
        y=rows.y,
        design=design,
        effects=tuple(effects),
        of_strata=design_matrix(data, trial.strata, categories=categories_of(spec)).names[1:],
        strata=crossed(strata) if strata else None,
        arm=arm,
        cluster=data.labels(trial.cluster),
        person=data.labels(trial.person) if trial.person and _seen_again(spec, outcome, data) else None,
        period=data.labels(trial.period) if trial.period and trial.period_effects else None,
        binary=outcome.binary,
        reference=reference,
    )


def by_level(spec: Spec, outcome: Outcome, rows: Rows, subgroup: str) -> tuple[Prepared, Prepared]:
    """The model with an effect in each level of a subgroup, and the one whose interactions can be tested together.

    In both the levels have means of their own, though elsewhere the model may take the column for a number.

    Raises
    ------
    BadInput
        A column of numbers with too many values.
    NotEstimable
        Fewer than two levels among those analysed.
    """
    values, arm = rows.data.column(subgroup), rows.data.numbers(spec.trial.arm)
    levels = levels_of(values)
    if len(levels) < 2:
        raise NotEstimable(f"Nobody differs in {subgroup}: it makes no subgroups.")
    if values.dtype.kind == "f" and len(levels) > LEVELS and subgroup not in categories_of(spec):
        raise BadInput(f"{subgroup} has {len(levels)} values; group it into at most {LEVELS} to look at subgroups.")
    trial = replace(spec.trial, categories=(*spec.trial.categories, subgroup))
    adjusted = replace(outcome, adjust=tuple(dict.fromkeys((*outcome.adjust, subgroup))))
    plain = prepared(replace(spec, trial=trial), adjusted, rows)
    inside = np.column_stack([(values == level) * arm for level in levels])
    names = [f"arm where {subgroup} is {level_name(level)}" for level in levels]
    return _instead(plain, inside, names), _instead(plain, np.column_stack([arm, inside[:, 1:]]), ["arm", *names[1:]])


def _instead(plain: Prepared, columns: FloatArray, names: list[str]) -> Prepared:
    design = plain.design.without(plain.effects).and_columns(columns, names)
    return replace(plain, design=design, effects=tuple(names))


def _all_vary(design: DesignMatrix) -> None:
    same = np.ptp(design.x[:, 1:], axis=0) == 0
    if same.any():
        raise NotEstimable(f"{design.names[1 + int(same.argmax())]} is the same for everybody here: leave it out.")


def _seen_again(spec: Spec, outcome: Outcome, data: Data) -> bool:
    """Whether rows of one person are to be taken for alike: several visits, or a cohort through a stepped wedge."""
    trial = spec.trial
    if outcome.repeated or trial.person is None or not trial.stepped_wedge:
        return outcome.repeated
    people = np.column_stack([data.labels(name) for name in trial.labels])
    return len(np.unique(people, axis=0)) < data.rows


def _arm_columns(outcome: Outcome, rows: Rows, arm: FloatArray) -> tuple[FloatArray, list[str]]:
    if not outcome.repeated:
        return arm[:, None], ["arm"]
    at = rows.visit[:, None] == np.arange(len(outcome.times))[None, :]
    return at * arm[:, None], [f"arm at {time}" for time in outcome.times]


def _visit_columns(outcome: Outcome, rows: Rows) -> tuple[FloatArray, list[str]]:
    at = rows.visit[:, None] == np.arange(1, len(outcome.times))[None, :]
    return at.astype(np.float64), [f"at {time}" for time in outcome.times[1:]]


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
