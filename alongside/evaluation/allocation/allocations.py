"""An allocation: the arms of clusters, and all that is needed to draw them again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.allocation.balance import BalanceRow, balance_table
from alongside.evaluation.allocation.candidates import AllocationSet
from alongside.evaluation.allocation.canonical import digest
from alongside.evaluation.allocation.constrained import Constrained
from alongside.evaluation.allocation.drawing import Drawing
from alongside.evaluation.allocation.minimised import Minimised
from alongside.evaluation.allocation.randomised import Randomised
from alongside.evaluation.allocation.seal import Secret, commitment
from alongside.evaluation.allocation.space import Space
from alongside.evaluation.allocation.stream import Stream
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import IntArray
from alongside.evaluation.wording import counted, interval, number, percent

Scheme = Randomised | Minimised | Constrained


@dataclass(frozen=True, eq=False)
class Envelope:
    """One cluster's arm under a cover of its own, so that it can be told before the others.

    The commitments of all clusters are published together; when one cluster is told its arm, it is given the nonce
    too, and anybody can see that its arm had been settled.
    """

    cluster: str
    arm: int = field(repr=False)
    nonce: str = field(repr=False)

    @property
    def commitment(self) -> str:
        """SHA-256 of the canonical JSON of cluster, arm and nonce."""
        return digest({"arm": self.arm, "cluster": self.cluster, "nonce": self.nonce})


@dataclass(frozen=True, eq=False)
class Allocation:
    """The arms (1 intervention, 0 control) of the scheme's clusters in their order, from a secret."""

    scheme: Scheme
    secret: Secret = field(repr=False)
    drawing: Drawing = field(repr=False)

    @property
    def arms(self) -> dict[str, int]:
        """By cluster."""
        return dict(zip(self.scheme.clusters, self.drawing.arms, strict=True))

    @property
    def arm(self) -> IntArray:
        """In the order of the clusters, shape (clusters,)."""
        return np.array(self.drawing.arms, dtype=np.int64)

    @property
    def commitment(self) -> str:
        """What `seal` said before the draw."""
        return commitment(self.scheme.sealed(), self.secret)

    @property
    def notes(self) -> tuple[str, ...]:
        return self.drawing.notes

    @property
    def space(self) -> Space | None:
        """The candidates of a constrained allocation."""
        return self.drawing.space

    def replays(self) -> bool:
        """Whether the scheme and the secret give these arms and this record again."""
        again = self.scheme.draw(self.secret.seed)
        return again.arms == self.drawing.arms and digest(again.record) == digest(self.drawing.record)

    def balance(self, covariates: npt.ArrayLike, *, names: Sequence[str] | None = None) -> tuple[BalanceRow, ...]:
        """Covariates by arm, clusters in the order of the scheme; see `balance_table`."""
        return balance_table(covariates, self.arm, names=names)

    def reference(self, *, most: int = 200_000, draws: int = 9_999, seed: int) -> AllocationSet:
        """The allocations a permutation test compares this one with.

        The accepted ones of a constrained allocation; all that could have come, if there are no more than `most`; else
        `draws` drawn anew in the same way from the public `seed`.
        """
        if isinstance(self.scheme, Constrained):
            return self.scheme.space(self.secret.seed).accepted
        if isinstance(self.scheme, Minimised):
            return self.scheme.reference(draws=draws, seed=seed)
        return self.scheme.reference(most=most, draws=draws, seed=seed)

    def envelopes(self) -> tuple[Envelope, ...]:
        """One for each cluster. The nonce of cluster i is words 4 i to 4 i + 3, in 16 hexadecimal figures each.

        They come from the stream `block/envelopes` of the seed, a newline and the salt: nobody who has opened one
        envelope can try seeds on it. A cluster that joins later does not change the envelopes before it.
        """
        stream = Stream(f"{self.secret.seed}\n{self.secret.salt}", f"{self.scheme.block}/envelopes")
        words = stream.words(4 * len(self.scheme.clusters)).reshape(-1, 4)
        nonces = ("".join(f"{int(word):016x}" for word in four) for four in words)
        return tuple(
            Envelope(cluster, arm, nonce) for (cluster, arm), nonce in zip(self.arms.items(), nonces, strict=True)
        )

    def describe(self) -> str:
        """The paragraph for the methods section."""
        treated = sum(self.drawing.arms)
        sentences = [
            f"{counted(len(self.drawing.arms), 'cluster')} were allocated to the intervention ({treated}) and to the "
            f"control arm ({len(self.drawing.arms) - treated}) {self.scheme.describe()}",
            "" if self.space is None else _about(self.space, str(self.drawing.record["possible"])),
            "Random numbers were taken from SHAKE-256 of a seed that was sealed before the draw; its commitment "
            f"(SHA-256) is {self.commitment}.",
        ]
        return " ".join(sentence for sentence in sentences if sentence)


def seal(scheme: Scheme, secret: Secret) -> str:
    """The commitment to publish before `allocate`: SHA-256, 64 hexadecimal figures. See `commitment`."""
    return commitment(scheme.sealed(), secret)


def allocate(scheme: Scheme, secret: Secret) -> Allocation:
    """Draw the allocation; the same scheme and secret always give the same.

    Raises
    ------
    BadInput
        No cluster has joined a minimisation, or a constraint accepts fewer than two candidates.
    """
    if not scheme.clusters:
        raise BadInput("No cluster has joined yet; add one with `joined`.")
    return Allocation(scheme, secret, scheme.draw(secret.seed))


def _about(space: Space, possible: str) -> str:
    among = (
        f"All {int(possible):,} possible allocations were candidates"
        if space.candidates.complete
        else f"Of {int(possible):,} possible allocations {number(len(space.candidates))} were drawn as candidates "
        f"({number(space.candidates.repeated)} more had been drawn before)"
    )
    accepted, validity = number(len(space.places)), space.validity
    return (
        f"{among}; the {accepted} with a score of at most {number(space.cutoff)} were accepted and one of them was "
        f"taken at random. Among these, two clusters were in the same arm in {interval(*validity.range, percent)} of "
        f"allocations; {counted(len(validity.always), 'pair')} always were and {len(validity.never)} never, beyond "
        "what the strata required."
    )
