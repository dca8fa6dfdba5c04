"""A reunion that goes on as a group, started by one of those who were on the course."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.messages.models import Message
from alongside.peers.actions import groups as actions
from alongside.peers.models import Group, Member
from alongside.peers.queries.groups import group_desk, reunions_of
from alongside.peers.refusals import NotNow
from alongside.people.actors import actor_for
from alongside.programmes.actions import join, mark
from alongside.programmes.models import Cohort
from tests.campus import Campus, make_campus
from tests.strollers import WHAT, WHERE


@pytest.fixture
def campus(cast) -> Campus:
    return make_campus(cast)


@pytest.fixture
def cohort(campus) -> Cohort:
    """Rosa and Winston came to all of it, Priya left after the first session."""
    cast, cohort = campus.cast, campus.plan()
    places = {
        name: join(by=campus.by, cohort=cohort, person=getattr(cast, name)) for name in ("rosa", "winston", "priya")
    }
    campus.staff(cohort)
    campus.begin(cohort)
    for number, session in enumerate(cohort.sessions.filter(kind="ordinary")):
        there = {places[name].pk: "here" for name in places if name != "priya" or number == 0}
        mark(by=campus.by, session=session, marks=there)
    return cohort


@pytest.fixture
def lately(cohort):
    """It was yesterday."""
    cohort.sessions.filter(kind="reunion").update(starts_at=timezone.now() - timedelta(days=1))
    return cohort.sessions.get(kind="reunion")


def start(cast, who: str = "winston") -> Group:
    """By page, from the reunion, and sent."""
    [found] = reunions_of(getattr(cast, who))
    address = f"{reverse('peers:start_group', args=[getattr(cast, who).pk])}?from={found.session.pk}"
    client = cast.client(who)
    assert "told then" in client.get(address).text
    client.post(address, {**WHAT, "how_to_come": "turn_up", "called": "W"})
    group = Group.objects.get()
    when = {"first": timezone.localdate() + timedelta(days=6), "begins": time(10), **WHERE}
    actions.set_where_and_when(by=actor_for(cast[who]), group=group, **when)
    return actions.send_group(by=actor_for(cast[who]), group=group)


def listed(cast, group: Group) -> Group:
    by = actor_for(cast["coordinator"])
    return actions.list_group(by=by, group=group, seen=group.changed_at)


def test_those_who_did_the_course_are_told_and_can_come_before_it_is_listed(cast, cohort, lately):
    group = start(cast)
    assert group.cohort == cohort
    assert group.organisation == cohort.organisation
    assert actions.join_group(by=actor_for(cast["rosa"]), group=group, person=cast.rosa, called="Rosie")
    with pytest.raises(NotNow):
        actions.join_group(by=actor_for(cast["priya"]), group=group, person=cast.priya, called="Pri")
    listed(cast, group)
    assert not Message.objects.filter(template="group.goes_on").exists()


def test_whoever_does_not_come_yet_is_told_once(cast, lately):
    group = listed(cast, start(cast))
    told = Message.objects.filter(template="group.goes_on")
    assert [message.person for message in told] == [cast.rosa]
    page = cast.client("rosa").get(reverse("peers:groups", args=[cast.rosa.pk])).text
    assert reverse("peers:join_group", args=[cast.rosa.pk, group.pk]) in page


def test_the_coordinator_can_ask_them_and_sees_it_no_more_once_it_is_a_group(cast, lately):
    here = [cast.breathing_team.pk]
    assert [row.session for row in group_desk(here).reunions] == [lately]
    desk = cast.client("coordinator")
    for _twice in range(2):
        desk.post(reverse("peers:group_ask_reunion", args=[lately.pk]))
    asked = Message.objects.filter(template="group.reunion")
    assert {message.person for message in asked} == {cast.rosa, cast.winston}
    assert asked.count() == 2
    start(cast)
    assert group_desk(here).reunions == []


def test_nobody_starts_one_from_a_course_they_did_not_do(cast, lately):
    address = f"{reverse('peers:start_group', args=[cast.priya.pk])}?from={lately.pk}"
    cast.client("priya").post(address, {**WHAT, "how_to_come": "turn_up", "called": "P"})
    assert Group.objects.get().cohort is None
    assert reunions_of(cast.priya) == []


def test_one_group_is_made_of_it_and_the_next_who_would_start_one_is_led_there(cast, lately):
    group = start(cast)
    page = cast.client("rosa").get(reverse("peers:groups", args=[cast.rosa.pk])).text
    assert "goes on as a group: Canal Strollers" in page
    assert Member.objects.filter(group=group).count() == 1


def test_a_draft_is_nobodys_but_theirs_and_holds_up_no_reunion(cast, lately):
    group = start(cast)
    Group.objects.update(state="draft")
    assert [row.group for row in reunions_of(cast.rosa)] == [None]
    assert len(group_desk([cast.breathing_team.pk]).reunions) == 1
    join_page = reverse("peers:join_group", args=[cast.rosa.pk, group.pk])
    assert cast.client("rosa").get(join_page).status_code == 404


def test_whoever_came_once_and_left_is_not_asked_again(cast, lately):
    group = start(cast)
    rosa = actions.join_group(by=actor_for(cast["rosa"]), group=group, person=cast.rosa, called="R")
    actions.leave_group(by=actor_for(cast["rosa"]), member=rosa)
    listed(cast, group)
    assert not Message.objects.filter(template="group.goes_on").exists()
