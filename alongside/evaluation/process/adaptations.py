"""What was changed in delivery, where and why: listed, and counted by component."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from alongside.evaluation.errors import BadInput
from alongside.evaluation.wording import counted


@dataclass(frozen=True)
class Adaptation:
    """One change. `planned`: decided beforehand; `keeps_core`: it left what makes the component work as it was."""

    site: str
    component: str
    change: str
    reason: str
    planned: bool
    keeps_core: bool


@dataclass(frozen=True)
class ComponentChanges:
    """The changes made to one component."""

    component: str
    changes: int
    sites: int
    unplanned: int
    loses_core: int


@dataclass(frozen=True)
class Adaptations:
    """All changes, those that lose something essential first, and what they come to by component."""

    listed: tuple[Adaptation, ...]
    by_component: tuple[ComponentChanges, ...]

    def describe(self) -> str:
        """A paragraph: how many changes, of what kind, and to which components."""
        lost = sum(row.loses_core for row in self.by_component)
        unplanned = sum(row.unplanned for row in self.by_component)
        where = "; ".join(
            f"{row.component}, {counted(row.changes, 'change')} at {counted(row.sites, 'site')}"
            for row in self.by_component
        )
        return (
            f"{counted(len(self.listed), 'change').capitalize()} to what was planned "
            f"{'was' if len(self.listed) == 1 else 'were'} recorded: {where}. "
            f"{unplanned} had not been decided beforehand, and {lost} left out something essential. "
            "Only changes that somebody recorded are here."
        )


def list_adaptations(adaptations: Sequence[Adaptation]) -> Adaptations:
    """Order and count changes.

    Raises
    ------
    BadInput
        None at all, or one without a site, component, change or reason.

    References
    ----------
    Wiltsey Stirman S, Baumann AA, Miller CJ (2019) Implementation Science 14:58: what was modified, by whom and why,
    whether it was planned, and whether it was consistent with fidelity.
    """
    if not adaptations:
        raise BadInput("There are no adaptations to list.")
    for one in adaptations:
        if not all((one.site, one.component, one.change, one.reason)):
            raise BadInput("An adaptation needs its site, component, change and reason.")
    order = Counter(one.component for one in adaptations)
    rows = tuple(_row(name, [one for one in adaptations if one.component == name]) for name, _ in order.most_common())
    return Adaptations(tuple(sorted(adaptations, key=lambda one: one.keeps_core)), rows)


def _row(component: str, changes: Sequence[Adaptation]) -> ComponentChanges:
    return ComponentChanges(
        component,
        len(changes),
        len({one.site for one in changes}),
        sum(not one.planned for one in changes),
        sum(not one.keeps_core for one in changes),
    )
