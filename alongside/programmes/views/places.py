"""Who has a place in a group: putting somebody in, finding whoever rang, and giving a place back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.people.actors import actor_of
from alongside.people.finding import found_at, looked_up, looked_up_before
from alongside.people.models import Person
from alongside.programmes import actions
from alongside.programmes.courses import PEOPLE
from alongside.programmes.forms import GiveBackForm
from alongside.programmes.models import Cohort, Enrolment
from alongside.programmes.queries import cohort_for, cohort_page, dates_of, place_in
from alongside.programmes.refusals import AlreadyOn, NotNow, NotOpen
from alongside.programmes.views.seen import note_seen
from alongside.ui.formats import moment
from alongside.ui.forms import form_page, posted


@form_page
def rang(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody rang and would like to go: found by name and date of birth, before they are put in."""
    found = cohort_for(request, pk)
    if found.course.audience != PEOPLE:
        raise Http404("A course for a team.")
    look = looked_up(request, found.organisation)
    if look is None:
        return redirect(found_at("programmes:rang", pk))
    return render(request, "programmes/rang.jinja", {"cohort": found, "look": look, "form": look.form})


@require_POST
def put_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A place for somebody who said that they would like to go, or who rang and was found."""
    found = cohort_for(request, pk)
    person = _who_asked(request, found)
    try:
        made = actions.join(by=actor_of(request), cohort=found, person=person)
        messages.success(request, _said_of(made))
    except NotOpen:
        messages.error(request, _("That can no longer be done. Here is the group as it is."))
    except AlreadyOn:
        messages.error(request, _("%(name)s has a place on this course, or waits for one.") % {"name": person.name})
    return redirect("programmes:cohort", pk)


def _who_asked(request: HttpRequest, cohort: Cohort) -> Person:
    """Of those whom one of the two pages shows, the one who was pressed."""
    rang = looked_up_before(request, cohort.organisation)
    known = [row.person for row in cohort_page(cohort).wanting] + (rang if len(rang) == 1 else [])
    person = next((row for row in known if str(row.pk) == request.POST.get("person")), None)
    if person is None:
        raise Http404("Nobody who asked for this course.")
    return person


def _said_of(made: Enrolment) -> str:
    if made.state == Enrolment.State.WAITING:
        return _("%(name)s is on the waiting list.") % {"name": made.who}
    said = [_("%(name)s is put in. A message with the dates is on its way.") % {"name": made.who}]
    alone = [date for date in dates_of(made) if date.session.each_minutes and not date.lacks_turn]
    said += [_("Their time alone: %(when)s.") % {"when": moment(date.starts_at)} for date in alone]  # while they listen
    return " ".join(said)


@form_page
def give_back(request: HttpRequest, pk: UUID, place: UUID) -> HttpResponse:
    """Somebody rang and cannot come any more; asked once, with why, for the place is given to whoever waits."""
    found = cohort_for(request, pk)
    enrolment = place_in(found, place)
    form = GiveBackForm(posted(request))
    if form.is_valid():
        try:
            actions.leave(by=actor_of(request), enrolment=enrolment, why=form.cleaned_data["why"])
            messages.success(request, _said_of_the_end(enrolment))
        except NotNow:
            messages.error(request, _("The course is over, so there is no place to give back."))
        return redirect("programmes:cohort", pk)
    note_seen(request, found, [enrolment])
    facts = {"cohort": found, "enrolment": enrolment, "form": form, "waits": found.enrolments.waiting().exists()}
    return render(request, "programmes/give_back.jinja", facts)


def _said_of_the_end(was: Enrolment) -> str:
    if was.state == Enrolment.State.WAITING:
        return _("%(name)s does not wait for a place any more.") % {"name": was.who}
    return _("%(name)s is not on the course any more.") % {"name": was.who}
