"""The directory as pages show it."""

from alongside.directory.queries.cards import Card, cards, cards_of
from alongside.directory.queries.found import FIRST, LISTED, MORE, Found, found, sources_of
from alongside.directory.queries.headings import Heading, Topic, headings

__all__ = [
    "FIRST",
    "LISTED",
    "MORE",
    "Card",
    "Found",
    "Heading",
    "Topic",
    "cards",
    "cards_of",
    "found",
    "headings",
    "sources_of",
]
