"""Courses an organisation runs: setting them up, and each of them."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.people.access import Can, organisation_for, organisations_for
from alongside.people.actors import actor_of, user_of
from alongside.people.listed import Listed, note_listed
from alongside.people.models import Organisation, Role, User
from alongside.programmes import actions
from alongside.programmes.forms import ApproveForm, LeadsForm, PlanForm, VenueForm
from alongside.programmes.models import Cohort, Enrolment, Tutor, Venue
from alongside.programmes.queries import (
    cohort_for,
    cohort_page,
    lines_of,
    places_run_by,
    rooms_of,
    tutor_of,
    tutors_at,
    waiting_for_a_course,
)
from alongside.programmes.refusals import AlreadyNamed, AlreadyUsed, NotNow
from alongside.ui.formats import moment
from alongside.ui.forms import form_page, posted


@require_GET
def running(request: HttpRequest) -> HttpResponse:
    """What I run, what still has to be done about it, and who waits for a course.

    Whoever runs none is led to what courses are to them: the address is the one that people guess.
    """
    places = places_run_by(request.user)
    if not places:
        return redirect(_courses_of(user_of(request)))
    waiting = [(place, row) for place in places for row in waiting_for_a_course(place)]
    at = {row.person.pk: place.pk for place, row in waiting}
    note_listed(request, Listed.COURSE, [row.person for _place, row in waiting], at=at)
    facts = {
        "places": places,
        "lines": lines_of([place.pk for place in places]),
        "waiting": [row for _place, row in waiting],
    }
    return render(request, "programmes/running.jinja", facts)


def _courses_of(user: User) -> str:
    """The page of those they lead; else of what there is to learn where they work; else of what they can go on."""
    if organisations_for(user, Can.TEACH):
        return reverse("programmes:teaching")
    if organisations_for(user, Can.SEE_ORGANISATION):
        return reverse("programmes:learn")
    if user.person_id:
        return reverse("programmes:offers", args=[user.person_id])
    raise Http404("No courses here.")


@form_page
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set a course up for a group."""
    place = organisation_for(request, pk, Can.RUN_COURSES)
    form = PlanForm(posted(request), organisation=place)
    if form.is_valid() and (cohort := _planned(request, place, form)):
        messages.success(request, _("Set up. Next: who leads each session?"))
        return redirect("programmes:cohort", cohort.pk)
    return render(request, "programmes/plan.jinja", {"place": place, "form": form, "rooms": rooms_of(place)})


def _planned(request: HttpRequest, place: Organisation, form: PlanForm) -> Cohort | None:
    said = form.cleaned_data
    given = {name: said[name] for name in ("course", "venue", "starts_at", "places", "team", "variant")}
    try:
        return actions.plan_cohort(by=actor_of(request), organisation=place, **given)
    except AlreadyUsed as used:
        words = _("The room is in use then: %(when)s. Choose another day, time or room.")
        form.add_error("venue", words % {"when": moment(used.starts_at)})
        return None


@form_page
def add_venue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a room on the list."""
    place = organisation_for(request, pk, Can.RUN_COURSES)
    form = VenueForm(posted(request), instance=Venue(organisation=place))
    if form.is_valid():
        try:
            actions.add_venue(by=actor_of(request), organisation=place, **form.cleaned_data)
        except AlreadyNamed:
            form.add_error("name", _("There is a room of this name on your list."))
        else:
            messages.success(request, _("Added: %s") % form.cleaned_data["name"])
            return redirect("programmes:plan", pk)
    return render(request, "programmes/add_venue.jinja", {"place": place, "form": form})


@require_GET
def cohort(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One group: its sessions and who leads them, who has a place, who waits."""
    found = cohort_for(request, pk)
    page = cohort_page(found)
    on_it = [each.enrolment.person for each in page.on_it] + [row.person for row in page.waiting]
    people = [person for person in on_it if person] + [row.person for row in page.wanting]
    note_listed(request, Listed.COURSE, people, at=dict.fromkeys((each.pk for each in people), found.organisation_id))
    return render(request, "programmes/cohort.jinja", {"page": page, "cohort": found})


@require_POST
def confirm_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm every session that has its tutors."""
    count = actions.confirm_all(by=actor_of(request), cohort=cohort_for(request, pk))
    messages.success(request, _("Confirmed: %d") % count)
    return redirect("programmes:cohort", pk)


@form_page
def cancel_cohort(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call a course off; asked once, for everybody is told and it cannot be taken back."""
    found = cohort_for(request, pk)
    form = Form(posted(request))  # which asks nothing but the press itself
    if not form.is_valid():
        waiting = found.enrolments.filter(state=Enrolment.State.WAITING).count()
        facts = {"cohort": found, "form": form, "waiting": waiting}
        return render(request, "programmes/cancel_cohort.jinja", facts)
    try:
        actions.cancel_cohort(by=actor_of(request), cohort=found)
        messages.success(request, _("Called off. Whoever had a place or waited for one is told."))
    except NotNow:
        messages.error(request, _("That can no longer be done: the course is over, or was called off."))
    return redirect("programmes:cohort", pk)


@form_page
def tutors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is approved to lead, and approving somebody."""
    place = organisation_for(request, pk, Can.RUN_COURSES)
    form = ApproveForm(posted(request), organisation=place)
    if form.is_valid():
        said, member = form.cleaned_data, form.cleaned_data["member"]
        kind = Tutor.Kind.LAY if member.role == Role.LAY_TUTOR else Tutor.Kind.CLINICAL
        facts = {name: said[name] for name in ("trained_on", "most_a_week", "pay")}
        actions.approve_tutor(by=actor_of(request), user=member.user, kind=kind, organisation=place, **facts)
        messages.success(request, _("%(name)s may lead courses now.") % {"name": member.user.name})
        return redirect("programmes:tutors", pk)
    return render(request, "programmes/tutors.jinja", {"place": place, "form": form, "tutors": tutors_at(place)})


@form_page
def change_tutor(request: HttpRequest, pk: UUID, tutor: UUID) -> HttpResponse:
    """How much they lead at most, and what they have for it."""
    place = organisation_for(request, pk, Can.RUN_COURSES)
    found = tutor_of(place, tutor)
    form = LeadsForm(posted(request), initial={"most_a_week": found.most_a_week, "pay": found.pay or None})
    if form.is_valid():
        actions.change_tutor(by=actor_of(request), tutor=found, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("programmes:tutors", pk)
    return render(request, "programmes/change_tutor.jinja", {"place": place, "tutor": found, "form": form})


@require_POST
def end_tutor(request: HttpRequest, pk: UUID, tutor: UUID) -> HttpResponse:
    """They lead no more."""
    place = organisation_for(request, pk, Can.RUN_COURSES)
    actions.end_tutor(by=actor_of(request), tutor=tutor_of(place, tutor))
    messages.success(request, _("Ended. What they would have led needs somebody else."))
    return redirect("programmes:tutors", pk)
