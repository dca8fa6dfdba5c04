"""What each person's care cost: how much of each service they used, times what one of it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.economics.discounting import UK_RATE, factors
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, groups, vector
from alongside.evaluation.wording import counted, listed, percent, pounds


@dataclass(frozen=True)
class UnitCost:
    """What one of something costs, in pounds of a year, and who says so."""

    item: str
    pounds: float
    source: str
    price_year: int


@dataclass(frozen=True)
class Costs:
    """The cost of each person, discounted, in pounds of one year; `by_item` has a column for each item."""

    per_person: FloatArray = field(repr=False, compare=False)
    by_item: FloatArray = field(repr=False, compare=False)
    items: tuple[str, ...]
    unit_costs: tuple[UnitCost, ...]
    price_year: int
    years: int = 1
    rate: float = UK_RATE

    def describe(self) -> str:
        """How the costs were made and what they come to."""
        means = listed(f"{item} {pounds(float(mean))}" for item, mean in self._largest_first())
        sources = "; ".join(dict.fromkeys(f"{unit.source} ({unit.price_year})" for unit in self.unit_costs))
        rate = percent(self.rate, decimals=1)
        later = f" Costs after the first year are discounted at {rate} a year." if self.years > 1 else ""
        people = counted(len(self.per_person), "person", "people")
        return (
            f"Costs are in pounds at {self.price_year} prices, for {people}. On average a person "
            f"cost {pounds(float(self.per_person.mean()))}: {means}. Unit costs: {sources}.{later}"
        )

    def with_intervention(self, cost: npt.ArrayLike, *, item: str) -> "Costs":
        """The same with one item more, such as training from `spread_over_people`; pounds for each person."""
        extra = vector(cost, item, length=len(self.per_person))
        if item in self.items:
            raise BadInput(f"{item} is among the items already.")
        columns = np.column_stack([self.by_item, extra])
        return Costs(
            self.per_person + extra,
            columns,
            (*self.items, item),
            self.unit_costs,
            self.price_year,
            self.years,
            self.rate,
        )

    def _largest_first(self) -> list[tuple[str, float]]:
        return sorted(zip(self.items, self.by_item.mean(axis=0), strict=True), key=lambda pair: -pair[1])


def costs(
    use: npt.ArrayLike,
    unit_costs: Sequence[UnitCost],
    *,
    price_year: int,
    index: Mapping[int, float] | None = None,
    rate: float = UK_RATE,
) -> Costs:
    """Cost of each person from what they used.

    Parameters
    ----------
    use : shape (people, items), or (people, items, years) when the follow-up is longer than a year
        How many of each item; the years are those of each person's own follow-up.
    unit_costs
        One for each item, in the order of the columns.
    price_year
        The year whose pounds the costs are to be in.
    index
        A price index by year, such as the NHS Cost Inflation Index; needed for unit costs of other years.
    rate
        Yearly discount from the second year on.

    Raises
    ------
    BadInput
        Missing or negative use, or a price year the index does not have.

    References
    ----------
    Sum over items of units × unit cost × (index of the wanted year / index of its own), over (1 + r) to the power
    of the years before: Drummond, Sculpher, Claxton, Stoddart and Torrance (2015), Methods for the Economic
    Evaluation of Health Care Programmes, 4th edition.
    """
    prices = np.array([_price(unit, price_year, index or {}) for unit in unit_costs])
    used = _use(use, tuple(unit.item for unit in unit_costs))
    by_item: FloatArray = (used @ factors(used.shape[2], rate)) * prices
    names = tuple(unit.item for unit in unit_costs)
    return Costs(by_item.sum(axis=1), by_item, names, tuple(unit_costs), price_year, used.shape[2], rate)


def spread_over_people(of_cluster: Mapping[str, float], cluster: npt.ArrayLike) -> FloatArray:
    """Each person's equal part of what their cluster cost, such as training its staff; shape (people,).

    Parameters
    ----------
    of_cluster
        Pounds for each cluster by its label as text; 0 for those that had none.
    cluster : shape (people,)

    Notes
    -----
    The people are those given here. If a practice's training serves all its patients and the trial saw some of them,
    the sum given should be the trial's part of it.

    References
    ----------
    The cost of a cluster over the number of its people.
    """
    codes, labels = groups(cluster, "cluster")
    unknown = sorted(set(of_cluster) - set(labels)) or sorted(set(labels) - set(of_cluster))
    if unknown:
        raise BadInput(f"Costs and people do not have the same clusters: look at {unknown[0]}. Give 0 where none.")
    sums = vector([of_cluster[label] for label in labels], "of_cluster")
    spread: FloatArray = (sums / np.bincount(codes))[codes]
    return spread


def _price(unit: UnitCost, year: int, index: Mapping[int, float]) -> float:
    if not (np.isfinite(unit.pounds) and unit.pounds >= 0):
        raise BadInput(f"The unit cost of {unit.item} is {unit.pounds}; it must be 0 or more.")
    if unit.price_year == year:
        return unit.pounds
    for needed in (unit.price_year, year):
        if not index.get(needed, 0.0) > 0:
            raise BadInput(f"{unit.item} has prices of {unit.price_year}: the index needs a value for {needed}.")
    return unit.pounds * index[year] / index[unit.price_year]


def _use(use: npt.ArrayLike, items: tuple[str, ...]) -> FloatArray:
    try:
        used = np.asarray(use, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise BadInput("use holds something that is not a number.") from problem
    used = used[:, :, np.newaxis] if used.ndim == 2 else used
    if used.ndim != 3 or used.shape[1] != len(items) or used.size == 0:
        raise BadInput(f"use must have people down, {len(items)} items across and, if need be, years behind.")
    for column, item in enumerate(items):
        vector(used[:, column].ravel(), item)
        if (used[:, column] < 0).any():
            raise BadInput(f"{item} has negative use.")
    if len(set(items)) != len(items):
        raise BadInput("Two items have the same name.")
    return used
