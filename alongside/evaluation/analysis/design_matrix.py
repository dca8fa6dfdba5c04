"""The columns of a model, from the columns of a data file."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.analysis.table import Data
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray


@dataclass(frozen=True)
class DesignMatrix:
    """Columns with their names; the first is the column of ones."""

    x: FloatArray = field(repr=False)
    names: tuple[str, ...]

    def and_columns(self, columns: FloatArray, names: Sequence[str]) -> "DesignMatrix":
        return DesignMatrix(np.column_stack([self.x, columns]), (*self.names, *names))


def design_matrix(data: Data, terms: Sequence[str], *, categories: Sequence[str] = ()) -> DesignMatrix:
    """A column of ones, then each term: a column of the data, or a product of columns, `arm:dep`.

    Columns of words, and those named in `categories`, give a column of 0 and 1 for each level but the first in order,
    called `condition = diabetes`; a category of one level gives none.
    """
    found = DesignMatrix(np.ones((data.rows, 1)), ("Intercept",))
    for term in terms:
        found = found.and_columns(*_term(data, term, categories))
    return found


def _term(data: Data, term: str, categories: Sequence[str]) -> tuple[FloatArray, list[str]]:
    parts = [_columns(data, name.strip(), categories) for name in term.split(":")]
    x, names = parts[0]
    for columns, others in parts[1:]:
        x = np.column_stack([x[:, [a]] * columns for a in range(x.shape[1])])
        names = [f"{one}:{other}" for one in names for other in others]
    return x, names


def _columns(data: Data, name: str, categories: Sequence[str]) -> tuple[FloatArray, list[str]]:
    values = data.column(name)
    if values.dtype.kind == "f" and name not in categories:
        return data.numbers(name)[:, None], [name]
    if data.missing(name).any():
        raise BadInput(f"The column {name} has missing values.")
    levels = np.unique(values)
    x = (values[:, None] == levels[None, 1:]).astype(np.float64)
    return x, [f"{name} = {level_name(level)}" for level in levels[1:]]


def level_name(level: npt.ArrayLike) -> str:
    """`2`, not `2.0`."""
    return f"{float(level):g}" if isinstance(level, float | np.floating) else str(level)
