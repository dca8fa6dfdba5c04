"""A pair of numbers, one for each arm."""

from collections.abc import Callable
from dataclasses import dataclass

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import positive

# Clusters in all, or (intervention, control).
Clusters = float | tuple[float, float]


@dataclass(frozen=True)
class Arms:
    """One number for each arm."""

    intervention: float
    control: float

    @property
    def total(self) -> float:
        return self.intervention + self.control

    def map(self, change: Callable[[float], float]) -> "Arms":
        """The same change made to both."""
        return Arms(change(self.intervention), change(self.control))

    def weighted(self, weights: "Arms") -> float:
        """The sum over the arms of number times weight."""
        return self.intervention * weights.intervention + self.control * weights.control


def divided(clusters: Clusters, ratio: float) -> Arms:
    """The clusters of each arm, `ratio` intervention clusters to each control cluster unless both are given."""
    if not isinstance(clusters, tuple):
        total = positive(clusters, "clusters")
        return Arms(total * ratio / (1 + ratio), total / (1 + ratio))
    if len(clusters) != 2:
        raise BadInput(f"clusters has {len(clusters)} numbers; give one in all, or two: (intervention, control).")
    return Arms(positive(clusters[0], "clusters"), positive(clusters[1], "clusters"))
