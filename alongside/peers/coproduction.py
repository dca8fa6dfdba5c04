"""Bovaird's nine cells and the pyramid of peer support, from content/coproduction.toml. No database."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from alongside.ui.content import content


class Who(TextChoices):
    """Who plans something, or delivers it. From left to right, and from top to bottom, people do more of it."""

    PROFESSIONALS = "professionals", _("professionals")
    BOTH = "both", _("both together")
    PEOPLE = "people", _("people themselves")


class Level(TextChoices):
    """Of the pyramid of peer support, from the top down."""

    PAID = "paid", _("paid")
    TRAINED = "trained", _("trained")
    GROUPS = "groups", _("in groups")
    INFORMAL = "informal", _("informal")


ORDER = list(Who)


@dataclass(frozen=True)
class Cell:
    """Who plans and who delivers."""

    planning: str
    delivery: str

    @property
    def name(self) -> str:
        return str(content("coproduction.toml")["cells"][f"{self.planning}.{self.delivery}"])

    @property
    def planned(self) -> str:
        return planning()[self.planning]

    @property
    def delivered(self) -> str:
        return delivery()[self.delivery]


def cells() -> list[Cell]:
    """All nine, in the order in which a table has them: a row for each way to deliver."""
    return [Cell(planned, delivered) for delivered in ORDER for planned in ORDER]


def planning() -> dict[str, str]:
    found: dict[str, str] = content("coproduction.toml")["planning"]
    return found


def delivery() -> dict[str, str]:
    found: dict[str, str] = content("coproduction.toml")["delivery"]
    return found


def pyramid() -> dict[str, str]:
    found: dict[str, str] = content("coproduction.toml")["pyramid"]
    return found


def drift(before: Cell, after: Cell) -> int:
    """How many steps people do more of it than before, in planning and delivery together; fewer than none: less."""
    planned = ORDER.index(Who(after.planning)) - ORDER.index(Who(before.planning))
    return planned + ORDER.index(Who(after.delivery)) - ORDER.index(Who(before.delivery))
