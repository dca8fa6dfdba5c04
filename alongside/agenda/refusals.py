"""What the agenda refuses to do. A view turns each into a sentence for whoever asked."""

from collections.abc import Sequence

from alongside.agenda.models import AgendaItem


class TooLate(Exception):
    """The appointment has begun, is over, or was called off: what the person said can no longer change."""


class NotBooked(Exception):
    """The appointment is not waiting to happen, so it cannot be moved, called off or begun."""


class AlreadyBooked(Exception):
    """The person already has an appointment there at that time."""


class StillOpen(Exception):
    """A visit cannot close while something on its agenda has no answer."""

    def __init__(self, items: Sequence[AgendaItem]) -> None:
        self.items = list(items)
        super().__init__(f"{len(self.items)} without an answer")


class Settled(Exception):
    """What became of an item can no longer change: its visit is closed, or the next visit has taken it up."""
