"""Noting who was shown in a list: a name, that they are known here, that they have an appointment.

A list is looked at many times a day, so whoever saw whom in which list is noted once a day.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from alongside.people import audit
from alongside.people.access import places_of
from alongside.people.actors import Actor, actor_in, actor_of, memberships_of
from alongside.people.days import start_of
from alongside.people.models import AuditEvent, Person


class Listed(StrEnum):
    """The lists that show people to others; the value is the verb in the trail."""

    FOUND = "list.found.seen"
    DESK = "list.desk.seen"
    UNREACHED = "list.unreached.seen"
    WORK = "list.work.seen"
    SHARED = "list.shared.seen"
    FORGET = "list.forget.seen"
    STUCK = "list.stuck.seen"
    COURSE = "list.course.seen"
    BUDDY = "list.buddy.seen"
    GROUP = "list.group.seen"
    REFERENCE = "list.reference.seen"
    VOLUNTEERS = "list.volunteers.seen"


Where = Mapping[UUID, Collection[UUID]]


def note_listed(
    request: HttpRequest, listed: Listed, people: Iterable[Person], *, at: Mapping[UUID, UUID | None] | None = None
) -> None:
    """Write down whom a list showed. `at` says where each of them is listed, if the list is of some place."""
    shown = {person.pk: person for person in people}
    new = shown.keys() - _noted_today(request, listed, shown)
    if not new:
        return
    actors = _actors(request, new, at)
    audit.record_looks(verb=listed, looks=[(actors[pk], shown[pk]) for pk in new if actors[pk].person != shown[pk]])


def _noted_today(request: HttpRequest, listed: Listed, people: Iterable[UUID]) -> set[UUID | None]:
    mine = AuditEvent.objects.filter(user_id=request.user.pk, verb=listed, at__gte=start_of(timezone.localdate()))
    return set(mine.filter(person_id__in=people).values_list("person_id", flat=True))


def _actors(request: HttpRequest, people: Iterable[UUID], at: Mapping[UUID, UUID | None] | None) -> dict[UUID, Actor]:
    """In which of the account's roles each was seen. Most accounts have one, and nothing needs to be asked."""
    held = memberships_of(request)
    if len(held) < 2:
        return {pk: actor_of(request) for pk in people}
    places: Where = {pk: [place] for pk, place in at.items() if place} if at is not None else places_of(people)
    roles = {pk: next((row for row in held if row.organisation_id in places.get(pk, ())), held[0]) for pk in people}
    return {pk: actor_in(request, role) for pk, role in roles.items()}
