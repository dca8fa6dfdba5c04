"""`alongside deliver_messages`: send what is due, once or for as long as it runs."""

import logging
import os
import signal
import socket
import uuid
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from alongside.messages.delivery import TAKE_OVER_AFTER, claim, deliver
from alongside.messages.left_over import remove_files_of_the_forgotten
from alongside.messages.models import Message
from alongside.messages.senders import chosen_sender
from alongside.people import audit

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the messages that are due, and seal the audit trail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until told to stop")
        parser.add_argument(
            "--ask-first",
            action="store_true",
            help="after a restore: ask the provider about each message before handing it over",
        )
        parser.add_argument("--every", type=float, default=10, help="seconds to rest when nothing is due")
        parser.add_argument(
            "--take-over-after",
            type=float,
            default=TAKE_OVER_AFTER.total_seconds(),
            help="seconds after which a message another worker began with is taken to be left behind",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stop = _told_to_stop()
        # No two workers ever share a name, not even one and its successor.
        worker = f"{socket.gethostname()[:20]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
        take_over_after = timedelta(seconds=options["take_over_after"])
        send = partial(deliver, worker=worker, sender=chosen_sender(), ask_first=options["ask_first"])
        swept = None
        while True:
            try:
                _round(send, partial(claim, worker=worker, take_over_after=take_over_after), stop)
                swept = remove_files_of_the_forgotten(since=swept)
            except DatabaseError as trouble:
                if not options["loop"]:
                    raise
                why = str(trouble).partition("\n")[0]
                log.error("The database did not answer: %s. Trying again in %s seconds.", why, options["every"])
            if not options["loop"] or stop.wait(options["every"]):
                return
            close_old_connections()  # a database that was restarted meanwhile is met anew


def _round(send: Callable[[Message], None], take: Callable[[], Message | None], stop: Event) -> None:
    while not stop.is_set() and (message := take()):
        send(message)
    for _seal in audit.seal_all():
        if stop.is_set():
            return


def _told_to_stop() -> Event:
    """Set by Ctrl-C or by whoever runs the service; the message in hand is finished first."""
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    return stop
