"""Interrupted time series: did the level or the trend change, beyond what the series was doing anyway?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Coefficient, Coefficients
from alongside.evaluation.inputs import FloatArray, vector
from alongside.evaluation.quasi_experiments.autocorrelation import (
    AT_LIMIT,
    SeriesFit,
    autocorrelations,
    durbin_watson,
    newey_west,
    ordinary,
    reml,
    whiten,
)
from alongside.evaluation.quasi_experiments.segments import CHANGES, Segments
from alongside.evaluation.wording import coefficient, number

SHORT_SIDE = 8
SHORT_SERIES = 12
LAGS = 6


@dataclass(frozen=True)
class Point:
    """One point of a chart. `fitted` is None within the transition; `counterfactual` carries the earlier trend on."""

    time: float
    observed: float
    fitted: float | None
    counterfactual: float


@dataclass(frozen=True)
class InterruptedSeries:
    """A segmented regression: the main analysis by REML, and two others beside it.

    `autocorrelation` is that between neighbours, by REML. `residual_autocorrelations` are those of what REML leaves
    over, at lags 1, 2, …: near zero if first-order autocorrelation was enough. `durbin_watson` is of the least squares.
    `newey_west` is None where a side of the series lies exactly on its line, so that it comes out as nothing.
    """

    fit: SeriesFit = field(repr=False)
    ols: Coefficients = field(repr=False)
    newey_west: Coefficients | None = field(repr=False)
    autocorrelation: float
    durbin_watson: float
    residual_autocorrelations: tuple[float, ...]
    points: tuple[Point, ...] = field(repr=False)
    segments: Segments
    points_before: int
    points_after: int
    notes: tuple[str, ...] = ()

    @property
    def reml(self) -> Coefficients:
        """All coefficients: `level`, `slope`, `level change`, `slope change`, and season's."""
        return self.fit.coefficients

    @property
    def level_change(self) -> Coefficient:
        """The step at the first point after (after the transition, if there is one)."""
        return self.reml["level change"]

    @property
    def slope_change(self) -> Coefficient:
        """Per unit of time."""
        return self.reml["slope change"]

    def effect_at(self, time: float) -> Coefficient:
        """Fitted less counterfactual at a time after: the step, and the change of slope since.

        Raises
        ------
        BadInput
            A time before the series settled, or beyond its end, where no point could contradict it.
        """
        last = self.points[-1].time
        if not self.segments.settled <= time <= last:
            raise BadInput(f"time is {time:g}; there is an effect from {self.segments.settled:g} to {last:g}.")
        weights = np.zeros(len(self.fit.names))
        weights[[self.fit.names.index(name) for name in CHANGES]] = 1.0, time - self.segments.settled
        return self.fit.contrast(weights, f"effect at {time:g}")

    def describe(self, *, outcome: str = "the outcome") -> str:
        """A paragraph for a report."""
        last = self.points[-1].time
        return " ".join(
            [
                f"We fitted straight lines to {outcome} at {self.points_before} points before and {self.points_after} "
                f"after, {self._season()}allowing each point to resemble the one before it (correlation "
                f"{number(self.autocorrelation)}).",
                f"The level changed by {coefficient(self.level_change)} and the trend by "
                f"{coefficient(self.slope_change)} for each unit of time. At the end of the series, at {last:g}, "
                f"the difference from the earlier trend carried on was {coefficient(self.effect_at(last))}.",
                *self._others(),
                f"The Durbin-Watson statistic was {number(self.durbin_watson)}; it seldom detects autocorrelation in "
                "a short series.",
                "The comparison is with the earlier trend, not with people who went without. Anything else that "
                "happened at the same time, or a change in how things were counted, would look the same.",
                *self.notes,
            ]
        )

    def _others(self) -> Iterator[str]:
        yield f"With ordinary least squares the level change was {coefficient(self.ols['level change'])}."
        if self.newey_west is not None:
            yield f"With Newey-West standard errors it was {coefficient(self.newey_west['level change'])}."

    def _season(self) -> str:
        return "" if self.segments.season is None else f"with a season of {self.segments.season} points, "


