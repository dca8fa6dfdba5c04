"""What moved on the map, and which way."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from alongside.peers.coproduction import Cell, drift
from alongside.peers.models import Activity, Placing
from alongside.people.models import Organisation


@dataclass(frozen=True)
class Moved:
    """An activity that went from one cell to another."""

    activity: Activity
    on: date
    before: Cell
    after: Cell
    why: str

    @property
    def steps(self) -> int:
        return drift(self.before, self.after)

    @property
    def towards_people(self) -> bool:
        return self.steps > 0

    @property
    def away_from_people(self) -> bool:
        return self.steps < 0


def drifted(organisations: list[Organisation], until: date) -> list[Moved]:
    """All moves up to a day, the latest first; in one query."""
    rows = Placing.objects.filter(activity__organisation__in=organisations, on__lte=until)
    by_activity: dict[object, list[Placing]] = {}
    for row in rows.select_related("activity").order_by("on"):
        by_activity.setdefault(row.activity_id, []).append(row)
    moves = [_moved(*pair) for placings in by_activity.values() for pair in pairwise(placings)]
    return sorted((move for move in moves if move), key=lambda move: move.on, reverse=True)


def _moved(before: Placing, after: Placing) -> Moved | None:
    if before.cell == after.cell:
        return None
    return Moved(after.activity, after.on, before.cell, after.cell, after.why)
