"""Arrays as they come in, checked once. Everything public passes its arguments through here first."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable

FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def vector(values: npt.ArrayLike, name: str, *, length: int | None = None) -> FloatArray:
    """A one-dimensional array of finite numbers, shape (n,).

    Raises
    ------
    BadInput
        Not numbers, not one-dimensional, not of that length, or with missing or infinite values.
    """
    found = _numbers(values, name)
    if found.ndim != 1:
        raise BadInput(f"{name} has {found.ndim} dimensions; it must have one.")
    _finite(found, name)
    if length is not None and len(found) != length:
        raise BadInput(f"{name} has {len(found)} values where {length} are needed.")
    return found


def matrix(values: npt.ArrayLike, name: str, *, rows: int | None = None) -> FloatArray:
    """A two-dimensional array of finite numbers, shape (n, p); a vector becomes one column.

    Raises
    ------
    BadInput
        As for `vector`.
    """
    found = _numbers(values, name)
    if found.ndim == 1:
        found = found[:, np.newaxis]
    if found.ndim != 2:
        raise BadInput(f"{name} has {found.ndim} dimensions; it must have two.")
    _finite(found, name)
    if rows is not None and len(found) != rows:
        raise BadInput(f"{name} has {len(found)} rows where {rows} are needed.")
    return found


def groups(values: npt.ArrayLike, name: str, *, length: int | None = None) -> tuple[IntArray, tuple[str, ...]]:
    """Codes from 0 on, shape (n,), and the label of each code, in the order of the sorted labels.

    Raises
    ------
    BadInput
        Not one-dimensional, not of that length, or with missing labels.
    """
    if isinstance(values, list | tuple):
        _of_one_kind(values, name)
    found = np.asarray(values)
    if found.ndim != 1:
        raise BadInput(f"{name} has {found.ndim} dimensions; it must have one.")
    if length is not None and len(found) != length:
        raise BadInput(f"{name} has {len(found)} values where {length} are needed.")
    if _missing(found):
        raise BadInput(f"{name} has missing values.")
    try:
        labels, codes = np.unique(found, return_inverse=True)
    except TypeError as problem:
        raise BadInput(f"{name} has labels that cannot be put in order.") from problem
    return codes.astype(np.int64), tuple(_label(label) for label in labels)


def two_arms(arm: npt.ArrayLike, cluster: IntArray) -> tuple[FloatArray, FloatArray]:
    """The arm of each person and of each cluster, as 0 and 1.

    Raises
    ------
    BadInput
        Values other than 0 and 1, or a cluster in both arms.
    NotEstimable
        Everybody in one arm, or an arm of one cluster.
    """
    people = vector(arm, "arm", length=len(cluster))
    if not np.isin(people, (0.0, 1.0)).all():
        raise BadInput("arm must be 1 for the intervention and 0 for the control.")
    sizes = np.bincount(cluster)
    of_clusters = np.bincount(cluster, weights=people) / sizes
    if not np.isin(of_clusters, (0.0, 1.0)).all():
        raise BadInput("A cluster has people in both arms; here whole clusters are allocated.")
    for value, word in ((1.0, "intervention"), (0.0, "control")):
        number = int((of_clusters == value).sum())
        if number < 2:
            found = "no cluster" if number == 0 else "one cluster"
            raise NotEstimable(f"The {word} arm has {found}: the spread between clusters cannot be seen.")
    return people, of_clusters


def names_for(columns: int, names: Sequence[str] | None, what: str = "x") -> tuple[str, ...]:
    """The given names of so many columns, or `x0`, `x1`, …"""
    if names is None:
        return tuple(f"{what}{number}" for number in range(columns))
    if len(names) != columns:
        raise BadInput(f"There are {len(names)} names for {columns} columns.")
    if len(set(names)) != len(names):
        raise BadInput("Two columns have the same name.")
    return tuple(names)


def full_rank(x: FloatArray, names: Sequence[str]) -> None:
    """Raise unless no column is a sum of multiples of the others.

    Raises
    ------
    NotEstimable
        Names the first column that says nothing the columns before it do not.
    """
    scaled = x / np.where((size := np.linalg.norm(x, axis=0)) > 0, size, 1.0)
    spread = np.abs(np.diag(np.linalg.qr(scaled, mode="r")))
    if len(x) < x.shape[1]:
        raise NotEstimable(f"There are {x.shape[1]} columns and only {len(x)} rows.")
    if (spread < 1e-10).any():
        column = names[int(np.argmax(spread < 1e-10))]
        raise NotEstimable(
            f"{column} is a combination of the columns before it: its effect cannot be told from theirs."
        )


def probability(value: float, name: str) -> float:
    """A number strictly between 0 and 1."""
    if not 0 < value < 1:
        raise BadInput(f"{name} is {value}; it must lie between 0 and 1.")
    return float(value)


def positive(value: float, name: str) -> float:
    """A finite number above 0."""
    if not (np.isfinite(value) and value > 0):
        raise BadInput(f"{name} is {value}; it must be above 0.")
    return float(value)


def _numbers(values: npt.ArrayLike, name: str) -> FloatArray:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise BadInput(f"{name} holds something that is not a number.") from problem


def _finite(values: FloatArray, name: str) -> None:
    if values.size == 0:
        raise BadInput(f"{name} is empty.")
    wrong = int((~np.isfinite(values)).sum())
    if wrong:
        raise BadInput(f"{name} has {wrong} missing or infinite values. Leave those rows out, or impute them.")


def _of_one_kind(values: Sequence[object], name: str) -> None:
    """An array would make words of all: a missing label would be the word nan, and 1 and "1" would be one."""
    if any(value is None or value != value for value in values):
        raise BadInput(f"{name} has missing values.")
    if len({isinstance(value, str) for value in values}) > 1:
        raise BadInput(f"{name} has both words and numbers: make all labels words.")


def _missing(labels: npt.NDArray[np.generic]) -> bool:
    if labels.dtype.kind == "f":
        return bool(np.isnan(labels).any())
    return labels.dtype.kind == "O" and any(label is None or label != label for label in labels)


def _label(label: object) -> str:
    if isinstance(label, float | np.floating) and float(label).is_integer():
        return str(int(label))
    return str(label)
