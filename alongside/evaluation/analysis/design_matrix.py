"""The columns of a model, from the columns of a data file."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.analysis.levels import level_name, levels_of
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray

MOST_LEVELS = 20  # of a column of words that nobody called a category
NUMBER = re.compile(r"[+-]?(\d+([.]\d*)?|[.]\d+)([eE][+-]?\d+)?")
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


@dataclass(frozen=True)
class DesignMatrix:
    """Columns with their names; the first is the column of ones."""

    x: FloatArray = field(repr=False)
    names: tuple[str, ...]

    def and_columns(self, columns: FloatArray, names: Sequence[str]) -> "DesignMatrix":
        return DesignMatrix(np.column_stack([self.x, columns]), (*self.names, *names))

    def without(self, names: Collection[str]) -> "DesignMatrix":
        kept = [number for number, name in enumerate(self.names) if name not in names]
        return DesignMatrix(self.x[:, kept], tuple(self.names[number] for number in kept))


def design_matrix(data: Data, terms: Iterable[str], *, categories: Collection[str] = ()) -> DesignMatrix:
    """A column of ones, then each term: a column of the data, or a product of columns, `y0:dep`.

    Columns of words, and those named in `categories`, give a column of 0 and 1 for each level but the first in order,
    called `condition = diabetes`; a category of one level gives none.

    Raises
    ------
    BadInput
        No such column; a category that is missing for somebody; a column of words that looks like numbers with slips
        in them, or with more than 20 levels, unless it is named in `categories`. Missing numbers stay NaN.
    """
    found = DesignMatrix(np.ones((data.rows, 1)), ("Intercept",))
    for term in terms:
        found = found.and_columns(*_term(data, term, categories))
    return found


def columns_of(terms: Iterable[str]) -> tuple[str, ...]:
    """The columns that terms are made of, each once."""
    return tuple(dict.fromkeys(name.strip() for term in terms for name in term.split(":")))


def _term(data: Data, term: str, categories: Collection[str]) -> tuple[FloatArray, list[str]]:
    parts = [_columns(data, name.strip(), categories) for name in term.split(":")]
    x, names = parts[0]
    for columns, others in parts[1:]:
        x = np.column_stack([x[:, [a]] * columns for a in range(x.shape[1])]) if x.shape[1] else x
        names = [f"{one}:{other}" for one in names for other in others]
    return x, names


def _columns(data: Data, name: str, categories: Collection[str]) -> tuple[FloatArray, list[str]]:
    values = data.column(name)
    if values.dtype.kind == "f" and name not in categories:
        return data.numbers(name)[:, None], [name]
    if data.missing(name).any():
        raise BadInput(f"The column {name} has missing values.")
    if name not in categories:
        _meant_as_words(name, values)
    levels = levels_of(values)[1:]
    x = np.column_stack([np.empty((data.rows, 0)), *(values == level for level in levels)])
    return x, [f"{name} = {level_name(level)}" for level in levels]


def _meant_as_words(name: str, values: npt.NDArray[np.generic]) -> None:
    """One slip among numbers makes a column of words, and each of its numbers would be a level of its own."""
    words = levels_of(values)
    comma = next((word for word in words if DECIMAL_COMMA.fullmatch(str(word))), None)
    if comma is not None:
        raise BadInput(f"{name} has decimal commas, such as {comma!r}. Write numbers with a point.")
    numbers = [word for word in words if NUMBER.fullmatch(str(word))]
    if numbers:
        odd = next(word for word in words if word not in numbers)
        raise BadInput(
            f"{name} has numbers and also {odd!r}. Mend that cell, or name {name} in categories if it is a category."
        )
    if len(words) > MOST_LEVELS:
        raise BadInput(
            f"{name} has {len(words)} levels, such as {words[0]} and {words[1]}. "
            "Name it in categories if that is meant."
        )
