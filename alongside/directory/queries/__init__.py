"""The directory as pages show it."""

from alongside.directory.queries.cards import Card, cards, cards_of
from alongside.directory.queries.fetch import listed_service, own_service, own_services
from alongside.directory.queries.found import FIRST, LISTED, MORE, Found, found, sources_of
from alongside.directory.queries.headings import Heading, Topic, headings
from alongside.directory.queries.history import Changed, history
from alongside.directory.queries.stewarding import Missing, Round, missing, pairs_to_settle, steward_round

__all__ = [
    "FIRST",
    "LISTED",
    "MORE",
    "Card",
    "Changed",
    "Found",
    "Heading",
    "Missing",
    "Round",
    "Topic",
    "cards",
    "cards_of",
    "found",
    "headings",
    "history",
    "listed_service",
    "missing",
    "own_service",
    "own_services",
    "pairs_to_settle",
    "sources_of",
    "steward_round",
]
