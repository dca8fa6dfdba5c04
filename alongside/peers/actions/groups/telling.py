"""Telling people about their group, each by their own way: a day and a time, never which group it is or what about."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from alongside.messages import outbox
from alongside.messages.facts import day_and_time
from alongside.peers.models import Group, Member
from alongside.people.actors import Actor
from alongside.people.days import start_of
from alongside.people.models import Person

TOMORROW, OFF, THINKING = "group.tomorrow", "group.off", "group.thinking"
ANSWER, STILL, OVER, RUNS = "group.answer", "group.still", "group.over", "group.runs"
GOES_ON, REUNION = "group.goes_on", "group.reunion"
WORTH_IT_FOR = timedelta(days=7)
# Whoever tells others something, as they read it in their trail.
SOMEBODY = "somebody of your group"


def tell_member(
    *,
    by: Actor,
    member: Member,
    template: str,
    window: str,
    facts: dict[str, str] | None = None,
    not_after: datetime | None = None,
) -> None:
    """One message to somebody of a group, of which its subject is the group."""
    outbox.enqueue(
        by=by,
        person=member.person,
        organisation=member.group.organisation,
        template=template,
        window=window,
        facts=facts or {},
        subject_id=member.group_id,
        not_after=not_after or timezone.now() + WORTH_IT_FOR,
    )


def tell_runners(*, by: Actor, group: Group, template: str, window: str) -> None:
    """Whoever runs it; in their own business, so whatever they chose for the rest."""
    runs = Member.objects.here().filter(group=group, runs_it=True)
    for member in runs.select_related("person", "group__organisation"):
        tell_member(by=by, member=member, template=template, window=window)


def tell_all(*, by: Actor, group: Group, template: str, day: date, but: Person | None = None) -> None:
    """Everybody who likes to be told, and that it is over all who come; but not whoever says it."""
    here = Member.objects.here().filter(group=group).select_related("person", "group__organisation")
    here = here if template == OVER else here.filter(told=True)
    for member in here.exclude(person=but) if but else here:
        tell_member(
            by=by,
            member=member,
            template=template,
            window=f"{group.pk}:{day}",
            not_after=start_of(day + timedelta(days=1)) if template == OFF else None,
            facts={"day": day.isoformat()},
        )


def tell_of_tomorrow(*, by: Actor, member: Member, begins: datetime) -> None:
    """Not in the middle of the night before, and not once it has begun."""
    facts = day_and_time(begins)
    window = f"{member.group_id}:{facts['day']}:{facts['time']}"
    tell_member(by=by, member=member, template=TOMORROW, window=window, not_after=begins, facts=facts)


def invite(*, by: Actor, person: Person, group: Group) -> None:
    """Somebody who did the course that a group goes on from."""
    outbox.enqueue(
        by=by,
        person=person,
        organisation=group.organisation,
        template=GOES_ON,
        window=f"{group.pk}",
        facts={},
        subject_id=group.pk,
        not_after=timezone.now() + 2 * WORTH_IT_FOR,
    )
