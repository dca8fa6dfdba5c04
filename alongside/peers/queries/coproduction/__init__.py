"""Reading the map of who plans and who delivers."""

from alongside.peers.queries.coproduction.drifting import Moved, drifted
from alongside.peers.queries.coproduction.map import Map, Placed, activity_for, map_of, places_mapped
from alongside.peers.queries.coproduction.seen import Known, not_on_the_map, seen_in_the_work

__all__ = [
    "Known",
    "Map",
    "Moved",
    "Placed",
    "activity_for",
    "drifted",
    "map_of",
    "not_on_the_map",
    "places_mapped",
    "seen_in_the_work",
]
