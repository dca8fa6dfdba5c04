"""Whether a constrained set of allocations is still random enough."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from alongside.evaluation.allocation.candidates import Rows, packed
from alongside.evaluation.inputs import FloatArray, IntArray
from alongside.evaluation.wording import number

Pair = tuple[str, str]

# Our own line, not a published one: below it a permutation test has p values in steps of more than a hundredth.
FEW = 100


@dataclass(frozen=True, eq=False)
class Validity:
    """How often each two clusters are in the same arm, over the accepted allocations.

    Clusters that are always (or never) together are one cluster (or a matched pair) in all but name, and an analysis
    that takes them for independent has not its nominal error.

    References
    ----------
    Moulton, 2004, Clinical Trials 1:297-305. Carter and Hood, 2008, BMC Medical Research Methodology 8:65. Li,
    Lokhnygina, Murray, Heagerty and DeLong, 2016, Statistics in Medicine 35:1565-1579. Bailey and Rowley, 1987,
    Proceedings of the Royal Society A 410:105-124: strictly valid when all pairs are together equally often.
    """

    clusters: tuple[str, ...] = field(repr=False)
    together: FloatArray = field(repr=False)
    accepted: int
    always: tuple[Pair, ...]
    never: tuple[Pair, ...]
    smallest_p: float

    def at_least(self, share: float) -> tuple[Pair, ...]:
        """Pairs that are together in at least this share of the accepted allocations."""
        return self._pairs(self.together >= share)

    def at_most(self, share: float) -> tuple[Pair, ...]:
        """Pairs that are together in at most this share of the accepted allocations."""
        return self._pairs(self.together <= share)

    def _pairs(self, which: np.ndarray) -> tuple[Pair, ...]:
        return _named(which, self.clusters)

    @property
    def range(self) -> tuple[float, float]:
        """The smallest and the largest share of any pair."""
        shares = self.together[np.triu_indices(len(self.clusters), k=1)]
        return float(shares.min()), float(shares.max())

    @property
    def warnings(self) -> tuple[str, ...]:
        """What speaks against so tight a constraint, in sentences; empty when nothing does."""
        found = [
            f"{one} and {other} are {word} in the same arm."
            for word, pairs in (("always", self.always), ("never", self.never))
            for one, other in pairs
        ]
        if self.smallest_p > 0.05:
            found.append(
                f"Only {self.accepted} allocations are accepted: a two-sided permutation test cannot give a p value "
                f"below {number(self.smallest_p)}. Loosen the constraint."
            )
        elif self.accepted < FEW:
            found.append(f"Only {self.accepted} allocations are accepted; consider a looser constraint.")
        return tuple(found)


@dataclass(frozen=True, eq=False)
class Histogram:
    """Numbers of candidates, and of those accepted, by balance score; bin i is from edge i to edge i + 1."""

    edges: FloatArray
    candidates: IntArray
    accepted: IntArray


def validity(accepted: Rows, candidates: Rows, clusters: Sequence[str]) -> Validity:
    """Check the accepted allocations. Pairs that the strata alone hold together or apart are not named.

    Parameters
    ----------
    accepted, candidates
        Allocations, shape (allocations, clusters).

    References
    ----------
    As for `Validity`: the share of accepted allocations that hold two clusters in one arm.
    """
    together = shares_together(accepted)
    always, never = together == 1, together == 0
    if np.triu(always | never, k=1).any():
        before = shares_together(candidates)
        always, never = always & (before < 1), never & (before > 0)
    return Validity(
        clusters=tuple(clusters),
        together=together,
        accepted=len(accepted),
        always=_named(always, clusters),
        never=_named(never, clusters),
        smallest_p=smallest_p(accepted),
    )


def shares_together(rows: Rows) -> FloatArray:
    """The share of allocations in which each two clusters are in the same arm, shape (clusters, clusters)."""
    # Single precision is exact here: counts stay below 2^24 in any set that fits into memory.
    signs = 2 * rows.astype(np.float32) - 1
    return np.asarray((1 + (signs.T @ signs).astype(np.float64) / len(rows)) / 2)


def smallest_p(rows: Rows) -> float:
    """The smallest two-sided p value a permutation test over these allocations can give.

    An allocation whose mirror is there too has a test statistic of the same size, and so counts twice.
    """
    mirrored = bool(np.isin(_keys(1 - rows), _keys(rows)).any())
    return (1 + mirrored) / len(rows)


def _keys(rows: Rows) -> np.ndarray:
    words = packed(rows)
    return words[:, 0] if words.shape[1] == 1 else words.view([("", words.dtype)] * words.shape[1])[:, 0]


def _named(which: np.ndarray, clusters: Sequence[str]) -> tuple[Pair, ...]:
    pairs = np.argwhere(np.triu(which, k=1))
    return tuple((clusters[one], clusters[other]) for one, other in pairs)
