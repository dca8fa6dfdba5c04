"""The order of a report: which heading is how deep, and which number each table and figure has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting.document import Figure, Part, Points, Report, Section, Table, Verbatim

DEEPEST = 6


@dataclass(frozen=True)
class Node:
    """A part in its place. `label` is `Table 2` or `Figure 1`; `level` that of its heading, 2 below the title."""

    kind: str
    part: Part
    identifier: str = ""
    label: str = ""
    level: int = 0
    inside: tuple["Node", ...] = ()

    @property
    def title(self) -> str:
        """None for paragraphs, lists and files."""
        return "" if isinstance(self.part, str | Points | Verbatim) else self.part.title

    @property
    def sections(self) -> tuple["Node", ...]:
        return tuple(node for node in self.inside if node.kind == "section")


@dataclass(frozen=True)
class _Numbers:
    """What comes next of each kind."""

    tables: Iterator[int] = field(default_factory=lambda: count(1))
    figures: Iterator[int] = field(default_factory=lambda: count(1))
    sections: Iterator[int] = field(default_factory=lambda: count(1))


def outline(report: Report) -> tuple[Node, ...]:
    """The report's sections, with the summary first and the notes last where there are any.

    Raises
    ------
    BadInput
        More than five headings within one another: there is no sixth.
    """
    first = (Section("Summary", _as_parts(report.summary)),) if report.summary else ()
    last = (Section("Notes", _as_parts(report.notes)),) if report.notes else ()
    numbers = _Numbers()
    return tuple(_node(section, 2, numbers) for section in (*first, *report.sections, *last))


def _as_parts(lines: tuple[str, ...]) -> tuple[Part, ...]:
    return lines if len(lines) == 1 else (Points(lines),)


def _node(part: Part, level: int, numbers: _Numbers) -> Node:
    match part:
        case Section():
            return _section(part, level, numbers)
        case Table():
            number = next(numbers.tables)
            return Node("table", part, f"table-{number}", f"Table {number}")
        case Figure():
            number = next(numbers.figures)
            return Node("figure", part, f"figure-{number}", f"Figure {number}")
        case Points():
            return Node("points", part)
        case Verbatim():
            return Node("verbatim", part)
    return Node("paragraph", part)


def _section(section: Section, level: int, numbers: _Numbers) -> Node:
    if level > DEEPEST:
        raise BadInput(f"The section {section.title!r} lies too deep. Five headings within one another are the most.")
    identifier = f"section-{next(numbers.sections)}"
    inside = tuple(_node(part, level + 1, numbers) for part in section.parts)
    return Node("section", section, identifier, level=level, inside=inside)
