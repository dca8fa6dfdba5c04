"""Doing what may have changed since the page was shown."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from alongside.peers.refusals import NotNow


def attempt(request: HttpRequest, do: Callable[[], object], said: str) -> None:
    """Do it and say so; or say that it can no longer be done."""
    try:
        do()
    except NotNow:
        messages.error(request, _("That has changed meanwhile. Here is how it is now."))
    else:
        messages.success(request, said)
