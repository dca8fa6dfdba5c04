"""Minimisation: clusters that come one after another, each to the arm that leaves the factors more even, mostly."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm
from typing import Literal

import numpy as np
import numpy.typing as npt

from alongside.evaluation.allocation.candidates import AllocationSet, Rows
from alongside.evaluation.allocation.canonical import Json
from alongside.evaluation.allocation.drawing import Drawing
from alongside.evaluation.allocation.quotas import as_texts
from alongside.evaluation.allocation.stream import Stream, WordArray
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import IntArray, names_for
from alongside.evaluation.wording import listed, number

Measure = Literal["range", "variance"]


@dataclass(frozen=True, eq=False)
class Minimised:
    """The rules of a minimisation, and the clusters that have come so far in their order. Made by `minimised`."""

    factors: tuple[str, ...]
    weights: tuple[float, ...]
    probability: float
    measure: Measure
    overall: float
    block: int
    clusters: tuple[str, ...] = field(default=(), repr=False)
    levels: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    def joined(self, cluster: str, levels: Sequence[str | float]) -> "Minimised":
        """The same with one more cluster. Earlier arms stay as they are.

        Raises
        ------
        BadInput
            A cluster that is there already, or levels that are not one for each factor.
        """
        if str(cluster) in self.clusters:
            raise BadInput(f"{cluster} has been allocated already.")
        if len(levels) != len(self.factors):
            raise BadInput(f"{cluster} has {len(levels)} levels for {len(self.factors)} factors.")
        found = tuple(as_texts([level], f"the levels of {cluster}", 1)[0] for level in levels)
        return replace(self, clusters=(*self.clusters, str(cluster)), levels=(*self.levels, found))

    def sealed(self) -> dict[str, Json]:
        """What the commitment is to: the rules. The clusters are not known yet when it is published."""
        return {
            "method": "minimisation",
            "factors": self.factors,
            "weights": self.weights,
            "probability": self.probability,
            "measure": self.measure,
            "overall": self.overall,
            "block": self.block,
        }

    def content(self) -> dict[str, Json]:
        """All that determines the allocation but for the seed."""
        return {**self.sealed(), "clusters": self.clusters, "levels": self.levels}

    def draw(self, seed: str) -> Drawing:
        """Replay all arms from the first cluster on; cluster i takes word i of the stream `block/minimisation`.

        On a tie the intervention is given when the word is below 2^63; otherwise the better arm is given when it is
        below the probability times 2^64, rounded down.
        """
        words = Stream(seed, f"{self.block}/minimisation").words(len(self.clusters))
        rows, better = self._replay(words[np.newaxis])
        arms = tuple(map(int, rows[0]))
        notes = ("The better arm was always taken: who knows the factors can foretell the arm.",)
        return Drawing(arms, {"better": tuple(map(int, better[0]))}, notes if self.probability == 1 else ())

    def reference(self, *, draws: int = 9_999, seed: int) -> AllocationSet:
        """The same clusters in the same order, minimised anew so many times; for a rerandomisation test.

        Their chances differ, so a row may come more than once, and there is no complete set.
        """
        words = Stream(str(seed), f"{self.block}/reference").words(draws * len(self.clusters))
        rows, _ = self._replay(words.reshape(draws, -1))
        # One arm alone could have come of few clusters, and could not have been compared.
        return AllocationSet(rows[rows.any(axis=1) & ~rows.all(axis=1)], complete=False)

    def describe(self) -> str:
        """How it was done, in a sentence."""
        weighed = [*zip(self.factors, self.weights, strict=True)]
        weighed += [("the sizes of the arms", self.overall)] if self.overall else []
        factors = listed(f"{name} (weight {number(weight)})" for name, weight in weighed)
        return (
            f"one after another by minimisation (Pocock and Simon 1975) on {factors}, imbalance being the "
            f"{self.measure} of the arms' counts. The arm that left less imbalance was taken with probability "
            f"{number(self.probability)}, either arm with probability 0.5 on a tie."
        )

    def _replay(self, words: WordArray) -> tuple[Rows, npt.NDArray[np.int8]]:
        """Arms, and the better arm (1, 0; -1 on a tie), shape (replicates, clusters)."""
        weights = whole_numbers((*self.weights, self.overall))
        codes = _codes(self.levels)
        # Intervention minus control so far, by factor and level, in each replicate.
        ahead = np.zeros((len(words), len(weights), codes.max(initial=0) + 1), dtype=np.int64)
        rows, better = np.zeros(words.shape, dtype=np.uint8), np.zeros(words.shape, dtype=np.int8)
        likely, half = np.uint64(int(Fraction(str(self.probability)) * 2**64) - 1), np.uint64(2**63)
        every = np.arange(len(weights))
        for place, levels in enumerate(codes):
            lead = ahead[:, every, levels]
            lean = (np.sign(lead) if self.measure == "range" else lead) @ weights
            word = words[:, place]
            given = np.where(lean == 0, word < half, (word <= likely) == (lean < 0))
            rows[:, place], better[:, place] = given, np.where(lean == 0, -1, lean < 0)
            ahead[:, every, levels] += (2 * given.astype(np.int64) - 1)[:, np.newaxis]
        return rows, better


def minimised(
    factors: Sequence[str],
    *,
    weights: Sequence[float] | None = None,
    probability: float = 0.8,
    measure: Measure = "range",
    overall: float = 0.0,
    block: int = 1,
) -> Minimised:
    """The rules of a minimisation to two equal arms; clusters come with `joined`.

    Parameters
    ----------
    factors
        Names of the factors; each cluster has one level of each.
    probability
        Of the arm that leaves less imbalance, above 0.5; at 1 nothing but ties is random.
    measure
        Of the imbalance of one level: the `range` of the two arms' counts, or their `variance`, which with two arms
        prefers the same arm as Taves's sum of the marginal totals.
    overall
        Weight of the sizes of the arms as one more factor; 0 leaves it out.

    Raises
    ------
    BadInput
        No factor, repeated factors, weights or a probability out of range.

    References
    ----------
    Pocock and Simon, 1975, Biometrics 31:103-115. Taves, 1974, Clinical Pharmacology and Therapeutics 15:443-453.
    """
    names = names_for(len(factors), [str(name) for name in factors])
    given = (1.0,) * len(names) if weights is None else tuple(map(float, weights))
    if not names or len(given) != len(names):
        raise BadInput(f"There are {len(given)} weights for {len(names)} factors; there must be one each.")
    if min(given) <= 0 or overall < 0 or not np.isfinite([*given, overall]).all():
        raise BadInput("Weights of factors must be above 0, and that of the arms' sizes not below 0.")
    if not 0.5 < probability <= 1:
        raise BadInput(f"probability is {probability}; it must be above 0.5 and at most 1.")
    if measure not in ("range", "variance"):
        raise BadInput(f"There is no measure {measure}; there are range and variance.")
    if block < 1:
        raise BadInput(f"block is {block}; blocks are counted from 1.")
    whole_numbers((*given, overall))
    return Minimised(names, given, float(probability), measure, float(overall), block)


def whole_numbers(weights: Sequence[float]) -> IntArray:
    """Weights as they are written, over their smallest common denominator: 0.1, 0.2 and 0.3 balance exactly."""
    exact = [Fraction(str(weight)) for weight in weights]
    scale = lcm(*(weight.denominator for weight in exact))
    whole = [int(weight * scale) for weight in exact]
    if sum(whole) > 2**40:
        raise BadInput("The weights have too many figures; round them.")
    return np.array(whole, dtype=np.int64)


def _codes(levels: Sequence[Sequence[str]]) -> IntArray:
    """Levels as numbers, shape (clusters, factors + 1); the last factor is the arm's size, with one level."""
    table = np.array(levels, dtype=str).reshape(len(levels), -1)
    columns = [np.unique(column, return_inverse=True)[1] for column in table.T]
    return np.column_stack([*columns, np.zeros(len(levels), dtype=np.int64)]).astype(np.int64)
