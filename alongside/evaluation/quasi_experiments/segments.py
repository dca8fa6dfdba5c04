"""The columns of a segmented regression: level, trend, their change, and season."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray

CHANGES = ("level change", "slope change")


@dataclass(frozen=True)
class Segments:
    """When a series is interrupted, when it has settled, and how the year is drawn.

    Time is counted from `settled`, so the level change is the step at that point, not at some distant origin.
    """

    start: float
    settled: float
    season: int | None = None
    harmonics: int | None = None

    def __post_init__(self) -> None:
        if self.season is None and self.harmonics is not None:
            raise BadInput("harmonics need a season: give the number of points in a year.")
        if self.season is not None and self.season < 2:
            raise BadInput(f"season is {self.season}; it is the number of points in a year, 12 for months.")
        if self.season is not None and self.harmonics is not None and not 1 <= self.harmonics <= self.season // 2:
            raise BadInput(f"harmonics is {self.harmonics}; with a season of {self.season} it can be 1 to half of it.")

    @property
    def names(self) -> tuple[str, ...]:
        return ("level", "slope", *CHANGES, *(name for name, _ in self._season(np.zeros(1))))

    def columns(self, time: FloatArray) -> FloatArray:
        """Shape (n, p), in the order of `names`."""
        return np.column_stack([self.expected_columns(time)[:, :2], self._changes(time), self._year(time)])

    def expected_columns(self, time: FloatArray) -> FloatArray:
        """The same with no change: what would have been expected had nothing happened."""
        since = time - self.settled
        return np.column_stack([np.ones(len(time)), since, np.zeros((len(time), 2)), self._year(time)])

    def in_use(self, time: FloatArray) -> FloatArray:
        """The points outside the transition, as a mask."""
        return np.asarray((time < self.start) | (time >= self.settled))

    def _changes(self, time: FloatArray) -> FloatArray:
        after = time >= self.settled
        return np.column_stack([after, after * (time - self.settled)]).astype(np.float64)

    def _year(self, time: FloatArray) -> FloatArray:
        columns = [values for _, values in self._season(time)]
        return np.column_stack(columns) if columns else np.empty((len(time), 0))

    def _season(self, time: FloatArray) -> Sequence[tuple[str, FloatArray]]:
        if self.season is None:
            return ()
        return _seasons(time, self.season) if self.harmonics is None else _waves(time, self.season, self.harmonics)


def _seasons(time: FloatArray, season: int) -> list[tuple[str, FloatArray]]:
    """An indicator for each part of the year but the first, in which time is a multiple of the season."""
    part = np.mod(time, season)
    return [(f"season {each}", (part == each).astype(np.float64)) for each in range(1, season)]


def _waves(time: FloatArray, season: int, harmonics: int) -> list[tuple[str, FloatArray]]:
    """Sine and cosine of each harmonic; the sine of the last of an even season is zero at every point, so left out."""
    found = []
    for wave in range(1, harmonics + 1):
        angle = 2 * np.pi * wave * np.mod(time, season) / season
        if 2 * wave != season:
            found.append((f"sine {wave}", np.sin(angle)))
        found.append((f"cosine {wave}", np.cos(angle)))
    return found
