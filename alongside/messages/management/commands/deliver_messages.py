"""`alongside deliver_messages`: send what is due, once or for as long as it runs."""

import os
import socket
import uuid
from argparse import ArgumentParser
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from alongside.messages.delivery import TAKE_OVER_AFTER, claim, deliver
from alongside.messages.forgotten import remove_files_of_the_forgotten
from alongside.messages.senders import chosen_sender
from alongside.people import audit
from alongside.people.rounds import add_round_arguments, go_round


class Command(BaseCommand):
    help = "Send the messages that are due, and seal the audit trail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_round_arguments(parser, every=10)
        parser.add_argument(
            "--ask-first",
            action="store_true",
            help="after a restore: ask the provider about each message before handing it over",
        )
        parser.add_argument(
            "--take-over-after",
            type=float,
            default=TAKE_OVER_AFTER.total_seconds(),
            help="seconds after which a message another worker began with is taken to be left behind",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # No two workers ever share a name, not even one and its successor.
        worker = f"{socket.gethostname()[:20]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
        take_over_after = timedelta(seconds=options["take_over_after"])
        self.take = partial(claim, worker=worker, take_over_after=take_over_after)
        self.send = partial(deliver, worker=worker, sender=chosen_sender(), ask_first=options["ask_first"])
        self.swept: datetime | None = None
        go_round(self._round, loop=options["loop"], every=options["every"])

    def _round(self, stop: Event) -> None:
        while not stop.is_set() and (message := self.take()):
            self.send(message)
        for _seal in audit.seal_all():
            if stop.is_set():
                return
        self.swept = remove_files_of_the_forgotten(since=self.swept)
