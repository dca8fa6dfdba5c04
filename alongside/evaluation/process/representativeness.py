"""Who took part, beside all who could have: standardised differences of their characteristics."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray, groups, vector
from alongside.evaluation.process.disclosure import showable
from alongside.evaluation.wording import counted, listed, number


@dataclass(frozen=True)
class Characteristic:
    """A mean, or the share with a value of a category, and its differences in standard deviations.

    `difference` is that of those who took part from all eligible, over the standard deviation of all eligible;
    `from_others` that from those eligible who did not, over the root of the mean of the two variances. They are None
    where nothing varies. `counts` holds those with and without the value, first who took part, then who did not.
    """

    name: str
    value: str | None
    took_part: float
    others: float
    eligible: float
    difference: float | None
    from_others: float | None
    counts: tuple[tuple[int, int], tuple[int, int]] | None = None

    @property
    def label(self) -> str:
        return self.name if self.value is None else f"{self.name}: {self.value}"


@dataclass(frozen=True)
class Representativeness:
    """How those who took part differ from those eligible. The numbers are None where they may not be published."""

    took_part: int | None
    eligible: int | None
    rows: tuple[Characteristic, ...]
    notes: tuple[str, ...] = ()

    def beyond(self, bound: float = 0.1) -> tuple[Characteristic, ...]:
        """Characteristics whose `difference` is larger than the bound either way, the largest first."""
        found = [row for row in self.rows if row.difference is not None and abs(row.difference) > bound]
        return tuple(sorted(found, key=lambda row: -abs(row.difference or 0.0)))

    def published(self, *, threshold: int) -> "Representativeness":
        """The same without small numbers.

        A category with a small number in any of its values is left out whole, for that value would follow from the
        others: join small values first. Nothing is shown if either group is small.
        """
        if self.took_part is None or self.eligible is None:
            return self
        if not showable([self.took_part, self.eligible - self.took_part], threshold=threshold):
            return Representativeness(None, None, (), ("The numbers are too small to be published.",))
        small = {
            row.name for row in self.rows if row.counts and not showable(np.ravel(row.counts), threshold=threshold)
        }
        if not small:
            return self
        note = f"Left out, for small numbers: {listed(sorted(small))}."
        rows = tuple(row for row in self.rows if row.name not in small)
        return Representativeness(self.took_part, self.eligible, rows, (*self.notes, note))

    def describe(self) -> str:
        """A paragraph: in what those who took part differed, and how far that can be trusted."""
        if not self.rows:
            return " ".join(("No characteristics can be compared.", *self.notes))
        found = [f"{row.label} ({number(row.difference or 0.0, decimals=2)})" for row in self.beyond()]
        said = (
            f"They differed by more than a tenth of a standard deviation in {listed(found)}."
            if found
            else "In none of these did they differ by more than a tenth of a standard deviation."
        )
        names = len({row.name for row in self.rows})
        start = (
            f"{number(self.took_part or 0)} of {number(self.eligible or 0)} eligible people took part and were "
            f"compared with all eligible in {counted(names, 'characteristic')}."
        )
        return " ".join((start, said, "They may differ in what was not recorded.", *self.notes))


def compare_with_eligible(took_part: npt.ArrayLike, characteristics: Mapping[str, npt.ArrayLike]) -> Representativeness:
    """Compare those who took part with all who were eligible.

    Parameters
    ----------
    took_part
        Shape (people,), 1 or 0 for everybody eligible.
    characteristics
        By name, each of shape (people,): numbers, compared by their means, or labels, compared by the share of people
        with each. Numbers that are all 0 or 1 are compared as shares of 1.

    Raises
    ------
    BadInput
        Wrong shapes, missing values, no characteristics, or values of `took_part` other than 0 and 1.
    NotEstimable
        Everybody, or nobody, took part.

    References
    ----------
    Austin PC (2009) Statistics in Medicine 28:3083-3107 (the difference between two groups, for means and for shares).
    """
    came = vector(took_part, "took_part")
    if not np.isin(came, (0.0, 1.0)).all():
        raise BadInput("took_part must be 1 for those who took part and 0 for those who did not.")
    if not characteristics:
        raise BadInput("There are no characteristics to compare.")
    if len(np.unique(came)) < 2:
        raise NotEstimable("Everybody or nobody took part: there is no one to compare.")
    rows = tuple(row for name, values in characteristics.items() for row in _rows(name, values, came == 1))
    return Representativeness(int(came.sum()), len(came), rows)


def _rows(name: str, values: npt.ArrayLike, came: npt.NDArray[np.bool_]) -> Iterator[Characteristic]:
    if np.asarray(values).dtype.kind in "OUS":
        codes, labels = groups(values, name, length=len(came))
        for code, label in enumerate(labels):
            yield _share(name, label, codes == code, came)
        return
    found = vector(values, name, length=len(came))
    if np.isin(found, (0.0, 1.0)).all():
        yield _share(name, None, found == 1, came)
    else:
        yield _compared(name, None, found, came, _sample_variance)


def _share(name: str, value: str | None, has: npt.NDArray[np.bool_], came: npt.NDArray[np.bool_]) -> Characteristic:
    with_it = (int((has & came).sum()), int((has & ~came).sum()))
    found = _compared(name, value, has.astype(np.float64), came, _binary_variance)
    inside, outside = int(came.sum()), int((~came).sum())
    counts = ((with_it[0], inside - with_it[0]), (with_it[1], outside - with_it[1]))
    return replace(found, counts=counts)


def _compared(
    name: str,
    value: str | None,
    values: FloatArray,
    came: npt.NDArray[np.bool_],
    variance: Callable[[FloatArray], float],
) -> Characteristic:
    inside, outside = values[came], values[~came]
    spread, between = sqrt(variance(values)), sqrt((variance(inside) + variance(outside)) / 2)
    means = float(inside.mean()), float(outside.mean()), float(values.mean())
    return Characteristic(
        name,
        value,
        *means,
        (means[0] - means[2]) / spread if spread > 0 else None,
        (means[0] - means[1]) / between if between > 0 else None,
    )


def _binary_variance(values: FloatArray) -> float:
    return float(values.mean() * (1 - values.mean()))


def _sample_variance(values: FloatArray) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else 0.0
