"""Differences between arms before and after they were balanced."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from alongside.evaluation import wording
from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting.charts.canvas import Chart, Frame, axis_x, drawn, records, round_domain, words_at
from alongside.evaluation.reporting.charts.forest import Lane, down, named, stacked
from alongside.evaluation.reporting.palette import BLUE, INK, LINE, ORANGE, QUIET, WHITE

SMALL = 0.1


@dataclass(frozen=True)
class BalanceMark:
    """Standardised differences of one characteristic; `after` is None where nothing was done to balance it."""

    label: str
    before: float
    after: float | None = None


def balance(rows: Sequence[BalanceMark], *, unit: str = "Standardised difference between the arms") -> str:
    """A plot of standardised differences as SVG: hollow circles before, full squares after, ±0.1 dashed.

    Raises
    ------
    BadInput
        No rows, or a difference that is not a number.
    """
    if not rows:
        raise BadInput("A balance plot needs at least one row.")
    lanes = stacked([row.label for row in rows], 210)
    frame = Frame(round(lanes[-1].middle + lanes[-1].height / 2), width=310, left=225, right=185, top=36)
    shown = [value for row in rows for value in (row.before, row.after) if value is not None]
    x = axis_x(unit, round_domain(shown, holding=[-SMALL, SMALL], name="The differences"))
    return drawn([*_rules(), *_marks(rows, lanes, x), named(lanes), *_written(rows, lanes, frame)], frame)


def _rules() -> list[Chart]:
    nought = alt.Chart(records(x=[0.0])).mark_rule(color=QUIET).encode(x="x:Q")
    small = alt.Chart(records(x=[-SMALL, SMALL])).mark_rule(color=QUIET, strokeDash=[3, 3]).encode(x="x:Q")
    return [nought, small]


def _marks(rows: Sequence[BalanceMark], lanes: Sequence[Lane], x: alt.X) -> list[Chart]:
    y = down(lanes)
    both = [
        (lane.middle, row.before, row.after) for row, lane in zip(rows, lanes, strict=True) if row.after is not None
    ]
    before = alt.Chart(records(y=[lane.middle for lane in lanes], x=[row.before for row in rows]))
    hollow = before.mark_point(shape="circle", fill=WHITE, color=ORANGE, size=70, strokeWidth=2, opacity=1)
    layers = [hollow.encode(x=x, y=y)]
    if both:
        middles, starts, ends = zip(*both, strict=True)
        chart = alt.Chart(records(y=middles, from_=starts, x=ends))
        layers.insert(0, chart.mark_rule(color=LINE, strokeWidth=3).encode(x="from_:Q", x2="x:Q", y=y))
        full = chart.mark_point(shape="square", filled=True, color=BLUE, size=70, opacity=1)
        layers.append(full.encode(x="x:Q", y=y))
    return layers


def _written(rows: Sequence[BalanceMark], lanes: Sequence[Lane], frame: Frame) -> list[Chart]:
    """A column of numbers for each kind of mark, with the mark in its head: the key and the values at once."""
    columns: list[tuple[str, str, list[float | None], int]] = [
        ("○ Before", ORANGE, [row.before for row in rows], 20),
        ("■ After", BLUE, [row.after for row in rows], 100),
    ]
    if not any(row.after is not None for row in rows):
        columns.pop()
    found: list[Chart] = []
    for title, colour, values, shift in columns:
        found.append(words_at([title], [frame.width + shift], [-16], color=colour, fontWeight="bold"))
        texts = ["" if value is None else wording.number(value, decimals=2) for value in values]
        places = [lane.middle for lane in lanes]
        found.append(words_at(texts, [frame.width + shift + 16] * len(rows), places, color=INK))
    return found
