"""Groups that people run themselves, for those who come to them, run them, or would like to."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.peers.actions import groups as actions
from alongside.peers.forms import CalledForm, HowForm, StartForm
from alongside.peers.forms.groups import day_from
from alongside.peers.models import Group
from alongside.peers.queries import groups as queries
from alongside.peers.queries import services_near
from alongside.peers.refusals import LastToRunIt, NotNow
from alongside.peers.views.attempts import attempt
from alongside.peers.wishes import running_guidance
from alongside.people.access import Can, person_for
from alongside.people.actors import actor_of, is_own
from alongside.people.models import Person
from alongside.ui.crisis import suggests_crisis, typed_in_crisis
from alongside.ui.forms import form_page, posted


@require_GET
def groups(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The groups somebody comes to, the reunions that could become one, and a way to start one."""
    person = person_for(request, pk, Can.JOIN_GROUPS)
    facts = {
        "person": person,
        "own": is_own(request, person.pk),
        "groups": queries.groups_of(person),
        "reunions": queries.reunions_of(person),
        "services": services_near(person),
    }
    return render(request, "peers/groups/groups.jinja", facts)


@form_page
def start_group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it is. Nobody else sees it before it is sent."""
    person = person_for(request, pk, Can.JOIN_GROUPS)
    services, reunion = services_near(person), _reunion(request, person)
    form = StartForm(posted(request), initial={"called": person.called, "kind": "talking" if reunion else ""})
    if services and form.is_valid():
        by, place = actor_of(request), reunion.session.cohort.organisation if reunion else services[0]
        cohort = reunion.session.cohort if reunion else None
        made = actions.start_group(by=by, person=person, organisation=place, cohort=cohort, **form.cleaned_data)
        return redirect("peers:group_where", made.pk)
    facts = {"person": person, "services": services, "reunion": reunion, "form": form, "guidance": running_guidance()}
    return render(request, "peers/groups/start.jinja", facts | {"crisis": typed_in_crisis(request.POST)})


def _reunion(request: HttpRequest, person: Person) -> queries.Reunion | None:
    """The one it is to go on from, of the courses the person did; otherwise none."""
    asked = request.GET.get("from", "")
    found = (each for each in queries.reunions_of(person) if str(each.session.pk) == asked and not each.group)
    return next(found, None)


@form_page
def join_group(request: HttpRequest, pk: UUID, group: UUID) -> HttpResponse:
    """By which name somebody comes."""
    person = person_for(request, pk, Can.JOIN_GROUPS)
    found = queries.group_to_join(person, group)
    form = CalledForm(posted(request), initial={"called": person.called})
    if form.is_valid():
        try:
            member = actions.join_group(by=actor_of(request), group=found, person=person, **form.cleaned_data)
        except NotNow:
            raise Http404("It ended a moment ago.") from None
        messages.success(request, _("Good. Say below whether you come the next time; nobody minds if not."))
        return redirect("peers:group", member.pk)
    facts = {"person": person, "group": found, "form": form, "own": is_own(request, person.pk)}
    return render(request, "peers/groups/join.jinja", facts)


@require_GET
def group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The days to come, who comes, and for those who run it what there is to do."""
    member = queries.member_for(request, pk)
    page = queries.page_of(member)
    said = [row.words for row in page.support] + [page.card.service.description if member.runs_it else ""]
    facts = {"page": page, "guidance": running_guidance(), "crisis": suggests_crisis("\n".join(said))}
    return render(request, "peers/groups/group.jinja", facts | {"own": is_own(request, member.person_id)})


@require_POST
def group_coming(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether somebody comes on a day."""
    member, on, yes = queries.member_for(request, pk), day_from(request.POST), request.POST.get("come") == "yes"
    said = _("Good, see you there.") if yes else _("Thank you for saying so. See you another time.")
    attempt(request, lambda: actions.say_coming(by=actor_of(request), member=member, on=on, yes=yes), said)
    return redirect("peers:group", pk)


@require_POST
def group_think(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Somebody is thinking of another who comes."""
    member = queries.member_for(request, pk)
    of = queries.other_member(member, other)
    said = _("%(name)s is told that the group is thinking of them.") % {"name": of.called}
    attempt(request, lambda: actions.think_of(by=actor_of(request), member=member, of=of), said)
    return redirect("peers:group", pk)


@require_POST
def group_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether somebody would run it, who was asked or where nobody does."""
    member, yes = queries.member_for(request, pk), request.POST.get("run") == "yes"
    said = _("Thank you. You can do everything here now, and step down when you like.") if yes else _("That is fine.")
    attempt(request, lambda: actions.say_about_running(by=actor_of(request), member=member, yes=yes), said)
    return redirect("peers:group", pk)


@form_page
def group_how(request: HttpRequest, pk: UUID) -> HttpResponse:
    """By which name the others know somebody, and whether they are told of things."""
    member = queries.member_for(request, pk)
    form = HowForm(posted(request), initial={"called": member.called, "told": member.told})
    if form.is_valid():
        actions.choose_how(by=actor_of(request), member=member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("peers:group", pk)
    return render(request, "peers/groups/how.jinja", {"member": member, "form": form})


@form_page
def group_leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They come no more; asked once, for nobody else can undo it."""
    member = queries.member_for(request, pk)
    if request.method == "POST":
        try:
            actions.leave_group(by=actor_of(request), member=member)
        except LastToRunIt:
            messages.error(request, _("Nobody else runs it yet. Choose who runs it with you first, or end it."))
            return redirect("peers:group", pk)
        messages.success(request, _("You have left the group. You can come back whenever you like."))
        return redirect("peers:groups", member.person_id)
    return render(request, "peers/groups/leave.jinja", {"member": member, "state": Group.State})
