"""A table of pages: how a line of it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse

from conftest import birthday

TOO_LONG = "a" * 2001
SHORT = {"password1": "short", "password2": "short"}
BORN = birthday(date(1970, 1, 1))


@dataclass(frozen=True)
class Mistake:
    """What is typed into a form that is wrong, the button that sends it, and what is then said."""

    typed: dict[str, str]
    spoilt: list[str]
    press: str
    says: str


@dataclass(frozen=True)
class Row:
    """A page."""

    name: str
    who: str
    shows: str
    about: list[str] = field(default_factory=list)
    query: str = ""
    status: int = 200
    mistake: Mistake | None = None

    def __str__(self) -> str:
        return " ".join([self.name, *self.about, self.query, "for", self.who])

    def address(self, *holders: Any) -> str:
        """What it is about is looked up in the holders, or stands in the address as it is."""
        found = [next((getattr(each, part) for each in holders if hasattr(each, part)), part) for part in self.about]
        args = [str(each.pk) if isinstance(each, Model) else each for each in found]
        return reverse(self.name, args=args) + self.query


def rows(table: str) -> Iterator[Row]:
    """The rows of a table."""
    for line in table.strip().splitlines():
        address, who, shows, *sent = [part.strip() for part in line.split("|")]
        address, _arrow, status = address.partition(" -> ")
        name, *about = address.split()
        query = about.pop() if about and about[-1].startswith("?") else ""
        yield Row(name, who, shows, about, query, int(status or 200), _mistake(*sent) if sent else None)


def _mistake(typed: str, press: str, says: str) -> Mistake:
    values: dict[str, str] = {}
    spoilt = []
    for part in filter(None, typed.split(", ")):
        name, is_typed, value = part.partition("=")
        if is_typed:
            values[name] = TOO_LONG if value == "TOO_LONG" else value
        elif part.startswith("*"):
            spoilt.append(part[1:])
        else:
            values |= {"SHORT": SHORT, "BORN": BORN}[part]
    return Mistake(values, spoilt, press, says)
