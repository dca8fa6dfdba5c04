"""Quality-adjusted life years: the area under a person's utility over time.

The utilities come from outside. Value sets of the EQ-5D belong to their makers and none is kept here.
"""

from dataclasses import dataclass, field
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from alongside.evaluation import wording
from alongside.evaluation.economics.discounting import UK_RATE, factors
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, matrix, vector


@dataclass(frozen=True)
class Qalys:
    """QALYs of each person, discounted, and the utility each began with (for the adjustment that must follow)."""

    per_person: FloatArray = field(repr=False, compare=False)
    baseline: FloatArray = field(repr=False, compare=False)
    times: tuple[float, ...]
    deaths: int
    rate: float = UK_RATE

    def describe(self) -> str:
        """How the QALYs were made and what they come to."""
        visits = wording.listed(wording.number(time) for time in self.times)
        rate = wording.percent(self.rate, decimals=1)
        later = f", those after the first year discounted at {rate} a year" if self.times[-1] > 1 else ""
        died = f" {_people(self.deaths)} died; their utility is 0 from then on." if self.deaths else ""
        return (
            f"QALYs are the area under the utilities at {visits} years, joined by straight lines{later}. On average "
            f"{_people(len(self.per_person))} had {wording.qalys(float(self.per_person.mean()))} in "
            f"{wording.number(self.times[-1])} years.{died} Arms should be compared with the baseline utility in the "
            f"regression, since people who start better have more QALYs whatever is done."
        )


def qalys(
    utilities: npt.ArrayLike, times: npt.ArrayLike, *, died: npt.ArrayLike | None = None, rate: float = UK_RATE
) -> Qalys:
    """QALYs by the trapezium rule.

    Parameters
    ----------
    utilities : shape (people, visits)
        1 is full health and 0 dead. What stands at visits after a death is not looked at and may be missing.
    times : shape (visits,)
        Years from baseline, the first 0.
    died : shape (people,)
        Years from baseline to death; infinite for those who lived. Utility falls on a straight line from the last
        visit alive to 0 at death.
    rate
        Yearly discount from the second year on: what is lived in the second year is divided by 1 + rate, and so on.

    Raises
    ------
    BadInput
        Missing utilities of the living (impute them first, and pool with `pool`), or utilities outside -1 to 1.

    References
    ----------
    Manca, Hawkins and Sculpher (2005), Estimating mean QALYs in trial-based cost-effectiveness analysis: the
    importance of controlling for baseline utility, Health Economics 14, 487-496: why `baseline` belongs in the model.
    """
    visits = _visits(times)
    given = _given(utilities, len(visits))
    until = _until(died, len(given))
    values = _alive(given, visits, until)
    yearly = np.zeros((len(values), max(ceil(visits[-1]), 1)))
    for first in range(len(visits) - 1):
        _add_segment(yearly, values[:, first], values[:, first + 1], visits[first], visits[first + 1], until)
    per_person = yearly @ factors(yearly.shape[1], rate)
    deaths = int((until <= visits[-1]).sum())
    return Qalys(per_person, values[:, 0], tuple(visits.tolist()), deaths, rate)


def _add_segment(
    yearly: FloatArray, first: FloatArray, last: FloatArray, start: float, end: float, until: FloatArray
) -> None:
    """Add the area from one visit to the next, or to death if that is earlier, to the years it falls in."""
    stop = np.clip(until, start, end)
    final = np.where(until <= end, 0.0, last)
    slope = (final - first) / np.where(stop > start, stop - start, 1.0)
    for year in range(floor(start), ceil(end)):
        low, high = max(start, year), np.minimum(stop, year + 1)
        width = np.maximum(high - low, 0.0)
        yearly[:, year] += width * (first + slope * ((low + high) / 2 - start))


def _visits(times: npt.ArrayLike) -> FloatArray:
    visits = vector(times, "times")
    if len(visits) < 2 or visits[0] != 0 or (np.diff(visits) <= 0).any():
        raise BadInput("times must rise from 0 (baseline) through at least one later visit, in years.")
    return visits


def _given(utilities: npt.ArrayLike, visits: int) -> FloatArray:
    """A copy that may have gaps."""
    try:
        given = np.array(utilities, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise BadInput("utilities holds something that is not a number, or rows of different lengths.") from problem
    if given.ndim != 2 or given.shape[1] != visits:
        raise BadInput(f"utilities must have one row for each person and {visits} columns, one for each visit.")
    return given


def _until(died: npt.ArrayLike | None, people: int) -> FloatArray:
    if died is None:
        return np.full(people, np.inf)
    try:
        until = np.asarray(died, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise BadInput("died holds something that is not a number.") from problem
    if until.shape != (people,) or np.isnan(until).any() or (until < 0).any():
        raise BadInput("died needs the years to death of each person, 0 or more, and infinity for the living.")
    return until


def _alive(given: FloatArray, visits: FloatArray, until: FloatArray) -> FloatArray:
    given[visits >= until[:, np.newaxis]] = 0.0
    values = matrix(given, "utilities")
    if (np.abs(values) > 1).any():
        raise BadInput("A utility lies outside -1 to 1: full health is 1, dead is 0.")
    return values


def _people(count: int) -> str:
    return wording.counted(count, "person", "people")
