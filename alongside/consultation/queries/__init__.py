"""What the clinician's pages show."""

from alongside.consultation.queries.nearby import Nearby, Stuck, nearby_of, stuck_with_us
from alongside.consultation.queries.screen import Screen, item_for, needs_help_shown, note_of, screen_for

__all__ = [
    "Nearby",
    "Screen",
    "Stuck",
    "item_for",
    "nearby_of",
    "needs_help_shown",
    "note_of",
    "screen_for",
    "stuck_with_us",
]
