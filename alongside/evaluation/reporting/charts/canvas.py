"""What all charts have in common: a fixed size, one typeface, axes, names beside what they name, the way to SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, isclose, log10
from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt
import vl_convert

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, vector
from alongside.evaluation.reporting.palette import FONT, INK, LINE, QUIET, WHITE
from alongside.evaluation.reporting.svg import stripped
from alongside.evaluation.reporting.text import text_width, wrapped

SIZE = 13
LEADING = 16
# Altair's own union of charts has no name that may be built on.
Chart = Any
Pair = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """Inside `width` x `height` the data; around it room for axes and labels. All in pixels."""

    height: int
    width: int = 430
    left: int = 70
    right: int = 180
    top: int = 16
    bottom: int = 52

    @property
    def padding(self) -> dict[str, int]:
        return {"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom}


@dataclass(frozen=True)
class Rule:
    """A line across the chart at a value that matters, and what it is."""

    at: float
    words: str


@dataclass(frozen=True)
class Name:
    """Words beside the chart, at the height of a value."""

    words: str
    at: float
    colour: str
    bold: bool = True


def drawn(layers: Iterable[Chart], frame: Frame) -> str:
    """SVG of layers on top of one another; the same layers always give the same SVG."""
    chart = (
        alt.layer(*layers)
        .properties(
            width=frame.width, height=frame.height, padding=frame.padding, autosize=alt.AutoSizeParams(type="none")
        )
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=SIZE, titleFontSize=SIZE, titleFontWeight="normal", labelColor=INK, titleColor=INK,
            gridColor=LINE, domainColor=QUIET, tickColor=QUIET, labelPadding=6, titlePadding=10, labelFlush=False,
        )
        .configure_text(fontSize=SIZE, color=INK, lineHeight=LEADING)
    )  # fmt: skip
    return stripped(vl_convert.vegalite_to_svg(chart.to_dict(), allowed_base_urls=[]))


def records(**columns: Iterable[Any]) -> alt.InlineData:
    """One row of data for each of the values of the columns."""
    lists = {name: [_plain(value) for value in values] for name, values in columns.items()}
    return alt.InlineData(values=[dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)])


def axis_x(title: str, domain: tuple[float, float], **axis: Any) -> alt.X:
    """The horizontal axis, on the field `x`."""
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    return alt.X("x:Q", scale=scale, axis=alt.Axis(title=title, **({"grid": False, "tickCount": 6} | axis)))


def axis_y(title: str, domain: tuple[float, float], **axis: Any) -> alt.Y:
    """The vertical axis, on the field `y`."""
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    return alt.Y("y:Q", scale=scale, axis=alt.Axis(title=title, **({"tickCount": 5} | axis)))


def words_at(texts: Sequence[str], x: Sequence[float], y: Sequence[float], **mark: Any) -> Chart:
    """Words at places in pixels of the frame, whatever the axes say; a line break breaks the line."""
    given = {"align": "left", "baseline": "middle", "lineBreak": "\n"} | mark
    across, down = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    return alt.Chart(records(text=texts, x=x, y=y)).mark_text(**given).encode(x=across, y=down, text="text:N")


def heads(rules: Sequence[Rule], frame: Frame, domain: Pair) -> tuple[list[Chart], Frame]:
    """Upright dashed lines, their words above the frame, which grows by as many lines as keep them apart."""
    layers: list[Chart] = []
    taken: list[float] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        middle = _share(rule, domain) * frame.width
        half = text_width(rule.words, SIZE) / 2
        row = next((row for row, end in enumerate(taken) if end < middle - half), len(taken))
        taken[row : row + 1] = [middle + half + 8]
        layers += [*_dashed(alt.Chart(records(x=[rule.at])).encode(x="x:Q"))]
        layers.append(words_at([rule.words], [middle], [-6 - LEADING * row], baseline="bottom", align="center"))
    return layers, replace(frame, top=frame.top + LEADING * len(taken))


def levels(rules: Sequence[Rule], domain: Pair) -> list[Chart]:
    """Dashed lines from left to right."""
    for rule in rules:
        _share(rule, domain)
    return [layer for rule in rules for layer in _dashed(alt.Chart(records(y=[rule.at])).encode(y="y:Q"))]


def beside(names: Sequence[Name], frame: Frame, domain: Pair) -> list[Chart]:
    """Names at the right edge, each at the height of its value, moved apart where they would overlap."""
    texts = [wrapped(name.words, frame.right - 14, SIZE, bold=name.bold) for name in names]
    heights = [LEADING * len(text) + 4.0 for text in texts]
    wanted = [(domain[1] - name.at) / (domain[1] - domain[0]) * frame.height for name in names]
    return [
        words_at(
            ["\n".join(text)], [frame.width + 10], [place - LEADING / 2 * (len(text) - 1)],
            color=name.colour, fontWeight="bold" if name.bold else "normal",
        )
        for name, text, place in zip(names, texts, apart(wanted, heights, frame.height), strict=True)
    ]  # fmt: skip


def apart(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Middles nearest to what is wanted, in its order, with no two overlapping and none below `room`."""
    order = sorted(range(len(wanted)), key=lambda position: wanted[position])
    places = list(wanted)
    floor_of_last = -np.inf
    for position in order:
        places[position] = max(places[position], floor_of_last + heights[position] / 2)
        floor_of_last = places[position] + heights[position] / 2
    ceiling = room + max(heights, default=0.0) / 2
    for position in reversed(order):
        places[position] = min(places[position], ceiling - heights[position] / 2)
        ceiling = places[position] - heights[position] / 2
    return places


def round_domain(values: npt.ArrayLike, *, holding: Sequence[float] = (), name: str = "The values") -> Pair:
    """The least range of round numbers that holds them all."""
    found = np.concatenate([vector(values, name), np.asarray(holding, dtype=np.float64)])
    low, high = float(found.min()), float(found.max())
    if isclose(low, high, rel_tol=1e-9):
        low, high = low - (abs(low) or 1.0) / 2, high + (abs(high) or 1.0) / 2
    step = _round_step((high - low) / 8)
    return floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step


def same_length(name: str, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Both as vectors."""
    across = vector(x, f"x of {name}")
    return across, vector(y, f"y of {name}", length=len(across))


def _share(rule: Rule, domain: Pair) -> float:
    if not domain[0] <= rule.at <= domain[1]:
        raise BadInput(f"{rule.words} at {rule.at} lies outside the chart, which goes from {domain[0]} to {domain[1]}.")
    return (rule.at - domain[0]) / (domain[1] - domain[0])


def _dashed(chart: Chart) -> list[Chart]:
    """With a white edge, so that it is seen before bars too."""
    return [chart.mark_rule(color=WHITE, strokeWidth=4), chart.mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.5)]


def _round_step(least: float) -> float:
    """1, 2 or 5 times a power of ten, not below that."""
    power = 10.0 ** floor(log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
