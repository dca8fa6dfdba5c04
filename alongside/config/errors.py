"""The pages shown when something went wrong. Each says what to do next."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/not_found.jinja", status=404)


@login_not_required
def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "config/not_allowed.jinja", status=403)


@login_not_required
def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "config/not_understood.jinja", status=400)


@login_not_required
def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: most often a page left open for longer than the session."""
    return render(request, "config/page_too_old.jinja", status=403)


@login_not_required
def too_often(request: HttpRequest) -> HttpResponse:
    """Signing in, or asking for a new password, too many times in a short while."""
    return render(request, "config/too_often.jinja", status=429)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Our mistake. Rendered without the request: what broke may be the database or the session it would ask."""
    return HttpResponseServerError(render_to_string("config/broken.jinja"))
