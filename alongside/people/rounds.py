"""Doing the same work round after round, as the workers beside the server do."""

import logging
import signal
from collections.abc import Callable
from threading import Event

from django.db import DatabaseError, close_old_connections

log = logging.getLogger(__name__)


def run_until_stopped(do_round: Callable[[Event], object], every: float) -> None:
    """Do a round, rest, and again. A database that does not answer is asked again in the next round."""
    stop = told_to_stop()
    while True:
        try:
            do_round(stop)
        except DatabaseError as trouble:
            why = str(trouble).partition("\n")[0]
            log.error("The database did not answer: %s. Trying again in %s seconds.", why, every)
        if stop.wait(every):
            return
        close_old_connections()  # a database that was restarted meanwhile is met anew


def told_to_stop() -> Event:
    """Set by Ctrl-C or by whoever runs the service; a round looks at it, and finishes what it has in hand."""
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    return stop
