"""Which way a message goes, and how it is written there: by text, e-mail or letter, large, in which language."""

import json

import pytest

from alongside.messages.models import Message
from alongside.messages.queries import could_not_be_sent
from alongside.messages.senders.files import Files
from alongside.messages.senders.notify import Notify
from alongside.messages.tests.conftest import Queue, after, work
from alongside.messages.tests.notify_server import NotifyServer
from alongside.people.models import ContactPreference, Person
from conftest import Cast

pytestmark = pytest.mark.usefixtures("clock")


def wants(cast: Cast, **preference: object) -> None:
    ContactPreference.objects.create(person=cast.rosa, **preference)
    place = {"address": "1 Made Up Road, Westhaven", "postcode": "ZZ99 1AA"}
    type(cast.rosa).objects.filter(pk=cast.rosa.pk).update(phone="", email="", **place)


def parcel_of(message: Message, files: Files) -> dict[str, object]:
    parcel: dict[str, object] = json.loads((files.folder / f"{message.pk}.json").read_text())
    return parcel


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
