"""Looking somebody up at a practice's desk.

The words are a name, a date of birth or an NHS number, so they are never in an address: addresses stay in the history
of a shared computer and in the logs of whatever stands in front. The session keeps them instead; "back" still works.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from alongside.people.access import Can
from alongside.people.forms import FindForm
from alongside.people.listed import Listed, note_listed
from alongside.people.models import Person
from alongside.people.queries.desk import people_at_desk

MOST = 30


@dataclass(frozen=True)
class Search:
    """The form, and who was found (None when nobody was looked for yet), with whether more fit than are shown."""

    form: FindForm
    found: list[Person] | None = None
    more: bool = False


def found_at(name: str) -> str:
    """The address that shows what the last search found."""
    return f"{reverse(name)}?found=1"


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
