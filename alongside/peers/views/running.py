"""A group, for those who run it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.peers.actions import groups as actions
from alongside.peers.forms import MetForm, SupportForm, WhatForm, WhereForm, WithMeForm
from alongside.peers.forms.groups import day_from, what_of, where_of
from alongside.peers.models import Member
from alongside.peers.queries.groups import other_member, page_of, runner_for
from alongside.peers.refusals import LastToRunIt, NotReady
from alongside.peers.views.attempts import attempt
from alongside.people.actors import actor_of
from alongside.ui.crisis import typed_in_crisis
from alongside.ui.forms import form_page, posted


@form_page
def group_what(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it is."""
    member = runner_for(request, pk)
    form = WhatForm(posted(request), initial=what_of(member.group))
    if form.is_valid():
        change = {"by": actor_of(request), "group": member.group, **form.cleaned_data}
        attempt(request, lambda: actions.describe_group(**change), _("Saved."))
        return redirect("peers:group", pk)
    return render(request, "peers/groups/what.jinja", _facts(request, member, form))


@form_page
def group_where(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where and when."""
    member = runner_for(request, pk)
    form = WhereForm(posted(request), initial=where_of(member.group))
    if form.is_valid():
        change = {"by": actor_of(request), "group": member.group, **form.cleaned_data}
        attempt(request, lambda: actions.set_where_and_when(**change), _("Saved."))
        return redirect("peers:group", pk)
    return render(request, "peers/groups/where.jinja", _facts(request, member, form))


@require_POST
def group_send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for it to be listed."""
    member = runner_for(request, pk)
    try:
        actions.send_group(by=actor_of(request), group=member.group)
    except NotReady:
        messages.error(request, _("Say where and when you meet first."))
        return redirect("peers:group_where", pk)
    messages.success(request, _("Sent. Somebody reads it, and then it can be found. You are told."))
    return redirect("peers:group", pk)


@require_POST
def group_met(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It met."""
    member, form = runner_for(request, pk), MetForm(request.POST)
    if form.is_valid():
        note = {"by": actor_of(request), "member": member, **form.cleaned_data}
        attempt(request, lambda: actions.note_met(**note), _("Good. That keeps it listed."))
    else:
        messages.error(request, _("Write how many came as a number, or leave it empty."))
    return redirect("peers:group", pk)


@form_page
def group_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call a day off; asked once, for everybody is told."""
    member = runner_for(request, pk)
    on = day_from(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        by, said = actor_of(request), _("Called off. Everybody who likes to be told is told.")
        attempt(request, lambda: actions.call_off(by=by, member=member, on=on), said)
        return redirect("peers:group", pk)
    return render(request, "peers/groups/off.jinja", {"member": member, "on": on})


@require_POST
def group_still(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It still meets."""
    member = runner_for(request, pk)
    said = _("Good. It can be found.")
    attempt(request, lambda: actions.still_meets(by=actor_of(request), member=member), said)
    return redirect("peers:group", pk)


@form_page
def group_with(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who else runs it."""
    member = runner_for(request, pk)
    others = [each.member for each in page_of(member).others if not each.member.runs_it]
    form = WithMeForm(posted(request), others=others)
    if form.is_valid():
        to = other_member(member, UUID(form.cleaned_data["member"]))
        said = _("%(name)s is asked. They run it too once they say yes.") % {"name": to.called}
        attempt(request, lambda: actions.ask_to_run(by=actor_of(request), member=member, to=to), said)
        return redirect("peers:group", pk)
    return render(request, "peers/groups/with.jinja", {"member": member, "others": others, "form": form})


@require_POST
def group_step_down(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They run it no more and go on coming."""
    member = runner_for(request, pk)
    try:
        actions.step_down(by=actor_of(request), member=member)
        messages.success(request, _("You run it no more. Thank you for having done so."))
    except LastToRunIt:
        messages.error(request, _("Nobody else runs it yet. Ask somebody who comes first."))
    return redirect("peers:group", pk)


@form_page
def group_take_out(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Somebody is not to come any more; asked once."""
    member = runner_for(request, pk)
    of = other_member(member, other)
    if request.method == "POST":
        said = _("%(name)s is no longer in the group.") % {"name": of.called}
        attempt(request, lambda: actions.take_out(by=actor_of(request), member=member, other=of), said)
        return redirect("peers:group", pk)
    return render(request, "peers/groups/take_out.jinja", {"member": member, "other": of})


@form_page
def group_support(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a hand."""
    member = runner_for(request, pk)
    form = SupportForm(posted(request))
    if form.is_valid():
        ask = {"by": actor_of(request), "member": member, **form.cleaned_data}
        try:
            attempt(request, lambda: actions.ask_for_support(**ask), _("Sent. You see the answer here, and are told."))
        except NotReady:
            form.add_error(None, _("Some of what your group asked has no answer yet. If it cannot wait, ring."))
        else:
            return redirect("peers:group", pk)
    return render(request, "peers/groups/support.jinja", _facts(request, member, form))


@form_page
def group_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It has stopped meeting; asked once, for everybody is told."""
    member = runner_for(request, pk)
    if request.method == "POST":
        actions.end_group(by=actor_of(request), group=member.group, but=member.person)
        messages.success(request, _("It is no longer listed, and everybody is told. Thank you for having run it."))
        return redirect("peers:groups", member.person_id)
    return render(request, "peers/groups/end.jinja", {"member": member})


def _facts(request: HttpRequest, member: Member, form: Form) -> dict[str, Any]:
    return {"member": member, "form": form, "crisis": typed_in_crisis(request.POST)}
