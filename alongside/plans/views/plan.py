"""My Health Plan: the page, the booklet, the text, and an edit page for each small part."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from alongside.people.access import Can, may, person_for
from alongside.people.actors import Actor, actor_of
from alongside.people.models import Person
from alongside.plans import actions
from alongside.plans.booklet import booklet_of
from alongside.plans.forms import ContactForm, ReviewForm, SignForm, WhatMattersForm
from alongside.plans.queries import contact_for, plan_page, plan_text, sign_for
from alongside.ui.crisis import suggests_crisis

edits = require_http_methods(["GET", "HEAD", "POST"])


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
    return render(request, "plans/text.jinja", {"text": plan_text(plan_page(person)), "person": person})


@edits
def what_matters(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.EDIT_PLAN)
    form = WhatMattersForm(request.POST or None, initial={"words": plan_page(person).what_matters})

    def save(by: Actor, given: dict[str, Any]) -> None:
        actions.say_what_matters(by=by, person=person, **given)

    return _edit(request, person, form, _("What matters to me"), save)


@edits
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.EDIT_PLAN)
    form = ReviewForm(request.POST or None, initial={"on": plan_page(person).review_on})

    def save(by: Actor, given: dict[str, Any]) -> None:
        actions.set_review(by=by, person=person, **given)

    return _edit(request, person, form, _("Looking at the plan again"), save)


@edits
def warning_sign(request: HttpRequest, pk: UUID, row: UUID | None = None) -> HttpResponse:
    """Add a warning sign, or change or take out one."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    was = sign_for(person, row) if row else None
    if was and "remove" in request.POST:
        return _taken_out(request, person, was)
    initial = {"sign": was.sign, "what_to_do": was.what_to_do} if was else None
    form = SignForm(request.POST or None, initial=initial)

    def save(by: Actor, given: dict[str, Any]) -> None:
        actions.agree_warning_sign(by=by, person=person, instead_of=was, **given)

    return _edit(request, person, form, _("A warning sign"), save, removable=was is not None)


@edits
def contact(request: HttpRequest, pk: UUID, row: UUID | None = None) -> HttpResponse:
    """Add somebody who helps, or change or take out one."""
    person = person_for(request, pk, Can.EDIT_PLAN)
    was = contact_for(person, row) if row else None
    if was and "remove" in request.POST:
        return _taken_out(request, person, was)
    initial = {"name": was.name, "how": was.how, "phone": was.phone} if was else None
    form = ContactForm(request.POST or None, initial=initial)

    def save(by: Actor, given: dict[str, Any]) -> None:
        actions.add_contact(by=by, person=person, instead_of=was, **given)

    return _edit(request, person, form, _("Somebody who helps"), save, removable=was is not None)


def _taken_out(request: HttpRequest, person: Person, row: Any) -> HttpResponse:
    actions.take_out(by=actor_of(request), row=row)
    return redirect("plans:plan", person.pk)


def _edit(
    request: HttpRequest,
    person: Person,
    form: forms.Form,
    title: str,
    save: Callable[[Actor, dict[str, Any]], None],
    *,
    removable: bool = False,
) -> HttpResponse:
    # An empty POST is still a POST: `request.POST or None` would take it for a first visit.
    if request.method == "POST":
        form.data, form.is_bound = request.POST, True
    if form.is_valid():
        save(actor_of(request), form.cleaned_data)
        return redirect("plans:plan", person.pk)
    context = {
        "person": person,
        "form": form,
        "title": title,
        "removable": removable,
        "crisis": suggests_crisis(typed_in(request)),
    }
    return render(request, "plans/edit.jinja", context)


def typed_in(request: HttpRequest) -> str:
    """All that was just typed, to see whether it calls for help."""
    return "\n".join(str(value) for value in request.POST.values())
