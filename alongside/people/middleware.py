"""Who may go on with a session, and for how long."""

import time
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.people.actors import memberships_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionsEnd:
    """Signs out whoever signed in longer ago than SESSION_HOURS. An idle session ends by its own age (settings)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and _is_over(request):
            logout(request)
            messages.info(request, _("You were signed out because you signed in a long time ago. Sign in again."))
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        return self.get_response(request)


def _is_over(request: HttpRequest) -> bool:
    began = request.session.setdefault("began", time.time())
    return time.time() - began > settings.SESSION_HOURS * 3600


class PagesAreNotKept:
    """Nothing about a person stays in a browser or a proxy after they sign out of a shared computer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class StaffNeedSecondFactor:
    """Staff carry other people's records, so a password alone does not let them in.

    Whoever belongs to an organisation sets up an authenticator app or a passkey before anything else, and every one
    of their sessions has to prove it. The session remembers the proof together with the account it belongs to, so it
    is worth nothing to another account; and it is never remembered that somebody needs none, for they may become
    staff while signed in.

    A session from before the second factor was set up ends wherever it goes: the pages about signing in take the
    password for proof, so on them it could take the second factor away again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _lacks_second_factor(request):
            return self.get_response(request)
        if is_mfa_enabled(request.user):
            logout(request)
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        return self.get_response(request) if _is_signing_in(request) else redirect("mfa_index")


def _is_signing_in(request: HttpRequest) -> bool:
    return request.path.startswith("/accounts/") or request.path == "/health"


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or settings.MODE == "demo":
        return False
    if request.session.get("second_factor") == str(user.pk) or not memberships_of(request):
        return False
    if not _has_shown_one(request):
        return True
    request.session["second_factor"] = str(user.pk)
    return False


def _has_shown_one(request: HttpRequest) -> bool:
    """Whether this session gave a code or a passkey, and the account still has one."""
    shown = any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
    return shown and is_mfa_enabled(request.user)
