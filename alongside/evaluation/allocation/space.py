"""The candidates of a constrained allocation, and those of them that are accepted."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from alongside.evaluation.allocation.candidates import AllocationSet
from alongside.evaluation.allocation.canonical import Json
from alongside.evaluation.allocation.validity import Histogram, Validity, validity
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray


@dataclass(frozen=True, eq=False)
class Space:
    """Candidates with their balance scores; `places` are the accepted ones, `chosen` one of these, both from 0."""

    clusters: tuple[str, ...] = field(repr=False)
    candidates: AllocationSet
    scores: FloatArray = field(repr=False)
    places: npt.NDArray[np.intp] = field(repr=False)
    cutoff: float
    chosen: int

    @cached_property
    def accepted(self) -> AllocationSet:
        """The set a permutation test goes over. It is complete: one of these was taken, each with the same chance."""
        return AllocationSet(self.candidates.rows[self.places], complete=True)

    @property
    def score(self) -> float:
        """Of the allocation that was chosen."""
        return float(self.scores[self.places[self.chosen]])

    @cached_property
    def validity(self) -> Validity:
        return validity(self.accepted.rows, self.candidates.rows, self.clusters)

    def histogram(self, bins: int = 30) -> Histogram:
        """Of the scores of all candidates, and of the accepted ones in the same bins."""
        counts, edges = np.histogram(self.scores, bins=bins)
        accepted, _ = np.histogram(self.scores[self.places], bins=edges)
        return Histogram(edges, counts.astype(np.int64), accepted.astype(np.int64))

    def record(self) -> dict[str, Json]:
        """What the audit file keeps."""
        return {
            "enumerated": self.candidates.complete,
            "candidates": len(self.candidates),
            "repeated": self.candidates.repeated,
            "candidates_sha256": self.candidates.sha256,
            "accepted": len(self.places),
            "accepted_sha256": self.accepted.sha256,
            "cutoff": self.cutoff,
            "chosen": self.chosen,
            "score": self.score,
        }


def best(
    scores: FloatArray, within: npt.NDArray[np.bool_], *, share: float, cutoff: float | None
) -> tuple[npt.NDArray[np.intp], float]:
    """The places of the accepted candidates in their order, and the largest score that is accepted.

    Of the n candidates within the limits, those are accepted whose score is at most the cutoff, or else at most the
    score in place `share × n`, rounded down, from the best. Candidates that tie with it are accepted too.

    Raises
    ------
    BadInput
        Fewer than two candidates are accepted: nothing would be left to chance.
    """
    inside = np.flatnonzero(within)
    if not len(inside):
        raise BadInput("No candidate keeps to the limits; widen them.")
    if cutoff is None:
        number = max(1, int(Fraction(str(share)) * len(inside)))
        cutoff = float(np.sort(scores[inside])[number - 1])
    places = inside[scores[inside] <= cutoff]
    if len(places) < 2:
        raise BadInput(
            f"{len(places)} of {len(scores)} candidates would be accepted, so nothing would be left to chance. "
            "Raise the share or the cutoff, or widen the limits."
        )
    return places, float(cutoff)
