"""What whoever looks after buddies sees and does."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from alongside.peers import actions
from alongside.peers.actions.matching import PERSON
from alongside.peers.forms import ApproveForm, CheckForm, MeetingForm, OutcomeForm, StepForm
from alongside.peers.models import Check, Match
from alongside.peers.queries import (
    best_of_list,
    best_of_one,
    buddies_of,
    buddy_for,
    desk_of,
    match_for,
    places_looked_after,
    request_for,
    worry_for,
)
from alongside.peers.refusals import NotFree, NotNow
from alongside.people.access import Can, organisation_for
from alongside.people.actors import actor_of
from alongside.people.listed import Listed, note_listed
from alongside.people.models import Person
from alongside.ui.forms import form_page, posted


@require_GET
def buddies(request: HttpRequest) -> HttpResponse:
    """Worries first, then who waits, who is rung, and the buddies."""
    places = places_looked_after(request.user)
    if not places:
        raise Http404("No such page.")
    desk = desk_of([place.pk for place in places])
    people = [row.request.person for row in desk.waiting] + [row.request.person for row in desk.matches]
    _note(request, people + [row.match.request.person for row in desk.worries])
    return render(request, "peers/buddies.jinja", {"desk": desk, "places": places})


@form_page
def wish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who fits somebody best, and why; and asking both."""
    found = request_for(request, pk)
    _note(request, [found.person])
    best = best_of_one(found)
    if request.method == "POST":
        chosen = next((buddy for _fit, buddy in best if str(buddy.pk) == request.POST.get("buddy")), None)
        try:
            if chosen is None:
                raise NotFree
            made = actions.propose_match(by=actor_of(request), request=found, buddy=chosen)
            return redirect("peers:match", made.pk)
        except (NotFree, NotNow):
            messages.error(request, _("That has changed meanwhile. Here is who could be now."))
            return redirect("peers:wish", pk)
    return render(request, "peers/wish.jinja", {"wish": found, "best": best})


@form_page
def together(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The best for the whole waiting list at once, beside first come first served; and asking them all."""
    place = organisation_for(request, pk, Can.MATCH_BUDDIES)
    found, pairs = best_of_list(place)
    _note(request, [pair.request.person for pair in pairs])
    if request.method == "POST":
        done = 0
        for pair in pairs:
            try:
                actions.propose_match(by=actor_of(request), request=pair.request, buddy=pair.buddy)
                done += 1
            except (NotFree, NotNow):  # given to somebody else a moment ago: the others stand
                continue
        messages.success(request, ngettext("%d pair is asked.", "%d pairs are asked.", done) % done)
        return redirect("peers:buddies")
    return render(request, "peers/together.jinja", {"place": place, "found": found, "pairs": pairs})


@require_GET
def match(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One match: who has said yes, the calls so far, and what can be done."""
    found = match_for(request, pk)
    _note(request, [found.request.person])
    facts = {"match": found, "calls": found.calls.all(), "worries": found.worries.all(), "why": Match.Why}
    return render(request, "peers/match.jinja", facts)


@require_POST
def said_yes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person said yes when somebody rang them."""
    found = match_for(request, pk)
    try:
        actions.say_yes(by=actor_of(request), match=found, side=PERSON)
        messages.success(request, _("Noted. Nobody rings before both have said yes."))
    except NotNow:
        messages.error(request, _("That has changed meanwhile. Here is how it is now."))
    return redirect("peers:match", pk)


@require_POST
def end_match(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it: all the calls were made, or it cannot go on."""
    found = match_for(request, pk)
    why = Match.Why.DONE if request.POST.get("why") == "done" else Match.Why.COORDINATOR
    actions.end_match(by=actor_of(request), match=found, why=why)
    messages.success(request, _("Ended. Thank them both."))
    return redirect("peers:buddies")


@form_page
def worry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What worried a buddy, and all that was done about it."""
    found = worry_for(request, pk)
    _note(request, [found.match.request.person])
    form = StepForm(posted(request))
    if form.is_valid():
        try:
            actions.add_step(by=actor_of(request), worry=found, words=form.cleaned_data["words"])
        except NotNow:
            messages.error(request, _("Somebody has closed it meanwhile."))
        return redirect("peers:worry", pk)
    return render(
        request, "peers/worry.jinja", {"worry": found, "steps": found.steps.select_related("by"), "form": form}
    )


@form_page
def close_worry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what became of it."""
    found = worry_for(request, pk)
    _note(request, [found.match.request.person])
    form = OutcomeForm(posted(request))
    if form.is_valid():
        try:
            actions.close_worry(by=actor_of(request), worry=found, outcome=form.cleaned_data["outcome"])
            messages.success(request, _("Closed."))
        except NotNow:
            messages.error(request, _("Somebody has closed it meanwhile."))
        return redirect("peers:buddies")
    return render(request, "peers/close_worry.jinja", {"worry": found, "form": form})


@form_page
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let somebody be a buddy."""
    place = organisation_for(request, pk, Can.MATCH_BUDDIES)
    form = ApproveForm(posted(request), organisation=place)
    if form.is_valid():
        user = form.cleaned_data["member"].user
        made = actions.approve_buddy(by=actor_of(request), user=user, organisation=place)
        messages.success(
            request, _("%(name)s is a buddy. Nobody is given to them before their checks.") % {"name": made}
        )
        return redirect("peers:buddy", made.pk)
    return render(request, "peers/approve.jinja", {"place": place, "form": form})


@form_page
def buddy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A buddy: their checks, and noting another."""
    found = buddy_for(request, pk)
    form = CheckForm(posted(request))
    if form.is_valid():
        actions.note_check(by=actor_of(request), buddy=found, **form.cleaned_data)
        messages.success(request, _("Noted."))
        return redirect("peers:buddy", pk)
    lacks = [str(Check.Kind(kind).label) for kind in found.lacks(timezone.localdate())]
    return render(request, "peers/buddy.jinja", {"buddy": found, "lacks": lacks, "form": form})


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They are a buddy no more."""
    actions.end_buddy(by=actor_of(request), buddy=buddy_for(request, pk))
    messages.success(request, _("Ended. Whoever they rang waits for another, as long as they have waited. Thank them."))
    return redirect("peers:buddies")


@form_page
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that buddies met, and who was there."""
    place = organisation_for(request, pk, Can.MATCH_BUDDIES)
    form = MeetingForm(posted(request), buddies=list(buddies_of([place.pk])))
    if form.is_valid():
        actions.note_meeting(by=actor_of(request), organisation=place, **form.cleaned_data)
        messages.success(request, _("Noted."))
        return redirect("peers:buddies")
    return render(request, "peers/meeting.jinja", {"place": place, "form": form})


def _note(request: HttpRequest, people: list[Person]) -> None:
    note_listed(request, Listed.BUDDY, people)
