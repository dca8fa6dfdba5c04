"""Proposing when, where and with whom the groups of a term could meet. No database."""

from alongside.programmes.term.proposing import Placed, Proposal, Unplaced, propose
from alongside.programmes.term.starts import Leader, Room, Span, Wish

__all__ = ["Leader", "Placed", "Proposal", "Room", "Span", "Unplaced", "Wish", "propose"]
