"""How many clusters and people to recruit, as the answer to a question of planning."""

from dataclasses import dataclass, field
from math import ceil

from alongside.evaluation.design.arms import Arms
from alongside.evaluation.design.power import Power
from alongside.evaluation.wording import number, percent

# Whole numbers reached by rounding error alone are not pushed up to the next.
SLACK = 1e-9


@dataclass(frozen=True)
class SampleSize:
    """The clusters and people that show a difference.

    Parameters
    ----------
    difference, target
        What was to be shown, and with what power.
    clusters, cluster_size
        To recruit: whole clusters in each arm, people in a cluster on average.
    analysed, analysed_size
        The same with an outcome, after losses.
    exact_clusters, exact_size
        Analysed, before rounding up what was asked for.
    individuals
        People that one visit would need in each arm if persons were allocated, by the normal formula, not rounded.
    design_effect
        How many times more people clusters need than that at one visit.
    reached
        What the analysed clusters and people show.
    assumed
        The design in words.
    """

    difference: float
    target: float
    clusters: Arms
    cluster_size: float
    analysed: Arms
    analysed_size: float
    exact_clusters: Arms
    exact_size: float
    individuals: Arms
    design_effect: float
    reached: Power
    assumed: str = field(repr=False)

    @property
    def people(self) -> Arms:
        """To recruit in each arm, rounded up."""
        return self.clusters.map(lambda clusters: whole(clusters * self.cluster_size))

    @property
    def people_analysed(self) -> Arms:
        """With an outcome in each arm: clusters times mean size."""
        return self.analysed.map(lambda clusters: clusters * self.analysed_size)

    def describe(self) -> str:
        """One paragraph for a protocol."""
        found = (
            f"To show {self.reached.shown} with {percent(self.target, decimals=1)} power we need "
            f"{number(self.clusters.total)} clusters ({_each(self.clusters)}) of {number(self.cluster_size)} people "
            f"on average, {number(self.people.total)} people in all."
        )
        left = (
            f"An outcome is then expected from {number(self.people_analysed.total)} people in "
            f"{number(self.analysed.total)} clusters, which gives a power of {percent(self.reached.power, decimals=1)}."
        )
        return f"{self.assumed} {found} {left}"


def whole(value: float) -> int:
    """Rounded up, unless it is above a whole number by rounding error only."""
    return ceil(value - SLACK)


def _each(clusters: Arms) -> str:
    if clusters.intervention == clusters.control:
        return f"{number(clusters.control)} in each arm"
    return f"{number(clusters.intervention)} intervention, {number(clusters.control)} control"
