"""Signing in with an outside identity over OpenID Connect, such as NHS login.

allauth speaks the protocol. What NHS login asks for beyond that is here: the signature of the identity token is always
checked, however it came; and who we are is proved with a signed statement (private_key_jwt) where a key is given.
"""

import time
import uuid
from pathlib import Path
from typing import Any

import jwt
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from alongside.people.models import User

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# NHS login's highest level: the provider saw proof of who it is. Below it, an NHS number is only something typed.
PROVEN = "P9"


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """allauth's adapter, trusting nothing that is not signed."""

    @property
    def basic_auth(self) -> bool:
        return not settings.OIDC_PRIVATE_KEY_FILE and super().basic_auth

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Exchange the code. `did_fetch_access_token` stays false, which makes allauth check the signature."""
        proof = None
        if settings.OIDC_PRIVATE_KEY_FILE:
            proof, client.consumer_secret = self._proof_of_who_we_are(app), ""  # with a key, no secret leaves here
        code = request.GET["code"]
        answer: dict[str, Any] = client.get_access_token(code, pkce_code_verifier=pkce_code_verifier, extra_data=proof)
        return answer

    def _proof_of_who_we_are(self, app: Any) -> dict[str, str]:
        claims = {
            "iss": app.client_id,
            "sub": app.client_id,
            "aud": self.access_token_url,
            "jti": str(uuid.uuid4()),
            "exp": int(time.time()) + 300,
        }
        key = Path(settings.OIDC_PRIVATE_KEY_FILE).read_text()
        signed = jwt.encode(claims, key, algorithm="RS512", headers={"kid": settings.OIDC_KEY_ID})
        return {"client_assertion_type": ASSERTION, "client_assertion": signed}

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Refuse an answer without an identity token, or one whose two halves speak of different people."""
        if "id_token" not in kwargs["response"]:
            raise OAuth2Error("The provider sent no identity token.")
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        if "userinfo" in told and told["userinfo"].get("sub") != told["id_token"]["sub"]:
            raise OAuth2Error("The provider's answers are about different people.")
        return login


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends the browser back to."""
    try:
        return OAuth2CallbackView.adapter_view(StrictAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404("No such page.") from None


def claims_of(sociallogin: Any) -> dict[str, Any]:
    """What the provider said of somebody, from both of its answers."""
    told = sociallogin.account.extra_data
    return {**told.get("id_token", {}), **told.get("userinfo", {})}


def account_for(claims: dict[str, Any]) -> User | None:
    """The account an outside identity belongs to: by its NHS number, proven, or its e-mail address, verified.

    None when neither is known here, or when they name two different accounts.
    """
    found = set(_by_nhs_number(claims)) | set(_by_email(claims))
    return found.pop() if len(found) == 1 else None


def _by_nhs_number(claims: dict[str, Any]) -> list[User]:
    number = claims.get("nhs_number")
    if not number or claims.get("identity_proofing_level") != PROVEN:
        return []
    return list(User.objects.filter(person__nhs_number=number, is_active=True))


def _by_email(claims: dict[str, Any]) -> list[User]:
    verified = claims.get("email_verified") in (True, "true")
    return list(User.objects.filter(email__iexact=claims["email"], is_active=True)) if verified else []
