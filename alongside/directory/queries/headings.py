"""Everyday headings, for those who would rather look round than type (`content/directory/headings.toml`)."""

from dataclasses import dataclass
from functools import cache

from alongside.ui.content import content


@dataclass(frozen=True)
class Topic:
    """A line under a heading, and the words that are looked for when somebody follows it."""

    title: str
    words: str


@dataclass(frozen=True)
class Heading:
    key: str
    title: str
    hint: str
    topics: list[Topic]


@cache
def headings() -> dict[str, Heading]:
    """Every heading by its key, in the order they are shown."""
    return {
        key: Heading(key, row["title"], row["hint"], [Topic(**topic) for topic in row["topics"]])
        for key, row in content("directory/headings.toml").items()
    }