def interrupted_series(
    y: npt.ArrayLike,
    *,
    start: float,
    time: npt.ArrayLike | None = None,
    transition: int = 0,
    season: int | None = None,
    harmonics: int | None = None,
) -> InterruptedSeries:
    """Segmented regression with first-order autocorrelation by restricted maximum likelihood.

    Parameters
    ----------
    y
        Shape (n,): the series, in order of time.
    start
        The time of the first point at which the change was under way.
    time
        Whole numbers that rise, 0, 1, 2, … if not given; leave a gap where a point is missing.
    transition
        So many units of time from `start` on are left out, while the change takes hold.
    season
        Points in a year, say 12; an indicator for each, or `harmonics` pairs of sine and cosine.

    Raises
    ------
    NotEstimable
        Fewer than three points before or after, or too few for the season.

    References
    ----------
    Wagner AK et al. (2002). Journal of Clinical Pharmacy and Therapeutics 27:299-309.
    Turner SL et al. (2021). BMC Medical Research Methodology 21:181 (REML preferred from 12 points on; all methods
    give intervals that are somewhat too narrow in short series).
    """
    values = vector(y, "y")
    times = _times(time, len(values))
    segments = Segments(start, start + _transition(transition), season, harmonics)
    used = segments.in_use(times)
    before, after = int((times < start).sum()), int((times >= segments.settled).sum())
    _enough(before, after)
    x, kept, when = segments.columns(times[used]), values[used], times[used]
    least = ordinary(kept, x, segments.names)
    fit, rho = reml(kept, x, when, segments.names)
    left = whiten(kept - x @ fit.estimates, when, rho)
    correlations = autocorrelations(left, when, min(LAGS, len(kept) // 4))
    return InterruptedSeries(
        fit=fit,
        ols=least.coefficients,
        newey_west=_newey_west(kept, x, when, segments.names),
        autocorrelation=rho,
        durbin_watson=durbin_watson(kept - x @ least.estimates, when),
        residual_autocorrelations=correlations,
        points=_points(values, times, segments, fit.estimates),
        segments=segments,
        points_before=before,
        points_after=after,
        notes=(*_gaps(times), *_notes(before, after, rho, correlations, season)),
    )


def _newey_west(y: FloatArray, x: FloatArray, time: FloatArray, names: Sequence[str]) -> Coefficients | None:
    """Nothing where there is none: it only stands beside the main analysis."""
    try:
        return newey_west(y, x, time, names).coefficients
    except NotEstimable:
        return None


def _times(time: npt.ArrayLike | None, length: int) -> FloatArray:
    if time is None:
        return np.arange(length, dtype=np.float64)
    found = vector(time, "time", length=length)
    if (found != np.round(found)).any() or (np.diff(found) <= 0).any():
        raise BadInput("time must be whole numbers that rise: number the months, and skip the missing ones.")
    if length > 1 and np.diff(found).min() > 1:
        raise BadInput("No two points are one unit of time apart: number them so that neighbours are.")
    return found


def _transition(transition: int) -> int:
    if transition < 0:
        raise BadInput(f"transition is {transition}; it cannot be negative.")
    return transition


def _enough(before: int, after: int) -> None:
    for points, word in ((before, "before"), (after, "after")):
        if points < 3:
            raise NotEstimable(f"There are {points} points {word}; a line with any spread needs three or more.")


def _points(values: FloatArray, times: FloatArray, segments: Segments, estimates: FloatArray) -> tuple[Point, ...]:
    fitted = segments.columns(times) @ estimates
    expected = segments.expected_columns(times) @ estimates
    rows = zip(times, values, fitted, expected, segments.in_use(times), strict=True)
    return tuple(Point(float(t), float(y), float(f) if use else None, float(e)) for t, y, f, e, use in rows)


def _gaps(times: FloatArray) -> tuple[str, ...]:
    missing = int(times[-1] - times[0]) + 1 - len(times)
    return (f"{missing} points are missing within the series.",) if missing else ()


def _notes(before: int, after: int, rho: float, correlations: tuple[float, ...], season: int | None) -> tuple[str, ...]:
    points = before + after
    found = []
    if min(before, after) < SHORT_SIDE:
        found.append(f"The series is short ({before} points before, {after} after): intervals are likely too narrow.")
    if points < SHORT_SERIES:
        found.append("In simulations of series under 12 points ordinary least squares did better than REML.")
    if abs(rho) > AT_LIMIT:
        found.append(
            "The autocorrelation is as high as it can be: the series wanders or jumps as these lines do not describe. "
            "Look at it before quoting any figure."
        )
    if any(abs(each) > 2 / np.sqrt(points) for each in correlations):
        found.append("What is left over is still correlated: the model misses something, perhaps season or a bend.")
    if season is not None and min(before, after) < season:
        found.append("One side has less than a whole year, so season and the change are hard to tell apart.")
    return tuple(found)
