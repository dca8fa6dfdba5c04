"""What whoever looks after buddies sees and does."""

from datetime import timedelta
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
from alongside.peers.models import Buddy, BuddyRequest, Check, Match
from alongside.peers.queries import (
    best_of_list,
    best_of_one,
    buddies_of,
    buddy_for,
    check_of,
    desk_of,
    lacks,
    match_for,
    pairs_of,
    places_looked_after,
    request_for,
    worry_for,
)
from alongside.peers.refusals import NotFree, NotNow
from alongside.peers.views.attempts import attempt
from alongside.people.access import Can, organisation_for
from alongside.people.actors import actor_of
from alongside.people.listed import Listed, note_listed
from alongside.people.models import Person
from alongside.ui.crisis import suggests_crisis
from alongside.ui.forms import form_page, posted

LATE = timedelta(days=7)  # after which a call that nobody noted is asked about


@require_GET
def buddies(request: HttpRequest) -> HttpResponse:
    """Worries first, then who waits, who is rung, and the buddies."""
    places = places_looked_after(request.user)
    if not places:
        raise Http404("No such page.")
    desk = desk_of([place.pk for place in places])
    people = [row.request.person for row in desk.waiting] + [row.request.person for row in desk.matches]
    _note(request, people + [row.match.request.person for row in desk.worries])
    return render(request, "peers/buddies.jinja", {"desk": desk, "places": places, "late": timezone.localdate() - LATE})


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
    """The best for the whole waiting list at once, beside first come first served; asking the pairs that were shown."""
    place = organisation_for(request, pk, Can.MATCH_BUDDIES)
    if request.method == "POST":
        done = sum(_propose(request, *pair) for pair in pairs_of(place, request.POST.getlist("pair")))
        messages.success(request, ngettext("%d pair is asked.", "%d pairs are asked.", done) % done)
        return redirect("peers:buddies")
    found, pairs = best_of_list(place)
    _note(request, [pair.request.person for pair in pairs])
    return render(request, "peers/together.jinja", {"place": place, "found": found, "pairs": pairs})


def _propose(request: HttpRequest, wish: BuddyRequest, buddy: Buddy) -> bool:
    """One that was given to somebody else a moment ago leaves the others as they are."""
    try:
        actions.propose_match(by=actor_of(request), request=wish, buddy=buddy)
    except (NotFree, NotNow):
        return False
    return True


@require_GET
def match(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One match: who has said yes, the calls so far, and what can be done."""
    found = match_for(request, pk)
    _note(request, [found.request.person])
    worries = list(found.worries.all())
    facts = {
        "match": found,
        "calls": found.calls.all(),
        "numbers": _numbers(found),
        "worries": worries,
        "worried": {worry.call_id for worry in worries},
        "why": Match.Why,
    }
    return render(request, "peers/match.jinja", facts)


def _numbers(match: Match) -> list[tuple[str, str]]:
    """For whoever puts calls through, and has to ring when there is a worry."""
    person, helper = match.request.person, match.buddy
    return [(person.name, person.phone), (str(helper), helper.phone)]


@require_POST
def said_yes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person said yes when somebody rang them."""
    found = match_for(request, pk)
    said = _("Noted. Nobody rings before both have said yes.")
    attempt(request, lambda: actions.say_yes(by=actor_of(request), match=found, side=PERSON), said)
    return redirect("peers:match", pk)


@require_POST
def said_no(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person would rather not, when somebody rang them."""
    found = match_for(request, pk)
    said = _("Noted. They wait for somebody else.")
    attempt(request, lambda: actions.say_no(by=actor_of(request), match=found, side=PERSON), said)
    return redirect("peers:buddies")


@require_POST
def take_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They would rather have no buddy, when somebody rang them."""
    actions.withdraw(by=actor_of(request), request=request_for(request, pk))
    messages.success(request, _("Taken off the list."))
    return redirect("peers:buddies")


@require_POST
def take_back_check(request: HttpRequest, pk: UUID, check: UUID) -> HttpResponse:
    """A check was noted by mistake, or does not hold."""
    actions.take_back_check(by=actor_of(request), check=check_of(buddy_for(request, pk), check))
    messages.success(request, _("Taken back."))
    return redirect("peers:buddy", pk)


@require_POST
def end_match(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it: all the calls were made, or it cannot go on."""
    found = match_for(request, pk)
    done = request.POST.get("why") == "done" and found.state != Match.State.PROPOSED
    actions.end_match(by=actor_of(request), match=found, why=Match.Why.DONE if done else Match.Why.COORDINATOR)
    messages.success(request, _("Ended. Thank them both.") if done else _("Ended. They wait for somebody else."))
    return redirect("peers:buddies")


@form_page
def worry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What worried a buddy, and all that was done about it."""
    found = worry_for(request, pk)
    _note(request, [found.match.request.person])
    form = StepForm(posted(request))
    if form.is_valid():
        words = form.cleaned_data["words"]
        attempt(request, lambda: actions.add_step(by=actor_of(request), worry=found, words=words), _("Noted."))
        return redirect("peers:worry", pk)
    facts = {"worry": found, "steps": found.steps.select_related("by"), "form": form, "numbers": _numbers(found.match)}
    return render(request, "peers/worry.jinja", facts | {"crisis": suggests_crisis(found.words)})


@form_page
def close_worry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what became of it."""
    found = worry_for(request, pk)
    _note(request, [found.match.request.person])
    form = OutcomeForm(posted(request))
    if form.is_valid():
        outcome = form.cleaned_data["outcome"]
        attempt(request, lambda: actions.close_worry(by=actor_of(request), worry=found, outcome=outcome), _("Closed."))
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
            request, _("%(name)s is a buddy, and rings nobody before their checks are there.") % {"name": made}
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
    lacking = [str(Check.Kind(kind).label) for kind in lacks(found, timezone.localdate())]
    return render(request, "peers/buddy.jinja", {"buddy": found, "lacks": lacking, "form": form})


@form_page
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They are a buddy no more; asked once, for it ends the calls of all whom they ring."""
    found = buddy_for(request, pk)
    if request.method == "POST":
        actions.end_buddy(by=actor_of(request), buddy=found)
        said = _("Ended. Whoever they rang waits for another, as long as they have waited. Thank them.")
        messages.success(request, said)
        return redirect("peers:buddies")
    return render(request, "peers/end.jinja", {"buddy": found})


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
