"""Providers in trouble, and workers that are slow, gone, or overtaken by a change of mind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.messages.delivery import WAITS, claim, deliver
from alongside.messages.models import Delivery, Message
from alongside.messages.outbox import cancel
from alongside.messages.queries import could_not_be_sent
from alongside.messages.senders.files import Files
from alongside.messages.senders.protocol import Parcel, TryLater, WillNotGo
from alongside.messages.tests.conftest import Queue, after, work
from alongside.people.actions.erasure import erase_person
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent, Person
from conftest import Cast

pytestmark = pytest.mark.usefixtures("clock")


class Trouble(Files):
    """A provider that answers with one trouble; the network's edge, where a fake may stand."""

    def __init__(self, trouble: Exception) -> None:
        super().__init__()
        self.trouble = trouble

    def hand_over(self, parcel: Parcel) -> str:
        raise self.trouble


def test_a_provider_in_trouble_is_tried_again_later_and_later_and_then_given_up(
    cast: Cast, queue: Queue, clock: object
) -> None:
    message, sender = queue(), Trouble(TryLater("Notify: 503"))
    assert len(WAITS) + 1 == 8
    for wait in WAITS:
        work(sender)
        assert after(message)[0] == "waiting"
        assert message.not_before == timezone.now() + wait
        message.not_before = timezone.now()
        message.save()
    work(sender)
    assert after(message) == ("failed", f"tried {len(WAITS) + 1} times: Notify: 503")
    assert len(could_not_be_sent(Person.objects.all())) == 1


def test_a_refusal_for_good_is_not_tried_again(queue: Queue) -> None:
    message = queue()
    work(Trouble(WillNotGo("no such number")))
    assert after(message) == ("failed", "no such number")
    assert AuditEvent.objects.filter(verb="message.failed", person_id=message.person_id).count() == 1


def test_a_mistake_of_our_own_stops_neither_the_message_nor_the_worker(queue: Queue) -> None:
    message, other = queue(), queue()
    work(Trouble(RuntimeError("boom")))
    assert after(message)[0] == after(other)[0] == "waiting"
    assert message.deliveries.get().problem == "RuntimeError"


def test_a_message_in_a_workers_hands_is_nobody_elses_until_the_worker_is_long_gone(
    queue: Queue, files: Files, clock: object
) -> None:
    message = queue()
    assert claim(worker="one") == message
    clock.shift(timedelta(minutes=4))
    assert claim(worker="two") is None
    clock.shift(timedelta(minutes=6))
    assert claim(worker="two") == message


def test_a_slow_worker_whose_message_was_taken_over_sends_nothing(queue: Queue, files: Files, clock: object) -> None:
    queue()
    slow = claim(worker="slow")
    clock.shift(timedelta(minutes=6))
    assert claim(worker="quick")
    assert slow
    deliver(slow, worker="slow", sender=files)
    assert list(files.folder.iterdir()) == []


def test_cancelling_stops_what_waits_and_what_a_worker_holds_but_has_not_handed_over(
    queue: Queue, files: Files
) -> None:
    waiting = queue()
    assert cancel(by=SYSTEM, subject_id=waiting.subject_id, reason="answered") == 1
    assert after(waiting) == ("cancelled", "answered")
    being_sent = queue()
    held = claim(worker="one")
    assert held
    assert cancel(by=SYSTEM, subject_id=being_sent.subject_id, reason="answered") == 0
    deliver(held, worker="one", sender=files)
    assert after(being_sent) == ("cancelled", "answered")
    assert list(files.folder.iterdir()) == []


def test_cancelled_while_the_provider_hesitates_it_is_not_tried_again(cast: Cast, queue: Queue) -> None:
    message = queue()

    class Hesitates(Files):
        def hand_over(self, parcel: Parcel) -> str:
            cancel(by=SYSTEM, subject_id=message.subject_id, reason="answered")
            raise TryLater("busy")

    work(Hesitates())
    assert after(message) == ("cancelled", "answered")


@pytest.mark.parametrize("answer", [TryLater("busy"), WillNotGo("no such number"), None])
def test_a_person_forgotten_while_the_provider_hesitates_stops_nothing(
    cast: Cast, queue: Queue, files: Files, answer: Exception | None
) -> None:
    queue()

    class Hesitates(Files):
        def hand_over(self, parcel: Parcel) -> str:
            erase_person(by=SYSTEM, person=cast.rosa)
            if answer:
                raise answer
            return "taken"

    work(Hesitates())
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()
