"""The clinician's one screen."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import time_machine
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from alongside.agenda import actions as agenda
from alongside.agenda.models import Result
from alongside.people.actors import actor_for, link_holder
from alongside.plans.actions import agree_goal, end_goal
from tests.bench.measure import row, timed


def screen(cast: Any) -> Iterator[str]:
    """The screen of a visit for somebody with five years of history, against a page with nothing in it."""
    visit = five_years(cast)
    client = cast.client("gp")
    request = RequestFactory().get("/")
    request.user = cast["gp"]

    def page() -> None:
        answer = client.get(f"/visits/{visit.pk}/")
        assert answer.status_code == 200, answer.status_code

    empty = timed(lambda: render_to_string("ui/not_found.jinja", {}, request))
    full = timed(page)
    yield row("visit screen, five years of history, p50", full[0], empty[0], "an empty page rendered")
    yield row("visit screen, five years of history, p95", full[1], empty[1], "an empty page rendered")


def five_years(cast: Any) -> Any:
    """Four visits a year for five years, each with results, concerns, answers and a goal; then one more, still open."""
    now = timezone.now()
    for number in range(20):
        with time_machine.travel(now - timedelta(days=91 * (20 - number))):
            closed_visit(cast, number)
    return open_visit(cast)


def open_visit(cast: Any) -> Any:
    by, own, now = actor_for(cast["gp"]), link_holder(cast.rosa), timezone.now()
    for code in ("4548-4", "2339-0", "29463-7", "8480-6"):
        Result.objects.create(person=cast.rosa, code=code, display=code, value=48, taken_at=now, released_at=now)
    booked = agenda.book_appointment(
        by=by, person=cast.rosa, organisation=cast.elm_bank, starts_at=now + timedelta(days=1)
    )
    preparation = agenda.start_preparation(by=own, appointment=booked)
    agenda.choose_areas(by=own, preparation=preparation, areas=["sleep", "pain", "mood"])
    agenda.rank_concerns(by=own, preparation=preparation, areas=["sleep", "pain", "mood"])
    return agenda.start_visit(by=by, appointment=booked)


def closed_visit(cast: Any, number: int) -> None:
    by, visit = actor_for(cast["gp"]), open_visit(cast)
    for item in visit.items.filter(disposition=""):
        agenda.dispose(by=by, item=item, disposition="done" if item.concern_id else "not_now")
    agenda.close_visit(by=by, visit=visit)
    goal = agree_goal(by=by, person=cast.rosa, words=f"walk to the shop {number}", confidence=6)
    if number < 17:
        end_goal(by=by, goal=goal, state="achieved")
