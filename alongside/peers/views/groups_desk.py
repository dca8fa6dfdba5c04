"""Groups, for whoever gives those who run them a hand."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from alongside.directory.queries import cards_of
from alongside.peers.actions import groups as actions
from alongside.peers.forms import AnswerForm, ToChangeForm
from alongside.peers.models import Group, Member
from alongside.peers.queries import groups as queries
from alongside.peers.views.attempts import attempt
from alongside.people.actors import actor_of
from alongside.people.listed import Listed, note_listed
from alongside.ui.crisis import suggests_crisis
from alongside.ui.forms import form_page, posted

NEVER = datetime.min.replace(tzinfo=UTC)


@require_GET
def group_desk(request: HttpRequest) -> HttpResponse:
    """Who asks for a hand, what is to be read, which groups go on, and which reunions could become one."""
    places = queries.groups_looked_after(request.user)
    if not places:
        raise Http404("No such page.")
    return render(request, "peers/groups/desk.jinja", {"desk": queries.group_desk(list(places))})


@form_page
def group_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a group says, to be listed as it is or changed first; and to be taken off the list."""
    found = queries.group_looked_after(request, pk)
    form = ToChangeForm(posted(request))
    if form.is_valid():
        change = {"by": actor_of(request), "group": found, **form.cleaned_data}
        attempt(
            request, lambda: actions.ask_to_change(**change), _("Sent back to those who run it, and they are told.")
        )
        return redirect("peers:group_desk")
    card = cards_of([found.service])[0]
    facts = {"group": found, "card": card, "runs_it": _names(request, found), "form": form}
    return render(request, "peers/groups/read.jinja", facts | {"crisis": suggests_crisis(card.service.description)})


@require_POST
def group_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List it as it was read."""
    found, seen = queries.group_looked_after(request, pk), _seen(request)
    by = actor_of(request)
    if found.state == Group.State.SENT:
        attempt(
            request, lambda: actions.list_group(by=by, group=found, seen=seen), _("It is listed, and they are told.")
        )
    else:
        attempt(request, lambda: actions.mark_read(by=by, group=found, seen=seen), _("Noted that you have read it."))
    return redirect("peers:group_desk")


def _seen(request: HttpRequest) -> datetime:
    """When what was on the page had last been changed; never, for what is no moment."""
    try:
        return parse_datetime(request.POST.get("seen", "")) or NEVER
    except ValueError:
        return NEVER


@form_page
def group_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a hand: what is done about what they asked."""
    asked = queries.support_looked_after(request, pk)
    form = AnswerForm(posted(request))
    if form.is_valid():
        answer = {"by": actor_of(request), "asked": asked, **form.cleaned_data}
        attempt(request, lambda: actions.answer_support(**answer), _("Sent to those who run it."))
        return redirect("peers:group_desk")
    facts = {"asked": asked, "form": form, "runs_it": _names(request, asked.group)}
    return render(request, "peers/groups/answer.jinja", facts | {"crisis": suggests_crisis(asked.words)})


@form_page
def group_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It has stopped, or is to stop; asked once, for everybody is told and it cannot be taken back."""
    found = queries.group_looked_after(request, pk)
    if request.method == "POST":
        actions.end_group(by=actor_of(request), group=found)
        messages.success(request, _("It is no longer listed, and everybody who comes is told."))
        return redirect("peers:group_desk")
    return render(request, "peers/groups/close.jinja", {"group": found})


@require_POST
def group_ask_reunion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask those of a reunion whether they would like to go on meeting."""
    count = actions.ask_after_reunion(by=actor_of(request), session=queries.reunion_looked_after(request, pk))
    messages.success(request, ngettext("%d person is asked.", "%d people are asked.", count) % count)
    return redirect("peers:group_desk")


def _names(request: HttpRequest, group: Group) -> list[Member]:
    """Who runs it, with a number to ring; who saw that is in their trail."""
    found = queries.names_of(group)
    where = {member.person_id: group.organisation_id for member in found}
    note_listed(request, Listed.GROUP, [member.person for member in found], at=where)
    return found
