"""Leading somebody who signs in to another site."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from alongside.people.tests.signing_in import PASSWORD, code_for

pytestmark = pytest.mark.usefixtures("fresh_counts")

ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "http:///evil.example",
    "javascript:alert(1)", "https://localhost@evil.example/", "https://testserver.evil.example/",
]  # fmt: skip


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_page_about_signing_in_leads_to_another_site(rosa, there):
    client = Client()
    answers = [
        client.post(reverse("account_login"), {"login": rosa.email, "password": PASSWORD, "next": there}),
        client.get(reverse("account_login"), {"next": there}),
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": there}),
        client.post(reverse("account_logout"), {"next": there}),
        client.post(reverse("account_reset_password"), {"email": rosa.email, "next": there}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/") or answer.url == "/"
        assert "evil" not in answer.url


def test_the_second_step_leads_to_no_other_site_either(nurse):
    TOTP.activate(nurse, "A" * 32)
    client = Client()
    client.post(reverse("account_login"), {"login": nurse.email, "password": PASSWORD, "next": "//evil.example/"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_for("A" * 32), "next": "//evil.example/"})
    assert answer.url == "/"


def test_after_signing_in_somebody_is_where_they_wanted_to_be(rosa, cast):
    wanted = reverse("people:sharing", args=[cast.rosa.pk])
    client = Client()
    asked = client.get(wanted)
    given = {"login": rosa.email, "password": PASSWORD, "next": wanted}
    assert asked.url.endswith(f"?next={wanted}")
    assert client.post(reverse("account_login"), given).url == wanted
