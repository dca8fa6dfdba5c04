import json
import re
import smtplib
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail

from alongside.messages.delivery import claim, deliver
from alongside.messages.senders import chosen_sender
from alongside.messages.senders.files import Files
from alongside.messages.senders.notify import Notify
from alongside.messages.senders.protocol import Parcel, TryLater, WillNotGo
from alongside.messages.senders.smtp import Mail
from alongside.messages.tests.conftest import Queue
from alongside.messages.tests.notify_server import NotifyServer

TEXT = Parcel(str(uuid4()), "text", "07700900101", "Your appointment …")
EMAIL = Parcel(str(uuid4()), "email", "r@example.org", "Hello …", "Your appointment")
LETTER = Parcel(str(uuid4()), "letter", "Rosa Ashworth", "Dear …", "Your appointment", ["1 Made Up Road", "ZZ99 1AA"])


def test_the_settings_choose_the_sender(settings: object) -> None:
    for name, kind in {"files": Files, "smtp": Mail}.items():
        settings.MESSAGE_SENDER = name
        assert isinstance(chosen_sender(), kind)


def test_notify_without_a_key_says_so(settings: object) -> None:
    settings.MESSAGE_SENDER = "notify"
    with pytest.raises(ImproperlyConfigured, match="NOTIFY_API_KEY is empty"):
        chosen_sender()


def test_files_written_twice_are_one_message_and_leave_no_drafts(files: Files) -> None:
    assert files.find(TEXT.reference) is None
    assert files.hand_over(TEXT) == files.hand_over(TEXT) == files.find(TEXT.reference)
    assert sorted(path.suffix for path in files.folder.iterdir()) == [".json", ".txt"]
    assert json.loads((files.folder / f"{TEXT.reference}.json").read_text())["body"] == TEXT.body


def test_a_letter_is_a_page_to_print_with_nothing_beside_it(files: Files) -> None:
    files.hand_over(replace(LETTER, body="Dear Rosa,\n\nIt is <b>Tue</b>.\n\nhttps://x.example/l/abc/\n"))
    page = (files.folder / f"{LETTER.reference}.html").read_text()
    assert sorted(path.suffix for path in files.folder.iterdir()) == [".html", ".json"]
    assert '<html lang="en-GB" dir="ltr">' in page
    assert "<p>Rosa Ashworth</p>\n<p>1 Made Up Road</p>\n<p>ZZ99 1AA</p>" in page
    assert "@page { size: A4;" in page
    assert not re.search(r"<link|<script|<img|url\(", page)
    assert "It is &lt;b&gt;Tue&lt;/b&gt;." in page
    assert 'class="large"' not in page


def test_a_letter_in_large_print_is_set_large(files: Files) -> None:
    files.hand_over(replace(LETTER, large_print=True))
    page = (files.folder / f"{LETTER.reference}.html").read_text()
    assert '<body class="large">' in page
    assert ".large { font-size: 18pt; }" in page


def test_a_letter_in_a_language_written_from_right_to_left_runs_that_way(files: Files, clock: object) -> None:
    files.hand_over(replace(LETTER, language="ar", subject="موعدك", body="مرحبا\n\nhttps://x.example/l/abc/"))
    page = (files.folder / f"{LETTER.reference}.html").read_text()
    assert '<html lang="ar" dir="rtl">' in page
    assert '<address dir="ltr">' in page
    assert '<p class="link" dir="ltr">https://x.example/l/abc/</p>' in page
    assert "ثلاثاء 3 مارس 2026" in page


def test_an_e_mail_carries_the_same_id_each_time() -> None:
    sender = Mail()
    assert sender.hand_over(EMAIL) == sender.hand_over(EMAIL)
    assert [letter.extra_headers["Message-ID"] for letter in mail.outbox] == [f"<{EMAIL.reference}@localhost>"] * 2
    assert (mail.outbox[0].to, mail.outbox[0].subject, mail.outbox[0].body) == (
        [EMAIL.to], EMAIL.subject, EMAIL.body,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        (smtplib.SMTPRecipientsRefused({"r@example.org": (550, b"unknown")}), WillNotGo),
        (smtplib.SMTPRecipientsRefused({"r@example.org": (451, b"later")}), TryLater),
        (smtplib.SMTPServerDisconnected("gone"), TryLater),
        (ConnectionRefusedError(), TryLater),
    ],
)
def test_what_the_mail_server_says_decides_whether_to_try_again(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception, expected: type[Exception]
) -> None:
    def refuse(*_: object) -> None:
        raise trouble

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with pytest.raises(expected):
        Mail().hand_over(EMAIL)


