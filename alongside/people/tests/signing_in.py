"""Signing in as the pages do it: with a password, a code, a link to a new password."""

import re
import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from alongside.people.models import User
from conftest import letters

PASSWORD = "three quiet herons"
ANOTHER = "four loud sparrows"


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, user: User, password: str = PASSWORD, **extra: str):
    return client.post(reverse("account_login"), {"login": user.email, "password": password}, **extra)


def code_for(secret: str) -> str:
    """The code of now; not in the last second of its time, for it would be over before it is sent."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    time.sleep(left if left < 1 else 0)
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


def set_up_app(client: Client) -> str:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'app-secret">(\w+)<', page)[1]
    assert client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)}).status_code == 302
    return secret


def is_in(client: Client) -> bool:
    return client.get(reverse("people:organisations")).status_code == 200


def ask_for_reset(email: str, client: Client | None = None, **extra: str):
    return (client or Client()).post(reverse("account_reset_password"), {"email": email}, **extra)


def reset_link() -> str:
    return re.search(r"https?://[^/]+(/\S+)", letters()[-1].body)[1]


def choose_password(link: str, password: str = ANOTHER, client: Client | None = None):
    client = client or Client()
    where = client.get(link, follow=True).redirect_chain[-1][0]
    return client.post(where, {"password1": password, "password2": password})
