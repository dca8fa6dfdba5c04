"""Signing in with an outside identity, against a provider that really speaks the protocol."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from alongside.people.models import AuditEvent, Person, User
from alongside.people.tests.oidc_provider import Provider, as_pem, new_key

SOMEBODY = {"sub": "abc"}


@pytest.fixture(params=["RS256", "RS512"])
def provider(request, settings, db):
    cache.clear()
    made = Provider(request.param)
    facts = {"server_url": made.address, "oauth_pkce_enabled": True, "scope": ["openid", "email"]}
    app = {"provider_id": "nhs-login", "name": "NHS login", "client_id": "alongside", "secret": "secret"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [{**app, "settings": facts}]}}
    yield made
    made.stop()


def come_in(provider: Provider, **claims):
    client = Client()
    leave = client.post(reverse("openid_connect_login", args=["nhs-login"]))
    back = provider.authorise(leave.url)
    provider.claims = {**SOMEBODY, **claims}
    return client, client.get(reverse("openid_connect_callback", args=["nhs-login"]), back)


def is_in(client: Client, user: User) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


def test_a_verified_address_finds_the_account_it_belongs_to(cast, provider):
    client, _answer = come_in(provider, email="Rosa@example.org", email_verified=True)
    assert is_in(client, cast["rosa"])
    assert AuditEvent.objects.filter(verb="account.linked", person_id=cast.rosa.pk).count() == 1


def test_the_second_time_the_identity_is_known_whatever_its_address(cast, provider):
    come_in(provider, email="rosa@example.org", email_verified=True)
    client, _answer = come_in(provider, email="changed@example.org", email_verified=True)
    assert is_in(client, cast["rosa"])
    assert SocialAccount.objects.count() == 1


def test_a_proven_nhs_number_finds_the_account(cast, provider):
    Person.objects.filter(pk=cast.rosa.pk).update(nhs_number="9434765919")
    client, _answer = come_in(provider, nhs_number="9434765919", identity_proofing_level="P9")
    assert is_in(client, cast["rosa"])


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "rosa@example.org", "email_verified": False},
        {"email": "rosa@example.org"},
        {"nhs_number": "9434765919", "identity_proofing_level": "P5"},
        {"nhs_number": "9434765919"},
        {"email": "stranger@example.org", "email_verified": True},
        {"email": "winston@example.org", "email_verified": True, "nhs_number": "9434765919",
         "identity_proofing_level": "P9"},
    ],
)  # fmt: skip
def test_what_is_unproven_unknown_or_contradictory_opens_nothing_and_makes_no_account(cast, provider, claims):
    Person.objects.filter(pk=cast.rosa.pk).update(nhs_number="9434765919")
    before = User.objects.count()
    client, answer = come_in(provider, **claims)
    assert "We could not find your account" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_a_token_signed_by_somebody_else_is_refused(cast, provider):
    provider.signing_key = new_key()
    client, answer = come_in(provider, email="rosa@example.org", email_verified=True)
    assert answer.status_code == 401
    assert "did not work" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("wrong", [{"aud": "another"}, {"iss": "https://example.org"}, {"exp": 1}])
def test_a_token_for_somebody_else_or_from_elsewhere_or_run_out_is_refused(cast, provider, wrong):
    client, answer = come_in(provider, email="rosa@example.org", email_verified=True, **wrong)
    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_two_answers_about_different_people_are_refused(cast, provider):
    provider.userinfo = {"sub": "another", "email": "rosa@example.org", "email_verified": True}
    client, answer = come_in(provider)
    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_a_code_brought_by_another_browser_is_refused(cast, provider):
    stolen = provider.authorise(Client().post(reverse("openid_connect_login", args=["nhs-login"])).url)
    provider.claims = {**SOMEBODY, "email": "rosa@example.org", "email_verified": True}
    other = Client()
    assert other.get(reverse("openid_connect_callback", args=["nhs-login"]), stolen).status_code == 401
    assert "_auth_user_id" not in other.session


def test_who_we_are_is_proved_with_a_key_and_no_secret_is_sent(cast, provider, settings, tmp_path):
    key = new_key()
    (tmp_path / "key.pem").write_bytes(as_pem(key))
    settings.OIDC_PRIVATE_KEY_FILE, settings.OIDC_KEY_ID = str(tmp_path / "key.pem"), "ours"
    provider.client_key = key.public_key()
    client, _answer = come_in(provider, email="rosa@example.org", email_verified=True)
    assert is_in(client, cast["rosa"])


def test_staff_who_come_in_this_way_still_need_their_second_factor(cast, provider):
    client, _answer = come_in(provider, email="nurse@example.org", email_verified=True)
    assert client.get(reverse("people:organisations")).url == reverse("mfa_index")


def test_the_sign_in_page_offers_the_provider(client, provider):
    assert "Continue to NHS login" in client.get(reverse("account_login")).content.decode()


def test_an_unknown_provider_is_no_page(client, provider):
    assert client.get(reverse("openid_connect_callback", args=["another"])).status_code == 404