@pytest.mark.parametrize("parcel", [TEXT, EMAIL, LETTER])
def test_notify_takes_a_message_and_finds_it_again_by_reference(notify: NotifyServer, parcel: Parcel) -> None:
    sender = Notify()
    assert sender.channels == {"text", "email", "letter"}
    assert sender.find(parcel.reference) is None
    assert sender.hand_over(parcel) == sender.find(parcel.reference)
    assert notify.accepted[0]["sent"]["personalisation"]["body"] == parcel.body


def test_a_letter_has_its_lines_and_never_more_than_seven(notify: NotifyServer) -> None:
    Notify().hand_over(replace(LETTER, address=[*"abcdefg", "ZZ99 1AA"]))
    lines = {key: value for key, value in notify.accepted[0]["sent"]["personalisation"].items() if "address" in key}
    assert list(lines.values()) == ["Rosa Ashworth", "a", "b", "c", "d", "e, f, g", "ZZ99 1AA"]


def test_a_line_notify_does_not_print_loses_only_its_first_sign(notify: NotifyServer) -> None:
    Notify().hand_over(replace(LETTER, address=["(Flat 2)", "/", "1 Made Up Road", "ZZ99 1AA"]))
    sent = notify.accepted[0]["sent"]["personalisation"]
    assert [sent[f"address_line_{number}"] for number in range(2, 5)] == ["Flat 2)", "1 Made Up Road", "ZZ99 1AA"]


@pytest.mark.parametrize(
    ("address", "reason"), [(["ZZ99 1AA"], "at least 3 lines"), (["1 Made Up Road", "Westhaven"], "real UK postcode")]
)
def test_an_address_notify_refuses_is_refused_for_good(notify: NotifyServer, address: list[str], reason: str) -> None:
    with pytest.raises(WillNotGo, match=reason):
        Notify().hand_over(replace(LETTER, address=address))


def test_a_letter_in_large_print_has_a_template_of_its_own(notify: NotifyServer, settings: object) -> None:
    assert Notify().large_letters
    for parcel in (LETTER, replace(LETTER, large_print=True), replace(EMAIL, large_print=True)):
        Notify().hand_over(parcel)
    assert [row["sent"]["template_id"] for row in notify.accepted] == [
        settings.NOTIFY_LETTER_TEMPLATE,
        settings.NOTIFY_LARGE_LETTER_TEMPLATE,
        settings.NOTIFY_EMAIL_TEMPLATE,
    ]
    settings.NOTIFY_LARGE_LETTER_TEMPLATE = ""
    assert not Notify().large_letters


def test_only_channels_with_a_template_are_offered(notify: NotifyServer, settings: object) -> None:
    settings.NOTIFY_LETTER_TEMPLATE = ""
    assert Notify().channels == {"text", "email"}


def test_a_number_notify_refuses_is_refused_for_good_and_the_number_is_not_repeated(notify: NotifyServer) -> None:
    with pytest.raises(WillNotGo, match="Not enough digits") as refusal:
        Notify().hand_over(replace(TEXT, to="12345"))
    assert "12345" not in str(refusal.value)


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_trouble_at_notify_is_tried_again(notify: NotifyServer, status: int) -> None:
    body = {"status_code": status, "errors": [{"error": "AnError", "message": "Something"}]}
    notify.answer_next_with = [(status, body), (status, body)]
    with pytest.raises(TryLater, match=str(status)):
        Notify().hand_over(TEXT)
    with pytest.raises(TryLater):
        Notify().find(TEXT.reference)


def test_the_wrong_key_gets_nothing(notify: NotifyServer, settings: object) -> None:
    settings.NOTIFY_API_KEY = f"other-{uuid4()}-{uuid4()}"
    with pytest.raises(TryLater, match="403"):
        Notify().hand_over(TEXT)
    assert notify.accepted == []


@pytest.mark.usefixtures("clock")
def test_an_answer_lost_on_the_way_back_does_not_send_the_message_twice(
    notify: NotifyServer, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = queue()
    notify.lose_next_answer = True
    for _ in range(2):
        held = claim(worker="one")
        assert held
        deliver(held, worker="one", sender=Notify())
        message.refresh_from_db()
        type(message).objects.update(not_before=message.created_at)
    assert message.state == "sent"
    assert notify.times_accepted() == {str(message.pk): 1}


def test_an_invitation_leaves_by_notify_when_messages_do(notify: NotifyServer, settings: object) -> None:
    settings.EMAIL_BACKEND = "alongside.messages.senders.notify_mail.NotifyMail"
    send_mail("Your account", "Hello Ada", None, ["ada@example.org"])
    sent = notify.accepted[0]["sent"]
    assert sent["email_address"] == "ada@example.org"
    assert sent["personalisation"] == {"subject": "Your account", "body": "Hello Ada"}
    settings.NOTIFY_EMAIL_TEMPLATE = ""
    with pytest.raises(ImproperlyConfigured, match="NOTIFY_EMAIL_TEMPLATE"):
        send_mail("Your account", "Hello Ada", None, ["ada@example.org"])
