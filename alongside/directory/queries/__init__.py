"""The directory as pages show it."""

from alongside.directory.queries.cards import Card, cards, cards_of
from alongside.directory.queries.found import FIRST, LISTED, MORE, Found, found, sources_of
from alongside.directory.queries.headings import Heading, Topic, headings
from alongside.directory.queries.history import Changed, history

__all__ = [
    "FIRST",
    "LISTED",
    "MORE",
    "Card",
    "Changed",
    "Found",
    "Heading",
    "Topic",
    "cards",
    "cards_of",
    "found",
    "headings",
    "history",
    "sources_of",
]
