"""The outbox."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from alongside.messages.links import make_link
from alongside.messages.models import Message
from alongside.messages.outbox import enqueue
from alongside.people.actors import SYSTEM
from tests.bench.measure import clock, row

MESSAGES = 400


def outbox(cast: Any) -> Iterator[str]:
    """Delivering a message to a file, against putting the same row into the table."""

    def rows(template: str, put: Callable[[int], Any]) -> float:
        with transaction.atomic():
            return clock(lambda: [put(number) for number in range(MESSAGES)])

    plain = rows("plain", lambda n: Message.objects.create(person=cast.rosa, template="plain", window=str(n)))
    Message.objects.all().delete()
    until, subject = timezone.now() + timedelta(days=9), uuid4()
    link = make_link(by=SYSTEM, person=cast.rosa, purpose="check_in", subject_id=subject, expires_at=until)
    about = {"person": cast.rosa, "organisation": cast.elm_bank, "subject_id": subject, "link": link}
    for number in range(MESSAGES):
        enqueue(by=SYSTEM, template="goal.follow_up", window=str(number), facts={}, **about)
    full = clock(lambda: call_command("deliver_messages"))
    sent = Message.objects.filter(state="sent").count()
    assert sent == MESSAGES, f"{sent} of {MESSAGES} went out"
    yield row(f"deliver_messages to a file, per message of {sent}", full / sent, plain / MESSAGES, "a plain insert")
