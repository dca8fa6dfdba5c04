"""The data file: columns of a CSV, numbers where all cells are numbers."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256
from math import nan
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.evaluation.analysis.levels import level_name
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import BoolArray, FloatArray

SEPARATORS = (",", ";", "\t")
EMPTY = ("", "NA", "NaN", "nan", ".")
TOO_LARGE = 1e15  # for a measurement: beyond are the numbers of people and things, which a float would round
HEAD = 1_000_000  # characters within which the line of names must end for its separator to be told


@dataclass(frozen=True)
class Data:
    """Columns by name. A column whose cells are all numbers, or missing, is numbers; any other is words."""

    columns: Mapping[str, npt.NDArray[np.generic]] = field(repr=False)
    rows: int
    sha256: str

    def column(self, name: str) -> npt.NDArray[np.generic]:
        """A column as it is: numbers, or words with "" where missing.

        Raises
        ------
        BadInput
            The file has no such column; the nearest name is offered.
        """
        if name not in self.columns:
            near = get_close_matches(name, self.columns, 1)
            more = ", …" if len(self.columns) > 20 else ""
            meant = f" Did you mean {near[0]}?" if near else f" It has {', '.join([*self.columns][:20])}{more}."
            raise BadInput(f"The data have no column {name}.{meant}")
        return self.columns[name]

    def numbers(self, name: str) -> FloatArray:
        """A column of numbers; NaN where missing.

        Raises
        ------
        BadInput
            There are words in it.
        """
        found = self.column(name)
        if found.dtype.kind != "f":
            raise BadInput(f"The column {name} has cells that are not numbers, such as {_odd(found.tolist())}")
        return found.astype(np.float64)

    def labels(self, name: str) -> npt.NDArray[np.str_]:
        """A column as words, whatever it holds."""
        found = self.column(name)
        if found.dtype.kind != "f":
            return found.astype(str)
        values, codes = np.unique(found, return_inverse=True)
        return np.array([level_name(value) for value in values])[codes]

    def missing(self, name: str) -> BoolArray:
        found = self.column(name)
        return np.isnan(self.numbers(name)) if found.dtype.kind == "f" else np.asarray(found == "", dtype=np.bool_)

    def only(self, rows: BoolArray) -> "Data":
        """Some of the rows."""
        return Data({name: values[rows] for name, values in self.columns.items()}, int(rows.sum()), self.sha256)

    def repeated(self, times: int) -> "Data":
        """All rows so many times over."""
        columns = {name: np.tile(values, times) for name, values in self.columns.items()}
        return Data(columns, self.rows * times, self.sha256)

    def with_columns(self, columns: Mapping[str, npt.NDArray[np.generic]]) -> "Data":
        return Data({**self.columns, **columns}, self.rows, self.sha256)


def read_csv(raw: bytes, *, missing: Sequence[str] = EMPTY, labels: Sequence[str] = ()) -> Data:
    """Read a CSV file with a line of names; commas, semicolons or tabs; UTF-8.

    Parameters
    ----------
    missing
        Cells that say nothing, besides empty ones.
    labels
        Columns that stay words though all their cells be numbers: of clusters 7 and 007 are two, and people with
        numbers of twenty figures are not to be rounded into one.

    Raises
    ------
    BadInput
        Not UTF-8, no names, two columns of one name, a row of another length: the line is named.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BadInput("The data are not UTF-8. Save them again as CSV UTF-8.") from problem
    names, *rows = _lines(text)
    _named(names)
    if not rows:
        raise BadInput("The data have no rows.")
    empty = frozenset(missing)
    cells = zip(*rows, strict=True)
    columns = {name: _column(values, empty, words=name in labels) for name, values in zip(names, cells, strict=True)}
    return Data(columns, len(rows), sha256(raw).hexdigest())


def _lines(text: str) -> list[list[str]]:
    """The line of names and the rows, all of one length; a line with nothing in it is no row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        found = list(_alike(reader))
    except csv.Error as problem:
        # csv speaks to programmers after a dash.
        said = str(problem).split(" - ")[0]
        raise BadInput(f"Line {reader.line_num} of the data cannot be read: {said}.") from problem
    if not found:
        raise BadInput("The data are empty.")
    return [[name.strip() for name in found[0]], *found[1:]]


def _alike(reader: Any) -> Iterator[list[str]]:
    width = 0
    for cells in reader:
        if not "".join(cells).strip():
            continue
        if len(cells) != (width := width or len(cells)):
            raise BadInput(f"Line {reader.line_num} of the data has {len(cells)} cells for {width} columns.")
        yield cells


def _separator(text: str) -> str:
    """The one by which the line of names falls into the most."""
    return max(SEPARATORS, key=lambda mark: _width(text, mark))


def _width(text: str, mark: str) -> int:
    reader = csv.reader(io.StringIO(text[:HEAD], newline=""), delimiter=mark)
    try:
        return len(next(filter(None, reader), []))
    except csv.Error:
        return 0


def _named(names: Sequence[str]) -> None:
    if "" in names:
        raise BadInput(f"Column {names.index('') + 1} of the data has no name.")
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BadInput(f"Two columns of the data are called {name}.")
        seen.add(name)


def _column(cells: Sequence[str], empty: frozenset[str], *, words: bool) -> npt.NDArray[np.generic]:
    known = ["" if cell in empty else cell for cell in map(str.strip, cells)]
    found = None if words else _numbers(known)
    # Objects, for one long cell would make all as wide.
    return np.array(known, dtype=object) if found is None else found


def _numbers(cells: list[str]) -> FloatArray | None:
    """NaN where empty; None where a cell is no number."""
    try:
        found = np.array([float(cell) if cell else nan for cell in cells])
    except ValueError:
        return None
    # "inf", "nan" and "1_000" are numbers to Python; nobody means them so.
    finite = int((np.abs(found) < TOO_LARGE).sum()) + cells.count("") == len(cells)
    return found + 0.0 if finite and "_" not in "".join(cells) else None  # -0 is 0


def _odd(cells: list[str]) -> str:
    """The first that is no number, and how to mend it."""
    cell = next((cell for cell in cells if cell and _numbers([cell]) is None), "")
    comma = "," in cell and _numbers([cell.replace(",", "")]) is not None
    mend = " Write decimals with a point, and thousands without a comma." if comma else ""
    return f"{cell if len(cell) <= 40 else cell[:37] + '…'!r}.{mend}"
