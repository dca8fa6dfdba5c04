"""Signing in as the pages have it done, with devices that Chromium plays; and accounts in every state of it."""

import time
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from alongside.demo.persons import RESIDENTS
from alongside.demo.westhaven import WORKERS
from alongside.people import actions
from alongside.people.actors import SYSTEM
from alongside.people.models import User
from conftest import Cast

PASSWORD = "three quiet herons"
SECRET = "A" * 32
NHS_LOGIN = {
    "provider_id": "nhs-login",
    "name": "NHS login",
    "client_id": "alongside",
    "secret": "secret",
    "settings": {"server_url": "http://127.0.0.1:9/", "scope": ["openid", "email"]},
}


@dataclass
class Device:
    """A phone or computer that keeps passkeys and asks for a fingerprint, played by Chromium."""

    devtools: CDPSession
    name: str

    def refuse_fingers(self) -> None:
        told = {"authenticatorId": self.name, "isUserVerified": False}
        self.devtools.send("WebAuthn.setUserVerified", told)

    def leave(self) -> None:
        self.devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.name})

    def passkeys(self) -> list[dict]:
        return self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.name})["credentials"]


def device_for(page: Page) -> Device:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    return another_device(devtools)


def another_device(devtools: CDPSession) -> Device:
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return Device(devtools, made["authenticatorId"])


def give_password(user: User) -> None:
    user.set_password(PASSWORD)
    user.save()


def sign_in(page: Page, who: str = "nurse") -> None:
    """By the form, with the password."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(f"{who}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    assert not is_in(page)


def prove_it_is_still_you(page: Page) -> None:
    heading(page, "Is it still you?")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def is_in(page: Page) -> bool:
    """Whether this browser gets at a page for staff, asked beside the page it shows."""
    return page.request.get("/people/organisations/", max_redirects=0).status == 200


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def add_passkey(page: Page, name: str = "my phone") -> None:
    """On the page that asks what to call it, of a browser that has a device."""
    page.get_by_label("What to call it").fill(name)
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("The passkey is added.").wait_for()


def set_up_app(page: Page) -> str:
    """From the page that asks for a second factor to the recovery codes; returns the secret."""
    page.get_by_role("button", name="Set up an app").click()
    prove_it_is_still_you(page)
    heading(page, "Set up an authenticator app")
    secret = page.locator(".app-secret").inner_text()
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Use this app").click()
    heading(page, "Your recovery codes")
    return secret


def code_for(secret: str) -> str:
    """What the app shows; waits for the next code where this one is about to change."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < 5:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def give_code(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()


def codes_on(page: Page) -> list[str]:
    return page.locator(".app-codes li").all_inner_texts()


@dataclass
class Ways:
    """What the addresses are about, and a session for each way of being signed in."""

    newcomer_id: str
    newcomer_key: str
    sessions: dict[str, Client]

    @property
    def passkey(self) -> Authenticator:
        return Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)


def make_ways(cast: Cast) -> Ways:
    """The GP has an app and recovery codes, the nurse only a password, Rosa not even that; the manager owes a code."""
    for name in ("gp", "nurse", "manager"):
        give_password(cast[name])
    TOTP.activate(cast["manager"], SECRET)
    newcomer_id, newcomer_key = _invited(cast)
    _demo_accounts()
    sessions = {
        "no password": cast.client("rosa"),
        "without": _signed_in(cast["nurse"]),
        "half way": _half_way(cast["manager"]),
        "with": _with_app(cast["gp"]),
    }
    RecoveryCodes.activate(cast["gp"])
    return Ways(newcomer_id, newcomer_key, sessions)


def _demo_accounts() -> None:
    for worker in WORKERS:
        User.objects.create(email=worker.email, name=worker.name)
    for resident in RESIDENTS:
        User.objects.create(email=f"{resident.key}@westhaven.example.org", name=resident.key)


def _invited(cast: Cast) -> tuple[str, str]:
    address = actions.invite(by=SYSTEM, email="newcomer@example.org", name="New Comer", person=None)
    user, key = address.rstrip("/").rsplit("/", 1)[1].split("-", 1)
    return user, key


def _signed_in(user: User) -> Client:
    """Signed in with the password, given just now."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def _half_way(user: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def _with_app(user: User) -> Client:
    """Signed in with a password and a code."""
    TOTP.activate(user, SECRET)
    client = _half_way(user)
    client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client
