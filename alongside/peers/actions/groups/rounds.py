"""What nobody has to remember: tomorrow's meeting, a group nobody hears of, who is no longer there."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alongside.peers.actions.groups.listing import hide
from alongside.peers.actions.groups.telling import STILL, tell_of_tomorrow, tell_runners
from alongside.peers.letters import tell_of_group
from alongside.peers.models import Group, GroupDay, Member
from alongside.peers.queries.groups.days import begins_on, days_since, next_days, rules_of
from alongside.peers.queries.groups.fetch import group_locked
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.plans.rounds import each

# A group is asked after once it let so many of its days pass without a word, and is not found after twice as many.
SILENT_DAYS = 2
AT_LEAST = timedelta(days=28)


def look_after_groups(*, by: Actor, today: date) -> int:
    """Remind of tomorrow, ask after those nobody hears of and take them off the list; counts what changed."""
    gone = Member.objects.filter(left_at=None).filter(~Q(person__died_on=None) | ~Q(person__restricted_at=None))
    changed = each(list(gone.values_list("pk", flat=True)), lambda pk: _let_go(by, pk))
    tomorrow = Group.objects.going().filter(days__on=today + timedelta(days=1), days__state=GroupDay.State.PLANNED)
    changed += each(tomorrow.values_list("pk", flat=True), lambda pk: _remind(by, pk, today + timedelta(days=1)))
    listed = Group.objects.filter(state=Group.State.LISTED)
    return changed + each(listed.values_list("pk", flat=True), lambda pk: _ask_after(by, pk, today))


@transaction.atomic
def _let_go(by: Actor, pk: UUID) -> bool:
    """Who died or asked to be forgotten is in no group."""
    member = Member.objects.select_for_update(of=("self",)).select_related("person", "group").get(pk=pk)
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    audit.record(by=by, verb="group.left", person=member.person, target=member.group)
    return True


@transaction.atomic
def _remind(by: Actor, pk: UUID, day: date) -> bool:
    """Whoever said that they come, where it still takes place."""
    group = group_locked(Group(pk=pk))
    begins = begins_on(group, day)
    planned = GroupDay.objects.filter(group=group, on=day, state=GroupDay.State.PLANNED).first()
    if begins is None or planned is None or group.state not in Group.GOING:
        return False
    coming = Member.objects.here().filter(group=group, told=True, answers__day=planned, answers__yes=True)
    for member in coming.select_related("person", "group__organisation"):
        tell_of_tomorrow(by=by, member=member, begins=begins)
    return coming.exists()


@transaction.atomic
def _ask_after(by: Actor, pk: UUID, today: date) -> bool:
    group = group_locked(Group(pk=pk))
    if group.state != Group.State.LISTED or group.heard_on is None:
        return False
    passed = days_since(group, group.heard_on, today)
    if group.is_closed_by_others:
        return _goes_quiet(by, group)
    silence = today - group.heard_on
    silent = passed >= 2 * SILENT_DAYS and silence >= 2 * AT_LEAST
    if silent or not _has_somebody(group) or (silence >= AT_LEAST and not next_days(rules_of(group), today)):
        return _goes_quiet(by, group)
    if passed >= SILENT_DAYS and silence >= AT_LEAST and group.asked_on is None:
        group.asked_on = today
        group.save(update_fields=["asked_on"])
        tell_runners(by=by, group=group, template=STILL, window=f"{group.pk}:{today}")
        return True
    return False


def _has_somebody(group: Group) -> bool:
    return Member.objects.here().filter(group=group, runs_it=True).exists()


def _goes_quiet(by: Actor, group: Group) -> bool:
    group.state = Group.State.QUIET
    group.save(update_fields=["state"])
    hide(by=by, group=group)
    audit.record(by=by, verb="group.quiet", target=group)
    transaction.on_commit(lambda: tell_of_group(group.organisation))
    return True
