"""The incremental cost-effectiveness ratio, which means nothing without its quadrant."""

from dataclasses import dataclass
from math import nan
from typing import Literal

from alongside.evaluation.wording import pounds

Quadrant = Literal["north-east", "south-east", "south-west", "north-west", "on an axis"]


@dataclass(frozen=True)
class Icer:
    """Incremental cost over incremental effect, and which of the four cases it is."""

    delta_cost: float
    delta_effect: float

    @property
    def quadrant(self) -> Quadrant:
        """North is costlier, east more effective."""
        if self.delta_cost == 0 or self.delta_effect == 0:
            return "on an axis"
        if self.delta_effect > 0:
            return "north-east" if self.delta_cost > 0 else "south-east"
        return "north-west" if self.delta_cost > 0 else "south-west"

    @property
    def ratio(self) -> float | None:
        """Pounds per QALY gained (north-east) or saved per QALY given up (south-west); otherwise none."""
        return self.quotient if self.quadrant in ("north-east", "south-west") else None

    @property
    def quotient(self) -> float:
        """Plain division, for those who compute with it. The same number comes of good and of bad news."""
        return self.delta_cost / self.delta_effect if self.delta_effect != 0 else nan

    @property
    def words(self) -> str:
        """The end of a sentence that begins with the intervention."""
        if self.quadrant == "north-east":
            return f"does more and costs more: {pounds(self.quotient)} for each QALY gained"
        if self.quadrant == "south-west":
            return f"does less and costs less: {pounds(self.quotient)} saved for each QALY given up"
        if self.quadrant == "south-east":
            return "is dominant: it does more and costs less"
        if self.quadrant == "north-west":
            return "is dominated: it does less and costs more"
        return self._on_an_axis()

    def _on_an_axis(self) -> str:
        cost = "costs the same" if self.delta_cost == 0 else "costs more" if self.delta_cost > 0 else "costs less"
        effect = "does the same" if self.delta_effect == 0 else "does more" if self.delta_effect > 0 else "does less"
        return f"{effect} and {cost}: a ratio says nothing here"
