from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from alongside.messages.delivery import claim, deliver
from alongside.messages.models import Message
from alongside.messages.queries import NotSent, could_not_be_sent
from alongside.messages.senders.files import Files
from alongside.messages.tests.conftest import Queue
from alongside.people.models import ContactPreference, Person
from conftest import Cast

pytestmark = pytest.mark.usefixtures("clock")


def lose(cast: Cast, message: Message, files: Files) -> Message:
    """Have a message fail because there is nowhere to send it."""
    kept = {"phone": cast.rosa.phone, "email": cast.rosa.email}
    people = type(cast.rosa).objects.filter(pk=cast.rosa.pk)
    people.update(phone="", email="")
    send(message, files)
    people.update(**kept)
    return message


def send(message: Message, files: Files) -> None:
    held = claim(worker="one")
    assert held == message
    deliver(held, worker="one", sender=files)


def lost_to(*people: Person) -> list[NotSent]:
    return could_not_be_sent(Person.objects.filter(pk__in=[person.pk for person in people]))


def listed(cast: Cast) -> list[object]:
    return [row.subject_id for row in lost_to(cast.rosa, cast.winston)]


def test_what_could_not_be_sent_is_listed_among_its_persons_messages_and_nobody_elses(
    cast: Cast, queue: Queue, files: Files
) -> None:
    message = lose(cast, queue(), files)
    [row] = lost_to(cast.rosa)
    assert (row.person, row.subject_id) == (cast.rosa, message.subject_id)
    assert row.reason == "no number or address we can send to"
    assert lost_to(cast.winston, cast.priya) == []


def test_nobody_has_to_ring_about_what_is_past(cast: Cast, queue: Queue, files: Files, clock: object) -> None:
    lose(cast, queue(not_after=timezone.now() + timedelta(days=2)), files)
    assert len(listed(cast)) == 1
    clock.shift(timedelta(days=2))
    assert listed(cast) == []


def test_after_thirty_days_it_is_no_longer_news(cast: Cast, queue: Queue, files: Files, clock: object) -> None:
    lose(cast, queue(), files)
    clock.shift(timedelta(days=31))
    assert listed(cast) == []


def test_a_later_message_about_the_same_thing_settles_it(cast: Cast, queue: Queue, files: Files, clock: object) -> None:
    subject = uuid4()
    lost = lose(cast, queue(subject=subject), files)
    clock.shift(timedelta(minutes=1))
    send(queue(), files)
    assert listed(cast) == [lost.subject_id]
    send(queue(subject=subject), files)
    assert listed(cast) == []


def test_the_list_takes_one_query_however_long_it_is(
    cast: Cast, queue: Queue, files: Files, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(3):
        lose(cast, queue(), files)
    with django_assert_num_queries(1):
        assert len([(row.person.name, row.needs) for row in lost_to(cast.rosa, cast.winston)]) == 3


def test_whoever_rings_knows_that_an_interpreter_is_needed(cast: Cast, queue: Queue, files: Files) -> None:
    ContactPreference.objects.create(person=cast.rosa, language="pl", needs_interpreter=True)
    lose(cast, queue(), files)
    [row] = lost_to(cast.rosa)
    assert row.needs == ["prefers Polish, our messages are in English", "needs an interpreter (Polish)"]
