"""Interrupted series beside a control series that went on as before."""

from dataclasses import dataclass

import numpy.typing as npt

from alongside.evaluation.inputs import vector
from alongside.evaluation.quasi_experiments.interrupted_series import InterruptedSeries, interrupted_series
from alongside.evaluation.wording import coefficient


@dataclass(frozen=True)
class ControlledSeries:
    """The series, its control, and the difference between the two, each analysed alike. `difference` is the answer."""

    intervention: InterruptedSeries
    control: InterruptedSeries
    difference: InterruptedSeries

    def describe(self, *, outcome: str = "the outcome") -> str:
        """A paragraph for a report."""
        last = self.difference.points[-1].time
        return " ".join(
            [
                f"We compared {outcome} with a control series at {self.difference.points_before} points before and "
                f"{self.difference.points_after} after, by fitting lines to the difference between the two.",
                f"The level of the difference changed by {coefficient(self.difference.level_change)} and its trend "
                f"by {coefficient(self.difference.slope_change)} for each unit of time; at the end the effect was "
                f"{coefficient(self.difference.effect_at(last))}.",
                f"By itself the series' level changed by {coefficient(self.intervention.level_change)}, and the "
                f"control's by {coefficient(self.control.level_change)}.",
                "What struck both series alike is taken out. What struck only one is not, nor is the effect of "
                "the programme on the control, if it reached so far.",
                *self.difference.notes,
            ]
        )


def controlled_interrupted_series(
    y: npt.ArrayLike,
    control: npt.ArrayLike,
    *,
    start: float,
    time: npt.ArrayLike | None = None,
    transition: int = 0,
    season: int | None = None,
    harmonics: int | None = None,
) -> ControlledSeries:
    """Segmented regression of the difference between a series and its control.

    A model of both series stacked, each with its own lines and the same autocorrelation, has the same estimates at
    that autocorrelation. Taking the difference also allows for shocks the two share and for unequal variances, which
    that model does not.

    Parameters
    ----------
    y, control
        Shape (n,) each, at the same times and on the same scale (rates, not counts of unequal populations).
    start, time, transition, season, harmonics
        As for `interrupted_series`.

    References
    ----------
    Lopez Bernal J, Cummins S, Gasparrini A (2018). International Journal of Epidemiology 47:2082-2093.
    """
    series = vector(y, "y")
    other = vector(control, "control", length=len(series))
    one, none, gap = (
        interrupted_series(values, start=start, time=time, transition=transition, season=season, harmonics=harmonics)
        for values in (series, other, series - other)
    )
    return ControlledSeries(one, none, gap)
