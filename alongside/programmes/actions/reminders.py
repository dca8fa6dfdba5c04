"""Reminding whoever has a place, asking how it was, and noticing who can come no more."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from alongside.people.actors import Actor
from alongside.plans.rounds import each
from alongside.programmes.actions.places import leave, recount
from alongside.programmes.actions.telling import tell, tell_everybody
from alongside.programmes.actions.telling_tutors import SOON
from alongside.programmes.actions.tutors import stand_down_from
from alongside.programmes.models import Attendance, Cohort, Enrolment, Session
from alongside.programmes.queries.catching_up import chairs_left_in
from alongside.programmes.queries.teaching import works_as_tutor

ASKED_FOR = timedelta(days=2)  # after which nobody remembers how it was


def remind(*, by: Actor, now: datetime) -> int:
    """Remind of what is confirmed and begins within two days; returns of how many sessions somebody was told now."""
    soon = Session.objects.filter(state=Session.State.CONFIRMED, starts_at__gt=now, starts_at__lte=now + SOON)
    sessions = {session.pk: session for session in soon.select_related("cohort__organisation")}
    return each(sessions, lambda pk: tell_everybody(by=by, session=sessions[pk], template="course.reminder") > 0)


def ask_how_it_was(*, by: Actor, now: datetime) -> int:
    """Ask whoever came how it was, once it was held; returns of how many sessions somebody is asked now."""
    held = Session.objects.filter(state=Session.State.HELD, starts_at__gt=now - ASKED_FOR, starts_at__lt=now)
    over = [session for session in held.select_related("cohort__organisation") if session.ends_at <= now]
    sessions = {session.pk: session for session in over}
    return each(sessions, lambda pk: _ask(by, sessions[pk]))


def _ask(by: Actor, session: Session) -> bool:
    here = session.register.filter(mark=Attendance.Mark.HERE).exclude(enrolment__ratings__session=session)
    rows = [row.enrolment for row in here.select_related("enrolment__person", "enrolment__cohort__variant")]
    until = session.ends_at + ASKED_FOR
    told = [tell(by=by, enrolment=row, session=session, template="course.asked", not_after=until) for row in rows]
    return any(told)


def note_departures(*, by: Actor, now: datetime) -> int:
    """Give on the places of whoever died or was forgotten, and take tutors who left off what they would have led.

    Returns of how many people and groups something changed.
    """
    died = Enrolment.objects.open().filter(person__died_on__lte=timezone.localdate(now))
    going_on = died.filter(cohort__state__in=[Cohort.State.OPEN, Cohort.State.RUNNING]).select_related("cohort")
    changed = _each({row.pk: partial(leave, by=by, enrolment=row, why=Enrolment.Why.DIED) for row in going_on})
    led = _led_by_nobody(now)
    changed += _each({pk: partial(stand_down_from, by=by, led=rows) for pk, rows in led.items()})
    return changed + each([*_miscounted(), *_with_a_chair()], lambda pk: recount(by=by, pk=pk))


def _led_by_nobody(now: datetime) -> dict[UUID, list[tuple[Session, str]]]:
    """By group, so that it is told once: what is still to come and whose tutor left."""
    found: dict[UUID, list[tuple[Session, str]]] = defaultdict(list)
    for kind in ("lay", "clinical"):
        for session in Session.objects.filter(_left(kind), state__in=Session.TO_COME, starts_at__gt=now):
            found[session.cohort_id].append((session, kind))
    return found


def _each(things: Mapping[UUID, Callable[[], object]]) -> int:
    """Do each for itself; counts those that went right."""
    return each(things, lambda pk: things[pk]() is not None)


def _left(kind: str) -> Q:
    """Sessions of a tutor who was forgotten, whose account is closed, or whose role or approval has ended by then."""
    tutor = f"{kind}_tutor"
    gone = Q(**{f"{tutor}__user__isnull": True}) | ~works_as_tutor(f"{tutor}__")
    ended = Q(**{f"{tutor}__until__lt": F("starts_at__date")})
    return Q(**{f"{tutor}__isnull": False}) & (gone | ended)


def _with_a_chair() -> list[UUID]:
    """Groups in which somebody waits and a chair is free, as where a guest of another group does not come after all."""
    waited_for = Cohort.objects.filter(state__in=[Cohort.State.OPEN, Cohort.State.RUNNING], enrolments__state="waiting")
    free = chairs_left_in(list(waited_for.distinct()))
    return [pk for pk, chairs in free.items() if chairs > 0]


def _miscounted() -> list[UUID]:
    """Groups from which somebody went who was deleted altogether."""
    placed = Count("enrolments", filter=Q(enrolments__state=Enrolment.State.PLACED))
    rows: Any = Cohort.objects.exclude(state=Cohort.State.CANCELLED).annotate(placed=placed)
    return list(rows.exclude(taken=F("placed")).values_list("pk", flat=True))
