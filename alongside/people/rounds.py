"""Doing the same work round after round, as the workers beside the server do."""

import logging
import signal
from argparse import ArgumentParser
from collections.abc import Callable
from threading import Event

from django.db import DatabaseError, close_old_connections

log = logging.getLogger(__name__)


def add_round_arguments(parser: ArgumentParser, *, every: float) -> None:
    parser.add_argument("--loop", action="store_true", help="go on until told to stop")
    rest = f"seconds to rest between rounds ({every:g})"
    parser.add_argument("--every", type=float, default=every, metavar="SECONDS", help=rest)


def go_round(do_round: Callable[[Event], object], *, loop: bool, every: float) -> None:
    """Do one round; with `loop`, round after round."""
    if loop:
        run_until_stopped(do_round, every)
    else:
        do_round(told_to_stop())


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
