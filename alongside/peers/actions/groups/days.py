"""Days on which a group meets: who comes, that it is off, that it took place."""

from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from alongside.directory.models import Service
from alongside.messages import outbox
from alongside.peers.actions.groups.listing import show
from alongside.peers.actions.groups.telling import OFF, SOMEBODY, TOMORROW, tell_all
from alongside.peers.letters import tell_of_group
from alongside.peers.models import Coming, Group, GroupDay, Member
from alongside.peers.queries.groups.days import SAID_FOR, begins_on, next_days, rules_of
from alongside.peers.queries.groups.fetch import group_locked
from alongside.peers.refusals import NotNow
from alongside.people import audit
from alongside.people.actors import Actor, told_as

State = GroupDay.State


@transaction.atomic
def say_coming(*, by: Actor, member: Member, on: date, yes: bool) -> Coming:
    """Whether somebody comes on one of its next days. Raises NotNow for any other day, and one called off."""
    group = group_locked(member.group)
    here = Member.objects.here().filter(pk=member.pk).exists()
    if not here or group.state not in Group.GOING or on not in next_days(rules_of(group), timezone.localdate()):
        raise NotNow
    day, _new = GroupDay.objects.get_or_create(group=group, on=on)
    if day.state != State.PLANNED:
        raise NotNow
    answer, _new = Coming.objects.update_or_create(day=day, member=member, defaults={"yes": yes, "at": timezone.now()})
    audit.record(by=by, verb="group.coming", person=member.person, target=day, yes=yes)
    return answer


@transaction.atomic
def call_off(*, by: Actor, member: Member, on: date) -> GroupDay:
    """It does not meet on one of its next days; who likes to be told is told. Raises NotNow for any other day."""
    group = _run_by(member)
    if on not in next_days(rules_of(group), timezone.localdate()):
        raise NotNow
    day, _new = GroupDay.objects.get_or_create(group=group, on=on)
    if day.state == State.MET:
        raise NotNow
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
    """Of that day alone."""
    someone, window = told_as(by, SOMEBODY), f"{group.pk}:{on}"
    outbox.cancel(by=someone, subject_id=group.pk, reason="called off", templates=[TOMORROW], window=window)


@transaction.atomic
def note_met(*, by: Actor, member: Member, on: date, came: int | None = None) -> GroupDay:
    """It took place, and perhaps how many came. Said again, it is put right. Raises NotNow before it began, long
    afterwards, and for a day on which it does not meet.
    """
    group = _run_by(member)
    begins = begins_on(group, on)
    if begins is None or begins > timezone.now() or on < timezone.localdate() - SAID_FOR:
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
    if group.state not in Group.GOING or group.is_closed_by_others:
        raise NotNow
    _heard(by, group, timezone.localdate())
    audit.record(by=by, verb="group.goes_on", target=group)
    return group


def _heard(by: Actor, group: Group, on: date) -> None:
    group.heard_on, group.asked_on = max(filter(None, [group.heard_on, on])), None
    if group.state == Group.State.QUIET and not group.is_closed_by_others:
        _list_again(by, group)
    group.save(update_fields=["heard_on", "asked_on", "state"])


def _list_again(by: Actor, group: Group) -> None:
    """As it was read; what was changed since is read first."""
    if group.is_changed:
        group.state = Group.State.SENT
        transaction.on_commit(partial(tell_of_group, group.organisation))
    else:
        group.state = Group.State.LISTED
        show(by=by, group=group, status=Service.Status.ACTIVE)


def _run_by(member: Member) -> Group:
    """The group of somebody who runs it, held. Raises NotNow for others, and once it has ended."""
    group = group_locked(member.group)
    runs = Member.objects.here().filter(pk=member.pk, runs_it=True).exists()
    if not runs or group.state == Group.State.ENDED:
        raise NotNow
    return group
