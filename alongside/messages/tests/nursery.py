"""Starts workers quickly: Django is loaded once and every worker is forked from here, a process of its own to kill.

Spoken to by lines of JSON. Run by the tests with the database and the sender in its environment.
"""

import json
import os
import signal
import sys
import traceback
import uuid
from datetime import timedelta
from typing import Any, NoReturn

import django
from django.core.management import call_command

workers: list[int] = []


def main() -> None:
    django.setup()
    try:
        for line in sys.stdin:
            name, *arguments = json.loads(line)
            sys.stdout.write(json.dumps(COMMANDS[name](*arguments)) + "\n")
            sys.stdout.flush()
    finally:
        bury()


def start(take_over_after: float) -> int:
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        work(take_over_after)
    workers.append(pid)
    return pid


def work(take_over_after: float) -> NoReturn:
    """Deliver until told to stop. Nothing leads from here back to the nursery's own work."""
    os.close(0)
    try:
        call_command("deliver_messages", loop=True, every=0.05, take_over_after=take_over_after)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def bury() -> None:
    """No worker outlives its test. Until it is buried here, a dead one keeps its number, so no stranger is hit."""
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def seed(count: int) -> list[str]:
    from django.utils import timezone

    from alongside.messages.links import make_link
    from alongside.messages.outbox import enqueue
    from alongside.people.actors import SYSTEM
    from alongside.people.models import Consent, Person

    born = timezone.localdate() - timedelta(days=20000)
    person, new = Person.objects.get_or_create(given_name="Ada", phone="07700900123", date_of_birth=born)
    if new:
        Consent.objects.create(person=person, purpose="care_team")
    soon = timezone.now() + timedelta(days=1)
    made = []
    for _ in range(count):
        subject = uuid.uuid4()
        link = make_link(by=SYSTEM, person=person, purpose="check_in", subject_id=subject, expires_at=soon)
        message = enqueue(
            by=SYSTEM, person=person, template="goal.follow_up", window=str(subject), organisation=None, facts={},
            subject_id=subject, link=link,
        )  # fmt: skip
        made.append(str(message.pk))
    return made


def states() -> dict[str, Any]:
    from alongside.messages.models import Message

    return {str(pk): state for pk, state in Message.objects.values_list("pk", "state")}


def problems() -> list[str]:
    from alongside.messages.models import Delivery

    return list(Delivery.objects.filter(accepted=False).values_list("problem", flat=True))


def flaws() -> list[str]:
    from alongside.people import audit

    return list(audit.flaws())


COMMANDS = {"start": start, "seed": seed, "states": states, "problems": problems, "flaws": flaws}

if __name__ == "__main__":
    main()
