"""Buddies in Westhaven: Marjorie rings Glenys, worried about her once, and Beryl and Kofi would like somebody too."""

from collections.abc import Mapping
from datetime import timedelta

import time_machine
from django.utils import timezone

from alongside.peers.actions import (
    add_step,
    approve_buddy,
    ask_for_buddy,
    describe_buddy,
    note_call,
    note_check,
    note_meeting,
    propose_match,
    raise_worry,
    say_yes,
)
from alongside.peers.models import Buddy, Check, Meeting
from alongside.people.actors import Actor, actor_for, link_holder
from alongside.people.models import Organisation, Person, User

ABOUT = "I was told I had COPD nine years ago and thought my garden was over. It was not."


def ring_people(people: Mapping[str, Person], places: dict[str, Organisation], workers: dict[str, User]) -> None:
    """Approve a buddy, and let some weeks go by."""
    coordinator, marjorie = actor_for(workers["Owen Pryce"]), workers["Marjorie Keene"]
    with time_machine.travel(timezone.now() - timedelta(days=60), tick=False):
        buddy = _buddy(coordinator, marjorie, places["breathing"])
    glenys = people["glenys.evans"]
    with time_machine.travel(timezone.now() - timedelta(days=12), tick=False):
        wish = ask_for_buddy(
            by=link_holder(glenys),
            person=glenys,
            organisation=places["breathing"],
            topics=["breath"],
            interests=["garden"],
        )
        match = propose_match(by=coordinator, request=wish, buddy=buddy)
        say_yes(by=actor_for(marjorie), match=match, side="buddy")
        match = say_yes(by=coordinator, match=match, side="person")
    call = match.calls.first()
    if call:
        with time_machine.travel(timezone.now() - timedelta(days=8), tick=False):
            note_call(by=actor_for(marjorie), call=call, outcome="held", minutes=14, went="hard")
            worry = raise_worry(by=actor_for(marjorie), match=match, words="She has stopped going out", call=call)
            add_step(by=coordinator, worry=worry, words="Rang her practice, who will ring her tomorrow")
    for name, topics in (("beryl.knott", ["breath", "company"]), ("kofi.fraser", ["mood", "work"])):
        person = people[name]
        ask_for_buddy(by=link_holder(person), person=person, organisation=places["breathing"], topics=topics)


def _buddy(by: Actor, user: User, place: Organisation) -> Buddy:
    buddy = approve_buddy(by=by, user=user, organisation=place)
    today = timezone.localdate()
    for kind in Check.Kind:
        runs_out = today + timedelta(days=700) if kind == Check.Kind.DBS else None
        note_check(by=by, buddy=buddy, kind=kind, on=today, expires_on=runs_out)
    note_meeting(by=by, organisation=place, kind=Meeting.Kind.MEETING, on=today, there=[buddy])
    return describe_buddy(
        by=actor_for(user),
        buddy=buddy,
        about=ABOUT,
        conditions=["copd"],
        topics=["breath", "course", "company"],
        interests=["garden", "music"],
        languages=["en"],
        sex="female",
    )
