"""A person's courses: what is offered, what they said of it, their place. For them, and for whoever asks with them."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.people.access import Can, person_for, uuid_from
from alongside.people.actors import actor_of, is_own
from alongside.programmes import actions
from alongside.programmes.courses import PEOPLE, Course, courses
from alongside.programmes.dates_file import dates_file
from alongside.programmes.forms import DeclineForm, LeaveForm
from alongside.programmes.models import Enrolment, Offer
from alongside.programmes.queries import (
    cohort_open_to,
    dates_of,
    enrolment_for,
    offers_for,
    place_on,
    sessions_to_rate,
)
from alongside.programmes.refusals import AlreadyOn, NotNow, NotOpen
from alongside.ui.back import next_of
from alongside.ui.forms import form_page, posted

SAID = (Offer.State.OFFERED, Offer.State.ACCEPTED, Offer.State.NOT_SUITABLE)


@require_GET
def offers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Courses to go on, with the next groups, and the place they have."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    facts = {"person": person, "lines": offers_for(person), "own": is_own(request, person.pk)}
    return render(request, "programmes/offers.jinja", facts)


@require_POST
def answer(request: HttpRequest, pk: UUID, course: str) -> HttpResponse:
    """What they said of a course: they will think about it, would like to go, or it is not suitable."""
    person, found = person_for(request, pk, Can.EDIT_PLAN), _course(course)
    if request.POST.get("state") not in SAID:
        raise Http404("No such answer.")
    if held := place_on(person, found.key):
        return _has_a_place(request, held)
    actions.answer_offer(by=actor_of(request), person=person, course=found.key, state=request.POST["state"])
    messages.success(request, _("Noted: %s") % found.name)
    return redirect(next_of(request) or reverse("programmes:offers", args=[pk]))


@form_page
def decline(request: HttpRequest, pk: UUID, course: str) -> HttpResponse:
    """Not now: what makes it hard, and when to ask again."""
    person, found = person_for(request, pk, Can.EDIT_PLAN), _course(course)
    if held := place_on(person, found.key):
        return _has_a_place(request, held)
    form = DeclineForm(posted(request))
    if form.is_valid():
        days = form.cleaned_data["again"]
        actions.answer_offer(
            by=actor_of(request),
            person=person,
            course=found.key,
            state=Offer.State.DECLINED,
            barrier=form.cleaned_data["barrier"],
            ask_again_on=timezone.localdate() + timedelta(days=days) if days else None,
        )
        messages.success(request, _("Noted: not now."))
        return redirect(next_of(request) or reverse("programmes:offers", args=[pk]))
    return render(request, "programmes/decline.jinja", {"person": person, "course": found, "form": form})


@require_POST
def join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A place in a group, or the waiting list."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    cohort = cohort_open_to(person, uuid_from(request.POST.get("cohort", "")))
    try:
        enrolment = actions.join(by=actor_of(request), cohort=cohort, person=person)
    except NotOpen:
        messages.error(request, _("That group takes nobody any more. Here are the others."))
    except AlreadyOn:
        messages.success(request, _("There is a place already, or a wait for one."))
    else:
        messages.success(request, _said_of(enrolment))
    return redirect(next_of(request) or reverse("programmes:offers", args=[pk]))


def _has_a_place(request: HttpRequest, held: Enrolment) -> HttpResponse:
    messages.error(request, _("There is a place, or a wait for one. To say no, give that back first."))
    return redirect("programmes:place", held.pk)


def _said_of(enrolment: Enrolment) -> str:
    if enrolment.state == Enrolment.State.PLACED:
        return _("The place is kept. A message with the dates is on its way.")
    return _("The group is full. The waiting list is kept, and whoever has waited longest gets the next place.")


@form_page
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the place back, or wait no longer."""
    enrolment = enrolment_for(request, pk)
    form = LeaveForm(posted(request))
    if form.is_valid():
        try:
            actions.leave(by=actor_of(request), enrolment=enrolment, why=form.cleaned_data["why"])
            messages.success(request, _("Thank you for saying so. Somebody else can have the place."))
        except NotNow:
            messages.error(request, _("The course is over, so there is no place to give back."))
        return redirect("programmes:offers", enrolment.person_id)
    return render(request, "programmes/leave.jinja", {"enrolment": enrolment, "form": form})


@require_GET
def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where and when: the dates of the group somebody has a place in."""
    enrolment = enrolment_for(request, pk)
    own = is_own(request, enrolment.person_id)
    facts = {"enrolment": enrolment, "dates": dates_of(enrolment), "own": own}
    return render(request, "programmes/place.jinja", facts | {"to_rate": sessions_to_rate(enrolment) if own else []})


@require_GET
def calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The dates as a calendar file."""
    return dates_file(enrolment_for(request, pk))


def _course(key: str) -> Course:
    course = courses().get(key)
    if course is None or course.audience != PEOPLE:
        raise Http404("No such course.")
    return course
