"""One answer over a range of intracluster correlations and cluster sizes, for a chart and the table beneath it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from alongside.evaluation.design.parallel import ParallelTrial
from alongside.evaluation.design.wedge import SteppedWedge
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray, vector
from alongside.evaluation.wording import number

Trial = TypeVar("Trial", ParallelTrial, SteppedWedge)


@dataclass(frozen=True, eq=False)
class Curve:
    """An answer for each cluster size and ICC.

    Parameters
    ----------
    label
        What the values are.
    iccs
        Shape (n,).
    cluster_sizes
        Shape (s,), a line each.
    values
        Shape (s, n); NaN where the question has no answer, counted in `notes`.
    """

    label: str
    iccs: FloatArray = field(repr=False)
    cluster_sizes: FloatArray
    values: FloatArray = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[tuple[float, float, float], ...]:
        """(cluster size, ICC, value), one line after the other."""
        size, icc = np.meshgrid(self.cluster_sizes, self.iccs, indexing="ij")
        return tuple(zip(size.ravel().tolist(), icc.ravel().tolist(), self.values.ravel().tolist(), strict=True))

    def describe(self) -> str:
        """A sentence for each cluster size: from the lowest ICC to the highest."""
        first, last = int(self.iccs.argmin()), int(self.iccs.argmax())
        return " ".join(
            f"With {number(size)} people in a cluster, {self.label} goes from {_said(line[first])} at an intracluster "
            f"correlation of {number(self.iccs[first])} to {_said(line[last])} at {number(self.iccs[last])}."
            for size, line in zip(self.cluster_sizes, self.values, strict=True)
        )


def curve(
    trial: Trial,
    ask: Callable[[Trial], float],
    *,
    label: str,
    iccs: npt.ArrayLike,
    cluster_sizes: npt.ArrayLike,
) -> Curve:
    """Ask a trial the same question for each ICC and cluster size, all else as it is.

    Parameters
    ----------
    ask
        From a trial to a number.
    label
        What that number is: "power", "clusters needed", "the detectable difference".

    Examples
    --------
    >>> from alongside.evaluation.design import Mean
    >>> trial = ParallelTrial(Mean(), icc=0.05, cluster_size=50)
    >>> curve(trial, lambda trial: trial.power(difference=0.3, clusters=30).power, label="power",
    ...       iccs=(0.01, 0.05), cluster_sizes=(25, 50)).values.round(2).tolist()
    [[0.95, 0.76], [1.0, 0.86]]
    """
    correlations, sizes = vector(iccs, "iccs"), vector(cluster_sizes, "cluster_sizes")
    if not callable(ask):
        raise BadInput("ask must be a function from a trial to a number.")
    values = np.array(
        [[_answer(ask, replace(trial, icc=icc, cluster_size=size)) for icc in correlations] for size in sizes]
    )
    missing = int(np.isnan(values).sum())
    notes = (f"{missing} of {values.size} points have no answer: no trial there is large enough.",) if missing else ()
    return Curve(label, correlations, sizes, values, notes)


def _said(value: float) -> str:
    return "no answer" if np.isnan(value) else number(value)


def _answer(ask: Callable[[Trial], float], trial: Trial) -> float:
    try:
        return float(ask(trial))
    except NotEstimable:
        return float("nan")
