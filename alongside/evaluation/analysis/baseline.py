"""What people were like at the start, arm by arm: a description, with no tests, for chance decided who is where."""

from collections.abc import Callable
from dataclasses import dataclass

from alongside.evaluation.analysis.levels import level_name, levels_of
from alongside.evaluation.analysis.spec import Spec
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.inputs import BoolArray, FloatArray

YES_OR_NO = {0.0, 1.0}


@dataclass(frozen=True)
class BaselineRow:
    """One characteristic in both arms, the intervention first: means and spreads, or a level and how many have it."""

    name: str
    level: str | None
    means: tuple[float, float]  # shares, for a level
    sds: tuple[float, float]
    known: tuple[int, int]


def baseline_of(spec: Spec, data: Data) -> tuple[BaselineRow, ...]:
    """A row for each column of numbers in `baseline`, and for each level of a category."""
    arm = data.numbers(spec.trial.arm)
    return tuple(row for name in spec.trial.baseline for row in _rows(spec, data, name, (arm == 1, arm == 0)))


def _rows(spec: Spec, data: Data, name: str, arms: tuple[BoolArray, BoolArray]) -> list[BaselineRow]:
    values, there = data.column(name), ~data.missing(name)
    known = tuple(int((arm & there).sum()) for arm in arms)
    levels = levels_of(values[there])
    if values.dtype.kind == "f" and name not in spec.trial.categories and not set(levels) <= YES_OR_NO:
        numbers = [data.numbers(name)[arm & there] for arm in arms]
        return [BaselineRow(name, None, _both(numbers, _mean), _both(numbers, _sd), (known[0], known[1]))]
    shown = [1.0] if values.dtype.kind == "f" and set(levels) <= YES_OR_NO else levels
    found = []
    for level in shown:
        shares = [(values[arm & there] == level).astype(float) for arm in arms]
        found.append(BaselineRow(name, level_name(level), _both(shares, _mean), (0.0, 0.0), (known[0], known[1])))
    return found


def _both(parts: list[FloatArray], what: Callable[[FloatArray], float]) -> tuple[float, float]:
    one, other = (float(what(part)) if len(part) else float("nan") for part in parts)
    return one, other


def _mean(values: FloatArray) -> float:
    return float(values.mean())


def _sd(values: FloatArray) -> float:
    return float(values.std(ddof=1)) if len(values) > 1 else float("nan")
