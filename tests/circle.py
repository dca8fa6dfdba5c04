"""Buddies and whom they ring, in Westhaven."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from alongside.peers.actions import approve_buddy, ask_for_buddy, describe_buddy, note_check, propose_match, say_yes
from alongside.peers.models import Buddy, BuddyRequest, Check, Match
from alongside.people.actors import Actor, actor_for, link_holder
from alongside.people.models import Membership, Person, Role, User
from conftest import Cast


@dataclass
class Circle:
    """Who looks after buddies, and one buddy with all checks."""

    cast: Cast
    by: Actor
    buddy: Buddy

    def ask(self, person: Person | None = None, **wishes: object) -> BuddyRequest:
        person = person or self.cast.rosa
        given = {"topics": ["breath", "course"], "interests": ["garden"], **wishes}
        return ask_for_buddy(by=link_holder(person), person=person, organisation=self.cast.breathing_team, **given)

    def match(self, person: Person | None = None) -> Match:
        """Both have said yes."""
        match = propose_match(by=self.by, request=self.ask(person), buddy=self.buddy)
        say_yes(by=actor_for(self.cast["buddy"]), match=match, side="buddy")
        return say_yes(by=self.by, match=match, side="person")

    def another(self, name: str, **facts: object) -> Buddy:
        user = User.objects.create(email=f"{name}@example.org", name=f"{name.title()} Fictional")
        Membership.objects.create(user=user, organisation=self.cast.walkers, role=Role.BUDDY)
        return checked(self.by, user, self.cast, **facts)


def checked(by: Actor, user: User, cast: Cast, **facts: object) -> Buddy:
    """Approved, with a description and all checks."""
    buddy = approve_buddy(by=by, user=user, organisation=cast.breathing_team)
    today = timezone.localdate()
    for kind in Check.Kind:
        expires = today + timedelta(days=400) if kind == Check.Kind.DBS else None
        note_check(by=by, buddy=buddy, kind=kind, on=today - timedelta(days=30), expires_on=expires)
    usual = {"conditions": ["copd"], "topics": ["breath", "new"], "interests": ["garden", "music"], "languages": ["en"]}
    return describe_buddy(by=by, buddy=buddy, **{**usual, "about": "I have had COPD for nine years.", **facts})


def make_circle(cast: Cast) -> Circle:
    by = actor_for(cast["coordinator"])
    return Circle(cast, by, checked(by, cast["buddy"], cast, phone="01632 960 111"))
