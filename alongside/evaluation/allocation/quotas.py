"""How many clusters of each stratum go to the intervention, and how many allocations that leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import comb, prod
from operator import index

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import IntArray, groups

FEWEST_CLUSTERS = 4
Intervention = int | Mapping[str, int] | None


@dataclass(frozen=True, eq=False)
class Quota:
    """`sure` clusters of each stratum go to the intervention, and one more in `more` of the `odd` strata.

    Which of the odd strata give one more is drawn, so the arms differ by no more in total than they must.
    """

    labels: tuple[str, ...]
    members: tuple[IntArray, ...] = field(repr=False)
    sure: tuple[int, ...]
    odd: tuple[int, ...] = ()
    more: int = 0

    @property
    def clusters(self) -> int:
        return sum(len(places) for places in self.members)

    @property
    def intervention(self) -> int:
        return sum(self.sure) + self.more

    @property
    def total(self) -> int:
        """The number of allocations, each of which has the same chance."""
        # An odd stratum has as many halves with one more as with one fewer, so all patterns count the same.
        within = prod(comb(len(places), number) for places, number in zip(self.members, self.sure, strict=True))
        return comb(len(self.odd), self.more) * within


def named(clusters: npt.ArrayLike, *, block: int = 1) -> tuple[str, ...]:
    """The names of the clusters, checked.

    Raises
    ------
    BadInput
        Missing or repeated names, a block below 1, or fewer than four clusters in the first block.
    """
    codes, labels = groups(clusters, "clusters")
    if block < 1:
        raise BadInput(f"block is {block}; blocks are counted from 1.")
    if len(labels) < len(codes):
        twice = labels[int(np.argmax(np.bincount(codes) > 1))]
        raise BadInput(f"There are two clusters called {twice}; each cluster needs a name of its own.")
    if block == 1 and len(codes) < FEWEST_CLUSTERS:
        raise BadInput(f"There are {len(codes)} clusters; two arms need at least {FEWEST_CLUSTERS}.")
    return tuple(labels[code] for code in codes)


def whole(intervention: Intervention) -> Intervention:
    """The same with plain whole numbers, and with labels as text.

    Raises
    ------
    BadInput
        A number that is not whole.
    """
    try:
        if isinstance(intervention, Mapping):
            return {str(label): index(number) for label, number in intervention.items()}
        return None if intervention is None else index(intervention)
    except TypeError as problem:
        raise BadInput("The numbers of clusters for the intervention must be whole.") from problem


def quota(strata: Sequence[str] | None, clusters: int, intervention: Intervention, *, block: int = 1) -> Quota:
    """The quota of so many clusters, in strata or in one.

    Parameters
    ----------
    intervention
        The number of clusters for the intervention: for each stratum, or in total, or None for half (rounded down) of
        them. In total with strata it must be a half, rounded either way.

    Raises
    ------
    BadInput
        A stratum without a number or a number without a stratum, numbers larger than the stratum or below 0, an empty
        arm in the first block, or a total of strata that is not a half.
    """
    labels, members = _strata(strata, clusters)
    if strata is None and isinstance(intervention, int):
        found = Quota(labels, members, (intervention,))
    elif isinstance(intervention, Mapping):
        found = Quota(labels, members, _by_stratum(labels, intervention))
    else:
        found = _halves(labels, members, intervention)
    _fits(found, block)
    return found


def _strata(strata: Sequence[str] | None, clusters: int) -> tuple[tuple[str, ...], tuple[IntArray, ...]]:
    if strata is None:
        return ("all",), (np.arange(clusters),)
    # Sorted as text: 2 comes before 10 as a number and after it as text, and the audit file holds text.
    texts = as_texts(strata, "strata", clusters)
    labels = tuple(sorted(set(texts)))
    return labels, tuple(np.flatnonzero([text == label for text in texts]) for label in labels)


def as_texts(values: npt.ArrayLike, name: str, length: int) -> tuple[str, ...]:
    """Labels as text, so many of them, none missing; the number 2.0 is `2`."""
    codes, labels = groups(values, name, length=length)
    return tuple(labels[code] for code in codes)


def _by_stratum(labels: tuple[str, ...], intervention: Mapping[str, int]) -> tuple[int, ...]:
    if set(intervention) != set(labels):
        raise BadInput(
            f"Numbers are given for the strata {', '.join(intervention)}; the strata are {', '.join(labels)}."
        )
    return tuple(intervention[label] for label in labels)


def _halves(labels: tuple[str, ...], members: tuple[IntArray, ...], total: int | None) -> Quota:
    sure = tuple(len(places) // 2 for places in members)
    odd = tuple(stratum for stratum, places in enumerate(members) if len(places) % 2)
    more = len(odd) // 2 if total is None else total - sum(sure)
    if more not in (len(odd) // 2, len(odd) - len(odd) // 2):
        raise BadInput(
            f"{total} clusters for the intervention are not half of them. Give a number for each stratum instead."
        )
    return Quota(labels, members, sure, odd, more)


def _fits(found: Quota, block: int) -> None:
    for label, places, number in zip(found.labels, found.members, found.sure, strict=True):
        if not 0 <= number <= len(places):
            raise BadInput(f"{number} of the {len(places)} clusters in {label} cannot go to the intervention.")
    if block == 1 and not 0 < found.intervention < found.clusters:
        arm = "control" if found.intervention else "intervention"
        raise BadInput(f"No cluster is left for the {arm} arm.")
