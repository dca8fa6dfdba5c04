"""Did the two groups already move apart before? The check that a difference in differences leans on."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from alongside.evaluation.inference import Coefficient, JointTest
from alongside.evaluation.inputs import FloatArray
from alongside.evaluation.quasi_experiments.cells import Cells, difference
from alongside.evaluation.wording import coefficient, confidence_interval, number


@dataclass(frozen=True)
class Trends:
    """Differences between the groups, period by period.

    `slope` is the difference in trend before, per unit of period; `distance` is the time from the middle of the
    periods before to the middle of those after. `by_period` holds each period's difference in change from the last
    period before (`periods`, in order): the data of an event-study chart. `together` tests all those before at once.
    """

    slope: Coefficient
    distance: float
    periods: tuple[float, ...]
    by_period: tuple[Coefficient, ...]
    together: JointTest | None

    @property
    def carried_on(self) -> Coefficient:
        """What the difference in trend would by itself have made, had it carried on: set it beside the effect."""
        slope, by = self.slope, self.distance
        return Coefficient("earlier trend carried on", slope.estimate * by, slope.se * by, slope.df)

    def describe(self) -> str:
        """One or two sentences."""
        return (
            f"Before the start the groups' trends differed by {coefficient(self.slope)} per period. Had that "
            f"carried on it would alone have made a difference of {number(self.carried_on.estimate)} "
            f"({confidence_interval(self.carried_on.interval())}). "
            "An interval that holds zero does not prove equal trends."
        )


def trends(table: Cells, arms: FloatArray) -> Trends | None:
    """Nothing where only one period precedes."""
    early = table.periods_before
    if early < 2:
        return None
    moved = table.means - table.means[:, [early - 1]]
    others = [column for column in range(len(table.periods)) if column != early - 1]
    middle_before, middle_after = table.periods[:early].mean(), table.periods[early:].mean()
    return Trends(
        slope=difference(_slopes(table.means[:, :early], table.periods[:early]), arms, "difference in slope before"),
        distance=float(middle_after - middle_before),
        periods=tuple(float(table.periods[column]) for column in others),
        by_period=tuple(difference(moved[:, column], arms, f"period {table.periods[column]:g}") for column in others),
        together=_hotelling(moved[:, : early - 1], arms, table.periods[: early - 1]),
    )


def _slopes(means: FloatArray, periods: FloatArray) -> FloatArray:
    centred = periods - periods.mean()
    return np.asarray(means @ centred / (centred @ centred))


def _hotelling(moved: FloatArray, arms: FloatArray, periods: FloatArray) -> JointTest | None:
    """Two-sample T² of the vectors of clusters (Hotelling 1931); nothing where clusters are too few for it."""
    clusters, terms = moved.shape
    if clusters - 1 - terms < 1:
        return None
    one, none = moved[arms == 1], moved[arms == 0]
    gap = one.mean(axis=0) - none.mean(axis=0)
    residuals = np.concatenate([one - one.mean(axis=0), none - none.mean(axis=0)])
    pooled = residuals.T @ residuals / (clusters - 2)
    if np.linalg.matrix_rank(pooled) < terms:
        return None
    statistic = gap @ linalg.solve(pooled, gap, assume_a="pos") / (1 / len(one) + 1 / len(none))
    scaling = (clusters - 1 - terms) / ((clusters - 2) * terms)
    names = tuple(f"period {each:g}" for each in periods)
    return JointTest(names, float(scaling * statistic), terms, clusters - 1 - terms, scaling)
