"""E-mail over a real connection, to a mail server on this machine."""

import email
import email.policy
import time
from collections.abc import Iterator
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from uuid import uuid4

import pytest

from alongside.messages.senders import smtp
from alongside.messages.senders.protocol import Parcel, TryLater, WillNotGo
from alongside.messages.senders.smtp import Mail

PARCEL = Parcel(str(uuid4()), "email", "rosa@example.org", "Hello Rosa,\n\nTŷ Dŵr …\n", "Your appointment")


class MailServer(ThreadingTCPServer):
    """As much of RFC 5321 as one message needs."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[bytes] = []
        self.recipient_answer = b"250 fine"
        self.silent, self.over = False, Event()
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


class Conversation(StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        if self.server.silent:
            self.server.over.wait(10)
            return
        self.say(b"220 mail.example ready")
        answers = {b"RCPT": self.server.recipient_answer, b"QUIT": b"221 bye", b"DATA": b"354 go on"}
        for line in self.rfile:
            word = line[:4].upper()
            self.say(answers.get(word, b"250 fine"))
            if word == b"DATA":
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say(b"250 taken")
            if word == b"QUIT":
                return

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@pytest.fixture
def server(settings: object) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.over.set()
        server.shutdown()


def test_an_e_mail_arrives_with_its_words_and_an_id_that_is_the_same_each_time(server: MailServer) -> None:
    Mail().hand_over(PARCEL)
    Mail().hand_over(PARCEL)
    arrived = [email.message_from_bytes(taken, policy=email.policy.default) for taken in server.taken]
    assert [mail["Message-ID"] for mail in arrived] == [f"<{PARCEL.reference}@localhost>"] * 2
    assert (arrived[0]["To"], arrived[0]["Subject"]) == (PARCEL.to, PARCEL.subject)
    assert arrived[0].get_content().replace("\r\n", "\n") == PARCEL.body


@pytest.mark.parametrize(("answer", "expected"), [(b"550 nobody here", WillNotGo), (b"451 later", TryLater)])
def test_an_address_that_does_not_exist_is_refused_for_good_and_a_busy_server_is_tried_again(
    server: MailServer, answer: bytes, expected: type[Exception]
) -> None:
    server.recipient_answer = answer
    with pytest.raises(expected):
        Mail().hand_over(PARCEL)
    assert server.taken == []


def test_a_mail_server_that_says_nothing_does_not_hold_a_worker_up(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.silent = True
    monkeypatch.setattr(smtp, "PATIENCE", 0.2)
    start = time.monotonic()
    with pytest.raises(TryLater):
        Mail().hand_over(PARCEL)
    assert time.monotonic() - start < 5, "the server would have hung up after ten"
