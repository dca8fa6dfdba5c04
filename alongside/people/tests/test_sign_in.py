"""Signing in: by invitation, with a second factor for staff, locked after wrong tries, and not for ever."""

import re
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from alongside.people.models import Membership, Role, User
from alongside.people.tests.signing_in import PASSWORD, code_for, is_in, set_up_app, sign_in, with_password
from conftest import letters

pytestmark = pytest.mark.usefixtures("fresh_counts")


def test_somebody_without_staff_duties_signs_in_with_a_password(cast):
    client = Client()
    sign_in(client, with_password(cast["rosa"]))
    assert client.get(reverse("people:sharing", args=[cast.rosa.pk])).status_code == 200


def test_staff_reach_nothing_but_the_set_up_until_they_have_a_second_factor(nurse):
    client = Client()
    sign_in(client, nurse)
    answer = client.get(reverse("people:organisations"))
    assert answer.url == reverse("mfa_index")
    assert client.post(reverse("people:organisations")).url == reverse("mfa_index")
    assert client.get("/accounts/../people/organisations/").status_code in (302, 404)
    assert not is_in(client)


def test_staff_set_up_an_app_and_go_on(nurse):
    client = Client()
    sign_in(client, nurse)
    set_up_app(client)
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert is_in(client)


def test_staff_with_an_app_give_its_code(nurse):
    TOTP.activate(nurse, "A" * 32)
    client = Client()
    assert sign_in(client, nurse).url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": code_for("A" * 32)})
    assert is_in(client)


def test_an_earlier_session_that_never_showed_the_second_factor_is_signed_out(nurse):
    client = Client()
    sign_in(client, nurse)
    TOTP.activate(nurse, "A" * 32)  # in another session
    assert reverse("account_login") in client.get(reverse("people:organisations")).url
    assert "_auth_user_id" not in client.session


def test_a_person_who_becomes_staff_while_signed_in_needs_a_second_factor_at_once(cast):
    client = Client()
    sign_in(client, with_password(cast["rosa"]))
    assert client.get(reverse("people:sharing", args=[cast.rosa.pk])).status_code == 200
    Membership.objects.create(user=cast["rosa"], organisation=cast.walkers, role=Role.BUDDY)
    assert client.get(reverse("people:sharing", args=[cast.rosa.pk])).url == reverse("mfa_index")


def test_the_proof_of_one_account_is_worth_nothing_to_another(cast, nurse):
    client = Client()
    client.force_login(cast["gp"])
    session = client.session
    session["second_factor"] = str(nurse.pk)
    session.save()
    assert not is_in(client)
    session = client.session
    session["second_factor"] = str(cast["gp"].pk)
    session.save()
    assert is_in(client)


def test_taking_the_last_second_factor_away_closes_the_door_behind(nurse):
    client = Client()
    sign_in(client, nurse)
    set_up_app(client)
    assert is_in(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=nurse).exists()
    assert not is_in(client)


def test_five_wrong_passwords_lock_the_account_for_five_minutes(cast):
    rosa = with_password(cast["rosa"])
    with time_machine.travel("2026-03-03 10:00Z", tick=False) as clock:
        for _attempt in range(5):
            assert "too many" not in sign_in(Client(), rosa, "wrong").content.decode().lower()
        locked = Client()
        assert "too many" in sign_in(locked, rosa).content.decode().lower()  # now the right one does not help
        assert "_auth_user_id" not in locked.session
        clock.shift(301)
        sign_in(locked, rosa)
        assert "_auth_user_id" in locked.session


def test_one_locked_account_leaves_the_others_alone(cast):
    for _attempt in range(6):
        sign_in(Client(), cast["rosa"], "wrong")
    other = Client()
    sign_in(other, with_password(cast["winston"]))
    assert "_auth_user_id" in other.session


def test_a_hundred_wrong_passwords_lock_the_place_they_come_from(cast):
    for number in range(100):
        Client().post(reverse("account_login"), {"login": f"guess{number}@example.org", "password": "x"})
    winston = with_password(cast["winston"])
    here, elsewhere = Client(), Client()
    sign_in(here, winston)
    sign_in(elsewhere, winston, REMOTE_ADDR="192.0.2.7")
    assert ["_auth_user_id" in client.session for client in (here, elsewhere)] == [False, True]


