"""Asking the people who said that they may be asked, for whoever does."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from alongside.peers.actions import reference as actions
from alongside.peers.forms import AnswersForm, HappenedForm, PutInForm, QuestionForm, QuestionnaireForm
from alongside.peers.models import Questionnaire
from alongside.peers.queries import reference as queries
from alongside.peers.refusals import AlreadyThere, NotNow, NotReady
from alongside.peers.views.attempts import attempt
from alongside.people.access import Can, organisation_for
from alongside.people.actors import actor_of
from alongside.people.listed import Listed, note_listed
from alongside.people.models import Person
from alongside.ui.crisis import suggests_crisis
from alongside.ui.forms import form_page, posted

State = Questionnaire.State


@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Who may be asked, what they are asked, and what they wait to hear."""
    found = queries.reference_groups(request.user)
    if not found:
        raise Http404("No such page.")
    where = {member.person_id: group.organisation.pk for group in found for member in group.members}
    people = [member.person for group in found for member in group.members]
    note_listed(request, Listed.REFERENCE, people, at=where)
    return render(request, "peers/reference/desk.jinja", {"groups": found})


@form_page
def put_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody said yes at a reunion, or when they were rung."""
    place = organisation_for(request, pk, Can.CONSULT)
    people = queries.could_join(place)
    note_listed(request, Listed.REFERENCE, people, at={person.pk: place.pk for person in people})
    form = PutInForm(posted(request), people=people)
    if form.is_valid():
        person = next(each for each in people if str(each.pk) == form.cleaned_data["person"])
        often = form.cleaned_data["at_most"]
        actions.join_reference(by=actor_of(request), person=person, organisation=place, at_most=often)
        messages.success(request, _("Noted."))
        return redirect("peers:reference")
    return render(request, "peers/reference/put_in.jinja", {"place": place, "people": people, "form": form})


@form_page
def new_questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a questionnaire: what for, and what is promised."""
    place = organisation_for(request, pk, Can.CONSULT)
    form = QuestionnaireForm(posted(request))
    if form.is_valid():
        made = actions.write_questionnaire(by=actor_of(request), organisation=place, **form.cleaned_data)
        return redirect("peers:questionnaire", made.pk)
    return render(request, "peers/reference/new.jinja", {"place": place, "form": form})


@form_page
def change_questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put its words right, while nobody is asked."""
    found = queries.questionnaire_for(request, pk)
    names = QuestionnaireForm.base_fields
    form = QuestionnaireForm(posted(request), initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        change = {"questionnaire": found, **form.cleaned_data}
        attempt(request, lambda: actions.change_questionnaire(by=actor_of(request), **change), _("Saved."))
        return redirect("peers:questionnaire", pk)
    return render(request, "peers/reference/new.jinja", {"place": found.organisation, "form": form, "found": found})


@form_page
def questionnaire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its questions while it is written; then who has not answered, what people said, and what happened."""
    found = queries.questionnaire_for(request, pk)
    if request.method == "POST" and found.state == State.OPEN:
        messages.error(request, _("That has changed meanwhile. Here is how it is now."))
        return redirect("peers:questionnaire", pk)
    form = _form(request, found)
    if form.is_valid():
        if _take(request, found, form):
            return redirect("peers:questionnaire", pk)
        form = _form(request, found)
    waiting = queries.unanswered(found) if found.state == State.OPEN else []
    _note(request, found, [row.member.person for row in waiting])
    results = queries.results_of(found)
    facts: dict[str, Any] = {"found": found, "form": form, "questions": found.questions.all(), "waiting": waiting}
    facts |= {"would_ask": len(queries.can_be_asked(found.organisation)), "results": results}
    return render(request, "peers/reference/questionnaire.jinja", facts | {"crisis": suggests_crisis(results.text)})


def _form(request: HttpRequest, found: Questionnaire) -> Form:
    if found.state == State.DRAFT:
        return QuestionForm(posted(request), questionnaire=found)
    return HappenedForm(posted(request), initial={"happened": found.happened})


def _take(request: HttpRequest, found: Questionnaire, form: Form) -> bool:
    """One more question, or what happened. False where the questionnaire filled up since its form was made."""
    by = actor_of(request)
    if isinstance(form, HappenedForm):
        told = {"questionnaire": found, **form.cleaned_data}
        first = found.state == State.CLOSED
        said = _("Everybody who was asked is told.") if first else _("Saved. Whoever looks again reads it so.")
        attempt(request, lambda: actions.report_back(by=by, **told), said)
        return True
    try:
        actions.add_question(by=by, questionnaire=found, **form.cleaned_data)
    except NotReady:
        return False
    except NotNow:
        messages.error(request, _("That has changed meanwhile. Here is how it is now."))
    return True


@require_POST
def remove_question(request: HttpRequest, pk: UUID, question: UUID) -> HttpResponse:
    """Take a question out."""
    found = queries.question_of(queries.questionnaire_for(request, pk), question)
    attempt(request, lambda: actions.remove_question(by=actor_of(request), question=found), _("Taken out."))
    return redirect("peers:questionnaire", pk)


@require_POST
def open_questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask everybody who may be asked."""
    found = queries.questionnaire_for(request, pk)
    try:
        count = actions.open_questionnaire(by=actor_of(request), questionnaire=found)
        messages.success(request, ngettext("%d person is asked.", "%d people are asked.", count) % count)
    except NotReady:
        messages.error(request, _("It needs a question, a last day to come, and somebody who may be asked."))
    except NotNow:
        messages.error(request, _("That has changed meanwhile. Here is how it is now."))
    return redirect("peers:questionnaire", pk)


@require_POST
def close_questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody can answer any more."""
    actions.close_questionnaire(by=actor_of(request), questionnaire=queries.questionnaire_for(request, pk))
    messages.success(request, _("Closed. People wait to hear what happened."))
    return redirect("peers:questionnaire", pk)


@form_page
def type_in(request: HttpRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    """Put in what somebody wrote on paper, or said when they were rung."""
    found = queries.questionnaire_for(request, pk)
    row = queries.invitation_at(found, invitation)
    _note(request, found, [row.member.person])
    form = AnswersForm(posted(request), questionnaire=found)
    if form.is_valid():
        try:
            actions.answer(by=actor_of(request), invitation=row, said=form.said, put_in=True)
            messages.success(request, _("Put in. Only you know whose it is."))
        except (NotNow, AlreadyThere):
            messages.error(request, _("That was answered already, or is over."))
        return redirect("peers:questionnaire", pk)
    return render(request, "peers/reference/type_in.jinja", {"found": found, "row": row, "form": form})


def _note(request: HttpRequest, found: Questionnaire, people: list[Person]) -> None:
    note_listed(request, Listed.REFERENCE, people, at={person.pk: found.organisation_id for person in people})
