"""After a session: what it covered, how it was, and making up for one that was missed."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.people.actors import actor_of, is_own
from alongside.programmes import actions
from alongside.programmes.forms import CatchUpForm, NoteForm
from alongside.programmes.models import CatchUp, Rating
from alongside.programmes.queries import (
    cohort_for,
    enrolment_for,
    groups_to_catch_up_with,
    place_in,
    session_led_by,
    session_of_place,
)
from alongside.programmes.refusals import NotNow, NotOpen, NotTheirs
from alongside.programmes.views.seen import note_seen
from alongside.ui.forms import form_page, posted


@form_page
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the session covered. Whoever leads it, or runs the course, says so."""
    session = session_led_by(request, pk)
    known = getattr(session, "note", None)
    initial = {"covered": known.covered, "words": known.words} if known else None
    form = NoteForm(posted(request), covers=session.covers, initial=initial)
    if form.is_valid():
        said = {"covered": form.cleaned_data.get("covered", []), "words": form.cleaned_data["words"]}
        try:
            actions.note_session(by=actor_of(request), session=session, **said)
        except NotNow:
            form.add_error(None, _("The session has not begun, or was called off, so this is not saved."))
        else:
            messages.success(request, _("Saved. Thank you."))
            return redirect("programmes:register", pk)
    return render(request, "programmes/note.jinja", {"session": session, "form": form})


@require_POST
def rate(request: HttpRequest, pk: UUID, session: UUID) -> HttpResponse:
    """How a session was for the one who came, and for nobody else to see."""
    enrolment = enrolment_for(request, pk)
    found = session_of_place(enrolment, session)
    own = is_own(request, enrolment.person_id)
    if not own or request.POST.get("answer") not in Rating.Answer.values:  # nobody else says it for them, or sees it
        raise Http404("No such answer.")
    with suppress(NotNow, NotTheirs):  # the page shows what can be rated
        actions.rate(by=actor_of(request), session=found, enrolment=enrolment, answer=request.POST["answer"])
        messages.success(request, _("Thank you for saying so."))
    return redirect("programmes:place", pk)


@form_page
def catch_up(request: HttpRequest, pk: UUID, place: UUID, session: UUID) -> HttpResponse:
    """Arrange how somebody makes up for a session they missed."""
    cohort = cohort_for(request, pk)
    enrolment = place_in(cohort, place)
    missed = get_object_or_404(cohort.sessions.select_related("cohort__organisation"), pk=session)
    groups = groups_to_catch_up_with(missed)
    form = CatchUpForm(posted(request), groups=groups)
    if form.is_valid():
        said = form.cleaned_data
        group = next((row for row in groups if str(row.pk) == said["how"]), None)
        how = CatchUp.How.OTHER_GROUP if group else said["how"]
        try:
            actions.plan_catch_up(
                by=actor_of(request), enrolment=enrolment, missed=missed, how=how, on=said["on"], session=group
            )
            messages.success(request, _("Arranged. Tell %(name)s when and where.") % {"name": enrolment.who})
        except (NotTheirs, NotOpen, NotNow):
            messages.error(request, _("That can no longer be arranged. Here is the group as it is."))
        return redirect("programmes:cohort", pk)
    note_seen(request, cohort, [enrolment])
    facts = {"cohort": cohort, "enrolment": enrolment, "missed": missed, "groups": groups, "form": form}
    return render(request, "programmes/catch_up.jinja", facts)


@require_POST
def caught_up(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """They made up for it with a tutor."""
    cohort = cohort_for(request, pk)
    found = get_object_or_404(CatchUp, pk=row, missed__cohort=cohort)
    try:
        actions.catch_up_done(by=actor_of(request), catch_up=found)
        messages.success(request, _("Noted."))
    except NotNow:
        messages.error(request, _("That day is still to come."))
    return redirect("programmes:cohort", pk)
