"""Finding out who has an account."""

import re
import time
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread

import pytest
from django.test import Client
from django.urls import reverse

from alongside.people.tests.signing_in import ask_for_reset
from conftest import letters

pytestmark = pytest.mark.usefixtures("fresh_counts")


def without_token(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_asking_for_a_new_password_tells_nobody_whether_an_address_has_an_account(rosa):
    known, unknown = Client(), Client()
    answers = [ask_for_reset(rosa.email, known), ask_for_reset("who@example.org", unknown)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, answers[0].url)] * 2
    assert without_token(known.get(answers[0].url)) == without_token(unknown.get(answers[1].url))


def test_asking_too_often_is_refused_in_the_same_words_for_both(rosa):
    for email in (rosa.email, "who@example.org"):
        for _attempt in range(5):
            assert ask_for_reset(email).status_code == 302
        refused = ask_for_reset(email)
        assert refused.status_code == 429
        assert "Wait a few minutes" in refused.content.decode()
        assert "nhsuk-main-wrapper" in refused.content.decode()


@pytest.mark.parametrize("tries", [1, 6])
def test_a_wrong_password_and_an_unknown_address_get_the_same_words(rosa, tries):
    def answer_to(email: str) -> str:
        for _attempt in range(tries):
            answer = Client().post(reverse("account_login"), {"login": email, "password": "wrong"})
        return without_token(answer).replace(email, "")

    assert answer_to(rosa.email) == answer_to("who@example.org")


class Silent(BaseRequestHandler):
    """A mail server that takes the call and says nothing."""

    def handle(self) -> None:
        self.server.called.set()
        self.server.over.wait(30)


def test_a_silent_mail_server_holds_nobody_up_and_gives_no_address_away(rosa, settings):
    with ThreadingTCPServer(("127.0.0.1", 0), Silent) as server:
        server.called, server.over = Event(), Event()
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 20
        began = time.monotonic()
        assert ask_for_reset(rosa.email).status_code == 302
        assert time.monotonic() - began < 5
        assert server.called.wait(5), "nobody tried to send the letter"
        server.over.set()
        letters()
        server.shutdown()


def test_a_mail_server_that_is_down_is_logged_and_gives_no_address_away(rosa, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert ask_for_reset(rosa.email).status_code == 302
    letters()
    assert "could not be sent" in caplog.text
    assert rosa.email not in caplog.text
