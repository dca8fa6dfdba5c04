"""What the page of everything held is made of."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from alongside.ui.formats import day


@dataclass(frozen=True)
class Line:
    """One thing held: the day it is from, what it is, and what else there is to say of it."""

    when: str
    what: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[Line]

    @property
    def words(self) -> str:
        return "\n".join(text for line in self.lines for text in (line.what, *line.more))


def line(when: date | datetime | None, what: str, *more: str) -> Line:
    return Line(day(when) if when else "", what, tuple(text for text in more if text.strip()))


def labelled(label: str, text: str | None) -> str:
    """Such as "Address: 3 Elm Row", or nothing when there is none."""
    return f"{label}: {text}" if text else ""


def until(end: date | datetime | None) -> str:
    return _("until %s") % day(end) if end else ""
