import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from alongside.messages.delivery import WAITS, claim, deliver
from alongside.messages.links import make_link, revoke_links
from alongside.messages.models import Delivery, Message
from alongside.messages.outbox import cancel
from alongside.messages.queries import could_not_be_sent
from alongside.messages.senders.files import Files
from alongside.messages.senders.notify import Notify
from alongside.messages.senders.protocol import Parcel, TryLater, WillNotGo
from alongside.messages.tests.conftest import Queue
from alongside.messages.tests.notify_server import NotifyServer
from alongside.people.actions.erasure import erase_person
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent, AuditSeal, Consent, ContactPreference, Person
from conftest import Cast

pytestmark = pytest.mark.usefixtures("clock")


class Trouble(Files):
    """A provider that answers with one trouble; the network's edge, where a fake may stand."""

    def __init__(self, trouble: Exception) -> None:
        super().__init__()
        self.trouble = trouble

    def hand_over(self, parcel: Parcel) -> str:
        raise self.trouble


def work(sender: Files, worker: str = "one") -> None:
    while message := claim(worker=worker):
        deliver(message, worker=worker, sender=sender)


def after(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason


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
    ("preferred", "kept", "used"),
    [
        ("text", {"phone": "07700900101", "email": "r@example.org"}, "text"),
        ("email", {"phone": "07700900101", "email": "r@example.org"}, "email"),
        ("text", {"email": "r@example.org"}, "email"),
        ("email", {"phone": "07700900101"}, "text"),
        ("letter", {"phone": "07700900101", "address": "1 Made Up Road", "postcode": "ZZ99 1AA"}, "letter"),
        ("letter", {"phone": "07700900101", "address": "no postcode"}, "text"),
    ],
)
def test_a_message_goes_the_way_the_person_chose_or_the_next_best(
    cast: Cast, queue: Queue, files: Files, preferred: str, kept: dict[str, str], used: str
) -> None:
    ContactPreference.objects.create(person=cast.rosa, channel=preferred)
    type(cast.rosa).objects.filter(pk=cast.rosa.pk).update(**{"phone": "", "email": "", **kept})
    message = queue()
    work(files)
    assert (after(message)[0], message.channel) == ("sent", used)


def wants(cast: Cast, **preference: object) -> None:
    ContactPreference.objects.create(person=cast.rosa, **preference)
    place = {"address": "1 Made Up Road, Westhaven", "postcode": "ZZ99 1AA"}
    type(cast.rosa).objects.filter(pk=cast.rosa.pk).update(phone="", email="", **place)


def parcel_of(message: Message, files: Files) -> dict[str, object]:
    parcel: dict[str, object] = json.loads((files.folder / f"{message.pk}.json").read_text())
    return parcel


def test_whoever_needs_large_print_gets_their_letters_so(cast: Cast, queue: Queue, files: Files) -> None:
    wants(cast, channel="letter", large_print=True)
    message = queue()
    work(files)
    assert parcel_of(message, files)["large_print"] is True
    assert '<body class="large">' in (files.folder / f"{message.pk}.html").read_text()


def test_without_large_letters_the_practice_is_told_to_ring_and_no_small_one_goes(
    cast: Cast, queue: Queue, notify: NotifyServer, settings: object
) -> None:
    settings.NOTIFY_LARGE_LETTER_TEMPLATE = ""
    wants(cast, channel="letter", large_print=True)
    message = queue()
    work(Notify())
    assert after(message) == ("failed", "needs letters in large print, and none are set up")
    assert [row.person for row in could_not_be_sent(Person.objects.all())] == [cast.rosa]
    assert notify.accepted == []


def test_without_large_letters_somebody_with_a_phone_gets_a_text(
    cast: Cast, queue: Queue, notify: NotifyServer, settings: object
) -> None:
    settings.NOTIFY_LARGE_LETTER_TEMPLATE = ""
    wants(cast, channel="letter", large_print=True)
    type(cast.rosa).objects.filter(pk=cast.rosa.pk).update(phone="07700900101")
    message = queue()
    work(Notify())
    assert (after(message)[0], message.channel) == ("sent", "text")


def test_a_letter_says_who_writes_and_whom_to_ring(cast: Cast, queue: Queue, files: Files) -> None:
    place = {"address": "3 Elm Bank, Westhaven", "postcode": "ZZ99 2BB", "phone": "01632 960001"}
    type(cast.elm_bank).objects.filter(pk=cast.elm_bank.pk).update(**place)
    wants(cast, channel="letter")
    message = queue()
    work(files)
    letterhead = ["Elm Bank Surgery", "3 Elm Bank", "Westhaven", "ZZ99 2BB", "01632 960001"]
    assert parcel_of(message, files)["letterhead"] == letterhead


def test_a_letter_comes_from_its_own_practice_whatever_that_is_called_and_whoever_else_is(
    cast: Cast, queue: Queue, files: Files
) -> None:
    wants(cast, channel="letter")
    message = queue()
    organisations = type(cast.elm_bank).objects
    organisations.filter(pk=cast.elm_bank.pk).update(name="Elm Bank and Mill Lane", phone="01632 960001")
    organisations.create(kind="team", name="Elm Bank Surgery", phone="01632 960666")
    work(files)
    parcel = parcel_of(message, files)
    assert parcel["letterhead"] == ["Elm Bank and Mill Lane", "01632 960001"]
    assert "Elm Bank and Mill Lane" in parcel["body"]
    assert parcel_of(message, files)["address"] == ["1 Made Up Road", "Westhaven", "ZZ99 1AA"]


def test_a_message_goes_in_the_persons_language_where_the_deployer_turned_it_on(
    cast: Cast, queue: Queue, files: Files, settings: object
) -> None:
    settings.MESSAGE_LANGUAGES = ["en", "cy"]
    wants(cast, channel="letter", language="cy")
    message = queue()
    work(files)
    parcel = parcel_of(message, files)
    assert (parcel["language"], parcel["subject"]) == ("cy", "Elm Bank Surgery: eich apwyntiad, Maw 10 Maw")
    assert "Eich apwyntiad: Maw 10 Maw, 10:20 y.b., Elm Bank Surgery." in str(parcel["body"])
    assert '<html lang="cy" dir="ltr">' in (files.folder / f"{message.pk}.html").read_text()


@pytest.mark.parametrize("language", ["cy", "pl", "bfi", "other", ""])
def test_a_language_that_is_not_on_or_not_written_goes_in_english(
    cast: Cast, queue: Queue, files: Files, language: str
) -> None:
    wants(cast, channel="letter", language=language)
    message = queue()
    work(files)
    parcel = parcel_of(message, files)
    assert (parcel["language"], parcel["subject"]) == ("en", "Elm Bank Surgery: your appointment on Tue 10 Mar")


def test_without_any_address_the_practice_sees_that_it_could_not_be_sent(
    cast: Cast, queue: Queue, files: Files
) -> None:
    type(cast.rosa).objects.filter(pk=cast.rosa.pk).update(phone="", email="")
    message = queue()
    work(files)
    assert after(message) == ("failed", "no number or address we can send to")
    assert [row.person for row in could_not_be_sent(Person.objects.all())] == [cast.rosa]
    assert could_not_be_sent(Person.objects.exclude(pk=cast.rosa.pk)) == []


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
