"""What a group cost, and what that is for each person who did the course."""

from dataclasses import dataclass
from decimal import Decimal

from alongside.programmes.models import Cohort, Cost
from alongside.programmes.queries.completing import completed


@dataclass(frozen=True)
class Costs:
    """In pounds: each thing that was paid, by what for, and altogether."""

    rows: list[Cost]
    by_kind: list[tuple[str, Decimal]]
    total: Decimal
    completed: int

    @property
    def each(self) -> Decimal | None:
        """For each person who did the course; None while nobody has."""
        return (self.total / self.completed).quantize(Decimal("0.01")) if self.completed else None


def costs_of(cohort: Cohort) -> Costs:
    rows = list(cohort.costs.select_related("session", "tutor__user"))
    kinds = [(str(kind.label), sum((row.pounds for row in rows if row.kind == kind), Decimal(0))) for kind in Cost.Kind]
    done = completed(list(cohort.enrolments.filter(placed_at__isnull=False).select_related("cohort__variant")))
    total = sum((row.pounds for row in rows), Decimal(0))
    return Costs(rows, [(kind, pounds) for kind, pounds in kinds if pounds], total, len(done))
