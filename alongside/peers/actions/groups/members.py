"""Coming to a group, running it, and thinking of each other."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from alongside.messages import outbox
from alongside.peers.actions.groups.telling import OFF, RUNS, SOMEBODY, THINKING, TOMORROW, tell_member
from alongside.peers.models import Group, Member, Thought
from alongside.peers.queries.groups.fetch import group_locked
from alongside.peers.queries.groups.standing import may_join
from alongside.peers.refusals import LastToRunIt, NotNow
from alongside.people import audit
from alongside.people.actors import Actor, told_as
from alongside.people.days import monday_of
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
    if member.runs_it and not _has_ended(group) and not _others_who_run(group, member).exists():
        raise LastToRunIt
    member.left_at, member.asked_to_run = timezone.now(), False
    member.save(update_fields=["left_at", "asked_to_run"])
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
        outbox.cancel(
            by=by,
            subject_id=member.group_id,
            reason="they would rather not",
            person=member.person,
            templates=[TOMORROW, OFF, THINKING],
        )
    audit.record(by=by, verb="group.chosen", person=member.person, target=member)
    return member


@transaction.atomic
def ask_to_run(*, by: Actor, member: Member, to: Member) -> Member:
    """Ask somebody else who comes whether they would run it too. Raises NotNow where either has left, `member` does not
    run it, or it has ended.
    """
    group = group_locked(member.group)
    member, to = _member(member), _member(to)
    if member.left_at or to.left_at or not member.runs_it or to.group_id != group.pk or _has_ended(group):
        raise NotNow
    if not to.runs_it and not to.asked_to_run:
        to.asked_to_run = True
        to.save(update_fields=["asked_to_run"])
        someone = told_as(by, SOMEBODY)
        tell_member(by=someone, member=to, template=RUNS, window=f"{to.pk}:{timezone.localdate()}")
        audit.record(by=someone, verb="group.asked_to_run", person=to.person, target=group)
    return to


@transaction.atomic
def say_about_running(*, by: Actor, member: Member, yes: bool) -> Member:
    """They run it from now on, or would rather not; also unasked, where nobody who ran it is there any more.

    Raises NotNow where they were not asked and somebody runs it, and once it has ended.
    """
    group, member = group_locked(member.group), _member(member)
    nobody = not Member.objects.here().filter(group=group, runs_it=True).exists()
    if member.left_at or not (member.asked_to_run or nobody) or _has_ended(group):
        raise NotNow
    member.runs_it, member.asked_to_run = yes, False
    member.save(update_fields=["runs_it", "asked_to_run"])
    audit.record(by=by, verb="group.runs" if yes else "group.rather_not", person=member.person, target=group)
    return member


@transaction.atomic
def step_down(*, by: Actor, member: Member) -> Member:
    """They go on coming and run it no more. Raises LastToRunIt where nobody else does."""
    group, member = group_locked(member.group), _member(member)
    if not _others_who_run(group, member).exists():
        raise LastToRunIt
    member.runs_it = False
    member.save(update_fields=["runs_it"])
    audit.record(by=by, verb="group.rather_not", person=member.person, target=group)
    return member


@transaction.atomic
def take_out(*, by: Actor, member: Member, other: Member) -> Member:
    """Somebody is not to come any more, and cannot join again by themselves. Raises NotNow for whoever does not run it,
    and of somebody who does.
    """
    group = group_locked(member.group)
    member, other = _member(member), _member(other)
    if member.left_at or not member.runs_it or other.runs_it or other.group_id != group.pk:
        raise NotNow
    other.left_at, other.taken_out = other.left_at or timezone.now(), True
    other.save(update_fields=["left_at", "taken_out"])
    someone = told_as(by, SOMEBODY)
    outbox.cancel(by=someone, subject_id=group.pk, reason="they are not in the group", person=other.person)
    audit.record(by=someone, verb="group.taken_out", person=other.person, target=group)
    return other


def _others_who_run(group: Group, member: Member) -> QuerySet[Member]:
    return Member.objects.here().filter(group=group, runs_it=True).exclude(pk=member.pk)


def _has_ended(group: Group) -> bool:
    return group.state == Group.State.ENDED


@transaction.atomic
def think_of(*, by: Actor, member: Member, of: Member) -> Thought:
    """They are told, at most once a week, that people of their group are thinking of them. Nobody's words go.

    Raises NotNow where either is no longer here, or `of` would rather not be told.
    """
    group = group_locked(member.group)
    here = Member.objects.here().filter(group=group)
    if (
        _has_ended(group)
        or not here.filter(pk=member.pk).exists()
        or not here.filter(pk=of.pk, told=True).exclude(pk=member.pk).exists()
    ):
        raise NotNow
    week = monday_of(timezone.localdate())
    thought, new = Thought.objects.get_or_create(by_member=member, of_member=of, week=week)
    if new:
        tell_member(by=told_as(by, SOMEBODY), member=of, template=THINKING, window=f"{of.pk}:{week}")
        audit.record(by=told_as(by, SOMEBODY), verb="group.thought", person=of.person, target=of)
    return thought


def _member(member: Member) -> Member:
    return Member.objects.select_for_update(of=("self",)).select_related("person", "group").get(pk=member.pk)
