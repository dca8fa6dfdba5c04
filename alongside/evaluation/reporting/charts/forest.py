"""Estimates with their intervals, one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, isfinite, log

import altair as alt

from alongside.evaluation import wording
from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting.charts.canvas import (
    LEADING,
    SIZE,
    Chart,
    Frame,
    drawn,
    records,
    round_domain,
    words_at,
)
from alongside.evaluation.reporting.palette import BLUE, LINE, QUIET
from alongside.evaluation.reporting.text import wrapped

# Of each power of ten, from coarse to fine.
STEPS = (
    (1.0,),
    (1.0, 3.0),
    (1.0, 2.0, 5.0),
    (1.0, 1.5, 2.0, 3.0, 5.0, 7.0),
    tuple(step / 10 for step in range(10, 100)),
)


@dataclass(frozen=True)
class ForestRow:
    """One estimate and the two ends of its interval."""

    label: str
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Lane:
    """A row and where it lies: its middle, in pixels from the top, and its label in lines."""

    middle: float
    lines: tuple[str, ...]
    height: float


def forest(rows: Sequence[ForestRow], *, zero: float | None = None, unit: str = "", log: bool = False) -> str:
    """A forest plot as SVG, with the numbers to the right of each interval.

    Parameters
    ----------
    zero
        No effect: 0 for differences and 1 for ratios, unless another value is given.
    unit
        Words below the axis: what is measured, and in which direction it is better.
    log
        For ratios: equal steps are equal ratios.

    Raises
    ------
    BadInput
        No rows, an estimate outside its interval, an infinite limit, or a ratio that is not above 0.
    """
    _checked(rows, log)
    lanes = stacked([row.label for row in rows], 210)
    title = wrapped(unit, 440, SIZE)
    bottom = 36 + LEADING * len(title)
    frame = Frame(round(lanes[-1].middle + lanes[-1].height / 2), width=310, left=225, right=185, bottom=bottom)
    none = (1.0 if log else 0.0) if zero is None else zero
    return drawn([*_marks(rows, lanes, none, list(title), log), named(lanes), _written(rows, lanes, frame)], frame)


def stacked(labels: Sequence[str], width: float, *, least: float = 30.0) -> list[Lane]:
    """Lanes under one another, as high as their labels are long."""
    lanes: list[Lane] = []
    top = 0.0
    for label in labels:
        lines = wrapped(label, width, SIZE)
        height = max(least, LEADING * len(lines) + 10.0)
        lanes.append(Lane(top + height / 2, lines, height))
        top += height
    return lanes


def named(lanes: Sequence[Lane]) -> Chart:
    """The labels of lanes, left of the frame."""
    texts = ["\n".join(lane.lines) for lane in lanes]
    tops = [lane.middle - LEADING / 2 * (len(lane.lines) - 1) for lane in lanes]
    return words_at(texts, [-14] * len(lanes), tops, align="right")


def down(lanes: Sequence[Lane]) -> alt.Y:
    """The vertical scale on the field `y`, in pixels from the top."""
    end = lanes[-1].middle + lanes[-1].height / 2
    return alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[end, 0], nice=False, zero=False))


def _checked(rows: Sequence[ForestRow], log: bool) -> None:
    if not rows:
        raise BadInput("A forest plot needs at least one row.")
    for row in rows:
        if not all(map(isfinite, (row.estimate, row.low, row.high))):
            raise BadInput(f"{row.label} has a limit that is not finite; say so in words instead.")
        if not row.low <= row.estimate <= row.high:
            raise BadInput(f"The estimate of {row.label} is not between {row.low} and {row.high}.")
        if log and row.low <= 0:
            raise BadInput(f"{row.label} has a ratio of {row.low}; ratios must be above 0.")


def _marks(rows: Sequence[ForestRow], lanes: Sequence[Lane], none: float, title: list[str], log: bool) -> list[Chart]:
    y = down(lanes)
    data = records(
        y=[lane.middle for lane in lanes],
        x=[row.estimate for row in rows],
        low=[row.low for row in rows],
        high=[row.high for row in rows],
    )
    x = _axis(rows, none, title, log)
    chart = alt.Chart(data)
    ends = [
        chart.mark_tick(color=BLUE, thickness=2, size=9, orient="vertical").encode(x=f"{end}:Q", y=y)
        for end in ("low", "high")
    ]
    return [
        _none(none),
        chart.mark_rule(color=BLUE, strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q", y=y),
        *ends,
        chart.mark_point(shape="square", filled=True, size=80, color=BLUE, opacity=1).encode(x=x, y=y),
    ]


def _none(at: float) -> Chart:
    return alt.Chart(records(x=[at])).mark_rule(color=QUIET, strokeWidth=1).encode(x="x:Q")


def _axis(rows: Sequence[ForestRow], none: float, title: list[str], log: bool) -> alt.X:
    ends = [end for row in rows for end in (row.low, row.high)]
    scale = (
        _ratios(ends, none)
        if log
        else alt.Scale(domain=list(round_domain(ends, holding=[none])), nice=False, zero=False)
    )
    look = {"values": _ticks(ends, none), "format": "~g"} if log else {"tickCount": 5}
    return alt.X("x:Q", scale=scale, axis=alt.Axis(title=title, gridColor=LINE, **look))


def _ratios(ends: Sequence[float], none: float) -> alt.Scale:
    span = log(max(*ends, none)) - log(min(*ends, none))
    margin = exp(0.05 * (span or 1.0))
    return alt.Scale(type="log", domain=[min(*ends, none) / margin, max(*ends, none) * margin], nice=False)


def _ticks(ends: Sequence[float], none: float) -> list[float]:
    """No effect, and of the finest steps whose labels do not touch those within the range."""
    low, high = min(*ends, none), max(*ends, none)
    gap = (log(high) - log(low)) / 6
    found = [none]
    for steps in STEPS:
        ticks = sorted({none, *(step * 10.0**power for power in range(-6, 7) for step in steps)})
        inside = [tick for tick in ticks if low / 1.05 <= tick <= high * 1.05]
        if all(log(later) - log(tick) >= gap for tick, later in pairwise(inside)):
            found = inside
    return found


def _written(rows: Sequence[ForestRow], lanes: Sequence[Lane], frame: Frame) -> Chart:
    texts = [wording.estimate(row.estimate, row.low, row.high) for row in rows]
    return words_at(texts, [frame.width + 14] * len(rows), [lane.middle for lane in lanes])
