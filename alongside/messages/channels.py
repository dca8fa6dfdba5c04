"""How a message reaches a person: the way they chose, or the next best they can be reached by."""

import re
from dataclasses import dataclass, field

from alongside.messages.templates import Channel
from alongside.people.models import Person

# When the chosen way is not to be had. Somebody who asked for nothing gets nothing.
INSTEAD = {
    Channel.TEXT: (Channel.TEXT, Channel.EMAIL, Channel.LETTER),
    Channel.EMAIL: (Channel.EMAIL, Channel.TEXT, Channel.LETTER),
    Channel.LETTER: (Channel.LETTER, Channel.EMAIL, Channel.TEXT),
}


@dataclass(frozen=True)
class Way:
    """A channel, and where it leads."""

    channel: str
    to: str
    address: list[str] = field(default_factory=list)


def way_to(person: Person, preferred: str, available: frozenset[str]) -> Way | None:
    """The first channel, in the person's order, that we have and have an address for."""
    ways = (_way(person, channel) for channel in INSTEAD[Channel(preferred)] if channel in available)
    return next((way for way in ways if way), None)


def _way(person: Person, channel: str) -> Way | None:
    if channel == Channel.TEXT:
        return Way(channel, person.phone) if person.phone else None
    if channel == Channel.EMAIL:
        return Way(channel, person.email) if person.email else None
    if not (person.address and person.postcode):
        return None
    name = f"{person.given_name} {person.family_name}".strip()
    return Way(channel, name, [*postal_lines(person.address), person.postcode])


def postal_lines(address: str) -> list[str]:
    """An address in one line, as it stands on an envelope."""
    return [line.strip() for line in re.split(r"[,\n]", address) if line.strip()]
