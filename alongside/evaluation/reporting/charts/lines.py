"""Curves with their names at the end: power over the ICC, acceptability, a series that was interrupted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting.charts.canvas import (
    Chart,
    Frame,
    Name,
    Pair,
    Rule,
    axis_x,
    axis_y,
    beside,
    drawn,
    heads,
    levels,
    records,
    round_domain,
    same_length,
)
from alongside.evaluation.reporting.palette import DASHES, INK, MARKS, SERIES, WHITE
from alongside.evaluation.wording import pounds

MOST = len(SERIES)
Style = Literal["line", "dashed", "points"]


@dataclass(frozen=True)
class Series:
    """Values of y over x, both of shape (n,), joined by a line, by a dashed line, or not at all.

    `colour` is the position of one of six; without it the position among the series. A series without a label goes on
    from another of the same colour, as a fitted line does after a break.
    """

    label: str
    x: npt.ArrayLike
    y: npt.ArrayLike
    style: Style = "line"
    colour: int | None = None


def lines(
    series: Sequence[Series],
    *,
    x_title: str,
    y_title: str,
    upright_rules: Sequence[Rule] = (),
    level_rules: Sequence[Rule] = (),
    y_holding: Sequence[float] = (),
) -> str:
    """Curves and points as SVG, named at their right ends, with rules at values that matter.

    Parameters
    ----------
    upright_rules
        At a value of x, such as the month in which something began.
    level_rules
        At a value of y, such as a power of 90%.
    y_holding
        Values that the vertical axis must reach, such as 0 and 1 for probabilities.

    Raises
    ------
    BadInput
        No series, more than six (nobody tells seven lines apart), two of one name, or a rule outside the chart.
    """
    across, along = _domains(series, [*y_holding, *(rule.at for rule in level_rules)])
    axes = axis_x(x_title, across), axis_y(y_title, along)
    return _chart(series, axes, (across, along), upright_rules, level_rules)


def acceptability(
    curves: Mapping[str, tuple[npt.ArrayLike, npt.ArrayLike]],
    *,
    marks: Sequence[float] = (),
    x_title: str = "What the payer would pay for one QALY",
    y_title: str = "Probability of being cost-effective",
) -> str:
    """Cost-effectiveness acceptability curves as SVG.

    Parameters
    ----------
    curves
        By name, thresholds in pounds and probabilities, both of shape (n,).
    marks
        Thresholds to point out.
    """
    for name, (_, probabilities) in curves.items():
        _, shares = same_length(name, probabilities, probabilities)
        if ((shares < 0) | (shares > 1)).any():
            raise BadInput(f"{name} has a probability outside 0 to 1.")
    series = [Series(name, *pair) for name, pair in curves.items()]
    rules = [Rule(mark, pounds(mark)) for mark in marks]
    across, _ = _domains(series, ())
    axes = axis_x(x_title, across, labelExpr=POUNDS), axis_y(y_title, (0.0, 1.0), format="%")
    return _chart(series, axes, (across, (0.0, 1.0)), rules, ())


# Vega's own formats put the minus behind the currency; thresholds and costs are whole pounds.
POUNDS = "(datum.value < 0 ? '\u2212' : '') + '\u00a3' + format(abs(datum.value), ',')"


def _domains(series: Sequence[Series], y_holding: Sequence[float]) -> tuple[Pair, Pair]:
    named = [one.label for one in series if one.label]
    if not 0 < len(named) <= MOST:
        raise BadInput(f"There are {len(named)} named series; a chart can show between 1 and {MOST}.")
    if len(set(named)) < len(named):
        raise BadInput("Two series have the same name.")
    pairs = [same_length(one.label or "a series", one.x, one.y) for one in series]
    low, high = min(float(x.min()) for x, _ in pairs), max(float(x.max()) for x, _ in pairs)
    if low == high:
        raise BadInput("All values of x are the same; there is no line to draw.")
    ends = [value for _, y in pairs for value in (float(y.min()), float(y.max()))]
    return (low, high), round_domain(ends, holding=y_holding)


def _chart(
    series: Sequence[Series],
    axes: tuple[alt.X, alt.Y],
    domains: tuple[Pair, Pair],
    upright_rules: Sequence[Rule],
    level_rules: Sequence[Rule],
) -> str:
    across, along = domains
    uprights, frame = heads(upright_rules, Frame(300), across)
    colours = [_colour(one, position) for position, one in enumerate(series)]
    curves = [_curve(one, colour, axes) for one, colour in zip(series, colours, strict=True)]
    names = [Name(one.label, _last(one), SERIES[k]) for one, k in zip(series, colours, strict=True) if one.label]
    names += [Name(rule.words, rule.at, INK, bold=False) for rule in level_rules]
    return drawn([*uprights, *levels(level_rules, along), *curves, *beside(names, frame, along)], frame)


def _colour(series: Series, position: int) -> int:
    colour = position if series.colour is None else series.colour
    if not 0 <= colour < MOST:
        raise BadInput(f"{series.label or 'A series'} has colour {colour}; there are {MOST}, counted from 0.")
    return colour


def _curve(series: Series, colour: int, axes: tuple[alt.X, alt.Y]) -> Chart:
    x, y = same_length(series.label, series.x, series.y)
    chart = alt.Chart(records(x=x, y=y)).encode(x=axes[0], y=axes[1])
    if series.style == "points":
        look: dict[str, Any] = {"color": SERIES[colour], "fill": WHITE, "size": 36, "strokeWidth": 1.5, "opacity": 1}
        return chart.mark_point(shape=MARKS[colour], **look)
    dash = [6, 4] if series.style == "dashed" else list(DASHES[colour])
    return chart.mark_line(color=SERIES[colour], strokeWidth=2.5, strokeDash=dash)


def _last(series: Series) -> float:
    """The height at which it ends on the right."""
    x, y = same_length(series.label, series.x, series.y)
    return float(y[x.argmax()])
