"""A message in the outbox, and the ways out."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import time_machine
from django.utils import timezone

from alongside.messages.delivery import claim, deliver
from alongside.messages.links import make_link
from alongside.messages.models import Message
from alongside.messages.outbox import enqueue
from alongside.messages.senders.files import Files
from alongside.messages.tests.notify_server import API_KEY, NotifyServer
from alongside.people.actors import SYSTEM
from conftest import Cast

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
FACTS = {"day": "2026-03-10", "time": "10:20"}
Queue = Callable[..., Message]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def queue(cast: Cast) -> Queue:
    def put(template: str = "prepare.invite", subject: UUID | None = None, **more: object) -> Message:
        subject = subject or uuid4()
        link = make_link(
            by=SYSTEM,
            person=cast.rosa,
            purpose="prepare",
            subject_id=subject,
            expires_at=timezone.now() + timedelta(days=9),
        )
        given = {"window": str(link.pk), "organisation": cast.elm_bank, "facts": FACTS, "link": link, **more}
        return enqueue(by=SYSTEM, person=cast.rosa, template=template, subject_id=subject, **given)

    return put


@pytest.fixture
def files(tmp_path: Path) -> Files:
    sender = Files()
    sender.folder = tmp_path
    return sender


@pytest.fixture
def notify(settings: object) -> Iterator[NotifyServer]:
    server = NotifyServer()
    settings.NOTIFY_API_KEY, settings.NOTIFY_BASE_URL = API_KEY, server.url
    for channel in ("TEXT", "EMAIL", "LETTER", "LARGE_LETTER"):
        setattr(settings, f"NOTIFY_{channel}_TEMPLATE", str(uuid4()))
    yield server
    server.shutdown()
    server.server_close()


def work(sender: Files, worker: str = "one") -> None:
    while message := claim(worker=worker):
        deliver(message, worker=worker, sender=sender)


def after(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason
