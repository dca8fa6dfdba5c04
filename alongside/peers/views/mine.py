"""What a buddy sees and says: whom they ring, how it went, what worries them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.peers import actions
from alongside.peers.actions.matching import BUDDY
from alongside.peers.forms import AboutForm, CallForm, WorryForm
from alongside.peers.letters import readers_of
from alongside.peers.models import Buddy, Call, Match
from alongside.peers.queries import approval_of, call_rung_by, match_rung_by, mine_of, shown_name
from alongside.peers.refusals import NotNow
from alongside.peers.views.attempts import attempt
from alongside.peers.wishes import guidance
from alongside.people.access import Can, organisations_for
from alongside.people.actors import actor_of
from alongside.people.listed import Listed, note_listed
from alongside.ui.crisis import suggests_crisis
from alongside.ui.forms import form_page, posted

FACTS = ("about", "conditions", "topics", "interests", "languages", "free_at", "sex", "would_rather", "wished", "phone")


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Whom I am asked about, whom I ring, and what to keep to."""
    buddy = _buddy(request)
    rows = mine_of(buddy) if buddy else []
    note_listed(request, Listed.BUDDY, [row.match.request.person for row in rows])
    facts = {"buddy": buddy, "rows": rows, "guidance": guidance(), "help": "help" in request.GET}
    return render(request, "peers/mine.jinja", facts)


@form_page
def about(request: HttpRequest) -> HttpResponse:
    """What I live with, like and can do."""
    buddy = _buddy(request)
    if buddy is None:
        return redirect("peers:mine")
    form = AboutForm(posted(request), initial={name: getattr(buddy, name) for name in FACTS})
    if form.is_valid():
        actions.describe_buddy(by=actor_of(request), buddy=buddy, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("peers:mine")
    return render(request, "peers/about.jinja", {"form": form})


@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes or no to somebody."""
    match, by = match_rung_by(request, pk), actor_of(request)
    if request.POST.get("answer") == "yes":
        said = _("Thank you. You see when to ring once they have said yes too.")
        attempt(request, lambda: actions.say_yes(by=by, match=match, side=BUDDY), said)
    else:
        said = _("That is fine. Nobody is told why.")
        attempt(request, lambda: actions.say_no(by=by, match=match, side=BUDDY), said)
    return redirect("peers:mine")


@require_POST
def number(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether they may see my number."""
    match, yes = match_rung_by(request, pk), request.POST.get("share") == "yes"
    attempt(request, lambda: actions.share_number(by=actor_of(request), match=match, side=BUDDY, yes=yes), _("Saved."))
    return redirect("peers:mine")


@form_page
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How a call went, in a minute. A worry is raised first and for itself, whatever becomes of the rest."""
    found = call_rung_by(request, pk)
    _note(request, found.match)
    form = CallForm(posted(request), initial={"outcome": found.outcome, "minutes": found.minutes, "went": found.went})
    if form.is_valid():
        said = dict(form.cleaned_data)
        worry = said.pop("worry")
        if worry:
            _raise(request, found.match, worry, found)
        try:
            actions.note_call(by=actor_of(request), call=found, **said)
            messages.success(request, _("Saved. Thank you for ringing."))
        except NotNow:
            messages.error(request, _("These calls have ended, or are paused, so the call is not noted."))
        return _back(worry)
    facts = {"call": found, "who": shown_name(found.match), "form": form, "guidance": guidance()}
    return render(request, "peers/call.jinja", facts)


@form_page
def worry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Something worries me, between calls or after the last."""
    match = match_rung_by(request, pk)
    if not match.person_yes_at or not match.buddy_yes_at:
        raise Http404("Nobody they know yet.")
    _note(request, match)
    form = WorryForm(posted(request))
    if form.is_valid():
        _raise(request, match, form.cleaned_data["worry"])
        return _back(form.cleaned_data["worry"])
    return render(request, "peers/raise_worry.jinja", {"match": match, "who": shown_name(match), "form": form})


def _raise(request: HttpRequest, match: Match, words: str, call: Call | None = None) -> None:
    actions.raise_worry(by=actor_of(request), match=match, words=words, call=call)
    place = match.request.organisation
    if readers_of(place):
        messages.success(request, _("The coordinator is told of your worry by e-mail now. Thank you for saying so."))
    else:
        messages.error(
            request,
            _("It is kept, but nobody is there to read it just now. Ring %(place)s: %(phone)s.")
            % {"place": place, "phone": place.phone},
        )


def _back(worry: str) -> HttpResponse:
    """To their calls; with where to get help at once, where the words suggest that somebody needs it."""
    address = reverse("peers:mine")
    return redirect(f"{address}?help=1" if suggests_crisis(worry) else address)


def _note(request: HttpRequest, match: Match) -> None:
    note_listed(request, Listed.BUDDY, [match.request.person])


def _buddy(request: HttpRequest) -> Buddy | None:
    """The account's own approval; 404 for whoever is no buddy at all."""
    if not organisations_for(request.user, Can.BE_BUDDY):
        raise Http404("No such page.")
    return approval_of(request.user)
