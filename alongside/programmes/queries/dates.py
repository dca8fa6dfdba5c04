"""When somebody has to be where: the sessions they are expected at, and in some of them a turn of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from alongside.programmes.models import Enrolment, OwnTime, Session
from alongside.programmes.turns import turns_within


@dataclass(frozen=True)
class OwnDate:
    """A session as one of those who come to it has it."""

    session: Session
    starts_at: datetime
    ends_at: datetime
    lacks_turn: bool = False  # people come one after the other, and they have no time of their own yet


def dates_of(enrolment: Enrolment) -> list[OwnDate]:
    """What somebody has to know of each session of their group, and of another where they make up for one."""
    rows = _theirs(enrolment).exclude(state=Session.State.CANCELLED).select_related("venue").order_by("starts_at")
    sessions = list(rows)
    given = _turns(enrolment, sessions)
    return [_date(session, given.get(session.pk)) for session in sessions]


def date_of(enrolment: Enrolment, session: Session) -> OwnDate:
    """One session, as somebody has it."""
    return _date(session, _turns(enrolment, [session]).get(session.pk))


def session_of_place(enrolment: Enrolment, pk: UUID) -> Session:
    """A session that somebody is, or was, expected at: of their group, or of one they made up for it with."""
    return get_object_or_404(_theirs(enrolment).select_related("venue", "cohort__variant"), pk=pk)


def with_turns(enrolment: Enrolment, pk: UUID) -> Session:
    """A session to come in which whoever has this place has, or could have, a time of their own; otherwise 404."""
    placed = enrolment.cohort.sessions.filter(each_minutes__isnull=False, state__in=Session.TO_COME)
    if enrolment.state != Enrolment.State.PLACED:
        raise Http404("No place.")
    return get_object_or_404(placed.select_related("venue", "cohort__organisation", "cohort__variant"), pk=pk)


def free_turns(session: Session) -> list[int]:
    """The turns that nobody has and that are still to come, as minutes after the session begins."""
    if session.each_minutes is None:
        return []
    gone = (timezone.now() - session.starts_at) // timedelta(minutes=1)
    taken = set(session.own_times.values_list("after", flat=True))
    return [each for each in turns_within(session.minutes, session.each_minutes) if each not in taken and each > gone]


def turns_of(session: Session) -> dict[UUID, datetime]:
    """By enrolment, when their turn begins."""
    rows = session.own_times.values_list("enrolment_id", "after") if session.each_minutes else []
    return {enrolment: at_turn(session, after) for enrolment, after in rows}


def at_turn(session: Session, after: int) -> datetime:
    return session.starts_at + timedelta(minutes=after)


def _theirs(enrolment: Enrolment) -> QuerySet[Session]:
    theirs = Q(cohort=enrolment.cohort_id) | Q(guests__enrolment=enrolment)
    return Session.objects.filter(theirs).distinct()


def _turns(enrolment: Enrolment, sessions: Iterable[Session]) -> dict[UUID, int]:
    """By session; asked only where one has turns, as few have."""
    alone = [session.pk for session in sessions if session.each_minutes]
    if not alone:
        return {}
    rows = OwnTime.objects.filter(enrolment=enrolment, session__in=alone)
    return dict(rows.values_list("session_id", "after"))


def _date(session: Session, after: int | None) -> OwnDate:
    if session.each_minutes is None:
        return OwnDate(session, session.starts_at, session.ends_at)
    if after is None:
        return OwnDate(session, session.starts_at, session.ends_at, lacks_turn=True)
    begins = at_turn(session, after)
    return OwnDate(session, begins, begins + timedelta(minutes=session.each_minutes))
