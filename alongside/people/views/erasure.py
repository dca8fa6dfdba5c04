"""A person asks to be forgotten; their practice decides."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.people import actions
from alongside.people.access import Can, person_for
from alongside.people.actors import actor_of
from alongside.people.forms import ErasureForm
from alongside.people.models import Person
from alongside.ui.forms import posted


def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.MANAGE_CONSENT)
    if request.method == "POST":
        _ask(request, person)
        return redirect("people:ask_erasure", pk)
    asked = person.erasure_requests.filter(decided_at=None).first()
    return render(request, "people/ask_erasure.jinja", {"person": person, "asked": asked})


def _ask(request: HttpRequest, person: Person) -> None:
    change = actions.take_back_erasure if request.POST.get("do") == "take_back" else actions.ask_for_erasure
    change(by=actor_of(request), person=person)


def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.ERASE)
    form = ErasureForm(posted(request))
    if form.is_valid():
        messages.success(request, _decide(request, person, form.cleaned_data["decision"]))
        return redirect("people:find")
    asked = person.erasure_requests.filter(decided_at=None).first()
    return render(request, "people/erase.jinja", {"person": person, "form": form, "asked": asked})


def _decide(request: HttpRequest, person: Person, decision: str) -> str:
    by = actor_of(request)
    if decision == ErasureForm.EVERYTHING:
        actions.erase_person(by=by, person=person)
        return _("Everything about this person is deleted.")
    if decision == ErasureForm.KEEP:
        actions.keep_care_record_only(by=by, person=person)
        return _("The care record is kept, the rest is deleted.")
    actions.take_back_erasure(by=by, person=person)
    return _("Nothing is deleted.")
