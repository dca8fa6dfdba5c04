"""What a load balancer and a monitor ask."""

import logging
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from alongside.config.waiting import report

log = logging.getLogger(__name__)
OK = "ok"


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the program and its database answer, 503 when the database does not."""
    return _answer(_database_answers)


@login_not_required
def health_of_messages(request: HttpRequest) -> HttpResponse:
    """Answer 200 while everything leaves in time, 503 when something waits too long; no numbers for strangers."""
    return _answer(lambda: "late" if report(timezone.now()).late else OK)


def _answer(ask: Callable[[], str]) -> HttpResponse:
    try:
        word = ask()
    except DatabaseError as trouble:
        log.error("The database does not answer: %s", trouble)
        word = "no database"
    return HttpResponse(f"{word}\n", content_type="text/plain", status=200 if word == OK else 503)


def _database_answers() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK
