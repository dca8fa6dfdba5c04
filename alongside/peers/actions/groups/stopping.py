"""A group that has stopped meeting."""

from django.db import transaction
from django.utils import timezone

from alongside.directory.models import Service
from alongside.messages import outbox
from alongside.peers.actions.groups.listing import show
from alongside.peers.actions.groups.telling import OVER, SOMEBODY, tell_all
from alongside.peers.models import Group
from alongside.peers.queries.groups.fetch import group_locked
from alongside.people import audit
from alongside.people.actors import Actor, told_as
from alongside.people.models import Person


@transaction.atomic
def end_group(*, by: Actor, group: Group, but: Person | None = None) -> Group:
    """It has stopped meeting: it is found no more, and everybody who comes is told once, `but` whoever says so.

    Ended already, it stays so.
    """
    group = group_locked(group)
    if group.state == Group.State.ENDED:
        return group
    was_going = group.state in Group.GOING
    group.state, group.ended_at = Group.State.ENDED, timezone.now()
    group.save(update_fields=["state", "ended_at"])
    show(by=by, group=group, status=Service.Status.DEFUNCT)
    outbox.cancel(by=told_as(by, SOMEBODY), subject_id=group.pk, reason="the group has ended")
    if was_going:
        tell_all(by=told_as(by, SOMEBODY), group=group, template=OVER, day=timezone.localdate(), but=but)
    audit.record(by=by, verb="group.ended", target=group)
    return group
