"""Fetching one row for the signed-in account if it may, and 404 for everybody else."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from alongside.directory.models import Service
from alongside.peers.models import Group, Member, SupportRequest
from alongside.peers.queries.groups.standing import may_join
from alongside.people.access import Can, organisation_for, person_for
from alongside.people.models import Person
from alongside.programmes.models import Session

PARTS = ("group__service", "group__organisation", "group__cohort", "person")


def member_for(request: HttpRequest, pk: UUID) -> Member:
    """Somebody's place in a group, for them and whoever acts for them; whoever left has none."""
    found = get_object_or_404(Member.objects.here().select_related(*PARTS), pk=pk)
    found.person = person_for(request, found.person_id, Can.JOIN_GROUPS)
    return found


def runner_for(request: HttpRequest, pk: UUID) -> Member:
    """The same, of somebody who runs the group."""
    found = member_for(request, pk)
    if not found.runs_it:
        raise Http404("Not theirs to run.")
    return found


def other_member(member: Member, pk: UUID) -> Member:
    """Somebody else who comes to the group of a member that was fetched."""
    others = Member.objects.here().filter(group=member.group_id).exclude(pk=member.pk)
    return get_object_or_404(others.select_related("person", "group"), pk=pk)


def group_to_join(person: Person, pk: UUID) -> Group:
    """A group that a person, fetched with their capability, may come to; otherwise 404."""
    found = get_object_or_404(Group.objects.select_related("service", "organisation", "cohort__variant"), pk=pk)
    if not may_join(found, person):
        raise Http404("No such group.")
    return found


def group_of_service(service: Service) -> Group | None:
    """The group whose record a service of the directory is, while one can come to it."""
    return Group.objects.going().filter(service=service).first()


def group_looked_after(request: HttpRequest, pk: UUID) -> Group:
    """A group that waits to be read or goes on, whose organisation the account looks after groups for."""
    rows = Group.objects.sent().select_related("service", "organisation", "cohort__variant")
    found = get_object_or_404(rows, pk=pk)
    organisation_for(request, found.organisation_id, Can.LOOK_AFTER_GROUPS)
    return found


def support_looked_after(request: HttpRequest, pk: UUID) -> SupportRequest:
    """A hand that was asked for, at an organisation the account looks after groups for."""
    found = get_object_or_404(SupportRequest.objects.select_related("group__service", "group__organisation"), pk=pk)
    organisation_for(request, found.group.organisation_id, Can.LOOK_AFTER_GROUPS)
    return found


def reunion_looked_after(request: HttpRequest, pk: UUID) -> Session:
    """A reunion of a course of such an organisation."""
    rows = Session.objects.filter(kind=Session.Kind.REUNION).select_related("cohort__organisation", "cohort__variant")
    found = get_object_or_404(rows, pk=pk)
    organisation_for(request, found.cohort.organisation_id, Can.LOOK_AFTER_GROUPS)
    return found


def group_locked(group: Group) -> Group:
    """The row as it is now, held until the transaction ends."""
    rows = Group.objects.select_related("service", "organisation", "cohort__variant")
    return rows.select_for_update(of=("self",)).get(pk=group.pk)
