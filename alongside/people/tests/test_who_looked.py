"""Who looked, as the person reads it; whoever reads a list has looked too."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from alongside.people import actions, audit
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import AuditEvent, Membership
from alongside.people.tests.pages import page, post


def test_the_person_reads_who_looked_in_plain_words(cast):
    audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    audit.record(by=actor_for(cast["daughter"]), verb="plan.seen", person=cast.rosa)
    audit.record(by=SYSTEM, verb="follow_up.asked", person=cast.rosa)
    told = page(cast, "rosa", "seen_by", cast.rosa.pk)
    assert "A nurse at Elm Bank Surgery looked at your plan" in told
    assert "Daughter Fictional, who acts for you, looked at your plan" in told
    assert "Alongside asked you how a goal is going" in told
    assert not AuditEvent.objects.filter(actor__contains="Fictional").exists()


def test_the_same_look_twice_in_a_minute_is_told_once(cast):
    for _time in range(3):
        audit.record(by=actor_for(cast["nurse"]), verb="plan.seen", person=cast.rosa)
    assert page(cast, "rosa", "seen_by", cast.rosa.pk).count("looked at your plan") == 1


def test_a_long_trail_comes_in_pages(cast, django_assert_num_queries):
    for number in range(120):
        audit.record(by=actor_for(cast["nurse"]), verb="plan.seen" if number % 2 else "visit.seen", person=cast.rosa)
    assert "Older" in page(cast, "rosa", "seen_by", cast.rosa.pk)
    assert "Newer" in page(cast, "rosa", "seen_by", cast.rosa.pk, page=3)


def test_looking_at_somebody_elses_record_is_noted_even_through_a_form_with_a_mistake(cast):
    post(cast, "receptionist", "details", cast.rosa.pk, given_name="")
    assert AuditEvent.objects.filter(person_id=cast.rosa.pk, actor__startswith="a receptionist").exists()


def test_whoever_is_found_is_told_once_a_day(cast):
    client = cast.client("receptionist")
    for _again in range(3):
        client.post("/people/find/", {"words": "Ashworth"}, follow=True)
    rows = AuditEvent.objects.filter(person_id=cast.rosa.pk)
    assert [(row.verb, row.actor) for row in rows] == [("list.found.seen", "a receptionist at Elm Bank Surgery")]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        cast.client("receptionist").post("/people/find/", {"words": "Ashworth"}, follow=True)
    assert rows.all().count() == 2
    assert "A receptionist at Elm Bank Surgery saw your name when looking somebody up" in page(
        cast, "rosa", "seen_by", cast.rosa.pk
    )


def test_colleagues_who_read_the_same_list_are_told_of_once_a_day(cast):
    for colleague in ("gp", "nurse", "receptionist", "manager"):
        title = Membership.objects.get(user=cast[colleague])
        title.title = "receptionist"
        title.save()
        cast.client(colleague).post("/people/find/", {"words": "Ashworth"}, follow=True)
    assert AuditEvent.objects.filter(person_id=cast.rosa.pk).count() == 4
    assert page(cast, "rosa", "seen_by", cast.rosa.pk).count("saw your name when looking somebody up") == 1
    assert "saw your name" not in cast.client("rosa").get(f"/person/{cast.rosa.pk}/").content.decode()


def test_a_request_to_be_forgotten_is_seen_by_the_trail_too(cast):
    actions.ask_for_erasure(by=actor_for(cast["rosa"]), person=cast.rosa)
    assert "Rosa Ashworth" in page(cast, "manager", "find")
    assert AuditEvent.objects.get(verb="list.forget.seen").person_id == cast.rosa.pk
