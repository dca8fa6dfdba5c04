"""The menu, from what the signed-in account may do."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.people.access import PLACES, Allowed, Can, Relation, allowed_by
from alongside.people.actors import memberships_of
from alongside.people.models import Membership, Organisation
from alongside.people.sign_in import outside_ways

Entry = tuple[Promise, str]


@dataclass(frozen=True)
class Item:
    text: str
    href: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Template context: the menu, whether somebody works or helps here, and what the sign-in page offers."""
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated:
        return {"navigation": [], "works_here": False, "outside_ways": outside_ways}
    held = memberships_of(request)
    return {"navigation": _items(request.path, _entries(user, held)), "works_here": bool(held)}


def _entries(user: Any, held: list[Membership]) -> list[Entry]:
    allowed = allowed_by(held)
    wanted: list[tuple[bool, Entry]] = [
        (bool(user.person_id), (_("Home"), "portal:home")),
        (_at_a_desk(allowed), (_("Appointments"), "agenda:desk")),
        ((Can.CORRECT_PERSON, Relation.PRACTICE) in allowed, (_("People"), "people:find")),
        (_in_a_team(held), (_("Shared with us"), "plans:shared")),
        ((Can.WORK, None) in allowed, (_("Work to do"), "worklist:list")),
        (_points_the_way(allowed), (_("On the way to help"), "consultation:stuck")),
        ((Can.RUN_COURSES, None) in allowed, (_("Courses"), "programmes:running")),
        ((Can.MATCH_BUDDIES, None) in allowed, (_("Peer support"), "peers:hub")),
        (_only_looks(allowed), (_("Who plans, who delivers"), "peers:coproduction")),
        ((Can.BE_BUDDY, None) in allowed, (_("My calls"), "peers:mine")),
        ((Can.SEE_FUNNEL, None) in allowed, (_("Who courses reach"), "programmes:reach")),
        ((Can.SEE_COVERAGE, None) in allowed, (_("Training of teams"), "programmes:teams")),
        ((Can.SEE_COVERAGE_BY_NAME, None) in allowed, (_("Our training"), "programmes:ours")),
        ((Can.SEE_ORGANISATION, None) in allowed, (_("Learn"), "programmes:learn")),
        ((Can.TEACH, None) in allowed, (_("Courses I lead"), "programmes:teaching")),
        (_gives_time(allowed), (_("What I have done"), "peers:journey")),
        ((Can.STEWARD, None) in allowed, (_("Directory"), "directory:round")),
        ((Can.KEEP_OWN, None) in allowed, (_("Our services"), "directory:ours")),
        ((Can.SEE_UNMET, None) in allowed, (_("What is missing"), "directory:missing")),
        (True, (_("Find help near you"), "portal:find")),
        ((Can.SEE_ORGANISATION, None) in allowed, (_("Organisations"), "people:organisations")),
    ]
    return [entry for is_allowed, entry in wanted if is_allowed]


def _at_a_desk(allowed: Allowed) -> bool:
    return any((Can.SEE_APPOINTMENTS, relation) in allowed for relation in PLACES)


def _only_looks(allowed: Allowed) -> bool:
    """At who plans and who delivers; whoever looks after peer support goes there from its own page."""
    return (Can.SEE_COPRODUCTION, None) in allowed and (Can.MATCH_BUDDIES, None) not in allowed


def _gives_time(allowed: Allowed) -> bool:
    return (Can.TEACH, None) in allowed or (Can.BE_BUDDY, None) in allowed


def _points_the_way(allowed: Allowed) -> bool:
    return any((Can.SIGNPOST, relation) in allowed for relation in PLACES)


def _in_a_team(held: list[Membership]) -> bool:
    """A practice knows its people by registration; only a team is shown a plan because it was shared."""
    teams = [membership for membership in held if membership.organisation.kind != Organisation.Kind.PRACTICE]
    return (Can.SEE_PLAN, Relation.SHARED) in allowed_by(teams)


def _items(path: str, entries: list[Entry]) -> list[Item]:
    """The one entry whose address is the longest start of this page's is where somebody is."""
    addresses = [(text, reverse(name)) for text, name in entries]
    here = max((href for _text, href in addresses if _is_below(path, href)), key=len, default="")
    return [Item(text=str(text), href=href, current=href == here) for text, href in addresses]


def _is_below(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))
