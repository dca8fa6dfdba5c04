"""A worry is heard at once, by whoever looks after buddies, and followed to its end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from alongside.peers.actions import add_step, close_worry, end_match, look_round, propose_match, raise_worry
from alongside.peers.models import Match, Worry
from alongside.peers.queries import desk_of
from alongside.peers.refusals import NotNow
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent
from conftest import letters

WORDS = "She has not eaten since Tuesday"


def test_a_worry_after_a_call_is_mailed_at_once_without_a_name_or_a_word_of_it(
    circle, django_capture_on_commit_callbacks
):
    match = circle.match()
    with django_capture_on_commit_callbacks(execute=True):
        raise_worry(by=circle.by, match=match, words=WORDS, call=match.calls.first())
    [letter] = letters()
    assert letter.to == [circle.cast["coordinator"].email]
    assert "/buddies/" in letter.body
    for secret in ("Rosa", "Ashworth", "eaten", "Buddy Fictional"):
        assert secret not in letter.body + letter.subject
    assert AuditEvent.objects.filter(verb="worry.raised").exists()


def test_it_comes_first_until_it_is_closed_with_what_became_of_it(circle):
    worry = raise_worry(by=circle.by, match=circle.match(), words=WORDS)
    here = [circle.cast.breathing_team.pk]
    assert desk_of(here).worries == [worry]
    add_step(by=circle.by, worry=worry, words="Rang her daughter")
    close_worry(by=circle.by, worry=worry, outcome="Her daughter is with her")
    assert desk_of(here).worries == []
    for again in (
        lambda: add_step(by=circle.by, worry=worry, words="x"),
        lambda: close_worry(by=circle.by, worry=worry, outcome="x"),
    ):
        with pytest.raises(NotNow):
            again()


def test_the_database_closes_none_without_an_outcome(circle):
    raise_worry(by=circle.by, match=circle.match(), words=WORDS)
    with pytest.raises(IntegrityError, match="a_worry_is_closed_with_what_became_of_it"):
        Worry.objects.update(closed_at="2026-01-01T00:00Z")


def test_by_page_from_the_call_to_the_end(circle):
    match = circle.match()
    buddy, desk = circle.cast.client("buddy"), circle.cast.client("coordinator")
    call = reverse("peers:call", args=[match.calls.first().pk])
    assert "no advice about medicines" in buddy.get(call).text
    buddy.post(call, {"outcome": "held", "minutes": "12", "went": "hard", "worry": WORDS})
    worry = Worry.objects.get()
    assert "1 worry to look at" in desk.get(reverse("peers:buddies")).text
    assert desk.get(reverse("peers:match", args=[match.pk])).text.count("something worried the buddy") == 1
    address = reverse("peers:worry", args=[worry.pk])
    assert WORDS in desk.get(address).text
    desk.post(address, {"words": "Rang her daughter"})
    desk.post(reverse("peers:close_worry", args=[worry.pk]), {"outcome": "Her daughter is with her"})
    page = desk.get(address).text
    assert "Rang her daughter" in page
    assert "Her daughter is with her" in page


@pytest.mark.parametrize("ended", [False, True])
def test_between_calls_and_after_the_last(circle, ended):
    match = circle.match()
    if ended:
        end_match(by=circle.by, match=match, why="done")
    address = reverse("peers:raise_worry", args=[match.pk])
    assert "Write what worries you" in circle.cast.client("buddy").post(address, {"worry": ""}).text
    circle.cast.client("buddy").post(address, {"worry": WORDS})
    assert Worry.objects.get().words == WORDS


def test_not_about_somebody_they_do_not_know_yet(circle):
    match = propose_match(by=circle.by, request=circle.ask(), buddy=circle.buddy)
    assert (
        circle.cast.client("buddy").post(reverse("peers:raise_worry", args=[match.pk]), {"worry": "x"}).status_code
        == 404
    )


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_a_worry_is_kept_whatever_becomes_of_the_call(circle, state):
    match = circle.match()
    if state == "ended":
        end_match(by=circle.by, match=match, why="coordinator")
    else:
        Match.objects.filter(pk=match.pk).update(state="paused")
    typed = {"outcome": "held", "went": "hard", "worry": WORDS}
    address = reverse("peers:call", args=[match.calls.first().pk])
    page = circle.cast.client("buddy").post(address, typed, follow=True).text
    assert "told of your worry" in page
    assert "the call is not noted" in page
    assert Worry.objects.get().words == WORDS


def test_where_there_is_no_coordinator_the_buddy_is_told_so_and_whoever_can_name_one(
    circle, django_capture_on_commit_callbacks
):
    match = circle.match()
    circle.cast["coordinator"].memberships.all().delete()
    address = reverse("peers:raise_worry", args=[match.pk])
    with django_capture_on_commit_callbacks(execute=True):
        page = circle.cast.client("buddy").post(address, {"worry": WORDS}, follow=True)
    assert "nobody is there to read it just now" in page.text
    [letter] = letters()
    assert letter.to == [circle.cast["administrator"].email]
    assert "name one today" in letter.body
    assert Worry.objects.exists()


def test_a_worry_that_is_open_the_next_day_is_told_of_again(circle):
    worry = raise_worry(by=circle.by, match=circle.match(), words=WORDS)
    look_round(by=SYSTEM, today=timezone.localdate())
    assert letters() == []
    look_round(by=SYSTEM, today=timezone.localdate() + timedelta(days=1))
    assert len(letters()) == 1
    close_worry(by=circle.by, worry=worry, outcome="All is well")
    look_round(by=SYSTEM, today=timezone.localdate() + timedelta(days=2))
    assert len(letters()) == 1


@pytest.mark.parametrize("who", ["rosa", "daughter"])
def test_neither_the_person_nor_a_carer_reads_of_a_worry_in_the_trail(circle, who):
    worry = raise_worry(by=circle.by, match=circle.match(), words="Her daughter shouts at her")
    add_step(by=circle.by, worry=worry, words="x")
    close_worry(by=circle.by, worry=worry, outcome="x")
    page = circle.cast.client(who).get(reverse("people:seen_by", args=[circle.cast.rosa.pk])).text
    assert "worr" not in page


def test_words_that_suggest_self_harm_show_where_to_get_help_to_both(circle):
    match = circle.match()
    typed = {"worry": "She said she wants to kill herself"}
    page = circle.cast.client("buddy").post(reverse("peers:raise_worry", args=[match.pk]), typed, follow=True)
    assert "116 123" in page.text
    worry = reverse("peers:worry", args=[Worry.objects.get().pk])
    assert "116 123" in circle.cast.client("coordinator").get(worry).text


@pytest.mark.parametrize(
    "who", ["rosa", "daughter", "buddy", "nurse", "breathing_nurse", "manager", "winston", "administrator", "nobody"]
)
def test_nobody_else_reads_a_worry(circle, who):
    worry = raise_worry(by=circle.by, match=circle.match(), words=WORDS)
    for name in ("worry", "close_worry"):
        assert circle.cast.client(who).get(reverse(f"peers:{name}", args=[worry.pk])).status_code == 404
