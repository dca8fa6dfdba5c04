"""A small invented trial as somebody would write it down: a CSV file and a specification."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from alongside.evaluation.analysis import TrialAnalysis, analyse, read_csv, read_spec
from alongside.evaluation.analysis.as_json import as_json
from alongside.evaluation.errors import EvaluationError

TRIAL = """
[trial]
title = "A trial"
arm = "arm"
cluster = "practice"
"""
OUTCOME = """
[[outcome]]
column = "y12"
"""
SPEC = TRIAL + OUTCOME
PERSON = 'person = "pid"\n'
BINARY = '\n[[outcome]]\ncolumn = "event"\nkind = "binary"\n'
VISITS = '\n[[outcome]]\ncolumns = ["y6", "y12"]\ntimes = ["6 months", "12 months"]\n'
IMPUTATION = "\n[imputation]\nseed = 5\nimputations = 3\ncycles = 3\n"
COMPLIANCE = '\n[compliance]\nreceived = "took"\n'
TESTED = TRIAL + '[[outcome]]\ncolumn = "y12"\nmodel = "permutation"\n'
BY_MONTH = TRIAL.replace('cluster = "practice"', 'cluster = "practice"\nperiod = "month"\n')

Columns = dict[str, list[Any]]


@cache
def _people() -> Mapping[str, tuple[Any, ...]]:
    chance = np.random.Generator(np.random.PCG64(7))
    practice = np.repeat(np.arange(1, 13), 15)
    arm, strat, dep = practice % 2, (practice > 6) * 1, chance.integers(0, 2, 180)
    y0 = chance.normal(size=180)
    y12 = 0.5 * y0 + 0.2 * arm + 0.3 * chance.normal(size=12)[practice - 1] + chance.normal(size=180)
    return {
        "pid": tuple(range(1, 181)),
        "practice": tuple(practice.tolist()),
        "arm": tuple(arm.tolist()),
        "strat": tuple(strat.tolist()),
        "dep": tuple(dep.tolist()),
        "cond": tuple(np.array(["copd", "diabetes", "ibs"])[chance.integers(0, 3, 180)].tolist()),
        "y0": tuple(y0.round(6).tolist()),
        "y6": tuple((y12 + chance.normal(size=180)).round(6).tolist()),
        "y12": tuple(y12.round(6).tolist()),
        "event": tuple((chance.random(180) < 0.4 - 0.1 * arm).astype(int).tolist()),
        "qaly": tuple((0.7 + 0.05 * y12).round(6).tolist()),
        "cost": tuple(chance.gamma(2, 300 + 50 * arm).round(2).tolist()),
        "took": tuple((arm * (chance.random(180) < 0.7)).tolist()),
    }


def people(**instead: Any) -> Columns:
    """180 people of 12 practices, half of them in each arm; a column instead, or None to leave it out."""
    columns = {name: list(values) for name, values in _people().items()} | instead
    return {name: list(values) for name, values in columns.items() if values is not None}


def with_gaps(column: str, rows: Any, missing: str = "", **instead: Any) -> Columns:
    """The same, with nothing in some rows of a column: a slice, or where a condition on their number holds."""
    columns = people(**instead)
    places = range(len(columns[column]))[rows] if isinstance(rows, slice) else filter(rows, range(len(columns[column])))
    for place in places:
        columns[column][place] = missing
    return columns


def csv_of(columns: Mapping[str, Any]) -> bytes:
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    return ("\n".join(lines) + "\n").encode()


def analysed(spec: str, columns: Mapping[str, Any] | bytes, *, audit: str | None = None) -> TrialAnalysis:
    """From text to results, as the command does it."""
    asked = read_spec(spec)
    raw = columns if isinstance(columns, bytes) else csv_of(columns)
    return analyse(asked, read_csv(raw, missing=asked.trial.missing, labels=asked.trial.labels), audit=audit)


def written(spec: str, columns: Mapping[str, Any] | bytes) -> dict[str, Any]:
    """The results as another program reads them."""
    found: dict[str, Any] = json.loads(json.dumps(as_json(analysed(spec, columns)), allow_nan=False))
    return found


def array(columns: Columns, *names: str) -> np.ndarray:
    return np.column_stack([np.array(columns[name], dtype=float) for name in names])


def vector(columns: Columns, name: str) -> np.ndarray:
    return np.array(columns[name], dtype=float)


def in_arm(value: int) -> Any:
    arm = people()["arm"]
    return lambda row: arm[row] == value


def in_practice(*practices: int) -> Any:
    practice = people()["practice"]
    return lambda row: practice[row] in practices


def refused(kind: type[EvaluationError], sentence: str, spec: str, columns: Columns, **more: Any) -> None:
    with pytest.raises(kind) as said:
        analysed(spec, columns, **more)
    assert sentence in str(said.value)


def wedge(**instead: Any) -> Columns:
    """12 practices over four months, the same six people each month; four practices cross over at each step."""
    chance = np.random.Generator(np.random.PCG64(3))
    practice, month = np.repeat(np.arange(12), 24), np.tile(np.repeat(np.arange(1, 5), 6), 12)
    pid = np.tile(np.arange(6), 48)
    person = chance.normal(size=(12, 6))[practice, pid]
    y12 = chance.normal(size=12)[practice] + person + chance.normal(size=288)
    columns = {
        "practice": practice,
        "month": month,
        "arm": (month > 1 + practice // 4) * 1,
        "pid": pid,
        "y12": y12.round(6),
        "event": chance.integers(0, 2, 288),
        "dep": chance.integers(0, 2, 288),
    }
    return {name: list(values) for name, values in ({n: v.tolist() for n, v in columns.items()} | instead).items()}
