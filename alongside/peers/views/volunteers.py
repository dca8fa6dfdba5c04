"""What volunteers do and how far they have come: for whoever looks after them, and for themselves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from alongside.peers import actions
from alongside.peers.forms import ThanksForm, VolunteerStepForm
from alongside.peers.queries.volunteers import Stage, crews, journey_of, step_of, volunteer_for
from alongside.people.actors import actor_of, user_of
from alongside.people.listed import Listed, note_listed
from alongside.people.models import Organisation, User
from alongside.ui.forms import form_page, posted

STAGES = {
    Stage.PARTICIPANT: gettext_lazy("took part"),
    Stage.VOLUNTEER: gettext_lazy("volunteer"),
    Stage.TUTOR: gettext_lazy("tutor"),
    Stage.EMPLOYED: gettext_lazy("found work"),
}


@require_GET
def volunteers(request: HttpRequest) -> HttpResponse:
    """Who gives their time, how far each has come, and whom nobody has thanked of late."""
    found = crews(request.user)
    if not found:
        raise Http404("No such page.")
    for crew in found:
        _note(request, crew.organisation, [each.user for each in crew.journeys])
    return render(request, "peers/volunteers/list.jinja", {"crews": found, "stages": STAGES})


@form_page
def volunteer(request: HttpRequest, pk: UUID, user: UUID) -> HttpResponse:
    """What somebody did here, and noting more."""
    place, found = volunteer_for(request, pk, user)
    _note(request, place, [found.user])
    form = VolunteerStepForm(posted(request), initial={"on": timezone.localdate()})
    if form.is_valid():
        actions.note_step(by=actor_of(request), user=found.user, organisation=place, **form.cleaned_data)
        messages.success(request, _("Noted. They can read it."))
        return redirect("peers:volunteer", pk, user)
    facts: dict[str, Any] = {"place": place, "journey": found, "form": form, "stages": STAGES}
    return render(request, "peers/volunteers/volunteer.jinja", facts)


@require_POST
def take_back_step(request: HttpRequest, pk: UUID, user: UUID, step: UUID) -> HttpResponse:
    """It was noted by mistake."""
    _place, found = volunteer_for(request, pk, user)
    actions.take_back_step(by=actor_of(request), step=step_of(found, step))
    messages.success(request, _("Taken back."))
    return redirect("peers:volunteer", pk, user)


@form_page
def thank(request: HttpRequest, pk: UUID, user: UUID) -> HttpResponse:
    """Thank somebody, in words."""
    place, found = volunteer_for(request, pk, user)
    _note(request, place, [found.user])
    form = ThanksForm(posted(request))
    if form.is_valid():
        actions.thank(by=actor_of(request), user=found.user, organisation=place, **form.cleaned_data)
        messages.success(request, _("Sent. They have an e-mail, and read your words on their own page."))
        return redirect("peers:volunteers")
    return render(request, "peers/volunteers/thank.jinja", {"place": place, "journey": found, "form": form})


@require_GET
def journey(request: HttpRequest) -> HttpResponse:
    """What I have done, and the thanks I had; to print, and to take along."""
    found = journey_of(user_of(request))
    return render(request, "peers/volunteers/journey.jinja", {"journey": found, "today": timezone.localdate()})


def _note(request: HttpRequest, place: Organisation, users: list[User]) -> None:
    people = [user.person for user in users if user.person]
    note_listed(request, Listed.VOLUNTEERS, people, at={person.pk: place.pk for person in people})
