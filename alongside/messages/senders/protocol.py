"""What every way of sending has in common."""

from dataclasses import dataclass, field
from typing import Protocol

# Seconds a sender waits for an answer. Much less than it takes for a message to count as left behind (delivery.py).
PATIENCE = 30


@dataclass(frozen=True)
class Parcel:
    """A message ready to leave. `reference` is the outbox row's id: the provider can recognise it by that."""

    reference: str
    channel: str
    to: str  # a number, an e-mail address, or the name on the envelope
    body: str
    subject: str = ""
    address: list[str] = field(default_factory=list)  # lines under the name; letters only
    letterhead: list[str] = field(default_factory=list)  # whom to ring, and where it goes back to; letters only
    language: str = "en"
    large_print: bool = False


class TryLater(Exception):
    """It did not go this time; it may another time."""


class WillNotGo(Exception):
    """It will never go as it is, such as to a number that does not exist."""


class Sender(Protocol):
    """One provider."""

    @property
    def channels(self) -> frozenset[str]:
        """The channels it can carry."""

    @property
    def large_letters(self) -> bool:
        """Whether its letters can be set large, for whoever needs that."""

    def find(self, reference: str) -> str | None:
        """The provider's own reference, if it already took a message with ours. None where it cannot tell."""

    def hand_over(self, parcel: Parcel) -> str:
        """Give the provider a message and return its own reference; raises TryLater or WillNotGo."""
