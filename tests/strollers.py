"""A walking group that Winston runs and Rosa comes to, in Westhaven."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from alongside.peers.actions.groups import (
    ask_to_run,
    join_group,
    list_group,
    say_about_running,
    send_group,
    set_where_and_when,
    start_group,
)
from alongside.peers.models import Group, Member
from alongside.people.actors import Actor, actor_for
from alongside.people.models import Person
from conftest import Cast

WHAT = {
    "name": "Canal Strollers",
    "kind": "walking",
    "about": "Slowly along the canal for forty minutes, with a rest and a chat at the end. For anybody.",
    "how_to_come": "Just turn up.",
}
WHERE = {"where": "The benches by the library, Sale", "postcode": "M33 7ZF", "step_free": "yes", "often": "weekly"}


@dataclass
class Strollers:
    cast: Cast
    by: Actor  # whoever gives groups a hand
    member: Member  # Winston, who runs it

    @property
    def group(self) -> Group:
        return Group.objects.select_related("service", "organisation").get(pk=self.member.group_id)

    @property
    def runs(self) -> Actor:
        return actor_for(self.cast["winston"])

    def list(self) -> Group:
        group = send_group(by=self.runs, group=self.group)
        listed = list_group(by=self.by, group=group, seen=group.changed_at)
        self.member.refresh_from_db()  # and with it what it knew of the group
        return listed

    def comes(self, person: Person | None = None, called: str = "Rosie") -> Member:
        person = person or self.cast.rosa
        return join_group(by=self.by, group=self.group, person=person, called=called)

    def hand_on(self) -> Member:
        """Rosa was asked whether she would run it too, and said yes."""
        ask_to_run(by=self.runs, member=self.member, to=self.comes())
        return say_about_running(by=actor_for(self.cast["rosa"]), member=self.comes(), yes=True)


def make_strollers(cast: Cast, *, started: bool = True, **facts: Any) -> Strollers:
    """Listed, and meeting every week from tomorrow on at two."""
    by = actor_for(cast["coordinator"])
    begun = {"person": cast.winston, "organisation": cast.breathing_team, "called": "Winston", **WHAT}
    member = start_group(by=actor_for(cast["winston"]), **begun)
    strollers = Strollers(cast, by, member)
    first = timezone.localdate() + timedelta(days=1)
    when = {"first": first, "begins": time(14), "ends": time(15), **WHERE, **facts}
    set_where_and_when(by=strollers.runs, group=member.group, **when)
    if started:
        strollers.list()
    return strollers
