"""What allauth asks of us."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.people import audit, letters, openid
from alongside.people.actors import actor_for
from alongside.people.models import User

# What somebody is told by e-mail, by the name allauth has for it.
CHANGES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_reset": _("A new password was chosen by a link sent to this address."),
    "account/email/password_set": _("A password was chosen."),
    "mfa/email/totp_activated": _("An authenticator app was set up."),
    "mfa/email/totp_deactivated": _("The authenticator app was taken away."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made. Those from before no longer work."),
    "socialaccount/email/account_connected": _("It was joined to another sign-in, such as NHS login."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("That e-mail address and password do not belong together. Check both."),
        "incorrect_password": _("That is not your password. Check it, and type it again."),
        "too_many_login_attempts": _("Too many wrong tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation from a practice, never by walking in."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Lead to our own address, whatever name the visitor who asked gave for this server."""
        uid, _dash, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[uid, token])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Answer as fast as for an address that has no account, so that the time tells nothing either."""
        letters.post(self.render_mail(template_prefix, email, context))

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Tell somebody that how they sign in was changed, in case it was not them."""
        letters.write("sign_in_changed", user, what=CHANGES.get(template_prefix, _("How you sign in was changed.")))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code did not work. Type the newest one."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the host name people use; the browser shows them ours."""
        return super().get_public_key_credential_rp_entity() | {"name": "Alongside"}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a passkey is called that was given no name. The form shows it, and people keep it."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("passkey %(number)s") % {"number": number})


@contextmanager
def about_passkeys(words: str) -> Iterator[None]:
    """Speak of a passkey where allauth speaks of a code."""
    try:
        yield
    except ValidationError as refused:
        raise ValidationError(words) if refused.code == "incorrect_code" else refused from None
    except ValueError:  # what was sent is no passkey at all
        raise ValidationError(words) from None


class PasskeyToAdd(AddWebAuthnForm):
    def clean(self) -> dict[str, Any]:
        with about_passkeys(gettext("That passkey could not be added. Try again, or set up an app.")):
            return super().clean()


class PasskeyAfterPassword(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with about_passkeys(gettext("That passkey did not work. Try again, or use a code.")):
            return super().clean_credential()


class PasskeyOnceMore(ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with about_passkeys(gettext("That passkey did not work. Try again, or use another way.")):
            return super().clean_credential()


class PasskeyAlone(LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with about_passkeys(gettext("That passkey is not known here. It may have been removed. Use your password.")):
            return super().clean_credential()


class OpenIDAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """An outside identity signs in to an account that exists; it never makes one."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """On its first visit, tie an outside identity to the account it belongs to."""
        if sociallogin.is_existing:
            return
        user = openid.account_for(openid.claims_of(sociallogin))
        if user:
            sociallogin.connect(request, user)
            audit.record(by=actor_for(user), verb="account.linked", person=user.person, target=user)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return "/"


@dataclass(frozen=True)
class OutsideWay:
    """A button on the sign-in page that leads to another service's."""

    name: str
    address: str


def outside_ways() -> list[OutsideWay]:
    """The other services somebody can sign in with here; usually one or none."""
    services: list[dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [OutsideWay(app["name"], reverse("openid_connect_login", args=[app["provider_id"]])) for app in services]
