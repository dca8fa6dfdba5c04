"""My Health Plan: the page, the booklet, the text, and an edit page for each small part."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alongside.people.access import Can, may, person_for
from alongside.people.actors import actor_of
from alongside.people.models import Person
from alongside.plans import actions
from alongside.plans.booklet import booklet_of
from alongside.plans.forms import ContactForm, ReviewForm, SignForm, WhatMattersForm
from alongside.plans.queries import contact_for, plan_in_short, plan_page, plan_text, sign_for
from alongside.plans.views.edit import edit_plan
from alongside.ui.crisis import suggests_crisis
from alongside.ui.forms import form_page, posted


@require_GET
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole plan, the same for the person, who cares for them, and the care team."""
    person = person_for(request, pk, Can.SEE_PLAN)
    page = plan_page(person)
    context = {
        "page": page,
        "person": person,
        "own": actor_of(request).person == person,
        "can_edit": may(request.user, Can.EDIT_PLAN, person),
        "crisis": suggests_crisis(page.words),
    }
    return render(request, "plans/plan.jinja", context)


@require_GET
def booklet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The folded A4 booklet; `?large=1` in large print."""
    person = person_for(request, pk, Can.SEE_PLAN)
    page = plan_page(person)
    template = "plans/booklet_large.jinja" if request.GET.get("large") else "plans/booklet.jinja"
    return render(request, template, {"page": page, "booklet": booklet_of(page), "person": person})


@require_GET
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan as plain text, to paste into any record system."""
    person = person_for(request, pk, Can.SEE_PLAN)
    page = plan_page(person)
    context = {"text": plan_text(page), "person": person, "crisis": suggests_crisis(page.words)}
    return render(request, "plans/text.jinja", context)


@form_page
def what_matters(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.EDIT_PLAN)
    form = WhatMattersForm(posted(request), initial={"words": plan_in_short(person).what_matters})
    save = partial(actions.say_what_matters, person=person)
    return _edit(request, person, form, _("What matters to me"), save)


@form_page
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.EDIT_PLAN)
    form = ReviewForm(posted(request), initial={"on": plan_in_short(person).review_on})
    save = partial(actions.set_review, person=person)
    return _edit(request, person, form, _("Looking at the plan again"), save)


@form_page
def warning_sign(request: HttpRequest, pk: UUID, row: UUID | None = None) -> HttpResponse:
    """Add a warning sign, or change or take out one."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    was = sign_for(person, row) if row else None
    if was and "remove" in request.POST:
        return _taken_out(request, person, was)
    form = SignForm(posted(request), initial=model_to_dict(was) if was else None)
    save = partial(actions.agree_warning_sign, person=person, instead_of=was)
    return _edit(request, person, form, _("A warning sign"), save, removable=was is not None)


@form_page
def contact(request: HttpRequest, pk: UUID, row: UUID | None = None) -> HttpResponse:
    """Add somebody who helps, or change or take out one."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    was = contact_for(person, row) if row else None
    if was and "remove" in request.POST:
        return _taken_out(request, person, was)
    form = ContactForm(posted(request), initial=model_to_dict(was) if was else None)
    save = partial(actions.add_contact, person=person, instead_of=was)
    return _edit(request, person, form, _("Somebody who helps"), save, removable=was is not None)


def _taken_out(request: HttpRequest, person: Person, row: Any) -> HttpResponse:
    actions.take_out(by=actor_of(request), row=row)
    return redirect("plans:plan", person.pk)


def _edit(
    request: HttpRequest,
    person: Person,
    form: forms.Form,
    title: str,
    save: Callable[..., object],
    *,
    removable: bool = False,
) -> HttpResponse:
    if form.is_valid():
        save(by=actor_of(request), **form.cleaned_data)
        return redirect("plans:plan", person.pk)
    return edit_plan(request, person, form, title, removable=removable)
