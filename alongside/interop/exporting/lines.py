"""What the page of everything held is made of."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Line:
    when: date | datetime | None
    text: str
    details: list[str] = field(default_factory=list)

    @property
    def said(self) -> list[str]:
        """The details that say something."""
        return [detail for detail in self.details if detail]


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[Line]
