"""The audit trail."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.test import RequestFactory

from alongside.people import audit
from alongside.people.actors import actor_for
from tests.bench.measure import clock, row, timed

ROWS = 20_000


def trail(cast: Any) -> Iterator[str]:
    """Sealing and checking, against writing; and the page of somebody who was looked at very often."""
    by = actor_for(cast["nurse"])
    with transaction.atomic():
        writing = clock(lambda: [audit.record(by=by, verb="plan.seen", person=cast.rosa) for _ in range(ROWS)])
    sealing = clock(lambda: list(audit.seal_all()))
    found: list[str] = []
    checking = clock(lambda: found.extend(audit.flaws()))
    assert not found, found
    yield row(f"sealing the audit trail, per row of {ROWS}", sealing / ROWS, writing / ROWS, "writing it")
    yield row(f"checking the audit trail, per row of {ROWS}", checking / ROWS, writing / ROWS, "writing it")
    idle = timed(lambda: list(audit.seal_all()))
    yield row("a round with nothing to seal, p50", idle[0], writing / ROWS, "writing a row")
    client, request = cast.client("rosa"), RequestFactory().get("/")
    request.user = cast["rosa"]
    empty = timed(lambda: render_to_string("ui/not_found.jinja", {}, request))
    page = timed(lambda: client.get(f"/people/{cast.rosa.pk}/seen-by/"))
    yield row(f"who looked, a person of {ROWS} rows, p50", page[0], empty[0], "an empty page rendered")
