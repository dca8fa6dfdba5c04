"""The page of a small form: what it is about, where it leads back to, and help at once where the words ask for it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alongside.people.models import Person
from alongside.plans.models import Goal
from alongside.ui.crisis import suggests_crisis


def edit_plan(request: HttpRequest, person: Person, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    back = reverse("plans:plan", args=[person.pk])
    shown = "\n".join(str(value) for value in form.initial.values())
    return _edit(request, form, shown, heading=title, caption=person.name, back=back, **more)


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
        "crisis": suggests_crisis(f"{typed_in(request)}\n{shown}"),
    }
    return render(request, "plans/edit.jinja", {**context, **more})


def typed_in(request: HttpRequest) -> str:
    """All that was just typed, to see whether it calls for help."""
    return "\n".join(str(value) for value in request.POST.values())
