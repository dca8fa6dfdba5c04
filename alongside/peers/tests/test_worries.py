"""A worry is heard at once, by whoever looks after buddies, and followed to its end."""

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse

from alongside.peers.actions import add_step, close_worry, note_call, raise_worry
from alongside.peers.models import Worry
from alongside.peers.queries import desk_of
from alongside.peers.refusals import NotNow
from alongside.people.models import AuditEvent
from conftest import letters

WORDS = "She has not eaten since Tuesday"


def test_a_worry_after_a_call_is_mailed_at_once_without_a_name_or_a_word_of_it(
    circle, django_capture_on_commit_callbacks
):
    match = circle.match()
    with django_capture_on_commit_callbacks(execute=True):
        note_call(by=circle.by, call=match.calls.first(), outcome="held", went="hard", worry=WORDS)
    [letter] = letters()
    assert letter.to == [circle.cast["coordinator"].email]
    assert "/buddies/" in letter.body
    for secret in ("Rosa", "Ashworth", "eaten", "Buddy_Fictional"):
        assert secret not in letter.body + letter.subject
    assert AuditEvent.objects.filter(verb="worry.raised", person_id=circle.cast.rosa.pk).exists()


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
    address = reverse("peers:worry", args=[worry.pk])
    assert WORDS in desk.get(address).text
    desk.post(address, {"words": "Rang her daughter"})
    desk.post(reverse("peers:close_worry", args=[worry.pk]), {"outcome": "Her daughter is with her"})
    page = desk.get(address).text
    assert "Rang her daughter" in page
    assert "Her daughter is with her" in page


def test_between_calls_and_after_the_last(circle):
    match = circle.match()
    address = reverse("peers:raise_worry", args=[match.pk])
    assert "Write what worries you" in circle.cast.client("buddy").post(address, {"worry": ""}).text
    circle.cast.client("buddy").post(address, {"worry": WORDS})
    assert Worry.objects.get().words == WORDS
    assert mail.outbox == []


@pytest.mark.parametrize("who", ["rosa", "nurse", "breathing_nurse", "manager", "winston", "nobody"])
def test_nobody_else_reads_a_worry(circle, who):
    worry = raise_worry(by=circle.by, match=circle.match(), words=WORDS)
    for name in ("worry", "close_worry"):
        assert circle.cast.client(who).get(reverse(f"peers:{name}", args=[worry.pk])).status_code == 404
