"""Sets of allocations: every one there is, or a random sample of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, combinations
from math import comb

import numpy as np
import numpy.typing as npt

from alongside.evaluation.allocation.quotas import Quota
from alongside.evaluation.allocation.stream import Stream, WordArray, in_random_order

Rows = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class AllocationSet:
    """Allocations, one a row and one cluster a column: 1 intervention, 0 control.

    `complete` says that the allocation was, or will be, drawn from exactly these rows with equal chances; a test over
    them is then exact. `repeated` rows had been drawn before and were left out.
    """

    rows: Rows = field(repr=False)
    complete: bool
    repeated: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def sha256(self) -> str:
        """SHA-256 of the rows as text: a figure 0 or 1 for each cluster, and a newline after each row."""
        return rows_sha256(self.rows)


def rows_sha256(rows: Rows) -> str:
    """SHA-256 of the rows as text: a figure 0 or 1 for each cluster, and a newline after each row."""
    text = np.full((len(rows), rows.shape[1] + 1), ord("\n"), dtype=np.uint8)
    np.add(rows, ord("0"), out=text[:, :-1])
    return hashlib.sha256(text.tobytes()).hexdigest()


def every(quota: Quota) -> AllocationSet:
    """All allocations of a quota, sorted as texts of 0 and 1."""
    started = {0: np.zeros((1, quota.clusters), dtype=np.uint8)}
    for stratum in range(len(quota.labels)):
        started = _with_stratum(started, quota, stratum)
    rows = started[quota.more]
    return AllocationSet(rows[in_order(rows)], complete=True)


def drawn(quota: Quota, stream: Stream, count: int) -> AllocationSet:
    """So many random allocations in the order of drawing, each kept the first time it comes.

    Each takes `m + K` words of the stream, or `K` when nothing is to be drawn about the odd strata: first a key for
    each of the m odd strata in the order of their labels (those with the smallest keys give one more), then a key for
    each of the K clusters in the order given (those with the smallest keys in their stratum get the intervention).
    """
    odd = len(quota.odd) if 0 < quota.more < len(quota.odd) else 0
    words = stream.words(count * (odd + quota.clusters)).reshape(count, odd + quota.clusters)
    rows = np.zeros((count, quota.clusters), dtype=np.uint8)
    numbers = _numbers(quota, words[:, :odd])
    for stratum, places in enumerate(quota.members):
        chosen = np.arange(len(places)) < numbers[:, stratum, np.newaxis]
        order = places[in_random_order(words[:, odd + places])]
        np.put_along_axis(rows, order, chosen.astype(np.uint8), axis=1)
    kept = _first_times(rows)
    return AllocationSet(rows[kept], complete=False, repeated=count - len(kept))


def in_order(rows: Rows) -> npt.NDArray[np.intp]:
    """The places of the rows when they are sorted as texts of 0 and 1."""
    return np.lexsort(packed(rows).T[::-1])


def packed(rows: Rows) -> WordArray:
    """Each row in as few words as will do, shape (rows, words); they sort as the rows do."""
    octets = np.packbits(rows, axis=1)
    octets = np.pad(octets, ((0, 0), (0, -octets.shape[1] % 8)))
    return np.ascontiguousarray(octets).view(">u8").astype(np.uint64)


def _first_times(rows: Rows) -> npt.NDArray[np.intp]:
    words = packed(rows)
    distinct = words[:, 0] if words.shape[1] == 1 else words
    _, places = np.unique(distinct, return_index=True, axis=0)
    return np.sort(places)


def _numbers(quota: Quota, keys: WordArray) -> npt.NDArray[np.int64]:
    numbers = np.tile(np.array(quota.sure), (len(keys), 1))
    odd = np.array(quota.odd, dtype=np.int64)
    if keys.shape[1]:
        odd = odd[in_random_order(keys)[:, : quota.more]]
        np.put_along_axis(numbers, odd, np.take_along_axis(numbers, odd, axis=1) + 1, axis=1)
    elif quota.more:
        numbers[:, odd] += 1
    return numbers


def _with_stratum(started: Mapping[int, Rows], quota: Quota, stratum: int) -> dict[int, Rows]:
    """Rows by how many odd strata have given one more, after one stratum more."""
    places, sure = quota.members[stratum], quota.sure[stratum]
    to_come = sum(later > stratum for later in quota.odd)
    parts: dict[int, list[Rows]] = {}
    for given, rows in started.items():
        for extra in range(2 if stratum in quota.odd else 1):
            # Rows that can no longer reach the number of strata with one more are not begun.
            if quota.more - to_come <= given + extra <= quota.more:
                halves = _choices(len(places), sure + extra)
                parts.setdefault(given + extra, []).append(_crossed(rows, halves, places))
    return {given: np.concatenate(found) for given, found in parts.items()}


def _crossed(rows: Rows, halves: Rows, places: npt.NDArray[np.int64]) -> Rows:
    both = np.repeat(rows, len(halves), axis=0)
    both[:, places] = np.tile(halves, (len(rows), 1))
    return both


def _choices(size: int, number: int) -> Rows:
    """All ways to take so many of so many, as rows of 0 and 1."""
    ways = comb(size, number)
    taken = np.fromiter(chain.from_iterable(combinations(range(size), number)), np.intp, ways * number)
    rows = np.zeros((ways, size), dtype=np.uint8)
    np.put_along_axis(rows, taken.reshape(ways, number), 1, axis=1)
    return rows
