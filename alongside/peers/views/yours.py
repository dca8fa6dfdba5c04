"""A person's wish for a buddy, and their buddy. For them, and for whoever asks with them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.peers import actions
from alongside.peers.actions.matching import PERSON
from alongside.peers.forms import AskForm
from alongside.peers.models import BuddyRequest, Match
from alongside.peers.queries import match_of_person, said_about, services_near, yours_of
from alongside.peers.refusals import AlreadyAsked
from alongside.peers.views.attempts import attempt
from alongside.people.access import Can, person_for
from alongside.people.actors import actor_of, is_own, memberships_of
from alongside.people.models import Person
from alongside.ui.forms import form_page, posted

OVER = BuddyRequest.State.OVER


@form_page
def yours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a buddy; or who it is, and when they ring."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    found, services = yours_of(person), services_near(person)
    own = is_own(request, person.pk)
    facts = {"person": person, "own": own, "yours": found, "services": services}
    if found.request and found.request.state != OVER:
        about = said_about(found.match.buddy) if found.match else []
        return render(request, "peers/yours.jinja", facts | {"about": about})
    if not own and not memberships_of(request):  # a carer acts for them, but agreeing stays with the person
        raise Http404("Only the person, or whoever looks after them, asks.")
    form = AskForm(posted(request))
    if services and form.is_valid():
        return _asked(request, person, form)
    return render(request, "peers/ask.jinja", facts | {"form": form})


def _asked(request: HttpRequest, person: Person, form: AskForm) -> HttpResponse:
    try:
        actions.ask_for_buddy(
            by=actor_of(request), person=person, organisation=services_near(person)[0], **form.cleaned_data
        )
        messages.success(request, _("Asked. Somebody looks for a buddy who fits, and asks before anybody rings."))
    except AlreadyAsked:
        messages.success(request, _("That was asked already."))
    return redirect("peers:yours", person.pk)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They would rather not, or not any more."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    found = yours_of(person).request
    if found is None:
        raise Http404("No wish for a buddy.")
    actions.withdraw(by=actor_of(request), request=found)
    messages.success(request, _("Ended. Nobody rings any more. You can ask again whenever you like."))
    return redirect("peers:yours", pk)


@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes or no to a buddy."""
    match, by = _own_match(request, pk), actor_of(request)
    if request.POST.get("answer") == "yes":
        said = _("Thank you. Nobody rings before both have said yes.")
        attempt(request, lambda: actions.say_yes(by=by, match=match, side=PERSON), said)
    else:
        said = _("That is fine. We look for somebody else, and nobody is told why.")
        attempt(request, lambda: actions.say_no(by=by, match=match, side=PERSON), said)
    return redirect("peers:yours", match.request.person_id)


@require_POST
def number(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether the buddy may see the person's number."""
    match, yes = _own_match(request, pk), request.POST.get("share") == "yes"
    attempt(request, lambda: actions.share_number(by=actor_of(request), match=match, side=PERSON, yes=yes), _("Saved."))
    return redirect("peers:yours", match.request.person_id)


def _own_match(request: HttpRequest, pk: UUID) -> Match:
    """Saying yes, and sharing a number, are the person's own to do; 404 for whoever acts for them."""
    match = match_of_person(request, pk)
    if not is_own(request, match.request.person_id):
        raise Http404("Somebody else's to say.")
    return match
