"""A term: what groups could be held when, where and with whom, and setting them up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from alongside.people.access import Can, organisation_for
from alongside.people.actors import actor_of
from alongside.programmes import actions
from alongside.programmes.forms import TermForm
from alongside.programmes.models import TermLine
from alongside.programmes.queries import line_of, lines_of_term, proposals_of, term_for
from alongside.programmes.refusals import AlreadyUsed, CannotLead, NotNow
from alongside.ui.forms import form_page, posted


@form_page
def plan_term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what a term is to hold, and have it proposed."""
    place = organisation_for(request, pk, Can.RUN_COURSES)
    form = TermForm(posted(request), organisation=place)
    if form.is_valid():
        given = {"first": form.cleaned_data["first"], "last": form.cleaned_data["last"], "times": form.begins}
        found = actions.propose_term(by=actor_of(request), organisation=place, wanted=form.wanted, **given)
        return redirect("programmes:term", found.pk)
    return render(request, "programmes/plan_term.jinja", {"place": place, "form": form, "before": proposals_of(place)})


@require_GET
def term(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was proposed, what of it is set up, and what could not be placed and why."""
    found = term_for(request, pk)
    lines = lines_of_term(found)
    facts = {
        "term": found,
        "placed": [line for line in lines if line.starts_at],
        "unplaced": [line for line in lines if not line.starts_at],
        "left": sum(bool(line.starts_at and not line.cohort) for line in lines),
    }
    return render(request, "programmes/term.jinja", facts)


@require_POST
def set_up(request: HttpRequest, pk: UUID, line: UUID) -> HttpResponse:
    """Set one of the groups up."""
    found = term_for(request, pk)
    _set_up(request, [line_of(found, line)])
    return redirect("programmes:term", pk)


@require_POST
def set_up_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set all up that are not yet."""
    found = term_for(request, pk)
    _set_up(request, [line for line in lines_of_term(found) if line.starts_at and not line.cohort])
    return redirect("programmes:term", pk)


def _set_up(request: HttpRequest, lines: list[TermLine]) -> None:
    """Each for itself: one whose room or tutor was given to others since holds up no other."""
    done, gone, over = 0, [], []
    for line in lines:
        try:
            actions.set_up(by=actor_of(request), line=line)
            done += 1
        except (AlreadyUsed, CannotLead):
            gone.append(line.name)
        except NotNow:
            over.append(line.name)
    if done:
        messages.success(request, ngettext("%d group is set up.", "%d groups are set up.", done) % done)
    if gone:
        words = _(
            "Not set up, as the room or a tutor was given to others since: %(names)s. Have the term proposed again."
        )
        messages.error(request, words % {"names": "; ".join(gone)})
    if over:
        words = _("Not set up, as its first day is over, or its version of the course was ended: %(names)s.")
        messages.error(request, words % {"names": "; ".join(over)})
