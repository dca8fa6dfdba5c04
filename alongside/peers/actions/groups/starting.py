"""Starting a group, and saying what it is, where and when."""

from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from alongside.directory.actions import edit_service, enter_service
from alongside.directory.geography import find_postcodes
from alongside.directory.importing.rows import KINDS, AccessRow, CostRow, PlaceRow, Row, TermRow
from alongside.directory.models import Location, Service
from alongside.messages import outbox
from alongside.peers.actions.groups.telling import OFF, SOMEBODY, TOMORROW, tell_all
from alongside.peers.letters import tell_of_group
from alongside.peers.models import Group, GroupDay, Member
from alongside.peers.queries.groups.days import as_before, falls_on, rules_of, times_of
from alongside.peers.queries.groups.fetch import group_locked
from alongside.peers.refusals import NotNow
from alongside.peers.wishes import group_term, step_free_words
from alongside.people import audit
from alongside.people.actors import Actor, told_as
from alongside.people.models import Organisation, Person
from alongside.programmes.models import Cohort


@transaction.atomic
def start_group(
    *,
    by: Actor,
    person: Person,
    organisation: Organisation,
    called: str,
    kind: str,
    cohort: Cohort | None = None,
    **what: Any,
) -> Member:
    """Begin a group, and run it. Nobody sees it before it is sent, read and listed. `what` is as in describe_group."""
    key = str(uuid4())
    row = Row(id=key, status=str(Service.Status.INACTIVE), phone=organisation.phone, **_described(kind, **what))
    service = enter_service(by=by, row=row, keeper=organisation)
    group = Group.objects.create(organisation=organisation, service=service, kind=kind, cohort=cohort)
    member = Member.objects.create(group=group, person=person, called=called, runs_it=True)
    audit.record(by=by, verb="group.started", person=person, target=group)
    return member


@transaction.atomic
def describe_group(*, by: Actor, group: Group, kind: str, **what: Any) -> Group:
    """What it is: `name`, `about`, `cost` (words; blank is free) and `how_to_come`. Raises NotNow once it has ended."""
    group = _open(group)
    before = group.service.updated_at
    edit_service(by=by, service=group.service, **_described(kind, **what))
    group.kind = kind
    return _changed(by, group, before)


def _described(kind: str, *, name: str, about: str, cost: str = "", how_to_come: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "description": about,
        "fees_description": cost,
        "cost_options": () if cost else (CostRow(amount=Decimal(0)),),
        "application_process": how_to_come,
        "terms": (TermRow(KINDS, group_term(kind), group_term(kind)),),
    }


@transaction.atomic
def set_where_and_when(
    *,
    by: Actor,
    group: Group,
    where: str,
    postcode: str,
    step_free: str,
    first: date,
    often: str,
    begins: time,
    ends: time | None = None,
) -> Group:
    """Where it meets, and its rule: on the weekday of `first`, from then on. `often` is "weekly", "fortnightly",
    "monthly" (the second Tuesday, where `first` is one; a fifth is the last) or "once".

    Raises NotNow once it has ended.
    """
    group = _open(group)
    before = group.service.updated_at
    point = find_postcodes([postcode]).get(postcode)
    latitude, longitude = point or (None, None)
    said = step_free_words(step_free)
    there = Location.objects.filter(services__service=group.service).first()
    place = PlaceRow(
        id=there.source_key if there else f"{group.service.source_key}-place",
        address=where,
        postcode=postcode,
        latitude=latitude,
        longitude=longitude,
        accessibility=(AccessRow(said),) if said else (),
    )
    rule = as_before(rules_of(group), times_of(first, often, begins, ends))
    edit_service(by=by, service=group.service, places=(place,), schedules=(rule,))
    _tell_of_days_that_went(by, group)
    return _changed(by, group, before)


def _tell_of_days_that_went(by: Actor, group: Group) -> None:
    """Reminders with the old hour do not go out; whoever said that they come on a day that is none now is told."""
    someone = told_as(by, SOMEBODY)
    outbox.cancel(by=someone, subject_id=group.pk, templates=[TOMORROW], reason="it meets at another time")
    planned = GroupDay.objects.filter(group=group, on__gte=timezone.localdate(), state=GroupDay.State.PLANNED)
    for day in [day for day in planned if not falls_on(group, day.on)]:
        day.state, day.noted_at = GroupDay.State.OFF, timezone.now()
        day.save(update_fields=["state", "noted_at"])
        if group.state in Group.GOING:
            tell_all(by=someone, group=group, template=OFF, day=day.on, but=by.person)


def _open(group: Group) -> Group:
    group = group_locked(group)
    if group.state == Group.State.ENDED:
        raise NotNow
    return group


def _changed(by: Actor, group: Group, before: datetime) -> Group:
    """What is listed already shows it at once; whoever looks after groups is told once that there is something to read.

    To save what it says already changes nothing.
    """
    group.service.refresh_from_db()
    if group.service.updated_at != before:
        if group.state in Group.GOING and not group.is_changed:
            transaction.on_commit(partial(tell_of_group, group.organisation))
        group.changed_at = timezone.now()
        audit.record(by=by, verb="group.changed", target=group)
    group.save(update_fields=["kind", "changed_at"])
    return group
