"""The course somebody has a place on, from a link: where and when, and giving the place back."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from alongside.messages.links import actor_of_link, opened_link
from alongside.messages.models import SignedLink
from alongside.people.actors import Actor
from alongside.programmes.actions import choose_turn
from alongside.programmes.actions import leave as give_back
from alongside.programmes.actions import rate as rate_session
from alongside.programmes.dates_file import dates_file
from alongside.programmes.forms import LeaveForm, TurnForm
from alongside.programmes.models import Enrolment, Rating
from alongside.programmes.queries import (
    date_of,
    dates_of,
    enrolment_of,
    session_of_place,
    sessions_to_rate,
    with_turns,
)
from alongside.programmes.refusals import NotNow, NotOpen, NotTheirs
from alongside.ui.forms import form_page, posted


@dataclass(frozen=True)
class Opened:
    """What a link opened, and who holds it."""

    token: str
    enrolment: Enrolment
    by: Actor


def _opened(request: HttpRequest, token: str) -> Opened | None:
    link = opened_link(request, token, SignedLink.Purpose.COURSE)
    enrolment = enrolment_of(link) if link else None
    return Opened(token, enrolment, actor_of_link(request, link)) if link and enrolment else None


@login_not_required
@never_cache
@require_GET
def course(request: HttpRequest, token: str) -> HttpResponse:
    """All the dates, and how to get there."""
    opened = _opened(request, token)
    if opened is None:
        return redirect("portal:door", token)
    own = opened.enrolment
    facts = {"opened": opened, "enrolment": own, "dates": dates_of(own), "to_rate": sessions_to_rate(own)}
    return render(request, "portal/course/dates.jinja", facts)


@login_not_required
@never_cache
@form_page
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """They cannot come any more."""
    opened = _opened(request, token)
    if opened is None:
        return redirect("portal:door", token)
    form = LeaveForm(posted(request))
    if form.is_valid():
        with suppress(NotNow):  # it is over: the page says so
            give_back(by=opened.by, enrolment=opened.enrolment, why=form.cleaned_data["why"])
        return redirect("portal:course", token)
    return render(request, "portal/course/leave.jinja", {"opened": opened, "enrolment": opened.enrolment, "form": form})


@login_not_required
@never_cache
@form_page
def turn(request: HttpRequest, token: str, session: UUID) -> HttpResponse:
    """Another time of their own."""
    opened = _opened(request, token)
    if opened is None:
        return redirect("portal:door", token)
    found = with_turns(opened.enrolment, session)
    form = TurnForm(posted(request), session=found)
    if form.is_valid():
        try:
            choose_turn(by=opened.by, enrolment=opened.enrolment, session=found, after=form.cleaned_data["turn"])
        except NotOpen:
            form.add_error("turn", _("Somebody has that time by now. Choose another."))
        except NotNow:
            messages.error(request, _("That can no longer be changed."))
            return redirect("portal:course", token)
        else:
            messages.success(request, _("Changed. A message with the new time is on its way."))
            return redirect("portal:course", token)
    facts = {"enrolment": opened.enrolment, "date": date_of(opened.enrolment, found), "form": form, "own": True}
    return render(request, "programmes/turn.jinja", {**facts, "back": ("portal:course", token)})


@login_not_required
@never_cache
@require_POST
def rate(request: HttpRequest, token: str, session: UUID) -> HttpResponse:
    """How a session was for them."""
    opened = _opened(request, token)
    if opened is None:
        return redirect("portal:door", token)
    found = session_of_place(opened.enrolment, session)
    if request.POST.get("answer") not in Rating.Answer.values:
        raise Http404("No such answer.")
    with suppress(NotNow, NotTheirs):  # the page shows what can be rated
        rate_session(by=opened.by, session=found, enrolment=opened.enrolment, answer=request.POST["answer"])
        messages.success(request, _("Thank you for saying so."))
    return redirect("portal:course", token)


@login_not_required
@never_cache
@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The dates as a calendar file."""
    opened = _opened(request, token)
    if opened is None:
        return redirect("portal:door", token)
    return dates_file(opened.enrolment)
