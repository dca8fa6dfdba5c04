"""Another time of their own, for whoever comes alone: chosen by themselves, or by the coordinator they rang."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.people.actors import actor_of
from alongside.programmes import actions
from alongside.programmes.forms import TurnForm
from alongside.programmes.models import Enrolment, Session
from alongside.programmes.queries import date_of, enrolment_for, place_in, session_for, with_turns
from alongside.programmes.refusals import NotNow, NotOpen
from alongside.programmes.views.seen import note_seen
from alongside.ui.forms import form_page, posted


@form_page
def own(request: HttpRequest, pk: UUID, session: UUID) -> HttpResponse:
    """Of a place that the account may change."""
    enrolment = enrolment_for(request, pk)
    return _asked(request, enrolment, with_turns(enrolment, session), ("programmes:place", pk), own=True)


@form_page
def of_somebody(request: HttpRequest, pk: UUID, place: UUID) -> HttpResponse:
    """Of somebody on a course that the account runs."""
    run = session_for(request, pk)
    enrolment = place_in(run.cohort, place)
    note_seen(request, run.cohort, [enrolment])
    return _asked(request, enrolment, with_turns(enrolment, pk), ("programmes:session", pk), own=False)


def _asked(
    request: HttpRequest, enrolment: Enrolment, session: Session, back: tuple[str, UUID], *, own: bool
) -> HttpResponse:
    form = TurnForm(posted(request), session=session)
    if form.is_valid():
        try:
            turn = form.cleaned_data["turn"]
            actions.choose_turn(by=actor_of(request), enrolment=enrolment, session=session, after=turn)
        except NotOpen:
            form.add_error("turn", _("Somebody has that time by now. Choose another."))
        except NotNow:
            messages.error(request, _("That can no longer be changed."))
            return redirect(*back)
        else:
            messages.success(request, _("Changed. A message with the new time is on its way."))
            return redirect(*back)
    facts = {"enrolment": enrolment, "date": date_of(enrolment, session), "form": form, "back": back, "own": own}
    return render(request, "programmes/turn.jinja", facts)
