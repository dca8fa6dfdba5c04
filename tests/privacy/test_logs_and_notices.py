"""What is left behind on a machine: in its log, in its browser, in the trail."""

import logging
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from alongside.agenda import actions as agenda
from alongside.config.logs import Discreet
from alongside.messages.links import token_of
from alongside.messages.models import SignedLink
from alongside.people.actors import SYSTEM, link_holder
from alongside.people.models import AuditEvent
from alongside.plans import actions as plans
from conftest import Cast


def logged(words: str, *facts: object) -> str:
    return Discreet().format(logging.LogRecord("django.request", logging.WARNING, __file__, 1, words, facts, None))


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/l/abcDEF-_123/", "/l/…/"),
        ("/l/abcDEF-_123/prepare/most/", "/l/…/prepare/most/"),
        ("/l/abc", "/l/…"),
        ("/accounts/password/3k-c8x-1f2e/", "/accounts/password/…/"),
        ("/accounts/password/reset/", "/accounts/password/reset/"),
        ("/people/find/", "/people/find/"),
    ],
)
def test_a_line_of_the_log_names_no_key(path: str, kept: str) -> None:
    assert logged("%s: %s", "Gone", path) == f"Gone: {kept}"


def test_every_line_the_program_logs_goes_that_way(settings: object) -> None:
    handlers = settings.LOGGING["handlers"].values()  # type: ignore[attr-defined]
    assert handlers
    assert all(handler["formatter"] == "discreet" for handler in handlers)


def test_a_traceback_tells_no_values_of_the_row_that_was_refused() -> None:
    refused = "value is wrong\nDETAIL:  Failing row contains (Rosa, Ashworth, My\nknees)."
    try:
        raise ValueError(refused)
    except ValueError as first:
        try:
            raise RuntimeError(refused) from first
        except RuntimeError:
            told = Discreet().format(logging.LogRecord("x", logging.ERROR, __file__, 1, "Broke", (), sys.exc_info()))
    assert told.count("value is wrong\nDETAIL: left out") == 2
    assert "RuntimeError" in told
    for value in ("Rosa", "Ashworth", "knees"):
        assert value not in told


def test_a_link_that_refuses_does_not_end_up_in_the_log(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    console = next(row for row in logging.root.handlers if isinstance(row.formatter, Discreet))
    monkeypatch.setattr(console, "stream", StringIO())
    soon = timezone.now() + timedelta(days=1)
    agenda.book_appointment(by=SYSTEM, person=cast.rosa, organisation=cast.elm_bank, starts_at=soon)
    token = token_of(SignedLink.objects.get())
    assert Client().post(f"/l/{token}/prepare/most/", {"words": "My knees"}).status_code == 409
    told = console.stream.getvalue()  # type: ignore[attr-defined]  # a StreamHandler's
    assert "Conflict: /l/…/prepare/most/" in told
    assert token not in told


def test_a_notice_with_a_name_goes_with_the_session(cast: Cast) -> None:
    browser = cast.client("receptionist")
    browser.post(f"/people/{cast.rosa.pk}/contact/", {"channel": "none", "language": "en"})
    assert set(browser.cookies) <= {"sessionid", "csrftoken"}
    browser.logout()
    assert "Saved." not in browser.get("/accounts/login/").content.decode()


def test_the_trail_holds_no_answers(cast: Cast) -> None:
    """It outlives whoever is forgotten, and is read by people who see no answers."""
    goal = plans.agree_goal(by=SYSTEM, person=cast.rosa, words="Walk", confidence=3, why="To sing")
    me = link_holder(cast.rosa)
    plans.answer_now(by=me, goal=goal, going="not_going", confidence=2, days_done=1, words="Sore knees")
    levels = dict.fromkeys(("much_less", "less", "expected", "better", "much_better"), "steps")
    plans.rate_level(by=me, scale=plans.describe_levels(by=me, goal=goal, **levels), level=-2)
    details = str([row.detail for row in AuditEvent.objects.all()])
    for answer in ("not_going", "Sore", "sing", "-2", "steps"):
        assert answer not in details
