"""The menu, from what the signed-in account may do."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from alongside.people.actors import memberships_of
from alongside.people.models import Role

DESK = {Role.RECEPTIONIST, Role.PRACTICE_MANAGER, Role.CLINICIAN}
WORKERS = DESK | {Role.COORDINATOR, Role.IMPROVEMENT_LEAD}


@dataclass(frozen=True)
class Item:
    text: str
    href: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Template context: `navigation`, a list of menu items."""
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated:
        return {"navigation": []}
    roles = {membership.role for membership in memberships_of(request)}
    return {"navigation": [_item(request, text, name) for text, name in _entries(user, roles)]}


def _entries(user: Any, roles: set[str]) -> list[tuple[str, str]]:
    entries = []
    if user.person_id:
        entries.append(("Home", "portal:home"))
    if roles & DESK:
        entries.append(("Appointments", "agenda:desk"))
    if roles & WORKERS:
        entries.append(("Work to do", "worklist:list"))
    if roles:
        entries.append(("Organisations", "people:organisations"))
    return entries


def _item(request: HttpRequest, text: str, name: str) -> Item:
    href = reverse(name)
    return Item(text=text, href=href, current=request.path == href)
