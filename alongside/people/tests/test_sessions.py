"""Breaking in with a session of somebody else's, or one that should have ended."""

import pytest
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
from conftest import letters

pytestmark = pytest.mark.usefixtures("fresh_counts")


def signed_in(client: Client) -> bool:
    return client.get(reverse("account_change_password")).status_code == 200


def test_signing_in_changes_the_session_so_that_one_planted_before_is_worth_nothing(rosa):
    thief, victim = Client(), Client()
    thief.get(reverse("account_login"))
    session = thief.session
    session["planted"] = True
    session.save()
    thief.cookies["sessionid"] = victim.cookies["sessionid"] = session.session_key
    sign_in(victim, rosa)
    assert signed_in(victim)
    assert victim.cookies["sessionid"].value != session.session_key
    assert not signed_in(thief)


def test_the_second_step_changes_the_session_too(nurse):
    TOTP.activate(nurse, "A" * 32)
    thief, victim = Client(), Client()
    sign_in(victim, nurse)
    thief.cookies["sessionid"] = victim.cookies["sessionid"].value
    victim.post(reverse("mfa_authenticate"), {"code": code_for("A" * 32)})
    assert is_in(victim)
    assert not is_in(thief)


def test_signing_out_ends_the_session_on_the_server(rosa):
    client, copy = Client(), Client()
    sign_in(client, rosa)
    copy.cookies["sessionid"] = client.cookies["sessionid"].value
    assert signed_in(copy)
    client.post(reverse("account_logout"))
    assert not signed_in(copy)


def test_changing_the_password_signs_out_everywhere_else(rosa):
    here, elsewhere = Client(), Client()
    sign_in(here, rosa)
    sign_in(elsewhere, rosa)
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER})
    assert [signed_in(here), signed_in(elsewhere)] == [True, False]


def test_a_new_password_by_link_signs_out_everywhere(rosa):
    client = Client()
    sign_in(client, rosa)
    ask_for_reset(rosa.email)
    choose_password(reset_link())
    assert not signed_in(client)


def test_whoever_changes_how_they_sign_in_is_told_by_e_mail(nurse, django_capture_on_commit_callbacks):
    client = Client()
    sign_in(client, nurse)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
        client.post(reverse("mfa_generate_recovery_codes"))
        client.post(reverse("mfa_deactivate_totp"))
        given = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
        client.post(reverse("account_change_password"), given)
    told = " ".join(letter.body for letter in letters())
    for what in ("app was set up", "New recovery codes", "app was taken away", "Your password was changed"):
        assert what in told
    assert {letter.to[0] for letter in letters()} == {nurse.email}
