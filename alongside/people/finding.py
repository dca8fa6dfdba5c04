"""Looking somebody up: at a practice's desk, or when they ring.

The words are a name, a date of birth or an NHS number, so they are never in an address: addresses stay in the history
of a shared computer and in the logs of whatever stands in front. The session keeps them instead; "back" still works.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from alongside.people import audit
from alongside.people.access import Can
from alongside.people.actors import actor_of
from alongside.people.forms import FindForm, NamedForm
from alongside.people.listed import Listed, note_listed
from alongside.people.models import Organisation, Person
from alongside.people.queries.desk import people_at_desk, registered_as
from alongside.people.queries.organisations import economy_of

MOST = 30


@dataclass(frozen=True)
class Search:
    """The form, and who was found (None when nobody was looked for yet), with whether more fit than are shown."""

    form: FindForm
    found: list[Person] | None = None
    more: bool = False


@dataclass(frozen=True)
class LookUp:
    """The form, and who is exactly that: nobody, one, or several (None when nobody was looked for yet)."""

    form: NamedForm
    found: list[Person] | None = None


def found_at(name: str, *args: object) -> str:
    """The address that shows what the last search found."""
    return f"{reverse(name, args=args)}?found=1"


def searched(request: HttpRequest, capability: Can) -> Search | None:
    """The search a page shows, among those about whom the account holds a capability; whoever was found is noted.

    None after a new one: go on to `found_at`.
    """
    if request.method == "POST":
        form = FindForm(request.POST)
        if not form.is_valid():
            return Search(form)
        request.session["looked_for"] = form.cleaned_data["words"]
        return None
    words = request.session.get("looked_for", "")
    if "found" not in request.GET or not words:
        return Search(FindForm())
    fit = list(people_at_desk(request.user, capability, words)[: MOST + 1])
    found = fit[:MOST]
    note_listed(request, Listed.FOUND, found)
    return Search(FindForm({"words": words}), found, more=len(fit) > MOST)


def looked_up(request: HttpRequest, organisation: Organisation) -> LookUp | None:
    """The same, for somebody who is no practice's desk: by name and date of birth together, which a caller gives.

    Among whoever is registered in the health economy of an organisation. Whoever is shown is noted, and so is each time
    there was nobody: otherwise somebody could guess who is known here. None after a new one: go on to `found_at`.
    """
    if request.method == "POST":
        form = NamedForm(request.POST)
        if not form.is_valid():
            return LookUp(form)
        said = form.cleaned_data
        request.session["looked_up"] = {**said, "date_of_birth": said["date_of_birth"].isoformat()}
        if not looked_up_before(request, organisation):
            audit.record(by=actor_of(request), verb="person.not_found")
        return None
    if "found" not in request.GET or not (said := _looked_up(request)):
        return LookUp(NamedForm())
    found = looked_up_before(request, organisation)
    shown = found if len(found) == 1 else []
    note_listed(request, Listed.FOUND, shown, at={person.pk: organisation.pk for person in shown})
    return LookUp(NamedForm(initial=said), found)


def looked_up_before(request: HttpRequest, organisation: Organisation) -> list[Person]:
    """Whom the last look-up finds now: whoever acts on it says again who it is, and is taken at no other word."""
    said = _looked_up(request)
    return registered_as(economy_of(organisation), **said) if said else []


def _looked_up(request: HttpRequest) -> dict[str, Any]:
    said = request.session.get("looked_up")
    return {**said, "date_of_birth": date.fromisoformat(said["date_of_birth"])} if said else {}
