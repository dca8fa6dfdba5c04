"""Whoever rings and whoever is rung hear of what changes for them, and never of whom or why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.messages.models import Message
from alongside.peers.actions import (
    end_buddy,
    end_match,
    look_round,
    note_check,
    propose_match,
    say_no,
    say_yes,
    withdraw,
)
from alongside.people.actors import SYSTEM, actor_for
from alongside.ui.formats import short_day
from conftest import letters

TODAY = timezone.localdate
pytestmark = pytest.mark.usefixtures("in_june")


@pytest.fixture
def told(circle, django_capture_on_commit_callbacks):
    """What an account, usually the buddy's, is written to about while something is done."""

    def done(do, who="buddy"):
        before = len(letters())
        with django_capture_on_commit_callbacks(execute=True):
            do()
        return [letter for letter in letters()[before:] if letter.to == [circle.cast[who].email]]

    return done


def proposed(circle):
    return propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)


# Whoever rings


def test_a_buddy_is_asked_by_e_mail_without_a_word_of_whom_and_until_when(circle, told):
    wish = circle.ask()
    [letter] = told(lambda: propose_match(by=circle.by, request=wish, buddy=circle.buddy))
    assert letter.subject == "Would you ring somebody?"
    assert short_day(TODAY() + timedelta(days=14)) in letter.body
    assert "/buddies/mine/" in letter.body
    for secret in ("Rosa", "Ashworth", "COPD", "breath"):
        assert secret not in letter.body + letter.subject


@pytest.mark.parametrize("second", ["buddy", "person"])
def test_whoever_says_yes_last_the_buddy_hears_when_to_ring_first(circle, told, second):
    match = proposed(circle)
    first = {"buddy": "person", "person": "buddy"}[second]
    assert told(lambda: say_yes(by=circle.by, match=match, side=first)) == []
    [letter] = told(lambda: say_yes(by=circle.by, match=match, side=second))
    assert f"Your first call is on {short_day(match.calls.first().due)}." in letter.body
    assert told(lambda: say_yes(by=circle.by, match=match, side=second)) == []


NOT_NEEDED = {
    "the person would rather not": lambda circle, match: say_no(by=circle.by, match=match, side="person"),
    "the person is no longer looking": lambda circle, match: withdraw(by=SYSTEM, request=match.request),
    "nobody answered": lambda circle, match: look_round(by=SYSTEM, today=TODAY() + timedelta(days=15)),
}


@pytest.mark.parametrize("end", NOT_NEEDED.values(), ids=NOT_NEEDED)
def test_a_buddy_who_was_asked_hears_that_it_does_not_come_to_calls(circle, told, end):
    match = proposed(circle)
    [letter] = told(lambda: end(circle, match))
    assert letter.subject == "You need not ring this time"


def test_a_buddy_who_says_no_is_not_written_to_about_it(circle, told):
    match = proposed(circle)
    assert told(lambda: say_no(by=circle.by, match=match, side="buddy")) == []


def test_paused_and_going_on_a_buddy_hears_of_both_once(circle, told):
    match = circle.match()
    circle.buddy.checks.filter(kind="dbs").update(expires_on=TODAY())
    tomorrow = TODAY() + timedelta(days=1)
    [letter] = told(lambda: look_round(by=SYSTEM, today=tomorrow))
    assert "one of your checks has run out" in letter.body
    assert told(lambda: look_round(by=SYSTEM, today=tomorrow)) == []
    note_check(by=circle.by, buddy=circle.buddy, kind="dbs", on=TODAY(), expires_on=TODAY() + timedelta(days=900))
    [letter] = told(lambda: look_round(by=SYSTEM, today=tomorrow))
    assert f"The next is on {short_day(match.calls.first().due)}." in letter.body


