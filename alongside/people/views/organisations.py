"""Organisations, their members and who answers for self-management support."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.people import actions
from alongside.people.access import (
    Can,
    may_manage,
    may_reset_second_factor,
    membership_for,
    organisation_for,
    organisations_for,
)
from alongside.people.actors import actor_of
from alongside.people.forms import AddOrganisationForm, DutyForm, MemberForm, OrganisationForm
from alongside.people.models import Duty, Organisation, Role, User
from alongside.people.queries.organisations import duty_lines, members_by_role, organisation_lines, vacancy_lines
from alongside.ui.forms import posted


def organisations(request: HttpRequest) -> HttpResponse:
    lines = organisation_lines(request.user)
    if not lines:
        raise Http404("No such page.")
    may_see = bool(organisations_for(request.user, Can.SEE_VACANCIES))
    return render(request, "people/organisations.jinja", {"lines": lines, "may_see_vacancies": may_see})


def vacancies(request: HttpRequest) -> HttpResponse:
    if not organisations_for(request.user, Can.SEE_VACANCIES):
        raise Http404("No such page.")
    return render(request, "people/vacancies.jinja", {"lines": vacancy_lines(request.user)})


def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = organisation_for(request, pk, Can.SEE_ORGANISATION)
    facts = {
        "organisation": found,
        "duties": duty_lines(found),
        "groups": members_by_role(found),
        "may_manage": may_manage(request.user, found),
        "may_add": found.pk in organisations_for(request.user, Can.ADD_ORGANISATION),
    }
    return render(request, "people/organisation.jinja", facts)


def add_organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    parent = organisation_for(request, pk, Can.ADD_ORGANISATION)
    form = AddOrganisationForm(posted(request))
    if form.is_valid() and (made := _add_organisation(request, parent, form)):
        messages.success(request, _("%(name)s is added. Next: who works there?") % {"name": made.name})
        return redirect("people:organisation", made.pk)
    return render(request, "people/add_organisation.jinja", {"organisation": parent, "form": form})


def _add_organisation(request: HttpRequest, parent: Organisation, form: AddOrganisationForm) -> Organisation | None:
    try:
        return actions.add_organisation(by=actor_of(request), parent=parent, **form.cleaned_data)
    except actions.CodeTaken as taken:
        form.add_error("ods_code", _whose_code(taken))
        return None


def _whose_code(taken: actions.CodeTaken) -> str:
    return _("%(name)s has this ODS code.") % {"name": taken.organisation.name}


def organisation_details(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = organisation_for(request, pk, Can.MANAGE_ORGANISATION)
    form = OrganisationForm(posted(request), initial=_details(found), of_kind=found.kind)
    if form.is_valid() and _correct(request, found, form):
        messages.success(request, _("Saved."))
        return redirect("people:organisation", pk)
    return render(request, "people/organisation_details.jinja", {"organisation": found, "form": form})


def _details(found: Organisation) -> dict[str, str]:
    return {name: getattr(found, name) or "" for name in ("name", "ods_code", "phone", "address", "postcode")}


def _correct(request: HttpRequest, found: Organisation, form: OrganisationForm) -> bool:
    try:
        actions.correct_organisation(by=actor_of(request), organisation=found, **form.cleaned_data)
    except actions.CodeTaken as taken:
        form.add_error("ods_code", _whose_code(taken))
        return False
    return True


def duty(request: HttpRequest, pk: UUID, duty: str) -> HttpResponse:
    found = organisation_for(request, pk, Can.MANAGE_ORGANISATION)
    if duty not in Duty.values:
        raise Http404("No such page.")
    form = DutyForm(posted(request), organisation=found)
    if form.is_valid():
        _set_duty(request, found, Duty(duty), form.cleaned_data["user"])
        return redirect("people:organisation", pk)
    return render(request, "people/duty.jinja", {"organisation": found, "duty": Duty(duty), "form": form})


def _set_duty(request: HttpRequest, found: Organisation, duty: Duty, user: User | None) -> None:
    by = actor_of(request)
    if user:
        actions.appoint(by=by, organisation=found, duty=duty, user=user)
    else:
        actions.stand_down(by=by, organisation=found, duty=duty)


def add_member(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = organisation_for(request, pk, Can.MANAGE_ORGANISATION)
    form = MemberForm(posted(request))
    if form.is_valid() and _invite(request, found, form):
        name = form.cleaned_data["name"]
        messages.success(request, _("%(name)s is added. An e-mail to them is on its way.") % {"name": name})
        return redirect("people:organisation", pk)
    return render(request, "people/add_member.jinja", {"organisation": found, "form": form})


def _invite(request: HttpRequest, found: Organisation, form: MemberForm) -> bool:
    given = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
    try:
        actions.invite(by=actor_of(request), organisation=found, **given)
    except actions.OwnRole:
        form.add_error("email", _("This is your own address. Somebody else has to give you a role."))
        return False
    return True


@require_POST
def end_membership(request: HttpRequest, pk: UUID, membership: UUID) -> HttpResponse:
    found = organisation_for(request, pk, Can.MANAGE_ORGANISATION)
    actions.end_membership(by=actor_of(request), membership=membership_for(found, membership))
    return redirect("people:organisation", pk)


def reset_second_factor(request: HttpRequest, pk: UUID, membership: UUID) -> HttpResponse:
    """For somebody who lost their phone or key, after whoever is asked made sure that it is them."""
    found = organisation_for(request, pk, Can.MANAGE_ORGANISATION)
    who = membership_for(found, membership).user
    allowed = may_reset_second_factor(request.user, who)
    if request.method == "POST" and allowed:
        actions.reset_second_factor(by=actor_of(request), user=who)
        messages.success(request, _("%(name)s sets up a new second step when they next sign in.") % {"name": who.name})
        return redirect("people:organisation", pk)
    facts = {"organisation": found, "who": who, "allowed": allowed}
    return render(request, "people/reset_second_factor.jinja", facts)
