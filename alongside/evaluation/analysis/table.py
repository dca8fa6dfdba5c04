"""The data file: columns of a CSV, numbers where all cells are numbers."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import BoolArray, FloatArray

SEPARATORS = (",", ";", "\t")
EMPTY = ("", "NA", "NaN", "nan", ".")


@dataclass(frozen=True)
class Data:
    """Columns by name. A column whose cells are all numbers, or missing, is numbers; any other is words."""

    columns: dict[str, npt.NDArray[np.generic]] = field(repr=False)
    rows: int
    sha256: str

    def column(self, name: str) -> npt.NDArray[np.generic]:
        """A column as it is.

        Raises
        ------
        BadInput
            The file has no such column; the nearest name is offered.
        """
        if name not in self.columns:
            near = get_close_matches(name, self.columns, 1)
            meant = f" Did you mean {near[0]}?" if near else f" It has {', '.join(self.columns)}."
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
            raise BadInput(f"The column {name} has cells that are not numbers, such as {_odd(found)!r}.")
        return found.astype(np.float64)

    def missing(self, name: str) -> BoolArray:
        found = self.column(name)
        return np.isnan(self.numbers(name)) if found.dtype.kind == "f" else np.asarray(found == "")

    def only(self, rows: BoolArray) -> "Data":
        """Some of the rows."""
        return Data({name: values[rows] for name, values in self.columns.items()}, int(rows.sum()), self.sha256)

    def with_columns(self, **columns: npt.NDArray[np.generic]) -> "Data":
        return Data(self.columns | columns, self.rows, self.sha256)


def read_csv(raw: bytes, *, missing: Sequence[str] = EMPTY) -> Data:
    """Read a CSV file with a line of names; commas, semicolons or tabs; UTF-8.

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
    empty = frozenset(missing)
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    if not rows:
        raise BadInput("The data have no rows.")
    columns = {name: _column(values, empty) for name, values in zip(names, cells, strict=True)}
    return Data(columns, len(rows), sha256(raw).hexdigest())


def _lines(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    found: list[list[str]] = []
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for cells in reader:
            if not cells:
                continue
            if found and len(cells) != len(found[0]):
                raise BadInput(
                    f"Line {reader.line_num} of the data has {len(cells)} cells for {len(found[0])} columns."
                )
            found.append([cell.strip() for cell in cells])
    except csv.Error as problem:
        raise BadInput(f"Line {reader.line_num} of the data cannot be read: {problem}.") from problem
    if not found:
        raise BadInput("The data are empty.")
    return found


def _named(names: Sequence[str]) -> None:
    if "" in names:
        raise BadInput(f"Column {names.index('') + 1} of the data has no name.")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadInput(f"Two columns of the data are called {twice}.")


def _column(cells: Iterable[str], empty: frozenset[str]) -> npt.NDArray[np.generic]:
    known = ["" if cell in empty else cell for cell in cells]
    try:
        found = np.array([cell or "nan" for cell in known], dtype=np.float64)
    except ValueError:
        return np.array(known)
    # "inf" and "1_000" would be numbers to Python; nobody means them so.
    return np.array(known) if np.isinf(found).any() or any("_" in cell for cell in known) else found


def _odd(cells: npt.NDArray[np.generic]) -> str:
    for cell in cells:
        try:
            float(str(cell) or "nan")
        except ValueError:
            return str(cell)
    return str(cells[0])