def test_wrong_tries_are_counted_for_all_server_processes(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_an_idle_session_ends(cast):
    client = Client()
    with time_machine.travel("2026-03-03 10:00Z", tick=False) as clock:
        sign_in(client, with_password(cast["rosa"]))
        page = reverse("people:sharing", args=[cast.rosa.pk])
        clock.shift(59 * 60)
        assert client.get(page).status_code == 200
        clock.shift(61 * 60)
        assert reverse("account_login") in client.get(page).url


def test_a_busy_session_ends_too(cast):
    client = Client()
    with time_machine.travel("2026-03-03 06:00Z", tick=False) as clock:
        sign_in(client, with_password(cast["rosa"]))
        page = reverse("people:sharing", args=[cast.rosa.pk])
        for _half_hour in range(24):
            assert client.get(page).status_code == 200
            clock.shift(30 * 60 + 1)
        assert reverse("account_login") in client.get(page).url


def test_a_closed_account_is_out_at_once(cast):
    client = cast.client("rosa")
    User.objects.filter(pk=cast["rosa"].pk).update(is_active=False)
    assert client.get(reverse("people:sharing", args=[cast.rosa.pk])).status_code == 302


def test_there_is_no_way_to_make_an_account_oneself(client, db):
    assert client.get("/accounts/signup/").status_code in (302, 404)
    assert client.post("/accounts/signup/", {"email": "me@example.org", "password1": PASSWORD}).status_code != 200
    assert not User.objects.exists()


def test_an_invitation_sets_a_password_once(cast, django_capture_on_commit_callbacks):
    told = StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command(
            "invite", "new.nurse@example.org", "--name", "New Nurse", "--role", "clinician", "--title", "nurse",
            "--organisation", "zz901", stdout=told,
        )  # fmt: skip
    link = re.search(r"http://[^/]+(/\S+)", letters()[0].body)[1]
    assert link in told.getvalue()
    client = Client()
    form = client.get(link, follow=True)
    where = form.redirect_chain[-1][0]
    client.post(where, {"password1": PASSWORD, "password2": PASSWORD})
    user = User.objects.get(email="new.nurse@example.org")
    assert user.check_password(PASSWORD)
    assert user.memberships.get().organisation == cast.elm_bank
    assert "no longer works" in Client().get(link, follow=True).content.decode()
    sign_in(client, user)
    set_up_app(client)
    assert is_in(client)


def test_an_invitation_ties_a_person_to_their_account(cast):
    cast["priya"].delete()
    call_command("invite", "p@example.org", "--name", "Priya", "--person", str(cast.priya.pk), stdout=StringIO())
    assert User.objects.get(email="p@example.org").person == cast.priya
    with pytest.raises(CommandError, match="tied to another"):
        call_command("invite", "q@example.org", "--name", "Q", "--person", str(cast.priya.pk), stdout=StringIO())


def test_a_forgotten_password_is_chosen_anew_by_a_link(cast):
    rosa, client = with_password(cast["rosa"]), Client()
    client.post(reverse("account_reset_password"), {"email": rosa.email})
    link = re.search(r"http://[^/]+(/\S+)", letters()[0].body)[1]
    where = client.get(link, follow=True).redirect_chain[-1][0]
    short = client.post(where, {"password1": "short", "password2": "short"})
    assert "at least 10 characters" in short.content.decode()
    client.post(where, {"password1": "four loud sparrows", "password2": "four loud sparrows"})
    rosa.refresh_from_db()
    assert rosa.check_password("four loud sparrows")


def test_asking_for_an_unknown_address_looks_the_same_and_sends_nothing(client, db):
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@example.net"}, follow=True)
    assert "Look in your e-mail" in answer.content.decode()
    assert letters() == []


PAGES = [
    "account_login", "account_reset_password", "account_reset_password_done", "account_inactive",
    "account_reset_password_from_key_done", "socialaccount_login_cancelled",
]  # fmt: skip
OWN_PAGES = [
    "account_logout", "account_change_password", "mfa_index", "mfa_activate_totp", "mfa_list_webauthn",
    "mfa_add_webauthn", "account_reauthenticate",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_way_in_is_a_page_of_ours_without_inline_script(client, db, name):
    assert_is_ours(client.get(reverse(name)))


@pytest.mark.parametrize("name", OWN_PAGES)
def test_every_page_about_signing_in_is_ours_without_inline_script(nurse, name):
    client = Client()
    sign_in(client, nurse)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert_is_ours(client.get(reverse(name)))


def test_the_pages_for_codes_and_passkeys_are_ours(nurse):
    client = Client()
    sign_in(client, nurse)
    set_up_app(client)
    key = Authenticator.objects.create(
        user=nurse, type=Authenticator.Type.WEBAUTHN, data={"name": "my phone", "credential": {}}
    )
    for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate"):
        assert_is_ours(client.get(reverse(name)))
    assert_is_ours(client.get(reverse("mfa_list_webauthn")))
    assert_is_ours(client.get(reverse("mfa_remove_webauthn", args=[key.pk])))


def assert_is_ours(answer) -> None:
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "nhsuk-main-wrapper" in page
    assert re.findall(r"<script(?![^>]*src=)", page) == []


@pytest.mark.parametrize("address", ["/", "/plans/shared/", "/no/such/page", "/accounts/login/"])
def test_no_page_is_kept_by_a_shared_computer(cast, address):
    assert "no-store" in cast.client("rosa").get(address).headers["Cache-Control"]
