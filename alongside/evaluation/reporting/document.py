"""A report before it is a page or a file: words, tables, figures, and sections of them, in the order given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting.svg import size
from alongside.evaluation.reporting.text import printable

# Not strftime: its months are in the language of whoever runs the process.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Cells as they are read. The first column names the row; from column `numeric` on cells are set to the right."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    numeric: int = 1

    def __post_init__(self) -> None:
        _printable(f"The table {self.title!r}", self.title, *self.head, *self.notes)
        if not self.head:
            raise BadInput(f"The table {self.title!r} has no columns.")
        for position, row in enumerate(self.rows, 1):
            _printable(f"Row {position} of the table {self.title!r}", *row)
            if len(row) != len(self.head):
                raise BadInput(
                    f"Row {position} of the table {self.title!r} has {len(row)} cells for {len(self.head)} columns."
                )


@dataclass(frozen=True)
class Figure:
    """A picture, in words what it shows, and the table behind it.

    Every chart has its table; `table` is None only where `words` already say all that is in the picture.
    """

    title: str
    svg: str
    words: str
    table: Table | None

    def __post_init__(self) -> None:
        _printable(f"The figure {self.title!r}", self.title, self.words)
        if not self.words.strip():
            raise BadInput(f"The figure {self.title!r} does not say in words what it shows.")
        size(self.svg)


@dataclass(frozen=True)
class Points:
    """A list, one point an item."""

    items: tuple[str, ...]

    def __post_init__(self) -> None:
        _printable("A list", *self.items)


@dataclass(frozen=True)
class Verbatim:
    """Lines of a file, as they stand there."""

    text: str

    def __post_init__(self) -> None:
        _printable("A text to be shown as it is", self.text)


@dataclass(frozen=True)
class Section:
    """A heading, and in any order paragraphs, lists, files, tables, figures and sections below it."""

    title: str
    parts: tuple["Part", ...] = ()

    def __post_init__(self) -> None:
        _printable(f"The section {self.title!r}", self.title, *(part for part in self.parts if isinstance(part, str)))
        if not self.title.strip():
            raise BadInput("A section has no title.")


Part = str | Points | Verbatim | Table | Figure | Section


@dataclass(frozen=True)
class Report:
    """All of it. `made_on` is a date as in 2026-11-21, so that the same report is always the same file."""

    title: str
    subtitle: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    made_on: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _printable("The report", self.title, self.subtitle, *self.summary, *self.notes)
        if not self.title.strip():
            raise BadInput("The report has no title.")
        _ = self.date

    @property
    def date(self) -> date:
        try:
            return date.fromisoformat(self.made_on)
        except ValueError as problem:
            raise BadInput(f"made_on is {self.made_on!r}; it must be a date as in 2026-11-21.") from problem

    @property
    def date_in_words(self) -> str:
        """`21 November 2026`."""
        return f"{self.date.day} {MONTHS[self.date.month - 1]} {self.date.year}"


def _printable(where: str, *texts: str) -> None:
    for text in _only_words(where, texts):
        printable(text, where)


def _only_words(where: str, texts: Iterable[object]) -> Iterable[str]:
    for text in texts:
        if not isinstance(text, str):
            raise BadInput(f"{where} has {text!r} where words are needed; write numbers as they should be read.")
        yield text
