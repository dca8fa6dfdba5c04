"""Finding and registering people at a practice's desk."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.people import actions
from alongside.people.access import Can, may, person_for, practices_for
from alongside.people.actors import actor_of
from alongside.people.finding import found_at, searched
from alongside.people.forms import DetailsForm, RegisterForm
from alongside.people.listed import Listed, note_listed
from alongside.people.models import Organisation, Person
from alongside.people.queries.desk import open_erasure_requests
from alongside.ui.forms import form_page, posted

IDENTITY = (
    "given_name",
    "family_name",
    "known_as",
    "date_of_birth",
    "sex",
    "ethnicity",
    "working",
    "nhs_number",
    "died_on",
)


@form_page
def find(request: HttpRequest) -> HttpResponse:
    _own_practices(request)
    search = searched(request, Can.CORRECT_PERSON)
    if search is None:
        return redirect(found_at("people:find"))
    asked = list(open_erasure_requests(request.user))
    note_listed(request, Listed.FORGET, [each.person for each in asked])
    return render(request, "people/find.jinja", {"search": search, "asked": asked})


def add(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(posted(request), practices=_own_practices(request))
    if form.is_valid() and (person := _register(request, form)):
        messages.success(request, _("%(name)s is registered.") % {"name": person.name})
        return redirect("people:details", person.pk)
    return render(request, "people/add.jinja", {"form": form})


def details(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.CORRECT_PERSON)
    form = DetailsForm(posted(request), initial={name: getattr(person, name) for name in IDENTITY})
    if form.is_valid() and _correct(request, person, form):
        messages.success(request, _("Saved."))
        return redirect("people:details", pk)
    facts = {"person": person, "form": form, "may_erase": may(request.user, Can.ERASE, person)}
    facts["may_end_carer"] = may(request.user, Can.END_CARER, person)
    return render(request, "people/details.jinja", facts)


def _own_practices(request: HttpRequest) -> QuerySet[Organisation]:
    practices = practices_for(request.user, Can.CORRECT_PERSON)
    if not practices.exists():
        raise Http404("No such page.")
    return practices


def _register(request: HttpRequest, form: RegisterForm) -> Person | None:
    given: dict[str, Any] = dict(form.cleaned_data)
    said_yes = bool(given.pop("messages"))
    try:
        return actions.register_person(by=actor_of(request), said_yes_to_messages=said_yes, **given)
    except actions.NumberTaken as taken:
        form.add_error("nhs_number", _taken(request, taken.person))
        return None


def _correct(request: HttpRequest, person: Person, form: DetailsForm) -> bool:
    try:
        actions.correct_person(by=actor_of(request), person=person, **form.cleaned_data)
    except actions.NumberTaken as taken:
        form.add_error("nhs_number", _taken(request, taken.person))
        return False
    return True


def _taken(request: HttpRequest, person: Person) -> str:
    """Name the other person only to somebody who may see them."""
    if may(request.user, Can.SEE_PERSON, person):
        return _("%(name)s is registered here with this NHS number.") % {"name": person.name}
    return _("This NHS number is on record elsewhere. Check it; if it is right, leave it out for now.")
