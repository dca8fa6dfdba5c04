"""Being asked what one thinks, for the person alone."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.peers.actions import reference as actions
from alongside.peers.forms import AnswersForm, JoinForm
from alongside.peers.queries import reference as queries
from alongside.peers.refusals import AlreadyThere, NotNow
from alongside.people.access import Can, person_for
from alongside.people.actors import actor_of
from alongside.ui.crisis import suggests_crisis, typed_in_crisis
from alongside.ui.forms import form_page, posted


@form_page
def asked(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether one may be asked, what one is asked, and what happened with it."""
    person = person_for(request, pk, Can.MANAGE_CONSENT)
    found = queries.asked_of(person)
    form = JoinForm(posted(request))
    if found.could and form.is_valid():
        facts = {"person": person, "organisation": found.could[0], **form.cleaned_data}
        actions.join_reference(by=actor_of(request), **facts)
        messages.success(request, _("Thank you. You are asked now and then, and told what happened."))
        return redirect("peers:asked", pk)
    return render(request, "peers/reference/asked.jinja", {"person": person, "asked": found, "form": form})


@require_POST
def leave(request: HttpRequest, pk: UUID, member: UUID) -> HttpResponse:
    """They would rather not be asked any more."""
    person = person_for(request, pk, Can.MANAGE_CONSENT)
    actions.leave_reference(by=actor_of(request), member=queries.member_in(person, member))
    messages.success(request, _("You are not asked any more. Thank you for what you told us."))
    return redirect("peers:asked", pk)


@form_page
def questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questions; and later, what people said and what happened."""
    invitation = queries.invitation_for(request, pk)
    form = AnswersForm(posted(request), questionnaire=invitation.questionnaire)
    if request.method == "POST" and not queries.can_answer(invitation):
        raise Http404("Answered, or over.")
    if form.is_valid():
        try:
            actions.answer(by=actor_of(request), invitation=invitation, said=form.said)
            messages.success(request, _("Thank you. Nobody is told who said what. You hear what happened with it."))
        except (NotNow, AlreadyThere):
            messages.error(request, _("That was answered already, or is over."))
        words = "\n".join(str(value) for value in form.cleaned_data.values())
        return redirect(f"{request.path}?help=1" if suggests_crisis(words) else request.path)
    results = queries.results_of(invitation.questionnaire)
    facts = {"invitation": invitation, "form": form, "can_answer": queries.can_answer(invitation), "results": results}
    crisis = typed_in_crisis(request.POST) or "help" in request.GET
    return render(request, "peers/reference/questions.jinja", facts | {"crisis": crisis})
