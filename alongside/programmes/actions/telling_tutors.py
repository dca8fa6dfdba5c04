"""Telling tutors what changes for them, and coordinators what lacks a tutor: one e-mail for all of a group at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alongside.people.actors import Actor
from alongside.people.models import Role, User
from alongside.people.queries.organisations import members_of
from alongside.programmes.letters import write_to_coordinator, write_to_tutor
from alongside.programmes.models import Session, Tutor

SOON = timedelta(days=2)  # before a session: whoever has a place was reminded of it by then


def tell_tutors(*, by: Actor, led: Iterable[tuple[Session, Tutor | None]], template: str) -> None:
    """What changed for each of them; whoever changed it themselves knows."""
    told: dict[tuple[User, UUID], list[Session]] = defaultdict(list)
    for session, tutor in led:
        if tutor and tutor.user and tutor.user != by.user:
            told[tutor.user, session.cohort_id].append(session)
    for (user, _group), sessions in told.items():
        transaction.on_commit(partial(write_to_tutor, user, sessions, template))


def tell_coordinators(*, by: Actor, sessions: Iterable[Session]) -> None:
    """That sessions lack a tutor, or are confirmed no more: the coordinators of whoever runs the group."""
    lacking: dict[UUID, dict[UUID, Session]] = defaultdict(dict)
    for session in sessions:
        lacking[session.cohort_id][session.pk] = session
    for rows in lacking.values():
        found = list(rows.values())
        soon = any(row.starts_at <= timezone.now() + SOON for row in found)
        for user in members_of(found[0].cohort.organisation, Role.COORDINATOR):
            if user != by.user:
                transaction.on_commit(partial(write_to_coordinator, user, found, soon=soon))
