"""Staff carry other people's records, so a password alone does not let them in."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alongside.people.models import Membership

GetResponse = Callable[[HttpRequest], HttpResponse]


class StaffNeedSecondFactor:
    """Sends a member of any organisation to set up TOTP or a passkey before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/accounts/", "/static/", "/health")) or not _lacks_second_factor(request):
            return self.get_response(request)
        return redirect("mfa_index")


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or settings.MODE == "demo" or request.session.get("second_factor"):
        return False
    if Membership.objects.current().filter(user=user).exists() and not is_mfa_enabled(user):
        return True
    request.session["second_factor"] = True
    return False
