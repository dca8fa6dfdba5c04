"""Reminding whoever has a place, two days before; and noticing who can come no more."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from alongside.people.actors import Actor
from alongside.plans.rounds import each
from alongside.programmes.actions.places import leave, recount
from alongside.programmes.actions.telling import tell_everybody
from alongside.programmes.actions.tutors import stand_down
from alongside.programmes.models import Cohort, Enrolment, Session

BEFORE = timedelta(days=2)


def remind(*, by: Actor, now: datetime) -> int:
    """Remind of what is confirmed and begins within two days, each session once; returns how many sessions."""
    soon = Session.objects.filter(state=Session.State.CONFIRMED, starts_at__gt=now, starts_at__lte=now + BEFORE)
    sessions = {session.pk: session for session in soon.select_related("cohort__organisation")}

    def told(pk: UUID) -> bool:
        tell_everybody(by=by, session=sessions[pk], template="course.reminder")
        return True

    return each(sessions, told)


def note_departures(*, by: Actor, now: datetime) -> int:
    """Give on the places of whoever died or was forgotten, and take tutors who left off what they would have led.

    Returns in how many places something changed.
    """
    died = Enrolment.objects.open().filter(person__died_on__lte=timezone.localdate(now)).select_related("cohort")
    rows = {enrolment.pk: enrolment for enrolment in died}
    left = Session.objects.filter(state__in=[Session.State.PLANNED, Session.State.CONFIRMED], starts_at__gt=now)
    gone = {(session.pk, kind): session for kind in ("lay", "clinical") for session in left.filter(**_left(kind))}

    def leaves(pk: UUID) -> bool:
        leave(by=by, enrolment=rows[pk], why=Enrolment.Why.DIED)
        return True

    changed = each(rows, leaves)
    for (_pk, kind), session in gone.items():
        stand_down(by=by, session=session, kind=kind)
    return changed + len(gone) + each(_miscounted(), lambda pk: recount(by=by, pk=pk))


def _left(kind: str) -> dict[str, bool]:
    return {f"{kind}_tutor__isnull": False, f"{kind}_tutor__user__isnull": True}


def _miscounted() -> list[UUID]:
    """Groups from which somebody went who was deleted altogether."""
    placed = Count("enrolments", filter=Q(enrolments__state=Enrolment.State.PLACED))
    rows: Any = Cohort.objects.exclude(state=Cohort.State.CANCELLED).annotate(placed=placed)
    return list(rows.exclude(taken=F("placed")).values_list("pk", flat=True))
