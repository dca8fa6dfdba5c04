"""The secret an allocation comes from, and the commitment that is published before anybody knows the secret."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.evaluation.allocation.canonical import Json, digest
from alongside.evaluation.errors import BadInput


@dataclass(frozen=True)
class Secret:
    """The seed of the random numbers, and a salt without which the seed could be guessed from the commitment.

    Both stay locked away (in two hands, if that can be had) until the last cluster has been told its arm; then both
    are published.
    """

    seed: str = field(repr=False)
    salt: str = field(repr=False)

    def __post_init__(self) -> None:
        """Raise `BadInput` unless there is a seed, and a salt of at least 128 bits in hexadecimal figures."""
        if not self.seed.strip():
            raise BadInput("The seed is empty.")
        if not re.fullmatch(r"[0-9a-f]{32,}", self.salt):
            raise BadInput("The salt must be at least 32 hexadecimal figures (0-9, a-f); `Secret.new()` makes one.")

    @classmethod
    def new(cls, seed: str | None = None) -> "Secret":
        """A fresh salt from the operating system, and a fresh seed unless one was drawn elsewhere (say in public)."""
        return cls(secrets.token_hex(32) if seed is None else seed, secrets.token_hex(32))


def commitment(protocol: Mapping[str, Json], secret: Secret) -> str:
    """SHA-256 of the canonical JSON of `{"protocol": …, "salt": …, "seed": …}`, to be published before allocating.

    Nobody can learn the seed from it, and nobody can later bring another seed, or another protocol, that fits it.
    """
    return digest({"protocol": protocol, "salt": secret.salt, "seed": secret.seed})
