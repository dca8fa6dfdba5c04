"""The menu, from what the signed-in account may do."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.people.access import Can, Relation, roles_with
from alongside.people.actors import memberships_of
from alongside.people.models import Membership, Organisation, Role
from alongside.people.sign_in import outside_ways

DESK = set(roles_with(Can.CORRECT_PERSON, Relation.PRACTICE))
TEAM_DESK = set(roles_with(Can.MANAGE_APPOINTMENTS, Relation.SHARED))
# Who may be shown a plan that its person shared with their team.
TEAM = set(roles_with(Can.SEE_PLAN, Relation.SHARED))
PRACTICE = Organisation.Kind.PRACTICE
WORKERS = DESK | {Role.COORDINATOR, Role.IMPROVEMENT_LEAD}
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
    roles: set[str] = {membership.role for membership in held}
    at_practices: set[str] = {membership.role for membership in held if membership.organisation.kind == PRACTICE}
    in_teams: set[str] = {membership.role for membership in held if membership.organisation.kind != PRACTICE}
    entries: list[Entry] = []
    if user.person_id:
        entries.append((_("Home"), "portal:home"))
    if at_practices & DESK or in_teams & TEAM_DESK:
        entries.append((_("Appointments"), "agenda:desk"))
    if at_practices & DESK:
        entries.append((_("People"), "people:find"))
    if in_teams & TEAM:
        entries.append((_("Shared with us"), "plans:shared"))
    if roles & WORKERS:
        entries.append((_("Work to do"), "worklist:list"))
    if roles:
        entries.append((_("Organisations"), "people:organisations"))
    return entries


def _items(path: str, entries: list[Entry]) -> list[Item]:
    """The one entry whose address is the longest start of this page's is where somebody is."""
    addresses = [(text, reverse(name)) for text, name in entries]
    here = max((href for _text, href in addresses if _is_below(path, href)), key=len, default="")
    return [Item(text=str(text), href=href, current=href == here) for text, href in addresses]


def _is_below(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))
