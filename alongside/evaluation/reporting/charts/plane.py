"""The cost-effectiveness plane: where replicates of both differences fall."""

from math import ceil
from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, matrix, vector
from alongside.evaluation.reporting.charts.canvas import (
    Chart,
    Frame,
    Pair,
    axis_x,
    axis_y,
    drawn,
    records,
    round_domain,
    words_at,
)
from alongside.evaluation.reporting.charts.lines import POUNDS
from alongside.evaluation.reporting.palette import BLUE, INK, ORANGE, QUIET, WHITE
from alongside.evaluation.wording import pounds

MOST = 1500


def plane(
    delta_effect: npt.ArrayLike,
    delta_cost: npt.ArrayLike,
    *,
    estimate: Pair | None = None,
    threshold: float | None = None,
    ellipse: npt.ArrayLike | None = None,
    per: str = "per QALY",
    x_title: str = "Difference in QALYs",
    y_title: str = "Difference in costs",
) -> str:
    """Replicates on the plane as SVG, effect across and cost up, the better the further right.

    Beyond 1,500 replicates only every second, third and so on is drawn; the numbers in a report are of all of them.

    Parameters
    ----------
    delta_effect, delta_cost
        Shape (replicates,); costs in pounds.
    estimate
        Effect and cost of the trial itself.
    threshold
        Pounds for one unit of effect, as `per` says: below that line the intervention is worth its cost.
    ellipse
        A closed line, shape (points, 2), effect first.

    Raises
    ------
    BadInput
        Not as many effects as costs, a threshold not above 0, or a line of another shape.
    """
    effect = vector(delta_effect, "delta_effect")
    cost = vector(delta_cost, "delta_cost", length=len(effect))
    line = _ellipse(ellipse)
    near = [point for point in (estimate,) if point]
    across = round_domain(effect, holding=[0.0, *line[:, 0], *(point[0] for point in near)])
    up = round_domain(cost, holding=[0.0, *line[:, 1], *(point[1] for point in near)])
    frame = Frame(380, width=560, left=90, right=60, top=30)
    layers = [*_cloud(effect, cost, axis_x(x_title, across), axis_y(y_title, up, labelExpr=POUNDS)), *_quarters(frame)]
    layers += [_around(line)] * bool(len(line))
    layers += _threshold(threshold, per, across, up, frame) if threshold is not None else []
    layers += [mark for point in near for mark in _estimate(point, across, up, frame)]
    return drawn(layers, frame)


def thinned(values: FloatArray, most: int = MOST) -> FloatArray:
    """Every k-th value from the first on, with the least k that leaves no more than that."""
    return values[:: max(1, ceil(len(values) / most))]


def _ellipse(points: npt.ArrayLike | None) -> FloatArray:
    if points is None:
        return np.empty((0, 2))
    found = matrix(points, "ellipse")
    if found.shape[1] != 2:
        raise BadInput(f"ellipse has {found.shape[1]} columns; it must have two, effect and cost.")
    return found


def _cloud(effect: FloatArray, cost: FloatArray, x: alt.X, y: alt.Y) -> list[Chart]:
    points = alt.Chart(records(x=thinned(effect), y=thinned(cost)))
    nought = alt.Chart(records(x=[0.0], y=[0.0]))
    return [
        points.mark_circle(size=12, color=BLUE, opacity=0.35).encode(x=x, y=y),
        nought.mark_rule(color=QUIET).encode(x="x:Q"),
        nought.mark_rule(color=QUIET).encode(y="y:Q"),
    ]


def _quarters(frame: Frame) -> list[Chart]:
    """What it means to be in each corner."""
    left = ["Worse, and costs more", "Worse, and costs less"]
    right = ["Better, and costs more", "Better, and costs less"]
    heights = [12, frame.height - 12]
    return [
        words_at(left, [6, 6], heights, color=QUIET),
        words_at(right, [frame.width - 6] * 2, heights, align="right", color=QUIET),
    ]


def _around(line: FloatArray) -> Chart:
    data = records(x=line[:, 0], y=line[:, 1], order=range(len(line)))
    return alt.Chart(data).mark_line(color=INK, strokeWidth=1.5).encode(x="x:Q", y="y:Q", order="order:Q")


def _threshold(threshold: float, per: str, across: Pair, up: Pair, frame: Frame) -> list[Chart]:
    """The part of the line cost = threshold x effect that lies inside, named at its upper end."""
    if threshold <= 0:
        raise BadInput(f"threshold is {threshold}; it must be above 0.")
    ends = [max(across[0], up[0] / threshold), min(across[1], up[1] / threshold)]
    data = records(x=ends, y=[threshold * end for end in ends])
    line = alt.Chart(data).mark_line(color=ORANGE, strokeWidth=2, strokeDash=[7, 4]).encode(x="x:Q", y="y:Q")
    x, y = _place((ends[1], threshold * ends[1]), across, up, frame)
    words = [f"{pounds(threshold)} {per}"]
    if y < 1:
        return [line, words_at(words, [x], [-6], align="center", baseline="bottom", color=ORANGE)]
    return [line, *_on_white(words, [frame.width - 4], [max(y - 14, 30)], align="right", color=ORANGE)]


def _estimate(point: Pair, across: Pair, up: Pair, frame: Frame) -> list[Chart]:
    chart = alt.Chart(records(x=[point[0]], y=[point[1]]))
    x, y = _place(point, across, up, frame)
    mark = chart.mark_point(shape="diamond", filled=True, size=140, color=INK, opacity=1).encode(x="x:Q", y="y:Q")
    return [mark, *_on_white(["Estimate"], [x + 10], [y], color=INK, fontWeight="bold")]


def _on_white(texts: list[str], x: list[float], y: list[float], **mark: Any) -> list[Chart]:
    """Words among points: with an edge of white below them."""
    edge = mark | {"stroke": WHITE, "strokeWidth": 4, "color": WHITE}
    return [words_at(texts, x, y, **edge), words_at(texts, x, y, **mark)]


def _place(point: Pair, across: Pair, up: Pair, frame: Frame) -> Pair:
    x = (point[0] - across[0]) / (across[1] - across[0]) * frame.width
    return x, (up[1] - point[1]) / (up[1] - up[0]) * frame.height
