"""Guessing: wrong tries lock, however they are made."""

import pytest
from django.test import Client
from django.urls import reverse

from alongside.people.tests.signing_in import PASSWORD, sign_in

pytestmark = pytest.mark.usefixtures("fresh_counts")


def test_a_locked_account_cannot_be_told_from_one_that_does_not_exist(rosa):
    for email in (rosa.email, "who@example.org"):
        for _attempt in range(5):
            Client().post(reverse("account_login"), {"login": email, "password": "wrong"})
        answer = Client().post(reverse("account_login"), {"login": email, "password": PASSWORD})
        assert "Too many wrong tries. Wait five minutes" in answer.content.decode()


def test_writing_the_address_differently_gives_no_further_tries(rosa):
    for email in ("rosa@example.org", "ROSA@example.org", "Rosa@Example.Org", " rosa@example.org", "rosa@EXAMPLE.org"):
        Client().post(reverse("account_login"), {"login": email, "password": "wrong"})
    assert "Too many" in sign_in(Client(), rosa).content.decode()


def test_a_visitor_cannot_claim_to_come_from_elsewhere_to_try_again(rosa):
    for number in range(100):
        given = {"login": f"guess{number}@example.org", "password": "x"}
        Client().post(reverse("account_login"), given, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert "Too many" in sign_in(Client(), rosa, HTTP_X_FORWARDED_FOR="192.0.2.200").content.decode()


def test_behind_a_proxy_the_address_it_adds_counts_and_not_what_the_visitor_wrote_before(rosa, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(100):
        given = {"login": f"guess{number}@example.org", "password": "x"}
        Client().post(reverse("account_login"), given, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 198.51.100.7")
    tried = [
        sign_in(Client(), rosa, HTTP_X_FORWARDED_FOR=f"203.0.113.1, {visitor}").status_code
        for visitor in ("198.51.100.7", "198.51.100.8")
    ]
    assert tried == [200, 302]


def test_asking_again_who_it_is_is_limited_too(rosa):
    client = Client()
    sign_in(client, rosa)
    for _attempt in range(10):
        client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 302  # still asked
