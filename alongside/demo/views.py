"""Being anybody in Westhaven with one click. This page is not installed in production."""

from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from alongside.demo.queries import accounts, card_groups, latest_messages


@login_not_required
@require_GET
def cast(request: HttpRequest) -> HttpResponse:
    """Everybody a visitor can be, and the messages that would have gone out."""
    return render(request, "demo/cast.jinja", {"groups": card_groups(), "outbox": latest_messages()})


@login_not_required
@require_POST
def be(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign in as one of the cast."""
    user = get_object_or_404(accounts(), pk=pk)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session["second_factor"] = str(user.pk)
    return redirect("portal:home")
