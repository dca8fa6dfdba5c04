"""A goal, together: agreeing, changing, ending, asking, and how far it came."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.people.access import Can, may, person_for
from alongside.people.actors import actor_of
from alongside.people.models import Person
from alongside.plans import actions
from alongside.plans.forms import AnswerForm, EndGoalForm, GoalForm, WouldRaiseForm
from alongside.plans.models import FollowUp, Goal
from alongside.plans.queries import (
    SURE_ENOUGH,
    GoalCard,
    asking_channel,
    card_of,
    goal_for,
    has_many_goals,
)
from alongside.plans.views.edit import edit_goal, words_in
from alongside.ui.back import next_of
from alongside.ui.crisis import suggests_crisis, typed_in_crisis
from alongside.ui.forms import form_page, posted


@require_GET
def goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One goal: its step, its numbers over time, what was answered."""
    found = goal_for(request, pk, Can.SEE_PLAN)
    card, person = card_of(found), found.plan.person
    context = {
        "card": card,
        "person": person,
        "can_edit": may(request.user, Can.EDIT_PLAN, person),
        "crisis": suggests_crisis(card.words),
    }
    return render(request, "plans/goal.jinja", context)


@form_page
def add_goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree a goal, by the person alone or together in a visit (`?next=` leads back there)."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    form = GoalForm(posted(request))
    if form.is_valid():
        made = actions.agree_goal(by=actor_of(request), person=person, **form.cleaned_data)
        return _after(request, made, form)
    return _goal_form(request, person, form, _("A goal, together"))


@form_page
def change_goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a goal that is still active."""
    found = goal_for(request, pk, Can.EDIT_PLAN)
    if found.state != Goal.State.ACTIVE:
        return redirect("plans:goal", pk)
    form = GoalForm(posted(request), initial=_as_it_is(card_of(found)))
    if form.is_valid():
        changed = actions.change_goal(by=actor_of(request), goal=found, **form.cleaned_data)
        return _after(request, changed, form)
    return _goal_form(request, found.plan.person, form, _("Change this goal"))


def _goal_form(request: HttpRequest, person: Person, form: forms.Form, title: str) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "title": title,
        "next": next_of(request),
        "channel": asking_channel(person),
        "many_goals": has_many_goals(person),
        "crisis": typed_in_crisis(request.POST) or suggests_crisis(words_in(form)),
    }
    return render(request, "plans/goal_form.jinja", context)


def _as_it_is(card: GoalCard) -> dict[str, Any]:
    goal, step = card.goal, card.step
    return {
        **{name: getattr(goal, name) for name in ("words", "why", "barrier", "then_i_will", "helper", "would_raise")},
        **(
            {name: getattr(step, name) for name in ("what", "where", "how_much", "when", "days_a_week")} if step else {}
        ),
        "confidence": card.values[-1] if card.values else None,
        "importance": card.importances[-1].value if card.importances else None,
        "follow_up_days": card.next.every_days if card.next else 0,
    }


def _after(request: HttpRequest, made: Goal, form: forms.Form) -> HttpResponse:
    """Back to where the goal was begun; under 7, one question first. The goal is saved either way."""
    given = form.cleaned_data
    if given["confidence"] < SURE_ENOUGH and not given["would_raise"]:
        address = reverse("plans:would_raise", args=[made.pk])
        return redirect(f"{address}?next={quote(next_of(request))}" if next_of(request) else address)
    return _back(request, made)


def _back(request: HttpRequest, goal: Goal) -> HttpResponse:
    return redirect(next_of(request) or reverse("plans:plan", args=[goal.plan_id]))


@form_page
def would_raise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The goal is saved; what would make it a 7? Leaving it as it is, is an answer too."""
    found = goal_for(request, pk, Can.EDIT_PLAN)
    form = WouldRaiseForm(posted(request))
    card = card_of(found)
    if form.is_valid() and card.values:
        words = form.cleaned_data["would_raise"]
        actions.rate_confidence(by=actor_of(request), goal=found, value=card.values[-1], would_raise=words)
        return _back(request, found)
    crisis = typed_in_crisis(request.POST) or suggests_crisis(card.words)
    context = {"card": card, "form": form, "next": next_of(request), "crisis": crisis}
    return render(request, "plans/would_raise.jinja", context)


@form_page
def end_goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = goal_for(request, pk, Can.EDIT_PLAN)
    form = EndGoalForm(posted(request))
    if form.is_valid():
        actions.end_goal(by=actor_of(request), goal=found, state=form.cleaned_data["state"])
        return redirect("plans:plan", found.plan_id)
    about = _("We stop asking about it. It stays on the plan under earlier goals.")
    return edit_goal(request, found, form, _("Finish with this goal"), about=about)


@require_POST
def ask_now(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask today how the goal is going, instead of on the day planned."""
    found = goal_for(request, pk, Can.EDIT_PLAN)
    if found.state == Goal.State.ACTIVE:
        follow_up = actions.ask_now(by=actor_of(request), goal=found)
        asked = follow_up.state == FollowUp.State.ASKED
        messages.success(
            request, _("The question is on its way.") if asked else _("Messages are off, so we asked nothing.")
        )
    return _back(request, found)


@form_page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how a goal is going without waiting to be asked."""
    found = goal_for(request, pk, Can.EDIT_PLAN)
    if found.state != Goal.State.ACTIVE:
        return redirect("plans:goal", pk)
    form = AnswerForm(posted(request))
    if form.is_valid():
        actions.answer_now(by=actor_of(request), goal=found, **form.cleaned_data)
        return _back(request, found) if next_of(request) else redirect("plans:goal", pk)
    context = {
        "goal": found,
        "form": form,
        "next": next_of(request),
        "crisis": typed_in_crisis(request.POST) or suggests_crisis(found.words),
    }
    return render(request, "plans/answer.jinja", context)
