"""The page of a small form: what it is about, where it leads back to, and help at once where the words ask for it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alongside.people.models import Person
from alongside.plans.models import Goal
from alongside.ui.crisis import suggests_crisis, typed_in_crisis


def edit_plan(request: HttpRequest, person: Person, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    back = reverse("plans:plan", args=[person.pk])
    return _edit(request, form, words_in(form), heading=title, caption=person.name, back=back, **more)


def edit_goal(
    request: HttpRequest, goal: Goal, form: forms.BaseForm, title: str, *, shown: str = "", **more: Any
) -> HttpResponse:
    """`shown`: what is on the page in the person's words, besides the goal's own."""
    back = reverse("plans:goal", args=[goal.pk])
    return _edit(request, form, f"{goal.words}\n{shown}", heading=title, caption=goal.words, back=back, **more)


def _edit(request: HttpRequest, form: forms.BaseForm, shown: str, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "asks_for_words": any(isinstance(field, forms.CharField) for field in form.fields.values()),
        "crisis": typed_in_crisis(request.POST) or suggests_crisis(shown),
    }
    return render(request, "plans/edit.jinja", {**context, **more})


def words_in(form: forms.Form) -> str:
    """What a form holds from before, and shows again."""
    return "\n".join(str(value) for value in form.initial.values())
