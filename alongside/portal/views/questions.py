"""What somebody is asked, from a link: the questions, and later what happened with what people said."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from alongside.messages.links import actor_of_link, opened_link
from alongside.messages.models import SignedLink
from alongside.peers.actions.reference import answer
from alongside.peers.forms import AnswersForm
from alongside.peers.queries.reference import can_answer, invitation_of, results_of
from alongside.peers.refusals import AlreadyThere, NotNow
from alongside.ui.crisis import suggests_crisis, typed_in_crisis
from alongside.ui.forms import form_page, posted


@login_not_required
@never_cache
@form_page
def questions(request: HttpRequest, token: str) -> HttpResponse:
    """The questions; once answered or over, that, and what happened."""
    link = opened_link(request, token, SignedLink.Purpose.QUESTIONS)
    invitation = invitation_of(link) if link else None
    if link is None or invitation is None:
        return redirect("portal:door", token)
    form = AnswersForm(posted(request), questionnaire=invitation.questionnaire)
    if form.is_valid():
        try:
            answer(by=actor_of_link(request, link), invitation=invitation, said=form.said)
        except (NotNow, AlreadyThere):
            return redirect("portal:questions", token)  # the page says so
        words = "\n".join(str(value) for value in form.cleaned_data.values())
        return redirect(f"{request.path}?help=1" if suggests_crisis(words) else request.path)
    facts: dict[str, Any] = {"invitation": invitation, "form": form, "can_answer": can_answer(invitation)}
    facts |= {"results": results_of(invitation.questionnaire)}
    crisis = typed_in_crisis(request.POST) or "help" in request.GET
    return render(request, "portal/questions/questions.jinja", facts | {"crisis": crisis})
