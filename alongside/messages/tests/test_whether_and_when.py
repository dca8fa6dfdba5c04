"""Whether a message goes, and when: it is due, wanted, and not sent before."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from alongside.messages.links import make_link, revoke_links
from alongside.messages.models import Delivery, Message
from alongside.messages.senders.files import Files
from alongside.messages.tests.conftest import Queue, after, work
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent, AuditSeal, Consent, ContactPreference
from conftest import Cast

pytestmark = pytest.mark.usefixtures("clock")


def test_a_due_message_is_sent_in_plain_words_with_its_link(queue: Queue, files: Files) -> None:
    message = queue()
    work(files)
    assert after(message) == ("sent", "")
    parcel = json.loads((files.folder / f"{message.pk}.json").read_text())
    assert parcel["to"] == "07700900101"
    assert parcel["body"].startswith("Your appointment at Elm Bank Surgery is Tue 10 Mar, 10.20am. Say what you'd like")
    assert "/l/" in parcel["body"]
    assert message.deliveries.get().accepted
    assert AuditEvent.objects.filter(verb="message.sent", person_id=message.person_id).count() == 1


def test_the_same_message_again_is_the_same_message(queue: Queue) -> None:
    first = queue(window="once")
    assert queue(window="once") == first
    assert Message.objects.count() == 1


def test_after_a_restore_the_provider_is_asked_about_what_the_outbox_thinks_never_left(
    queue: Queue, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = queue(window="left")
    work(files)
    Message.objects.filter(pk=left.pk).update(state="waiting", sent_at=None, attempts=0, channel="")  # as backed up
    Delivery.objects.all().delete()
    fresh = queue(window="fresh")
    monkeypatch.setattr("alongside.messages.management.commands.deliver_messages.chosen_sender", lambda: files)
    written = (files.folder / f"{left.pk}.json").stat().st_mtime_ns
    call_command("deliver_messages", ask_first=True)
    assert {after(left)[0], after(fresh)[0]} == {"sent"}
    assert (files.folder / f"{left.pk}.json").stat().st_mtime_ns == written
    assert (files.folder / f"{fresh.pk}.json").exists()


def test_a_message_for_later_is_left_alone_until_then(queue: Queue, files: Files) -> None:
    message = queue(not_before=timezone.now() + timedelta(hours=1))
    work(files)
    assert after(message)[0] == "waiting"


def test_at_night_a_text_waits_for_the_morning_and_a_letter_does_not(
    cast: Cast, queue: Queue, files: Files, clock: object
) -> None:
    clock.move_to(timezone.now().replace(hour=22))
    message = queue()
    work(files)
    assert after(message)[0] == "waiting"
    assert timezone.localtime(message.not_before).hour == 9
    cast.rosa.phone = cast.rosa.email = ""
    cast.rosa.address, cast.rosa.postcode = "1 Made Up Road, Westhaven", "ZZ99 1AA"
    cast.rosa.save()
    letter = queue()
    work(files)
    assert (after(letter)[0], letter.channel) == ("sent", "letter")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rosa: Consent.objects.filter(person=rosa).update(withdrawn_at=timezone.now()), "has not agreed"),
        (lambda rosa: ContactPreference.objects.create(person=rosa, channel="none"), "wants no messages"),
        (lambda rosa: type(rosa).objects.filter(pk=rosa.pk).update(died_on=date(2026, 3, 1)), "died"),
        (lambda rosa: type(rosa).objects.filter(pk=rosa.pk).update(restricted_at=timezone.now()), "forgotten"),
        (lambda rosa: rosa.links.update(revoked_at=timezone.now()), "link no longer works"),
        (lambda rosa: rosa.links.update(locked_at=timezone.now()), "link no longer works"),
        (lambda rosa: rosa.messages.update(not_after=timezone.now()), "too late"),
    ],
)
def test_a_message_whose_reason_went_away_while_it_waited_is_cancelled(
    cast: Cast, queue: Queue, files: Files, change: object, reason: str
) -> None:
    message = queue()
    change(cast.rosa)
    work(files)
    state, why = after(message)
    assert state == "cancelled"
    assert reason in why
    assert list(files.folder.iterdir()) == []


def test_a_new_link_ends_the_message_with_the_old_one(cast: Cast, queue: Queue, files: Files) -> None:
    message = queue()
    make_link(
        by=SYSTEM, person=cast.rosa, purpose="prepare", subject_id=message.subject_id,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    work(files)
    assert after(message)[0] == "cancelled"
    assert revoke_links(by=SYSTEM, subject_id=message.subject_id) == 1


def test_the_command_sends_once_and_seals_the_trail(queue: Queue, files: Files) -> None:
    message = queue()
    call_command("deliver_messages")
    assert after(message)[0] == "sent"
    assert AuditSeal.objects.exists()
    assert not AuditEvent.objects.filter(sealed=None).exists()
