"""What a load balancer and a monitor ask."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from alongside.config.waiting import report


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers; anything else is an error page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def health_of_messages(request: HttpRequest) -> HttpResponse:
    """Answer 200 while everything leaves in time, 503 when something waits too long; no numbers for strangers."""
    late = report(timezone.now()).late
    return HttpResponse("late\n" if late else "ok\n", content_type="text/plain", status=503 if late else 200)
