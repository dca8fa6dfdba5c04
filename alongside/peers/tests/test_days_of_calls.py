"""Calls are on days that both can, and on no bank holiday."""

from datetime import date

import pytest
import time_machine

from alongside.peers.actions import describe_buddy, look_round, note_call, note_check, propose_match, say_yes
from alongside.peers.matching import day_of_call, week_days
from alongside.people.actors import SYSTEM
from tests.circle import make_circle

MONDAY, TUESDAY, FRIDAY, SATURDAY = 0, 1, 4, 5


@pytest.mark.parametrize(
    ("person", "buddy", "days"),
    [
        (["0am", "2pm"], ["0am", "4eve"], {MONDAY}),
        (["0am"], ["0pm", "4eve"], {MONDAY, FRIDAY}),  # nothing in common any more: when the buddy can
        ([], ["4eve"], {FRIDAY}),
        (["1am"], [], {TUESDAY}),
        ([], [], set()),
    ],
)
def test_both_count_then_the_buddy_then_whoever_said_something(person, buddy, days):
    assert week_days(person, buddy) == days


@pytest.mark.parametrize(
    ("earliest", "days", "found"),
    [
        ("2026-12-03", {MONDAY}, "2026-12-07"),
        ("2026-12-07", {MONDAY}, "2026-12-07"),
        ("2026-12-03", set(), "2026-12-03"),
        ("2026-12-25", {FRIDAY}, "2027-01-08"),  # Christmas Day, then New Year's Day
        ("2026-12-28", {MONDAY}, "2027-01-04"),  # instead of Boxing Day, which is on a Saturday
        ("2026-12-26", {SATURDAY}, "2027-01-02"),
        ("2026-12-25", set(), "2026-12-27"),  # a Sunday, on which nobody said that they cannot
        ("2027-03-26", {FRIDAY}, "2027-04-02"),  # Good Friday
    ],
)
def test_the_first_day_that_both_can_is_no_holiday(earliest, days, found):
    assert day_of_call(date.fromisoformat(earliest), days).isoformat() == found


@pytest.fixture
def mondays(cast):
    """Both can on Monday mornings, and have said yes on Thursday, 3 December 2026."""
    with time_machine.travel("2026-12-03T09:00Z", tick=True):
        circle = make_circle(cast)
        buddy = describe_buddy(by=circle.by, buddy=circle.buddy, free_at=["0am", "4am"])
        match = propose_match(by=circle.by, request=circle.ask(free_at=["0am", "2pm"]), buddy=buddy)
        for side in ("buddy", "person"):
            say_yes(by=circle.by, match=match, side=side)
        yield circle, match


def days_of(match):
    return [f"{call.due:%a %d %b}" for call in match.calls.order_by("due")]


def test_who_both_can_on_mondays_is_rung_on_mondays_and_not_over_christmas(mondays):
    _circle, match = mondays
    assert days_of(match) == ["Mon 07 Dec", "Mon 14 Dec", "Mon 21 Dec", "Mon 04 Jan"]


def test_a_call_that_is_made_up_for_is_on_such_a_day_too(mondays):
    circle, match = mondays
    note_call(by=circle.by, call=match.calls.first(), outcome="no_answer")
    assert days_of(match)[-1] == "Mon 11 Jan"


def test_calls_that_go_on_after_a_pause_are_on_such_days_too(mondays):
    circle, match = mondays
    circle.buddy.checks.filter(kind="dbs").update(expires_on="2026-12-03")
    look_round(by=SYSTEM, today=date(2026, 12, 4))
    until = date(2028, 1, 1)
    note_check(by=circle.by, buddy=circle.buddy, kind="dbs", on=date(2026, 12, 3), expires_on=until)
    look_round(by=SYSTEM, today=date(2026, 12, 9))
    assert days_of(match) == ["Mon 14 Dec", "Mon 21 Dec", "Mon 04 Jan", "Mon 11 Jan"]
