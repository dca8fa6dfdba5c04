"""From a draft to a group that can be found."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from alongside.directory.actions import assure_service, edit_service
from alongside.directory.models import Assurance, Schedule, Service
from alongside.peers.actions.groups.telling import ANSWER, invite, tell_runners
from alongside.peers.letters import tell_of_group
from alongside.peers.models import Group, Member
from alongside.peers.queries.groups.fetch import group_locked
from alongside.peers.queries.groups.reunions import who_came_through
from alongside.peers.refusals import NotNow, NotReady
from alongside.people import audit
from alongside.people.actors import Actor

State = Group.State


@transaction.atomic
def send_group(*, by: Actor, group: Group) -> Group:
    """Ask for it to be listed. Raises NotReady while it does not say where and when. Sent already, it stays so."""
    group = group_locked(group)
    if group.state != State.DRAFT:
        return group
    if not Schedule.objects.filter(service=group.service).exists():
        raise NotReady
    group.state, group.to_change = State.SENT, ""
    group.save(update_fields=["state", "to_change"])
    audit.record(by=by, verb="group.sent", target=group)
    transaction.on_commit(partial(tell_of_group, group.organisation))
    return group


@transaction.atomic
def list_group(*, by: Actor, group: Group, seen: datetime) -> Group:
    """Somebody of the organisation has read it: from now on it can be found. Those who run it are told.

    Raises NotNow where it is not waiting, or was changed since that was `seen`: what nobody read is not listed.
    """
    group = group_locked(group)
    if group.state != State.SENT or group.changed_at != seen:
        raise NotNow
    group.state, group.read_at = State.LISTED, timezone.now()
    group.heard_on, group.asked_on = timezone.localdate(), None
    group.save(update_fields=["state", "read_at", "heard_on", "asked_on"])
    show(by=by, group=group, status=Service.Status.ACTIVE)
    assure_service(by=by, service=group.service, how=Assurance.How.PROVIDER)
    audit.record(by=by, verb="group.listed", target=group)
    tell_runners(by=by, group=group, template=ANSWER, window=f"{group.pk}:{group.read_at.isoformat()}")
    _tell_the_course(by, group)
    return group


def _tell_the_course(by: Actor, group: Group) -> None:
    """Where it goes on from a reunion: those who did the course and never came to it, once."""
    came = set(Member.objects.filter(group=group).values_list("person_id", flat=True))
    for person in who_came_through(group.cohort) if group.cohort else []:
        if person.pk not in came:
            invite(by=by, person=person, group=group)


@transaction.atomic
def ask_to_change(*, by: Actor, group: Group, words: str) -> Group:
    """Something has to be changed before it is listed, or listed again. Nothing they wrote is lost; they are told.

    Raises NotNow where it is neither waiting nor listed.
    """
    group = group_locked(group)
    if group.state not in (State.SENT, *Group.GOING):
        raise NotNow
    hide(by=by, group=group)
    group.state, group.to_change = State.DRAFT, words
    group.save(update_fields=["state", "to_change"])
    audit.record(by=by, verb="group.to_change", target=group)
    tell_runners(by=by, group=group, template=ANSWER, window=f"{group.pk}:{timezone.now().isoformat()}")
    return group


@transaction.atomic
def mark_read(*, by: Actor, group: Group, seen: datetime) -> Group:
    """What was changed of a listed group has been read. Raises NotNow where it was changed since that was `seen`."""
    group = group_locked(group)
    if group.state not in Group.GOING or group.changed_at != seen:
        raise NotNow
    group.read_at = timezone.now()
    group.save(update_fields=["read_at"])
    audit.record(by=by, verb="group.read", target=group)
    return group


def show(*, by: Actor, group: Group, status: str) -> None:
    """Whether its record is found. It stays either way, for somebody may have been sent there."""
    edit_service(by=by, service=group.service, status=str(status))


def hide(*, by: Actor, group: Group) -> None:
    """It is found no more. What a steward closed stays closed."""
    if group.service.status == Service.Status.ACTIVE:
        show(by=by, group=group, status=Service.Status.INACTIVE)
