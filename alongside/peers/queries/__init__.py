"""Reading who waits for a buddy, who is one, and how it goes."""

from alongside.peers.queries.fetch import (
    buddy_for,
    call_rung_by,
    check_of,
    match_for,
    match_of_person,
    match_rung_by,
    request_for,
    worry_for,
)
from alongside.peers.queries.hub import Hub, hub_of
from alongside.peers.queries.list import (
    BuddyLine,
    Desk,
    Waiting,
    best_of_list,
    best_of_one,
    buddies_of,
    desk_of,
    pairs_of,
    places_looked_after,
    services_near,
)
from alongside.peers.queries.own import (
    Mine,
    Yours,
    approval_of,
    is_asked_about_a_buddy,
    mine_of,
    said_about,
    shown_name,
    yours_of,
)
from alongside.peers.queries.standing import lacks

__all__ = [
    "BuddyLine",
    "Desk",
    "Hub",
    "Mine",
    "Waiting",
    "Yours",
    "approval_of",
    "best_of_list",
    "best_of_one",
    "buddies_of",
    "buddy_for",
    "call_rung_by",
    "check_of",
    "desk_of",
    "hub_of",
    "is_asked_about_a_buddy",
    "lacks",
    "match_for",
    "match_of_person",
    "match_rung_by",
    "mine_of",
    "pairs_of",
    "places_looked_after",
    "request_for",
    "said_about",
    "services_near",
    "shown_name",
    "worry_for",
    "yours_of",
]
