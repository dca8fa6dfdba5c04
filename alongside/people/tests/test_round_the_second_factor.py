"""Breaking in round the second factor, with only half of what it takes."""

import re
from base64 import urlsafe_b64encode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from alongside.people.tests.signing_in import (
    ANOTHER,
    PASSWORD,
    ask_for_reset,
    choose_password,
    code_for,
    is_in,
    reset_link,
    set_up_app,
    sign_in,
)

pytestmark = pytest.mark.usefixtures("fresh_counts")

SKIPPED_TO = ["/", "/people/organisations/", "/people/find/", "/appointments/", "/work/", "/plans/shared/"]


@pytest.mark.parametrize("address", SKIPPED_TO)
def test_the_password_of_staff_alone_leads_nowhere_even_by_address(nurse, address):
    TOTP.activate(nurse, "A" * 32)
    client = Client()
    assert sign_in(client, nurse).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    page = client.get(address, follow=True)
    assert "Sign out" not in page.content.decode()
    assert not page.redirect_chain or page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert client.post(address).status_code in {302, 405}


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_add_webauthn",
        "mfa_activate_totp", "mfa_list_webauthn", "account_reauthenticate", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "account_change_password", "account_set_password",
    ],
)  # fmt: skip
def test_between_password_and_second_factor_no_page_about_signing_in_opens(nurse, name):
    TOTP.activate(nurse, "A" * 32)
    client = Client()
    sign_in(client, nurse)
    for answer in (client.get(reverse(name)), client.post(reverse(name), {"password": PASSWORD, "code": "1"})):
        assert answer.status_code == 302
        assert "/accounts/login/" in answer.url
    assert Authenticator.objects.filter(user=nurse).count() == 1


def test_a_session_from_before_cannot_take_the_second_factor_away_with_the_password(nurse):
    before, since = Client(), Client()
    sign_in(before, nurse)
    sign_in(since, nurse)
    set_up_app(since)
    before.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    before.post(reverse("mfa_deactivate_totp"))
    before.get(reverse("mfa_view_recovery_codes"))
    assert Authenticator.objects.filter(user=nurse, type="totp").exists()
    assert "_auth_user_id" not in before.session
    assert is_in(since)


def test_a_session_from_before_does_not_see_the_recovery_codes(nurse):
    before, since = Client(), Client()
    sign_in(before, nurse)
    before.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    sign_in(since, nurse)
    set_up_app(since)
    codes = re.findall(r"<li>(\d{8})</li>", since.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(codes) == 10
    answer = before.get(reverse("mfa_view_recovery_codes"), follow=True)
    assert codes[0] not in answer.content.decode()


def test_a_new_password_by_link_does_not_go_round_the_second_factor(nurse):
    TOTP.activate(nurse, "A" * 32)
    ask_for_reset(nurse.email)
    client = Client()
    choose_password(reset_link(), client=client)
    assert not is_in(client)
    assert sign_in(client, nurse, ANOTHER).url == reverse("mfa_authenticate")


def test_a_code_works_once(nurse):
    TOTP.activate(nurse, "A" * 32)
    code = code_for("A" * 32)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, nurse)
        client.post(reverse("mfa_authenticate"), {"code": code})
    assert [is_in(first), is_in(second)] == [True, False]


def test_five_wrong_codes_lock_the_second_factor_and_say_so(nurse):
    TOTP.activate(nurse, "A" * 32)
    client = Client()
    sign_in(client, nurse)
    for _attempt in range(5):
        answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert "That code did not work." in answer.content.decode()
    answer = client.post(reverse("mfa_authenticate"), {"code": code_for("A" * 32)})
    assert "Too many wrong tries. Wait five minutes" in answer.content.decode()
    assert not is_in(client)


RUBBISH = [
    "", "rubbish", "{}", "[]", "[1]", "7", "null", '"x"', '{"response": 7}', '{"response": {"userHandle": "eA"}}',
    '{"response": {"userHandle": null}}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "eA",'
    ' "signature": "eA", "userHandle": "%s"}}',
]  # fmt: skip


@pytest.mark.parametrize("credential", RUBBISH)
def test_rubbish_in_place_of_a_passkey_is_refused_in_words(nurse, credential):
    TOTP.activate(nurse, "A" * 32)
    stranger, half_in = Client(), Client()
    credential = credential.replace("%s", urlsafe_b64encode(nurse.pk.hex.encode()).decode().rstrip("="))
    answer = stranger.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True)
    assert answer.status_code == 200
    sign_in(half_in, nurse)
    assert half_in.post(reverse("mfa_authenticate"), {"credential": credential}).status_code == 200
    assert "_auth_user_id" not in stranger.session
    assert "_auth_user_id" not in half_in.session


@pytest.mark.parametrize(
    "credential",
    [
        *RUBBISH,
        '{"id": "eA", "rawId": "eA", "type": "public-key",'
        ' "response": {"clientDataJSON": "e30", "attestationObject": "eA"}}',
    ],
)
def test_rubbish_is_not_added_as_a_passkey(nurse, credential):
    client = Client()
    sign_in(client, nurse)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_add_webauthn"))
    answer = client.post(reverse("mfa_add_webauthn"), {"credential": credential, "name": "x"})
    assert "There is a problem" in answer.content.decode()
    assert not Authenticator.objects.exists()
