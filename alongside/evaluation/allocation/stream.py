"""Random numbers that are the same for ever, in any version of anything and in any language.

A stream is named by a seed and a label. Its octets are SHAKE-256 (FIPS 202) of the UTF-8 text

    alongside.allocation/1 <newline> label <newline> seed

and its words are these octets eight at a time, the least significant octet first (little-endian, unsigned 64 bits).
What is made of the words:

- a random order of n things: each takes the next word as its key; they are sorted by key, the earlier first when two
  keys are equal;
- a whole number below n: words at or above the largest multiple of n that is not above 2^64 are passed over; the first
  that is left, modulo n, is the number. Each number has exactly the same chance.

The label is `block/purpose`. Purposes: `allocation`, `candidates`, `choice`, `minimisation`, `envelopes`, `reference`.
"""

import hashlib
from dataclasses import dataclass, field
from itertools import count as counted

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput

FORMAT = "alongside.allocation/1"
WordArray = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Stream:
    """The words of one seed and label. It has no state: each call says which words it wants."""

    seed: str = field(repr=False)
    label: str

    def words(self, count: int, *, start: int = 0) -> WordArray:
        """Words `start` to `start + count - 1`, counted from 0."""
        text = f"{FORMAT}\n{self.label}\n{self.seed}".encode()
        octets = hashlib.shake_256(text).digest(8 * (start + count))
        return np.frombuffer(octets, dtype="<u8", offset=8 * start).astype(np.uint64)

    def below(self, bound: int) -> int:
        """A whole number from 0 to `bound - 1`, each with the same chance.

        Raises
        ------
        BadInput
            A bound below 1 or above 2^64.
        """
        if not 1 <= bound <= 2**64:
            raise BadInput(f"A number below {bound} cannot be drawn from 64 bits.")
        usable = 2**64 - 2**64 % bound
        tries = (int(self.words(1, start=place)[0]) for place in counted())
        return next(word % bound for word in tries if word < usable)


def in_random_order(keys: WordArray) -> npt.NDArray[np.intp]:
    """The places of each row's keys from the smallest key to the largest; of equal keys the earlier comes first."""
    return np.argsort(keys, axis=-1, kind="stable")