ENDS = {
    "the person would rather stop": lambda circle, match: withdraw(by=SYSTEM, request=match.request),
    "all calls were made": lambda circle, match: end_match(by=circle.by, match=match, why="done"),
    "the coordinator ends it": lambda circle, match: end_match(by=circle.by, match=match, why="coordinator"),
    "the buddy is one no more": lambda circle, match: end_buddy(by=circle.by, buddy=circle.buddy),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_however_it_ends_the_buddy_is_told_to_ring_no_more_and_not_why(circle, told, end):
    match = circle.match()
    [letter] = told(lambda: end(circle, match))
    assert "please do not ring them any more" in letter.body
    assert "Rosa" not in letter.body + letter.subject


def test_whoever_is_a_buddy_no_more_is_sent_to_no_page_of_calls(circle, told):
    circle.match()
    [letter] = told(lambda: end_buddy(by=circle.by, buddy=circle.buddy))
    assert "/buddies/mine/" not in letter.body


def test_a_closed_account_is_written_to_no_more(circle, told):
    match = circle.match()
    circle.cast["buddy"].is_active = False
    circle.cast["buddy"].save()
    assert told(lambda: end_match(by=circle.by, match=match, why="done")) == []


# Whoever is rung


def waiting_for(circle):
    return list(Message.objects.filter(person=circle.cast.rosa, state="waiting").values_list("template", flat=True))


@pytest.mark.parametrize("end", [ENDS["the buddy is one no more"], ENDS["the coordinator ends it"]])
def test_whose_calls_stop_is_told_that_somebody_else_is_looked_for_and_no_more_of_a_first_day(circle, end):
    match = circle.match()
    assert waiting_for(circle) == ["buddy.begins"]
    end(circle, match)
    assert waiting_for(circle) == ["buddy.stopped"]


def test_whoever_is_no_buddy_any_more_is_missed_by_the_person_with_a_word_from_us(circle):
    circle.match()
    circle.cast["buddy"].memberships.all().delete()
    look_round(by=SYSTEM, today=TODAY())
    assert waiting_for(circle) == ["buddy.stopped"]


def test_who_is_not_rung_yet_or_would_rather_not_be_is_told_of_no_stop(circle):
    end_match(by=circle.by, match=proposed(circle), why="coordinator")
    withdraw(by=SYSTEM, request=circle.match(circle.cast.winston).request)
    assert not Message.objects.filter(template="buddy.stopped").exists()


def test_each_pause_is_told_for_itself(circle):
    circle.match()
    dbs = circle.buddy.checks.filter(kind="dbs")
    for day in (1, 3):
        dbs.update(expires_on=TODAY())
        look_round(by=SYSTEM, today=TODAY() + timedelta(days=day))
        assert waiting_for(circle) == ["buddy.paused"]
        dbs.update(expires_on=TODAY() + timedelta(days=900))
        look_round(by=SYSTEM, today=TODAY() + timedelta(days=day + 1))
        assert "buddy.paused" not in waiting_for(circle)


# Whoever looks after buddies


def test_coordinators_hear_that_somebody_asks_for_a_buddy_and_not_who(circle, told):
    [letter] = told(circle.ask, who="coordinator")
    assert letter.subject == "Somebody waits for a buddy"
    assert "/buddies/" in letter.body
    for secret in ("Rosa", "Ashworth", "COPD", "breath"):
        assert secret not in letter.body + letter.subject


def test_coordinators_hear_of_whoever_waits_again_unless_they_did_it_themselves(circle, told):
    match, buddys = proposed(circle), actor_for(circle.cast["buddy"])
    [letter] = told(lambda: say_no(by=buddys, match=match, side="buddy"), who="coordinator")
    assert letter.subject == "Somebody waits for a buddy"
    match = circle.match(circle.cast.winston)
    assert told(lambda: end_match(by=circle.by, match=match, why="coordinator"), who="coordinator") == []


def test_where_nobody_is_coordinator_whoever_can_name_one_hears_of_it(circle, told):
    circle.cast["coordinator"].memberships.all().delete()
    [letter] = told(circle.ask, who="administrator")
    assert "please name somebody" in letter.body
