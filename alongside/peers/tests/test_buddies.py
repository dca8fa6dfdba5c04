"""From a wish to its end: checks, limits, both say yes, calls, and nobody's number before both wish it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alongside.messages.models import Message
from alongside.peers.actions import (
    approve_buddy,
    describe_buddy,
    end_buddy,
    end_match,
    look_round,
    note_call,
    note_check,
    note_meeting,
    propose_match,
    say_no,
    say_yes,
    share_number,
    take_back_check,
    withdraw,
)
from alongside.peers.models import Buddy, BuddyRequest, Call, Check, Match
from alongside.peers.queries import buddies_of, desk_of, lacks, mine_of, yours_of
from alongside.peers.refusals import AlreadyAsked, NotFree, NotNow
from alongside.people.actions import withdraw_consent
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent, Consent, Membership, Person, Registration
from tests.circle import checked

TODAY = timezone.localdate
pytestmark = pytest.mark.usefixtures("in_june")


def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


# Asking, and being asked


def test_who_asks_agrees_that_a_buddy_is_told_and_waits_once(circle):
    wish = circle.ask()
    assert Consent.objects.in_force().filter(person=circle.cast.rosa, purpose="peer_supporter").exists()
    with pytest.raises(AlreadyAsked):
        circle.ask()
    assert BuddyRequest.objects.get() == wish


@pytest.mark.parametrize("kind", Check.Kind.values)
def test_nobody_is_given_to_a_buddy_who_lacks_a_check(circle, kind):
    circle.buddy.checks.filter(kind=kind).delete()
    with pytest.raises(NotFree):
        propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)


def test_a_check_that_ran_out_is_none(circle):
    wish = circle.ask()
    with in_days(401), pytest.raises(NotFree):
        propose_match(by=circle.by, request=wish, buddy=circle.buddy)


def test_a_buddy_has_no_more_than_they_are_willing_to_ring(circle):
    buddy = describe_buddy(by=circle.by, buddy=circle.buddy, wished=1)
    propose_match(by=circle.by, request=circle.ask(), buddy=buddy)
    with pytest.raises(NotFree):
        propose_match(by=circle.by, request=circle.ask(circle.cast.winston), buddy=buddy)
    with pytest.raises(IntegrityError, match="no_more_than_a_buddy_is_willing"), transaction.atomic():
        Buddy.objects.filter(pk=buddy.pk).update(taken=2)


def test_who_wishes_to_ring_fewer_is_given_nobody_new_until_as_few_are_left(circle, campus_people):
    match = circle.match()
    circle.match(circle.cast.winston)
    assert describe_buddy(by=circle.by, buddy=circle.buddy, wished=1).most == 2
    end_match(by=circle.by, match=match, why="done")
    assert Buddy.objects.get().most == 1
    with pytest.raises(NotFree):
        propose_match(by=circle.by, request=circle.ask(campus_people(1)[0]), buddy=circle.buddy)


def test_nobody_is_rung_before_both_said_yes(circle):
    match = propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    assert not match.calls.exists()
    say_yes(by=circle.by, match=match, side="person")
    assert not match.calls.exists()
    with pytest.raises(IntegrityError, match="nobody_is_rung_before_both_said_yes"), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(state="running")
    match = say_yes(by=circle.by, match=match, side="buddy")
    assert match.state == Match.State.RUNNING
    days = [(call.due - TODAY()).days for call in match.calls.all()]
    assert days == [3, 10, 17, 24]
    assert say_yes(by=circle.by, match=match, side="buddy").calls.count() == 4


@pytest.mark.parametrize("side", ["person", "buddy"])
def test_a_no_is_nobodys_fault_and_the_person_waits_as_long_as_before(circle, side):
    wish = circle.ask()
    asked = wish.asked_at
    match = propose_match(by=circle.by, request=wish, buddy=circle.buddy)
    say_no(by=circle.by, match=match, side=side)
    wish.refresh_from_db()
    assert (wish.state, wish.asked_at, Buddy.objects.get().taken) == ("waiting", asked, 0)
    with pytest.raises(NotNow):
        say_yes(by=circle.by, match=match, side=side)
    assert desk_of([circle.cast.breathing_team.pk]).waiting[0].request == wish


# What each sees of the other


def test_a_buddy_sees_no_name_before_both_said_yes_and_no_number_before_both_wish_it(circle):
    Person.objects.filter(pk=circle.cast.rosa.pk).update(phone="07700 900 123")
    match = propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    [mine] = mine_of(circle.buddy)
    assert "Rosa" not in mine.who
    for side in ("buddy", "person"):
        say_yes(by=circle.by, match=match, side=side)
    assert mine_of(circle.buddy)[0].who == "Rosa"
    for side in ("buddy", "person"):
        assert (mine_of(circle.buddy)[0].number, yours_of(circle.cast.rosa).number) == ("", "")
        share_number(by=circle.by, match=match, side=side, yes=True)
    assert (mine_of(circle.buddy)[0].number, yours_of(circle.cast.rosa).number) == ("07700 900 123", "01632 960 111")
    end_match(by=circle.by, match=match, why="done")
    assert mine_of(circle.buddy)[0].number == ""
    with pytest.raises(NotNow):
        share_number(by=circle.by, match=match, side="person", yes=True)


# Calls


def test_a_call_that_was_held_is_one_of_four_and_one_that_was_not_is_made_up_for(circle):
    match = circle.match()
    first, second, *_rest = match.calls.all()
    note_call(by=circle.by, call=first, outcome="held", minutes=12, went="well")
    assert match.calls.count() == 4
    note_call(by=circle.by, call=second, outcome="no_answer", minutes=12, went="well")
    calls = list(match.calls.all())
    assert [call.number for call in calls] == [1, 2, 3, 4, 5]
    assert (calls[-1].due - calls[-2].due).days == 7
    second.refresh_from_db()
    assert (second.minutes, second.went) == (None, "")


def test_said_again_a_call_is_put_right(circle):
    match = circle.match()
    call = match.calls.first()
    note_call(by=circle.by, call=call, outcome="no_answer")
    note_call(by=circle.by, call=call, outcome="held", minutes=10, went="hard")
    assert (match.calls.count(), Call.objects.get(pk=call.pk).went) == (4, "hard")


def test_nobody_is_rung_for_ever(circle):
    match = circle.match()
    for _each in range(12):
        call = match.calls.filter(noted_at=None).first()
        if call:
            note_call(by=circle.by, call=call, outcome="no_answer")
    assert match.calls.count() == 8


def test_after_the_end_nothing_is_noted(circle):
    match = circle.match()
    call = match.calls.first()
    note_call(by=circle.by, call=call, outcome="held", went="well")
    end_match(by=circle.by, match=match, why="done")
    with pytest.raises(NotNow):
        note_call(by=circle.by, call=call, outcome="held", went="well")


# What nobody has to remember


def test_all_calls_made_it_ends_a_week_later_and_the_place_is_free(circle):
    match = circle.match()
    for call in match.calls.all():
        note_call(by=circle.by, call=call, outcome="held", went="well")
    assert look_round(by=SYSTEM, today=TODAY() + timedelta(days=30)) == 0
    assert look_round(by=SYSTEM, today=TODAY() + timedelta(days=32)) == 1
    match.refresh_from_db()
    circle.buddy.refresh_from_db()
    assert (match.state, match.why, match.request.state, circle.buddy.taken) == ("ended", "done", "over", 0)
    assert circle.ask().state == "waiting", "they can ask again"


def test_a_check_that_runs_out_in_the_middle_pauses_the_calls_until_it_is_renewed(circle):
    match = circle.match()
    soon = TODAY() + timedelta(days=5)
    circle.buddy.checks.filter(kind="dbs").update(expires_on=soon)
    assert look_round(by=SYSTEM, today=soon) == 0
    assert look_round(by=SYSTEM, today=soon + timedelta(days=1)) == 1
    match.refresh_from_db()
    assert match.state == Match.State.PAUSED
    with pytest.raises(NotNow):
        note_call(by=circle.by, call=match.calls.first(), outcome="held", went="well")
    with in_days(20):
        note_check(by=circle.by, buddy=circle.buddy, kind="dbs", on=TODAY(), expires_on=TODAY() + timedelta(days=900))
        assert look_round(by=SYSTEM, today=TODAY()) == 1
        match.refresh_from_db()
        assert match.state == Match.State.RUNNING
        days = [(call.due - TODAY()).days for call in match.calls.all()]
        assert days == [1, 8, 15, 22]


def agrees_no_more(circle):
    withdraw_consent(by=SYSTEM, person=circle.cast.rosa, purpose="peer_supporter")


def died(circle):
    Person.objects.filter(pk=circle.cast.rosa.pk).update(died_on=TODAY())


def no_buddy_any_more(circle):
    circle.cast["buddy"].memberships.all().delete()


def lost_a_check(circle):
    circle.buddy.checks.filter(kind="dbs").update(expires_on=TODAY() - timedelta(days=1))


CHANGES = [agrees_no_more, died, no_buddy_any_more, lost_a_check]


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_since_a_proposal_is_heeded_before_a_yes(circle, change):
    match = propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    say_yes(by=circle.by, match=match, side="person")
    change(circle)
    with pytest.raises(NotNow):
        say_yes(by=circle.by, match=match, side="buddy")
    assert not Call.objects.exists()


@pytest.mark.parametrize("change", CHANGES)
def test_no_number_is_shown_once_something_has_changed_even_before_the_night(circle, change):
    match = circle.match()
    for side in ("buddy", "person"):
        share_number(by=circle.by, match=match, side=side, yes=True)
    assert mine_of(circle.buddy)[0].number
    change(circle)
    assert [row.number for row in mine_of(circle.buddy)] in ([""], [])
    assert yours_of(circle.cast.rosa).number == ""


def test_taking_back_the_yes_is_heeded_at_once(circle):
    circle.match()
    waits = circle.ask(circle.cast.winston)
    for person in (circle.cast.rosa, circle.cast.winston):
        withdraw_consent(by=SYSTEM, person=person, purpose="peer_supporter")
    assert [row.who for row in mine_of(circle.buddy)] == ["Somebody you rang"]
    assert desk_of([circle.cast.breathing_team.pk]).waiting == []
    with pytest.raises(NotNow):
        propose_match(by=circle.by, request=waits, buddy=circle.buddy)


def test_a_number_can_be_taken_back_while_the_calls_are_paused(circle):
    match = circle.match()
    share_number(by=circle.by, match=match, side="person", yes=True)
    Match.objects.filter(pk=match.pk).update(state="paused")
    with pytest.raises(NotNow):
        share_number(by=circle.by, match=match, side="buddy", yes=True)
    assert not share_number(by=circle.by, match=match, side="person", yes=False).person_shares_number


def test_one_number_without_the_other_is_none(circle):
    describe_buddy(by=circle.by, buddy=circle.buddy, phone="")
    match = circle.match()
    for side in ("buddy", "person"):
        share_number(by=circle.by, match=match, side=side, yes=True)
    assert mine_of(Buddy.objects.get())[0].number == ""


def test_whoever_is_no_buddy_any_more_has_nobody_from_the_night_on(circle):
    match = circle.match()
    no_buddy_any_more(circle)
    look_round(by=SYSTEM, today=TODAY())
    match.refresh_from_db()
    assert (match.why, match.request.state) == ("buddy", "waiting")
    with pytest.raises(NotFree):
        propose_match(by=circle.by, request=BuddyRequest.objects.get(), buddy=circle.buddy)


@pytest.mark.parametrize("days", [14, 15])
def test_a_proposal_that_nobody_answers_is_given_up(circle, days):
    propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    assert look_round(by=SYSTEM, today=TODAY() + timedelta(days=days)) == (days > 14)
    assert BuddyRequest.objects.get().state == ("waiting" if days > 14 else "matched")


def test_calls_that_nobody_says_anything_of_do_not_go_on_for_ever(circle):
    circle.match()
    assert look_round(by=SYSTEM, today=TODAY() + timedelta(days=52)) == 0
    assert look_round(by=SYSTEM, today=TODAY() + timedelta(days=53)) == 1
    assert BuddyRequest.objects.get().state == "waiting"


def test_whom_somebody_had_or_would_rather_not_have_is_not_asked_again(circle):
    wish = circle.ask()
    match = propose_match(by=circle.by, request=wish, buddy=circle.buddy)
    say_no(by=circle.by, match=match, side="person")
    wish.refresh_from_db()
    with pytest.raises(NotFree):
        propose_match(by=circle.by, request=wish, buddy=circle.buddy)
    assert desk_of([circle.cast.breathing_team.pk]).waiting[0].could_be == 0


def test_nobody_is_their_own_buddy(circle):
    user = circle.cast["rosa"]
    Membership.objects.create(user=user, organisation=circle.cast.walkers, role="buddy")
    own = checked(circle.by, user, circle.cast)
    with pytest.raises(NotFree):
        propose_match(by=circle.by, request=circle.ask(), buddy=own)


def test_whom_nobody_answered_about_can_be_asked_again(circle):
    propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    look_round(by=SYSTEM, today=TODAY() + timedelta(days=15))
    assert desk_of([circle.cast.breathing_team.pk]).waiting[0].could_be == 1


def test_a_no_is_remembered_with_the_next_wish_and_whatever_becomes_of_the_approval(circle):
    match = propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    say_no(by=circle.by, match=match, side="person")
    withdraw(by=SYSTEM, request=match.request)
    end_buddy(by=circle.by, buddy=circle.buddy)
    again = checked(circle.by, circle.cast["buddy"], circle.cast)
    assert again != circle.buddy
    with pytest.raises(NotFree):
        propose_match(by=circle.by, request=circle.ask(), buddy=again)


def test_who_was_never_reached_is_not_told_that_it_helped(circle):
    match = circle.match()
    while call := match.calls.filter(noted_at=None).first():
        note_call(by=circle.by, call=call, outcome="no_answer")
    last = match.calls.last().due
    look_round(by=SYSTEM, today=last + timedelta(days=8))
    match.refresh_from_db()
    assert (match.why, BuddyRequest.objects.get().state) == ("coordinator", "waiting")
    assert not Message.objects.filter(template="buddy.over").exists()


def test_a_call_noted_late_can_still_be_put_right_for_a_week(circle):
    match = circle.match()
    for call in match.calls.all():
        note_call(by=circle.by, call=call, outcome="held", went="well")
    late = match.calls.last().due + timedelta(days=20)
    match.calls.update(noted_at=timezone.now() + timedelta(days=(late - TODAY()).days))
    assert look_round(by=SYSTEM, today=late + timedelta(days=7)) == 0
    assert look_round(by=SYSTEM, today=late + timedelta(days=8)) == 1


@pytest.mark.parametrize("made", [4, 1])
def test_what_is_paused_ends_too(circle, made):
    match = circle.match()
    for call in match.calls.all()[:made]:
        note_call(by=circle.by, call=call, outcome="held", went="well")
    circle.buddy.checks.filter(kind="dbs").update(expires_on=TODAY())
    look_round(by=SYSTEM, today=TODAY() + timedelta(days=1))
    assert Match.objects.get().state == "paused"
    look_round(by=SYSTEM, today=TODAY() + timedelta(days=60))
    assert Match.objects.get().why == "done"


def test_what_is_paused_tells_of_no_day_and_of_the_new_one_once_it_goes_on(circle):
    match = circle.match()
    circle.buddy.checks.filter(kind="dbs").update(expires_on=TODAY())
    look_round(by=SYSTEM, today=TODAY() + timedelta(days=1))
    waiting = Message.objects.filter(template__startswith="buddy.", state="waiting")
    assert waiting.get().template == "buddy.paused"
    circle.buddy.checks.filter(kind="dbs").update(expires_on=TODAY() + timedelta(days=900))
    look_round(by=SYSTEM, today=TODAY() + timedelta(days=5))
    told = waiting.get()
    assert (told.template, told.facts) == ("buddy.goes_on", {"day": str(match.calls.first().due)})


def test_who_has_said_yes_is_not_asked_to(circle):
    match = propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    say_yes(by=circle.by, match=match, side="person")
    assert not Message.objects.filter(template="buddy.found", state="waiting").exists()


def test_somebody_who_stopped_is_named_no_more(circle):
    withdraw(by=SYSTEM, request=circle.match().request)
    assert [row.who for row in mine_of(circle.buddy)] == ["Somebody you rang"]


def test_a_page_of_calls_asks_as_often_however_many_there_are(circle, django_assert_max_num_queries):
    circle.match()
    for person in (circle.cast.winston, None):
        with django_assert_max_num_queries(5):
            assert all(row.who and row.who for row in mine_of(circle.buddy))
        if person:
            circle.match(person)


def test_of_each_kind_the_newest_check_counts(circle):
    note_check(
        by=circle.by,
        buddy=circle.buddy,
        kind="dbs",
        on=TODAY() - timedelta(days=9),
        expires_on=TODAY() - timedelta(days=1),
    )
    assert lacks(circle.buddy, TODAY()) == ["dbs"]
    take_back_check(by=circle.by, check=circle.buddy.checks.order_by("-on").first())
    assert lacks(Buddy.objects.get(), TODAY()) == []


def test_a_check_noted_twice_is_one(circle):
    for until in (1, 400):
        note_check(by=circle.by, buddy=circle.buddy, kind="dbs", on=TODAY(), expires_on=TODAY() + timedelta(days=until))
    assert circle.buddy.checks.filter(kind="dbs", on=TODAY()).count() == 1


def test_a_buddy_who_is_forgotten_leaves_nothing_of_themselves(circle):
    match = circle.match()
    circle.cast["buddy"].delete()
    look_round(by=SYSTEM, today=TODAY())
    buddy = Buddy.objects.get()
    assert (buddy.about, buddy.phone, buddy.conditions, bool(buddy.ended_at)) == ("", "", [], True)
    match.refresh_from_db()
    assert match.why == "buddy"


def test_what_both_live_with_is_told_to_the_buddy_only_after_both_yeses(circle):
    match = propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    assert match.both_live_with == "Both live with COPD."
    assert not any("COPD" in words for words in mine_of(circle.buddy)[0].reasons)
    for side in ("buddy", "person"):
        say_yes(by=circle.by, match=match, side=side)
    assert mine_of(circle.buddy)[0].reasons[0] == "Both live with COPD."


def test_a_day_that_is_over_is_not_when_somebody_is_rung(circle):
    circle.match()
    with in_days(5):
        assert yours_of(circle.cast.rosa).next == TODAY()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"died_on": "2026-01-05"}, "died"),
        ({"restricted_at": "2026-01-05T00:00Z"}, "person"),
    ],
)
def test_who_dies_or_asks_to_be_forgotten_is_rung_no_more(circle, change, why):
    match = circle.match()
    Person.objects.filter(pk=circle.cast.rosa.pk).update(**change)
    look_round(by=SYSTEM, today=TODAY())
    match.refresh_from_db()
    assert (match.state, match.why) == ("ended", why)
    with pytest.raises(NotNow):
        note_call(by=circle.by, call=match.calls.first(), outcome="held", went="well")


def test_taking_back_the_yes_ends_it_and_a_wait_too(circle):
    match = circle.match()
    circle.ask(circle.cast.winston)
    for person in (circle.cast.rosa, circle.cast.winston):
        withdraw_consent(by=SYSTEM, person=person, purpose="peer_supporter")
    assert look_round(by=SYSTEM, today=TODAY()) == 2
    match.refresh_from_db()
    assert match.state == "ended"
    assert set(BuddyRequest.objects.values_list("state", flat=True)) == {"over"}


def test_whoever_a_buddy_rang_waits_for_another_when_the_buddy_goes(circle):
    match = circle.match()
    end_buddy(by=circle.by, buddy=circle.buddy)
    match.request.refresh_from_db()
    assert match.request.state == "waiting"
    assert not buddies_of([circle.cast.breathing_team.pk]).exists()


def test_a_buddy_whose_account_is_closed_rings_nobody(circle):
    match = circle.match()
    circle.buddy.user.is_active = False
    circle.buddy.user.save()
    look_round(by=SYSTEM, today=TODAY())
    match.refresh_from_db()
    assert match.why == "buddy"


def test_a_person_who_was_deleted_leaves_the_place_free(circle):
    circle.match()
    circle.cast.rosa.delete()
    assert Buddy.objects.get().taken == 1
    look_round(by=SYSTEM, today=TODAY())
    assert Buddy.objects.get().taken == 0


def test_withdrawing_ends_all_at_once(circle):
    match = circle.match()
    wish = withdraw(by=SYSTEM, request=match.request)
    assert withdraw(by=SYSTEM, request=wish).state == "over"
    match.refresh_from_db()
    assert (match.state, match.why) == ("ended", "person")


def test_a_meeting_is_noted_with_who_was_there_and_shown_beside_them(circle):
    there = circle.another("hilda")
    note_meeting(by=circle.by, organisation=circle.cast.breathing_team, kind="meeting", on=TODAY(), there=[there])
    met = {str(line.buddy): line.last_met for line in desk_of([circle.cast.breathing_team.pk]).buddies}
    assert met == {"Hilda Fictional": TODAY(), "Buddy Fictional": None}


def test_approved_twice_is_approved_once(circle):
    assert approve_buddy(by=circle.by, user=circle.cast["buddy"], organisation=circle.cast.elm_bank) == circle.buddy


def test_each_step_is_in_the_persons_trail(circle):
    circle.match()
    verbs = AuditEvent.objects.filter(person_id=circle.cast.rosa.pk, verb__startswith="buddy.")
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "buddy.asked",
        "buddy.proposed",
        "buddy.yes_buddy",
        "buddy.yes_person",
    ]


def test_whoever_moved_away_is_shown_so_that_somebody_asks_whether_they_still_wish_it(circle):
    circle.match()
    circle.ask(circle.cast.winston)
    desk = circle.cast.client("coordinator")
    words = "registered elsewhere now: ask whether they still wish it"
    assert words not in desk.get(reverse("peers:buddies")).text
    Registration.objects.all().delete()
    assert desk.get(reverse("peers:buddies")).text.count(words) == 2


def test_the_desk_asks_as_often_however_many_wait(circle, campus_people, django_assert_max_num_queries):
    for many in (3, 12):
        for person in campus_people(many):
            circle.ask(person)
        with django_assert_max_num_queries(16):
            desk_of([circle.cast.breathing_team.pk])


def test_the_person_is_told_by_their_own_way_what_is_found_begins_and_is_over(circle):
    match = circle.match()
    first = match.calls.first().due
    end_match(by=circle.by, match=match, why="done")
    told = Message.objects.filter(person=circle.cast.rosa, template__startswith="buddy.").order_by("pk")
    assert {row.template for row in told} == {"buddy.found", "buddy.begins", "buddy.over"}
    assert told.get(template="buddy.begins").facts == {"day": first.isoformat()}
    assert told.get(template="buddy.over").state == "waiting"
    assert told.exclude(template="buddy.over").filter(state="waiting").count() == 0, (
        "what was not sent yet is of no use now"
    )


@pytest.mark.parametrize("why", ["died", "person", "buddy", "coordinator"])
def test_only_what_ended_well_is_told_as_over(circle, why):
    end_match(by=circle.by, match=circle.match(), why=why)
    assert not Message.objects.filter(template="buddy.over").exists()
