"""The everyday areas of `content/areas.toml`."""

from dataclasses import dataclass
from functools import cache

from alongside.ui.content import content

OTHER = "other"
RESULTS = "results"


@dataclass(frozen=True)
class Area:
    key: str
    title: str


@cache
def areas() -> dict[str, Area]:
    """Every area by its key, in the order they are shown."""
    return {row["key"]: Area(**row) for row in content("areas.toml")["area"]}


def add_words(said: str, more: str) -> str:
    """What was said, and on a line of its own what is said now, unless it is there already."""
    there = f"\n{more}\n" in f"\n{said}\n"
    return said if there else "\n".join(filter(None, [said, more]))


def title_of(key: str, words: str = "") -> str:
    """What to call a concern: the area's title, or the first line of the person's own words for "something else"."""
    first = words.strip().splitlines()[0] if key == OTHER and words.strip() else ""
    if first:
        return first if len(first) <= 60 else first[:57].rstrip() + "…"
    area = areas().get(key)
    return area.title if area else key
