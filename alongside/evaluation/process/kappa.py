"""Cohen's kappa, which compares two coders; shown beside Krippendorff's alpha because readers ask for it."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Coefficient, Interval
from alongside.evaluation.inputs import FloatArray
from alongside.evaluation.process.alpha import missing, table


@dataclass(frozen=True)
class Kappa:
    """Agreement beyond chance of two coders, each with their own habits. `agreed` is the plain share of agreement."""

    estimate: float
    se: float
    agreed: float
    by_chance: float
    units: int

    def interval(self, level: float = 0.95) -> Interval:
        """Estimate ± z × SE, cut at 1.

        Raises
        ------
        NotEstimable
            The coders agreed throughout: the formula has no spread.
        """
        if self.se == 0:
            raise NotEstimable("The two coders agreed on every unit, so the standard error says nothing.")
        found = Coefficient("kappa", self.estimate, self.se).interval(level)
        return Interval(max(-1.0, found.low), min(1.0, found.high), level)


def cohen_kappa(codes: npt.ArrayLike) -> Kappa:
    """Cohen's unweighted kappa over the units that both coded, with its large-sample standard error.

    Parameters
    ----------
    codes
        Shape (units, 2): numbers or labels; NaN, None or empty where a coder gave no code.

    Raises
    ------
    BadInput
        More or fewer than two coders.
    NotEstimable
        No unit was coded by both, or both used one and the same code throughout.

    References
    ----------
    Cohen J (1960) Educational and Psychological Measurement 20:37-46. The standard error: Fleiss JL, Cohen J,
    Everitt BS (1969) Psychological Bulletin 72:323-327.
    """
    found = table(codes, nominal=True)
    if found.shape[1] != 2:
        raise BadInput(f"Cohen's kappa compares two coders and there are {found.shape[1]}: use Krippendorff's alpha.")
    both = found[~missing(found).any(1)]
    if len(both) == 0:
        raise NotEstimable("No unit was coded by both coders.")
    shares = _shares(both)
    rows, columns = shares.sum(1), shares.sum(0)
    agreed, chance = float(np.trace(shares)), float(rows @ columns)
    if len(shares) == 1:
        raise NotEstimable("Both coders used one and the same code throughout: agreement beyond chance is not defined.")
    kappa = (agreed - chance) / (1 - chance)
    return Kappa(kappa, _standard_error(shares, kappa, len(both)), agreed, chance, len(both))


def _shares(both: npt.NDArray[np.generic]) -> FloatArray:
    """Share of units with each pair of codes, shape (values, values); the first coder's are the rows."""
    values, which = np.unique(both if both.dtype.kind == "f" else both.astype(str), return_inverse=True)
    first, second = which.reshape(-1, 2).T
    size = len(values)
    counts = np.bincount(first * size + second, minlength=size * size)
    return counts.reshape(size, size) / len(both)


def _standard_error(shares: FloatArray, kappa: float, units: int) -> float:
    rows, columns = shares.sum(1), shares.sum(0)
    agreed, chance = float(np.trace(shares)), float(rows @ columns)
    # How kappa changes with each cell: its row's code by the second coder's use of it, and the other way round.
    margins = columns[:, np.newaxis] + rows
    slope = (np.eye(len(shares)) * (1 - chance) - (1 - agreed) * margins) / (1 - chance) ** 2
    variance = float((shares * slope**2).sum() - (shares * slope).sum() ** 2) / units
    return sqrt(variance) if variance > 1e-15 else 0.0
