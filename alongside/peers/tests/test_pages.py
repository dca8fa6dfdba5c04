"""What people, buddies and coordinators do by page."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.peers.actions import describe_buddy, end_match, propose_match, share_number
from alongside.peers.models import Buddy, BuddyRequest, Check, Match, Meeting
from alongside.people.models import AuditEvent, ContactPreference, Membership
from conftest import signed_in


def test_a_person_asks_says_yes_and_sees_when_they_are_rung(circle):
    rosa, address = circle.cast.client("rosa"), reverse("peers:yours", args=[circle.cast.rosa.pk])
    assert "They give no medical advice" in rosa.get(address).text
    rosa.post(address, {"topics": ["breath"], "interests": ["garden"], "free_at": ["1am"], "would_rather": ""})
    wish = BuddyRequest.objects.get()
    assert (wish.topics, wish.free_at, wish.by_whom) == (["breath"], ["1am"], "you")
    match = propose_match(by=circle.by, request=wish, buddy=circle.buddy)
    page = rosa.get(address).text
    assert "Buddy Fictional" not in page, "a first name is enough"
    assert "I have had COPD for nine years" in page
    rosa.post(reverse("peers:answer", args=[match.pk]), {"answer": "yes"})
    circle.cast.client("buddy").post(reverse("peers:answer_as_buddy", args=[match.pk]), {"answer": "yes"})
    page = rosa.get(address).text
    assert "rings you on" in page
    assert "01632 960 111" not in page
    rosa.post(reverse("peers:withdraw", args=[circle.cast.rosa.pk]))
    assert Match.objects.get().why == "person"


def test_a_nurse_asks_with_somebody(circle):
    address = reverse("peers:yours", args=[circle.cast.winston.pk])
    circle.cast.client("nurse").post(address, {"topics": ["pain"]})
    assert BuddyRequest.objects.get().by_whom == "a nurse at Elm Bank Surgery"


def test_where_nobody_looks_after_buddies_nobody_is_asked(circle):
    circle.cast["coordinator"].memberships.all().delete()
    rosa, address = circle.cast.client("rosa"), reverse("peers:yours", args=[circle.cast.rosa.pk])
    assert "There are no buddies" in rosa.get(address).text
    rosa.post(address, {"topics": ["breath"]})
    assert not BuddyRequest.objects.exists()


def test_a_coordinator_sees_who_fits_and_why_and_asks_both(circle):
    circle.another("hilda", conditions=["ibs"], topics=[], interests=[])
    wish = circle.ask()
    desk, address = circle.cast.client("coordinator"), reverse("peers:wish", args=[wish.pk])
    page = desk.get(address).text
    assert "Both live with COPD." in page
    assert page.index("Buddy Fictional") < page.index("Hilda Fictional")
    assert AuditEvent.objects.filter(verb="list.buddy.seen", person_id=circle.cast.rosa.pk).count() == 1
    assert desk.post(address, {"buddy": "rubbish"}, follow=True).text.count("That has changed meanwhile") == 1
    desk.post(address, {"buddy": str(circle.buddy.pk)})
    match = Match.objects.get()
    assert (match.both_live_with, len(match.reasons)) == ("Both live with COPD.", 2)
    desk.post(reverse("peers:said_yes", args=[match.pk]))
    circle.cast.client("buddy").post(reverse("peers:answer_as_buddy", args=[match.pk]), {"answer": "yes"})
    assert "all the calls were made" in desk.get(reverse("peers:match", args=[match.pk])).text
    desk.post(reverse("peers:end_match", args=[match.pk]), {"why": "done"})
    assert Match.objects.get().why == "done"


def test_the_best_for_all_is_shown_beside_first_come_and_asked_at_once(circle):
    describe_buddy(by=circle.by, buddy=circle.buddy, wished=1, languages=["en", "ur"])
    circle.another("hilda", conditions=[], topics=[], interests=[], wished=1)
    first = circle.ask()
    second = circle.ask(circle.cast.winston)
    ContactPreference.objects.create(person=circle.cast.winston, language="ur")
    desk, address = circle.cast.client("coordinator"), reverse("peers:together", args=[circle.cast.breathing_team.pk])
    page = desk.get(address).text
    assert "2 people would have a buddy" in page
    assert "1 more than if each took" in page
    assert desk.post(address, {"pair": ["rubbish", f"{first.pk}:{first.pk}"]}, follow=True).text.count(
        "0 pairs are asked"
    )
    desk.post(address, {"pair": re.findall(r'name="pair" value="([^"]+)"', page)})
    assert {match.request for match in Match.objects.all()} == {first, second}


def test_a_buddy_is_approved_checked_describes_themselves_and_leaves(circle):
    Membership.objects.create(user=circle.cast["nobody"], organisation=circle.cast.walkers, role="buddy")
    desk, place = circle.cast.client("coordinator"), circle.cast.breathing_team
    address = reverse("peers:approve", args=[place.pk])
    member = circle.cast["nobody"].memberships.get()
    assert "Nobody Fictional" in desk.get(address).text
    desk.post(address, {"member": member.pk})
    made = Buddy.objects.get(user=circle.cast["nobody"])
    page = reverse("peers:buddy", args=[made.pk])
    assert "before they have: training, reference, DBS check" in desk.get(page).text
    today = timezone.localdate()
    for kind in Check.Kind.values:
        typed = {"kind": kind, "on_day": today.day, "on_month": today.month, "on_year": today.year}
        if kind == "dbs":
            assert "DBS check runs out" in desk.post(page, typed).text
            typed |= {"expires_on_day": 1, "expires_on_month": 1, "expires_on_year": today.year + 3}
        desk.post(page, typed)
    assert "All checks are there" in desk.get(page).text
    own = circle.cast.client("nobody")
    own.post(
        reverse("peers:about"),
        {"languages": ["en", "pl"], "sex": "female", "wished": 3, "topics": ["mood"], "conditions": ["depression"]},
    )
    made.refresh_from_db()
    assert (made.languages, made.wished, made.conditions) == (["en", "pl"], 3, ["depression"])
    end = reverse("peers:end", args=[made.pk])
    assert end in desk.get(page).text
    assert "They are there for nobody just now." in desk.get(end).text
    made.refresh_from_db()
    assert made.ended_at is None, "it is asked first"
    desk.post(end)
    assert "Nobody has approved you" in own.get(reverse("peers:mine")).text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"kind": "dbs"}, "Enter the day"),
        ({"kind": "dbs", "on_day": 1, "on_month": 1, "on_year": 2999}, "still to come"),
        (
            {"kind": "dbs", "on_day": 2, "on_month": 1, "on_year": 2026}
            | {"expires_on_day": 1, "expires_on_month": 1, "expires_on_year": 2026},
            "before it was made",
        ),
    ],
)
def test_a_check_that_cannot_be_is_refused(circle, typed, says):
    before = Check.objects.count()
    page = circle.cast.client("coordinator").post(reverse("peers:buddy", args=[circle.buddy.pk]), typed).text
    assert says in page
    assert Check.objects.count() == before


def test_a_meeting_is_noted(circle):
    address, today = reverse("peers:meeting", args=[circle.cast.breathing_team.pk]), timezone.localdate()
    typed = {"kind": "meeting", "on_day": today.day, "on_month": today.month, "on_year": today.year}
    assert "Choose who was there" in circle.cast.client("coordinator").post(address, typed).text
    circle.cast.client("coordinator").post(address, typed | {"there": [str(circle.buddy.pk)]})
    assert Meeting.objects.get().there.get() == circle.buddy


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose one of these"),
        ({"outcome": "held"}, "You talked, so choose how your talk was"),
        ({"outcome": "held", "went": "well", "minutes": "900"}, "240"),
    ],
)
def test_a_form_of_a_call_with_a_mistake_notes_nothing(circle, typed, says):
    call = circle.match().calls.first()
    assert says in circle.cast.client("buddy").post(reverse("peers:call", args=[call.pk]), typed).text
    call.refresh_from_db()
    assert call.noted_at is None


def test_the_form_of_a_call_asks_each_thing_once_and_says_what_is_wanted_when(circle):
    call = circle.match().calls.first()
    page = circle.cast.client("buddy").get(reverse("peers:call", args=[call.pk])).text
    assert "How did it go?" not in page
    assert page.count("How was your talk?") == 1
    assert "How was your talk? (optional)" not in page
    assert "Answer this if you talked" in page
    assert "For how many minutes? (optional)" in page


def test_no_page_leads_to_what_is_somebody_elses(circle):
    match, other = circle.match(), circle.another("hilda")
    hilda = Client()
    hilda.cookies[settings.SESSION_COOKIE_NAME] = signed_in(other.user)
    for address in (
        reverse("peers:call", args=[match.calls.first().pk]),
        reverse("peers:raise_worry", args=[match.pk]),
    ):
        assert hilda.get(address).status_code == 404
    for name in ("answer_as_buddy", "number_as_buddy"):
        assert hilda.post(reverse(f"peers:{name}", args=[match.pk])).status_code == 404
    for name in ("answer", "number"):
        assert circle.cast.client("winston").post(reverse(f"peers:{name}", args=[match.pk])).status_code == 404


@pytest.mark.parametrize("who", ["nurse", "daughter"])
def test_saying_yes_and_sharing_a_number_are_the_persons_own(circle, who):
    match = propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    browser = circle.cast.client(who)
    for name in ("answer", "number"):
        assert (
            browser.post(reverse(f"peers:{name}", args=[match.pk]), {"answer": "yes", "share": "yes"}).status_code
            == 404
        )
    match.refresh_from_db()
    assert match.person_yes_at is None


def test_a_carer_does_not_agree_for_somebody_that_a_buddy_is_told(circle):
    address = reverse("peers:yours", args=[circle.cast.rosa.pk])
    assert circle.cast.client("daughter").post(address, {"topics": ["breath"]}).status_code == 404
    assert not BuddyRequest.objects.exists()


def test_nobody_but_the_person_reads_the_number_of_a_buddy(circle):
    match = circle.match()
    for side in ("buddy", "person"):
        share_number(by=circle.by, match=match, side=side, yes=True)
    address = reverse("peers:yours", args=[circle.cast.rosa.pk])
    assert "01632 960 111" in circle.cast.client("rosa").get(address).text
    for who in ("nurse", "daughter"):
        assert "01632 960 111" not in circle.cast.client(who).get(address).text


def test_whoever_puts_calls_through_has_both_numbers(circle):
    page = circle.cast.client("coordinator").get(reverse("peers:match", args=[circle.match().pk])).text
    assert "07700900101" in page
    assert "01632 960 111" in page


def test_by_phone_they_would_rather_not(circle):
    desk = circle.cast.client("coordinator")
    match = propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    desk.post(reverse("peers:said_no", args=[match.pk]))
    assert BuddyRequest.objects.get().state == "waiting"
    desk.post(reverse("peers:take_off", args=[match.request_id]))
    assert BuddyRequest.objects.get().state == "over"


def test_a_proposal_that_ends_is_not_all_calls_made(circle):
    match = propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    circle.cast.client("coordinator").post(reverse("peers:end_match", args=[match.pk]), {"why": "done"})
    assert BuddyRequest.objects.get().state == "waiting"


def test_a_check_is_taken_back(circle):
    check = circle.buddy.checks.get(kind="dbs")
    desk = circle.cast.client("coordinator")
    desk.post(reverse("peers:take_back_check", args=[circle.buddy.pk, check.pk]))
    assert "before they have: DBS check" in desk.get(reverse("peers:buddy", args=[circle.buddy.pk])).text


def test_home_says_that_a_buddy_could_be_there_and_asks_nobody_for_them(circle):
    propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    home = reverse("portal:person", args=[circle.cast.rosa.pk])
    assert "Somebody could be your buddy" in circle.cast.client("rosa").get(home).text
    assert "buddy" not in circle.cast.client("daughter").get(home).text


def test_what_ended_long_ago_is_read_no_more(circle):
    match = circle.match()
    end_match(by=circle.by, match=match, why="done")
    Match.objects.update(ended_at=timezone.now() - timedelta(days=31))
    assert circle.cast.client("buddy").get(reverse("peers:raise_worry", args=[match.pk])).status_code == 404
    assert circle.cast.client("coordinator").get(reverse("peers:match", args=[match.pk])).status_code == 404


def test_numbers_are_shared_by_both_sides_pages(circle):
    match = circle.match()
    circle.cast.client("rosa").post(reverse("peers:number", args=[match.pk]), {"share": "yes"})
    circle.cast.client("buddy").post(reverse("peers:number_as_buddy", args=[match.pk]), {"share": "yes"})
    assert "07700900101" in circle.cast.client("buddy").get(reverse("peers:mine")).text
    assert "01632 960 111" in circle.cast.client("rosa").get(reverse("peers:yours", args=[circle.cast.rosa.pk])).text
    circle.cast.client("rosa").post(reverse("peers:number", args=[match.pk]), {"share": "no"})
    assert "07700900101" not in circle.cast.client("buddy").get(reverse("peers:mine")).text


def test_before_somebody_is_a_buddy_no_more_it_is_said_for_how_many_they_are_there(circle):
    for person in (circle.cast.rosa, circle.cast.winston):
        circle.match(person)
    asked = circle.cast.client("coordinator").get(reverse("peers:end", args=[circle.buddy.pk])).text
    assert "They are there for 2 people. The calls stop, and those people wait for another buddy." in asked
