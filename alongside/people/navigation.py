"""The menu, from what the signed-in account may do."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.people.access import Can, Relation, roles_with
from alongside.people.actors import memberships_of
from alongside.people.models import Role
from alongside.people.sign_in import outside_ways

DESK = set(roles_with(Can.MANAGE_APPOINTMENTS, Relation.PRACTICE))
WORKERS = DESK | {Role.COORDINATOR, Role.IMPROVEMENT_LEAD}
Entry = tuple[Promise, str]


@dataclass(frozen=True)
class Item:
    text: str
    href: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Template context: `navigation`, a list of menu items, and what the sign-in page offers."""
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated:
        return {"navigation": [], "outside_ways": outside_ways}
    roles: set[str] = {membership.role for membership in memberships_of(request)}
    return {"navigation": _items(request.path, _entries(user, roles))}


def _entries(user: Any, roles: set[str]) -> list[Entry]:
    entries: list[Entry] = []
    if user.person_id:
        entries.append((_("Home"), "portal:home"))
    if roles & DESK:
        entries += [(_("Appointments"), "agenda:desk"), (_("People"), "people:find")]
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
