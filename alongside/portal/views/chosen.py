"""The services somebody left with, from a link: the way there, and, some weeks later, what became of each."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from alongside.directory.queries import cards_of
from alongside.messages.links import actor_of_link, opened_link
from alongside.messages.models import SignedLink
from alongside.people.actors import Actor
from alongside.plans import actions
from alongside.plans.forms_services import parts_of
from alongside.plans.models import Handover, Signposting
from alongside.plans.queries import given_in, handover_of
from alongside.ui.forms import form_page

State = Signposting.State
# One tap each on the first page; the last two have a question of their own.
FIRST_TAPS = (State.WANTED, State.IN_TOUCH, State.WENT, State.STOPPED)

# What is asked after a tap: whether it helped, or what got in the way.
ASKED = {str(State.WENT): Signposting.Helped.choices, str(State.STOPPED): Signposting.Why.choices}


@dataclass(frozen=True)
class Opened:
    """What a link opened, and who holds it."""

    token: str
    handover: Handover
    by: Actor


def _opened(request: HttpRequest, token: str) -> Opened | None:
    link = opened_link(request, token, SignedLink.Purpose.SERVICES)
    handover = handover_of(link) if link else None
    return Opened(token, handover, actor_of_link(request, link)) if link and handover else None


@login_not_required
@never_cache
@form_page
def chosen(request: HttpRequest, token: str) -> HttpResponse:
    """All of them; a tap says how far one went."""
    opened = _opened(request, token)
    if opened is None:
        return redirect("portal:door", token)
    rows = given_in(opened.handover)
    if request.method == "POST":
        return _tapped(request, opened, rows)
    shown = list(zip(rows, cards_of([row.service for row in rows]), strict=True))
    context = {"opened": opened, "rows": shown, "asking": opened.handover.asked_at is not None}
    return render(request, "portal/chosen/list.jinja", context)


def _tapped(request: HttpRequest, opened: Opened, rows: list[Signposting]) -> HttpResponse:
    row = next((row for row in rows if str(row.pk) == request.POST.get("service")), None)
    after = request.POST.get("became", "")
    if row is None or after not in FIRST_TAPS:
        return redirect("portal:chosen", opened.token)
    if after != State.STOPPED:
        actions.say_what_became(by=opened.by, signposting=row, after=after)
    if after in {State.WENT, State.STOPPED}:
        return redirect("portal:chosen_more", opened.token, row.pk, after)
    return redirect("portal:chosen", opened.token)


@login_not_required
@never_cache
@form_page
def more(request: HttpRequest, token: str, pk: UUID, step: str) -> HttpResponse:
    """Whether it helped, or what got in the way."""
    opened = _opened(request, token)
    if opened is None:
        return redirect("portal:door", token)
    row = next((row for row in given_in(opened.handover) if row.pk == pk), None)
    if row is None or step not in ASKED:
        raise Http404("No such page.")
    choices = {f"{step}:{value}": label for value, label in ASKED[step]}
    became = request.POST.get("became", "")
    if became in choices:
        wanted = bool(request.POST.get("help_wanted"))
        actions.say_what_became(by=opened.by, signposting=row, help_wanted=wanted, **parts_of(became))
        return redirect("portal:chosen_thanks", token)
    context = {"opened": opened, "row": row, "step": step, "choices": choices, "problem": request.method == "POST"}
    return render(request, "portal/chosen/more.jinja", context)


@login_not_required
@never_cache
@form_page
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """What was said of each, and what happens now."""
    opened = _opened(request, token)
    if opened is None:
        return redirect("portal:door", token)
    return render(request, "portal/chosen/thanks.jinja", {"opened": opened, "rows": given_in(opened.handover)})
