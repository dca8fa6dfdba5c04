"""The pages of allauth that we offer and have dressed; the rest of it has no address here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as outside
from allauth.socialaccount.providers.openid_connect.views import login as openid_login
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from alongside.people import openid

View = Callable[..., HttpResponse]


def sets_second_factor(view: View) -> View:
    """Let the session that sets a second factor up go on, and one that takes the last away no longer count.

    Setting one up takes the password again and a code or touch, so it proves as much as signing in with it would.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        had_one = request.user.is_authenticated and is_mfa_enabled(request.user)
        response = view(request, *args, **kwargs)
        if request.method == "POST" and request.user.is_authenticated:
            has_one = is_mfa_enabled(request.user)
            if has_one and not had_one:
                request.session["second_factor"] = str(request.user.pk)
            elif not has_one:
                request.session.pop("second_factor", None)
        return response

    return wrapped


urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/code/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/code/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/", sets_second_factor(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", sets_second_factor(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", sets_second_factor(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("second-factor/passkeys/sign-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("second-factor/passkeys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(
        "second-factor/passkeys/<int:pk>/remove/",
        sets_second_factor(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("outside/cancelled/", outside.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/<slug:provider_id>/login/", openid_login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", openid.callback, name="openid_connect_callback"),
]
