"""What every scheme gives back when it draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.evaluation.allocation.canonical import Json
from alongside.evaluation.allocation.space import Space


@dataclass(frozen=True, eq=False)
class Drawing:
    """The arms in the order of the clusters, what the audit file keeps of the drawing, and cautions."""

    arms: tuple[int, ...]
    record: Mapping[str, Json]
    notes: tuple[str, ...] = ()
    space: Space | None = field(default=None, repr=False)
