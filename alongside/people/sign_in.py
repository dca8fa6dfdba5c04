"""What allauth asks of us."""

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from alongside.people import audit, openid
from alongside.people.actors import actor_for


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation from a practice, never by walking in."""
        return False


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
