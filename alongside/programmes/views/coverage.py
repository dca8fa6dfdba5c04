"""How much of a team has been trained, and what to do next."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from alongside.people.access import Can, may_manage, organisation_for, organisations_for
from alongside.people.actors import actor_of
from alongside.people.models import Organisation
from alongside.programmes import actions
from alongside.programmes.forms import NotedForm, TargetForm
from alongside.programmes.models import Enrolment
from alongside.programmes.queries import LEVELS, cohort_for, cohort_page, coverage_of, teams_by_name, teams_of
from alongside.programmes.refusals import AlreadyOn, NotOpen
from alongside.ui.forms import form_page, posted

LONGEST_NAME = 200  # of an organisation


@require_GET
def coverage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One team, for whoever belongs to it."""
    return _page(request, organisation_for(request, pk, Can.SEE_COVERAGE_BY_NAME))


def _page(request: HttpRequest, team: Organisation) -> HttpResponse:
    facts = {"team": team, "coverage": coverage_of(team), "levels": LEVELS}
    return render(request, "programmes/coverage.jinja", facts | {"may_manage": may_manage(request.user, team)})


@require_GET
def ours(request: HttpRequest) -> HttpResponse:
    """The team somebody belongs to; of whoever belongs to several, all of them."""
    mine = teams_by_name(request.user)
    if not mine:
        raise Http404("No such page.")
    if len(mine) == 1:
        return _page(request, mine[0])
    return render(request, "programmes/ours.jinja", {"mine": mine})


@require_GET
def teams(request: HttpRequest) -> HttpResponse:
    """All the teams, without a name."""
    compared = organisations_for(request.user, Can.SEE_COVERAGE)
    if not compared:
        raise Http404("No such page.")
    named = request.GET.get("name", "").strip()[:LONGEST_NAME]
    teams = teams_of(compared, named=named, number=request.GET.get("page", 1))
    return render(request, "programmes/teams.jinja", {"teams": teams, "named": named})


@form_page
def target(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How much of the team is to be trained."""
    team = organisation_for(request, pk, Can.MANAGE_ORGANISATION)
    form = TargetForm(posted(request))
    if form.is_valid():
        actions.set_target(by=actor_of(request), organisation=team, percent=form.cleaned_data["percent"])
        messages.success(request, _("Saved."))
        may_see = team.pk in organisations_for(request.user, Can.SEE_COVERAGE_BY_NAME)
        return redirect("programmes:coverage", pk) if may_see else redirect("people:organisation", pk)
    return render(request, "programmes/target.jinja", {"team": team, "form": form})


@form_page
def note_training(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody of the team learned elsewhere."""
    team = organisation_for(request, pk, Can.MANAGE_ORGANISATION)
    form = NotedForm(posted(request), team=team)
    if form.is_valid():
        actions.note_training(by=actor_of(request), **form.cleaned_data)
        messages.success(request, _("Noted."))
        may_see = team.pk in organisations_for(request.user, Can.SEE_COVERAGE_BY_NAME)
        return redirect("programmes:coverage", pk) if may_see else redirect("people:organisation", pk)
    return render(request, "programmes/note_training.jinja", {"team": team, "form": form})


@require_POST
def put_in_colleague(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A place for one of the team that a group is for."""
    cohort = cohort_for(request, pk)
    asked = request.POST.get("user", "")
    user = next((row for row in cohort_page(cohort).colleagues if str(row.pk) == asked), None)
    if user is None or cohort.team is None:
        raise Http404("Nobody of the team who is not on it.")
    try:
        made = actions.train(by=actor_of(request), cohort=cohort, staff=user, team=cohort.team)
        waits = made.state == Enrolment.State.WAITING
        words = _("%(name)s is on the waiting list.") if waits else _("%(name)s is put in, and has an e-mail.")
        messages.success(request, words % {"name": user.name})
    except (NotOpen, AlreadyOn):
        messages.error(request, _("That can no longer be done. Here is the group as it is."))
    return redirect("programmes:cohort", pk)


@require_POST
def train_team(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put everybody of the team into the group that is for it."""
    try:
        count = actions.train_team(by=actor_of(request), cohort=cohort_for(request, pk))
        messages.success(request, ngettext("%d person put in.", "%d people put in.", count) % count)
    except NotOpen:
        messages.error(request, _("Nobody can join this group any more."))
    return redirect("programmes:cohort", pk)
