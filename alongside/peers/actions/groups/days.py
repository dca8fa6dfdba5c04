"""Days on which a group meets: who comes, that it is off, that it took place."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alongside.directory.models import Service
from alongside.messages import outbox
from alongside.messages.models import Message
from alongside.peers.actions.groups.listing import show
from alongside.peers.actions.groups.telling import OFF, SOMEBODY, TOMORROW, tell_all
from alongside.peers.models import Coming, Group, GroupDay, Member
from alongside.peers.queries.groups.days import SAID_FOR, falls_on
from alongside.peers.queries.groups.fetch import group_locked
from alongside.peers.refusals import NotNow
from alongside.people import audit
from alongside.people.actors import Actor, told_as

State = GroupDay.State


@transaction.atomic
def say_coming(*, by: Actor, member: Member, on: date, yes: bool) -> Coming:
    """Whether somebody comes on one of its days to come. Raises NotNow for any other day, and one called off."""
    group = group_locked(member.group)
    here = Member.objects.here().filter(pk=member.pk).exists()
    if not here or on < timezone.localdate() or group.state not in Group.GOING or not falls_on(group, on):
        raise NotNow
    day, _new = GroupDay.objects.get_or_create(group=group, on=on)
    if day.state != State.PLANNED:
        raise NotNow
    answer, _new = Coming.objects.update_or_create(day=day, member=member, defaults={"yes": yes, "at": timezone.now()})
    audit.record(by=by, verb="group.coming", person=member.person, target=day, yes=yes)
    return answer


@transaction.atomic
def call_off(*, by: Actor, member: Member, on: date) -> GroupDay:
    """It does not meet on that day; who likes to be told is told. Raises NotNow where it would not have met."""
    group = _run_by(member)
    if on < timezone.localdate() or not falls_on(group, on):
        raise NotNow
    day, _new = GroupDay.objects.get_or_create(group=group, on=on)
    if day.state == State.PLANNED:
        day.state, day.noted_at = State.OFF, timezone.now()
        day.save(update_fields=["state", "noted_at"])
        _take_back_reminders(by, group, on)
        if group.state in Group.GOING:
            tell_all(by=told_as(by, SOMEBODY), group=group, template=OFF, day=on, but=member.person)
        _heard(by, group, timezone.localdate())
        audit.record(by=by, verb="group.called_off", target=day)
    return day


def _take_back_reminders(by: Actor, group: Group, on: date) -> None:
    """Of that day alone: what is waiting about another stays."""
    told = Message.objects.filter(subject_id=group.pk, template=TOMORROW, window=f"{group.pk}:{on}")
    for person in [message.person for message in told.select_related("person")]:
        outbox.cancel(by=by, subject_id=group.pk, person=person, reason="called off")


@transaction.atomic
def note_met(*, by: Actor, member: Member, on: date, came: int | None = None) -> GroupDay:
    """It took place, and perhaps how many came. Said again, it is put right. Raises NotNow for a day to come, one that
    is long past, or one on which it does not meet.
    """
    group, today = _run_by(member), timezone.localdate()
    if on > today or on < today - SAID_FOR or not falls_on(group, on):
        raise NotNow
    facts = {"state": State.MET, "came": came, "noted_at": timezone.now()}
    day, _new = GroupDay.objects.update_or_create(group=group, on=on, defaults=facts)
    _heard(by, group, on)
    audit.record(by=by, verb="group.met", target=day)
    return day


@transaction.atomic
def still_meets(*, by: Actor, member: Member) -> Group:
    """Somebody who runs it says that it goes on; one that had gone quiet is listed again."""
    group = _run_by(member)
    if group.state not in Group.GOING:
        raise NotNow
    _heard(by, group, timezone.localdate())
    audit.record(by=by, verb="group.goes_on", target=group)
    return group


def _heard(by: Actor, group: Group, on: date) -> None:
    group.heard_on, group.asked_on = max(filter(None, [group.heard_on, on])), None
    if group.state == Group.State.QUIET:
        group.state = Group.State.LISTED
        show(by=by, group=group, status=Service.Status.ACTIVE)
    group.save(update_fields=["heard_on", "asked_on", "state"])


def _run_by(member: Member) -> Group:
    """The group of somebody who runs it, held. Raises NotNow for others, and once it has ended."""
    group = group_locked(member.group)
    runs = Member.objects.here().filter(pk=member.pk, runs_it=True).exists()
    if not runs or group.state == Group.State.ENDED:
        raise NotNow
    return group
