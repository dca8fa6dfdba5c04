"""Who something can be handed to, from `content/hand_on.toml`."""

from dataclasses import dataclass
from functools import cache

from alongside.ui.content import content


@dataclass(frozen=True)
class Destination:
    key: str
    title: str
    person: str
    days: int


@cache
def destinations() -> dict[str, Destination]:
    """Every destination by its key, in the order they are shown."""
    return {row["key"]: Destination(**row) for row in content("hand_on.toml")["destination"]}
