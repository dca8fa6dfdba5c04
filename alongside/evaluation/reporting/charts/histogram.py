"""How often each value was met."""

import altair as alt
import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import vector
from alongside.evaluation.reporting.charts.canvas import (
    Frame,
    Rule,
    axis_x,
    axis_y,
    drawn,
    heads,
    records,
    round_domain,
)
from alongside.evaluation.reporting.palette import BLUE, WHITE


def histogram(
    edges: npt.ArrayLike, counts: npt.ArrayLike, *, mark: Rule | None = None, x_title: str, y_title: str
) -> str:
    """Bars as SVG, and a rule at a value to point out.

    Parameters
    ----------
    edges
        Shape (bars + 1,), rising.
    counts
        Shape (bars,), not below 0.
    """
    ends = vector(edges, "edges")
    heights = vector(counts, "counts", length=len(ends) - 1)
    if (np.diff(ends) <= 0).any():
        raise BadInput("The edges of a histogram must rise.")
    if (heights < 0).any():
        raise BadInput("A histogram has a count below 0.")
    frame = Frame(260, width=570, right=40)
    domain = float(ends[0]), float(ends[-1])
    up = (0.0, round_domain(heights, holding=[0.0, 1.0])[1])
    data = records(x=ends[:-1], end=ends[1:], y=heights, foot=np.zeros(len(heights)))
    bars = alt.Chart(data).mark_rect(color=BLUE, stroke=WHITE, strokeWidth=1)
    layers = [bars.encode(x=axis_x(x_title, domain), x2="end:Q", y=axis_y(y_title, up), y2="foot:Q")]
    rules, taller = heads([mark] if mark else [], frame, domain)
    return drawn([*layers, *rules], taller)
