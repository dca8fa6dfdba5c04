"""What somebody would try who has no business here, or only half of what it takes."""

import re
import time
from base64 import urlsafe_b64encode
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from alongside.people.models import User
from alongside.people.tests.test_sign_in import PASSWORD, code_for, is_in, set_up_app, sign_in, with_password
from conftest import letters

ANOTHER = "four loud sparrows"
ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "http:///evil.example",
    "javascript:alert(1)", "https://localhost@evil.example/", "https://testserver.evil.example/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_counts(db):
    cache.clear()


@pytest.fixture
def nurse(cast) -> User:
    return with_password(cast["nurse"])


@pytest.fixture
def rosa(cast) -> User:
    return with_password(cast["rosa"])


def ask_for_reset(email: str, client: Client | None = None, **extra: str):
    return (client or Client()).post(reverse("account_reset_password"), {"email": email}, **extra)


def reset_link() -> str:
    return re.search(r"https?://[^/]+(/\S+)", letters()[-1].body)[1]


def choose_password(link: str, password: str = ANOTHER, client: Client | None = None):
    client = client or Client()
    where = client.get(link, follow=True).redirect_chain[-1][0]
    return client.post(where, {"password1": password, "password2": password})


def signed_in(client: Client) -> bool:
    return client.get(reverse("account_change_password")).status_code == 200


# The second factor, gone round


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


# Sessions


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


# Led elsewhere


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


# New passwords by link


def test_a_link_to_a_new_password_works_once(rosa):
    ask_for_reset(rosa.email)
    link = reset_link()
    choose_password(link)
    assert "no longer works" in Client().get(link, follow=True).content.decode()
    rosa.refresh_from_db()
    assert rosa.check_password(ANOTHER)


def test_using_one_link_ends_those_sent_before_and_after(rosa):
    links = []
    for _time in range(3):
        ask_for_reset(rosa.email)
        links.append(reset_link())
    choose_password(links[1])
    for link in links:
        assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_a_link_opened_before_another_was_used_sets_no_password(rosa):
    ask_for_reset(rosa.email)
    early = Client()
    where = early.get(reset_link(), follow=True).redirect_chain[-1][0]
    ask_for_reset(rosa.email)
    choose_password(reset_link())
    answer = early.post(where, {"password1": "something else here", "password2": "something else here"})
    assert "no longer works" in answer.content.decode()
    rosa.refresh_from_db()
    assert rosa.check_password(ANOTHER)


def test_a_link_runs_out_after_three_days(rosa):
    with time_machine.travel("2026-03-03 10:00Z", tick=False) as clock:
        ask_for_reset(rosa.email)
        clock.shift(3 * 86400 + 1)
        assert "no longer works" in Client().get(reset_link(), follow=True).content.decode()


def test_a_link_of_one_account_is_worth_nothing_to_another(rosa, cast):
    ask_for_reset(rosa.email)
    forged = reset_link().replace(rosa.pk.hex, cast["winston"].pk.hex)
    assert forged != reset_link()
    assert "no longer works" in Client().get(forged, follow=True).content.decode()


def test_the_link_leads_to_our_own_address_whatever_name_the_server_was_called_by(rosa, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://alongside.example.org"
    ask_for_reset(rosa.email, HTTP_HOST="evil.example")
    assert "https://alongside.example.org/accounts/password/" in letters()[-1].body
    assert "evil" not in letters()[-1].body


# Who has an account


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
        Thread(target=server.serve_forever, daemon=True).start()
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


# Locks


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
