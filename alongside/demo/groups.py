"""What goes on by itself in Westhaven: a walking group, one to be read, a reference group, the map, and thanks."""

from collections.abc import Mapping
from datetime import date, time, timedelta

import time_machine
from django.utils import timezone

from alongside.directory.actions import assure_service
from alongside.directory.models import Assurance
from alongside.peers.actions import add_activity, note_step, place_activity, thank
from alongside.peers.actions.groups import (
    join_group,
    list_group,
    note_met,
    say_coming,
    send_group,
    set_where_and_when,
    start_group,
    think_of,
)
from alongside.peers.actions.reference import add_question, answer, join_reference, open_questionnaire
from alongside.peers.actions.reference import write_questionnaire as write
from alongside.peers.models import Member
from alongside.people.actors import Actor, actor_for, link_holder
from alongside.people.models import Organisation, Person, User

WEEKS = 9
WALKERS = (("rosa.ashworth", "Rosa"), ("kofi.fraser", "Kofi"))
MAP = [  # name, of, level, and where it stood so many days ago
    ("Self-Management Programme", "course:self_management", "", [(400, "professionals", "both"), (60, "both", "both")]),
    ("Groups people run themselves", "groups", "groups", [(60, "people", "people")]),
    ("Buddies", "buddies", "trained", [(60, "professionals", "people")]),
    ("The newsletter", "", "", [(200, "professionals", "professionals"), (30, "people", "both")]),
]
ASKED = {
    "title": "A leaflet about looking after your feet",
    "why": "One leaflet is to replace five. The foot clinic decides how long it is and what is in it.",
    "promise": "The two nurses who write it read every answer before it is printed.",
}


def go_on(people: Mapping[str, Person], places: dict[str, Organisation], workers: dict[str, User]) -> None:
    """Weeks of it, through the product's own actions."""
    coordinator, team = actor_for(workers["Owen Pryce"]), places["breathing"]
    _walk(people, coordinator, team)
    _soup(people["beryl.knott"], coordinator, team)
    _ask(people, coordinator, team)
    for name, of, level, stood in MAP:
        activity = add_activity(by=coordinator, organisation=team, name=name, of=of, level=level)
        for ago, planning, delivery in stood:
            day = timezone.localdate() - timedelta(days=ago)
            place_activity(by=coordinator, activity=activity, on=day, planning=planning, delivery=delivery)
    marjorie = workers["Marjorie Keene"]
    note_step(
        by=coordinator,
        user=marjorie,
        organisation=team,
        kind="helped",
        on=timezone.localdate(),
        words="A talk to nurses",
    )
    thank(by=coordinator, user=marjorie, organisation=team, words="For the talk: the room was quiet until you laughed.")


def _walk(people: Mapping[str, Person], by: Actor, team: Organisation) -> None:
    """Winston's, every week; its last two meetings are noted, and Kofi, who was not there, is thought of."""
    winston, me = people["winston.bright"], link_holder(people["winston.bright"])
    begun = timezone.now() - timedelta(weeks=WEEKS)
    with time_machine.travel(begun, tick=False):
        member = start_group(
            by=me,
            person=winston,
            organisation=team,
            called="Winston",
            kind="walking",
            name="Slow walkers of Westhaven",
            about="Forty minutes along the water at the pace of the slowest, then tea. Sticks and oxygen welcome.",
            how_to_come="Just turn up.",
        )
        first = timezone.localdate() + timedelta(days=1)
        set_where_and_when(
            by=me,
            group=member.group,
            where="The bandstand, Victoria Park, Stretford",
            postcode="M32 8GN",
            step_free="yes",
            first=first,
            often="weekly",
            begins=time(14),
        )
        group = send_group(by=me, group=member.group)
        list_group(by=by, group=group, seen=group.changed_at)
    for key, called in WALKERS:
        others = join_group(by=link_holder(people[key]), group=member.group, person=people[key], called=called)
        if called == "Rosa":
            say_coming(by=link_holder(people[key]), member=others, on=_next(first), yes=True)
        else:
            think_of(by=me, member=member, of=others)
    member = Member.objects.select_related("group__service", "person").get(pk=member.pk)
    # Today, too: the index of the directory takes in what changed since it was built, and it is built beside all this.
    assure_service(by=by, service=member.group.service, how=Assurance.How.PHONE)
    for week in (1, 2):
        note_met(by=me, member=member, on=_next(first) - timedelta(weeks=week), came=3 + week)


def _next(first: date) -> date:
    """The next of its days, each a week after the other."""
    today = timezone.localdate()
    return today + timedelta(days=(first.weekday() - today.weekday()) % 7)


def _soup(beryl: Person, by: Actor, team: Organisation) -> None:
    """Beryl's, which the coordinator has still to read."""
    member = start_group(
        by=link_holder(beryl),
        person=beryl,
        organisation=team,
        called="Beryl",
        kind="cooking",
        name="A pot of soup",
        about="We cook one pot together, whoever comes, and eat it. Bring a carrot.",
        how_to_come="Just turn up.",
    )
    set_where_and_when(
        by=link_holder(beryl),
        group=member.group,
        where="The kitchen behind the church",
        postcode="M33 2AB",
        step_free="unsure",
        first=timezone.localdate() + timedelta(days=9),
        often="monthly",
        begins=time(17),
    )
    send_group(by=link_holder(beryl), group=member.group)


def _ask(people: Mapping[str, Person], by: Actor, team: Organisation) -> None:
    """Everybody who said yes is asked; two have answered."""
    for person in people.values():
        if person.given_name in {"Rosa", "Winston", "Kofi", "Beryl", "Glenys"}:
            join_reference(by=link_holder(person), person=person, organisation=team, at_most=4)
    today = timezone.localdate()
    made = write(
        by=by, organisation=team, closes_on=today + timedelta(days=12), report_by=today + timedelta(days=40), **ASKED
    )
    pages = add_question(
        by=by, questionnaire=made, words="How long may it be?", kind="one", options=["1 page", "2 pages", "4 pages"]
    )
    missing = add_question(
        by=by, questionnaire=made, words="What did nobody tell you that you wish they had?", kind="words"
    )
    open_questionnaire(by=by, questionnaire=made)
    for key, words in (("kofi.fraser", "That slippers are worse than shoes"), ("beryl.knott", "")):
        row = made.invitations.select_related("questionnaire", "member__person").get(member__person=people[key])
        answer(by=link_holder(people[key]), invitation=row, said={pages.pk: "2 pages", missing.pk: words})
