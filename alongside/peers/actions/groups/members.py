"""Coming to a group, running it, and thinking of each other."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alongside.messages import outbox
from alongside.peers.actions.groups.telling import SOMEBODY, THINKING, tell_member
from alongside.peers.models import Group, Member, Thought
from alongside.peers.queries.groups.fetch import group_locked
from alongside.peers.queries.groups.standing import may_join
from alongside.peers.refusals import LastToRunIt, NotNow
from alongside.people import audit
from alongside.people.actors import Actor, told_as
from alongside.people.models import Person


@transaction.atomic
def join_group(*, by: Actor, group: Group, person: Person, called: str) -> Member:
    """From now on they come, by the name they chose for it. Here already, they stay as they are.

    Raises NotNow where it can no longer be joined.
    """
    group = group_locked(group)
    here: Member | None = Member.objects.here().filter(group=group, person=person).first()
    if here:
        return here
    if not may_join(group, person):
        raise NotNow
    member = Member.objects.create(group=group, person=person, called=called)
    audit.record(by=by, verb="group.joined", person=person, target=group)
    return member


@transaction.atomic
def leave_group(*, by: Actor, member: Member) -> Member:
    """They come no more. Raises LastToRunIt where they run a group that goes on, and nobody else does."""
    group, member = group_locked(member.group), _member(member)
    if member.left_at:
        return member
    others = Member.objects.here().filter(group=group, runs_it=True).exclude(pk=member.pk)
    if member.runs_it and group.state != Group.State.ENDED and not others.exists():
        raise LastToRunIt
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    outbox.cancel(by=by, subject_id=group.pk, reason="they left the group", person=member.person)
    audit.record(by=by, verb="group.left", person=member.person, target=group)
    return member


@transaction.atomic
def choose_how(*, by: Actor, member: Member, called: str, told: bool) -> Member:
    """By which name the others know them, and whether they like to be told of the next time and thought of."""
    member = _member(member)
    member.called, member.told = called, told
    member.save(update_fields=["called", "told"])
    if not told:
        outbox.cancel(by=by, subject_id=member.group_id, reason="they would rather not", person=member.person)
    audit.record(by=by, verb="group.chosen", person=member.person, target=member)
    return member


@transaction.atomic
def hand_on(*, by: Actor, member: Member, to: Member) -> Member:
    """Somebody else who comes runs it too. Raises NotNow where either has left, or `member` does not run it."""
    group_locked(member.group)
    member, to = _member(member), _member(to)
    if member.left_at or to.left_at or not member.runs_it or to.group_id != member.group_id:
        raise NotNow
    to.runs_it = True
    to.save(update_fields=["runs_it"])
    audit.record(by=told_as(by, SOMEBODY), verb="group.handed_on", person=to.person, target=to.group)
    return to


@transaction.atomic
def think_of(*, by: Actor, member: Member, of: Member) -> Thought:
    """They are told, at most once a week, that people of their group are thinking of them. Nobody's words go.

    Raises NotNow where either is no longer here, or `of` would rather not be told.
    """
    group_locked(member.group)
    here = Member.objects.here().filter(group=member.group_id)
    if not here.filter(pk=member.pk).exists() or not here.filter(pk=of.pk, told=True).exclude(pk=member.pk).exists():
        raise NotNow
    today = timezone.localdate()
    week = today - timedelta(days=today.weekday())
    thought, new = Thought.objects.get_or_create(by_member=member, of_member=of, week=week)
    if new:
        tell_member(by=told_as(by, SOMEBODY), member=of, template=THINKING, window=f"{of.pk}:{week}")
        audit.record(by=told_as(by, SOMEBODY), verb="group.thought", person=of.person, target=of)
    return thought


def _member(member: Member) -> Member:
    return Member.objects.select_for_update(of=("self",)).select_related("person", "group").get(pk=member.pk)
