"""Simple and stratified allocation: any allocation with the right numbers, each with the same chance."""

from dataclasses import dataclass, field

import numpy.typing as npt

from alongside.evaluation.allocation.candidates import AllocationSet, drawn, every
from alongside.evaluation.allocation.canonical import Json
from alongside.evaluation.allocation.drawing import Drawing
from alongside.evaluation.allocation.quotas import Intervention, Quota, as_texts, named, quota, whole
from alongside.evaluation.allocation.stream import Stream


@dataclass(frozen=True, eq=False)
class Randomised:
    """Complete randomisation of given numbers, within strata if there are any. Made by `simple` and `stratified`."""

    clusters: tuple[str, ...] = field(repr=False)
    strata: tuple[str, ...] | None = field(repr=False)
    intervention: Intervention
    block: int
    quota: Quota = field(repr=False)

    def content(self) -> dict[str, Json]:
        """All that determines the allocation but for the seed."""
        return {
            "method": "simple" if self.strata is None else "stratified",
            "clusters": self.clusters,
            "strata": self.strata,
            "intervention": self.intervention,
            "block": self.block,
        }

    def sealed(self) -> dict[str, Json]:
        """What the commitment is to: the whole content."""
        return self.content()

    def draw(self, seed: str) -> Drawing:
        """The first allocation `candidates.drawn` takes from the stream `block/allocation`."""
        row = drawn(self.quota, Stream(seed, f"{self.block}/allocation"), 1).rows[0]
        return Drawing(tuple(map(int, row)), {"possible": str(self.quota.total)})

    def reference(self, *, most: int = 200_000, draws: int = 9_999, seed: int) -> AllocationSet:
        """All allocations that could have come, or `draws` of them when there are more than `most`."""
        if self.quota.total <= most:
            return every(self.quota)
        return drawn(self.quota, Stream(str(seed), f"{self.block}/reference"), draws)

    def describe(self) -> str:
        """How it was done, in a sentence."""
        how = "complete randomisation" if self.strata is None else "randomisation within strata"
        odd = (
            f" Which {self.quota.more} of the {len(self.quota.odd)} strata with an odd number of clusters gave one "
            "more to the intervention was drawn too."
            if 0 < self.quota.more < len(self.quota.odd)
            else ""
        )
        return f"by {how}; each of the {self.quota.total:,} possible allocations had the same chance.{odd}"


def simple(clusters: npt.ArrayLike, *, intervention: int | None = None, block: int = 1) -> Randomised:
    """Complete randomisation of a given number of clusters.

    Parameters
    ----------
    intervention
        How many clusters get the intervention; half of them, rounded down, unless given.
    block
        1 for the first clusters, 2 for those that join next, and so on: each block has random numbers of its own.

    Raises
    ------
    BadInput
        Fewer than four clusters (in the first block), repeated names, an empty arm, or more than there are.

    References
    ----------
    Every set of so many clusters is equally likely, 1 over the binomial coefficient: the first in the order of
    random keys.
    """
    names = named(clusters, block=block)
    wanted = whole(intervention)
    return Randomised(names, None, wanted, block, quota(None, len(names), wanted, block=block))


def stratified(
    clusters: npt.ArrayLike, strata: npt.ArrayLike, *, intervention: Intervention = None, block: int = 1
) -> Randomised:
    """Complete randomisation within each stratum.

    Parameters
    ----------
    strata
        The stratum of each cluster, shape (clusters,).
    intervention
        How many clusters of each stratum get the intervention, by stratum. Unless given, half of each stratum do; of
        the strata with an odd number of clusters, a random half give one more, so that the totals stay balanced. A
        number is the total, when half of the clusters should be rounded up.

    Raises
    ------
    BadInput
        As for `simple`, and numbers that do not fit the strata.

    References
    ----------
    Every set of so many clusters of a stratum is equally likely, strata apart from one another: products of the
    chances in `simple`.
    """
    names = named(clusters, block=block)
    labels = as_texts(strata, "strata", len(names))
    wanted = whole(intervention)
    return Randomised(names, labels, wanted, block, quota(labels, len(names), wanted, block=block))
