"""What is called by name: clusters, people, and the levels of a category."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.evaluation.inputs import IntArray

Level = str | float


def level_name(level: Any) -> str:
    """`2`, not `2.0`; words as they are."""
    return repr(float(level)).removesuffix(".0") if isinstance(level, float | np.floating) else str(level)


def levels_of(values: npt.NDArray[np.generic]) -> list[Level]:
    """Each value once: numbers by size, and words so that `week 2` comes before `week 10`."""
    found: list[Level] = np.unique(values).tolist()
    return found if values.dtype.kind == "f" else sorted(found, key=lambda word: _place(str(word)))


def crossed(columns: Sequence[npt.NDArray[np.generic]]) -> IntArray:
    """A number for each combination of levels that there is, from 0 on."""
    levels = [np.unique(column, return_inverse=True)[1] for column in columns]
    codes = np.unique(np.column_stack(levels), axis=0, return_inverse=True)[1].reshape(-1)
    return codes.astype(np.int64)


def _place(word: str) -> tuple[list[tuple[int, str]], str]:
    """Numbers within words by size, before other words; 07 and 7 are as large, and then letter by letter."""
    parts = [part for part in re.split(r"([0-9]+)", word) if part]
    return [_part(part) for part in parts], word


def _part(part: str) -> tuple[int, str]:
    # Of two numbers the one with more figures is the larger; there may be too many of them for an int.
    figures = part.lstrip("0")
    return (len(figures), figures) if part[0] in "0123456789" else (10**9, part)
