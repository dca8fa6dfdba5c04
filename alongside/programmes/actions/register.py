"""The register: who came."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.programmes.actions.training import count_training
from alongside.programmes.models import Attendance, Enrolment, Session
from alongside.programmes.queries.fetch import session_locked
from alongside.programmes.queries.register import expected_at
from alongside.programmes.refusals import NotNow, NotTheirs

EARLY = timedelta(hours=1)  # before it begins, people are there already


@transaction.atomic
def mark(*, by: Actor, session: Session, marks: Mapping[UUID, str], at: datetime | None = None) -> int:
    """Mark people of a session, by the id of their enrolment. Sent twice, it is the same mark; a later one changes it.

    `at` is when it was pressed: what reaches us late never undoes what was pressed after it. Returns how many changed.
    Raises NotTheirs, and marks nobody, where one is not on the course; NotNow before it begins.
    """
    at = min(at or timezone.now(), timezone.now())
    session = session_locked(session)  # two registers of one session take turns
    if session.state == Session.State.CANCELLED or session.starts_at > timezone.now() + EARLY:
        raise NotNow
    on_it = {row.pk: row for row in expected_at(session).select_related("person", "cohort__variant")}
    if set(marks) - set(on_it):
        raise NotTheirs
    there = {row.enrolment_id: row for row in Attendance.objects.filter(session=session, enrolment__in=marks)}
    return sum(_mark(by, session, on_it[pk], there.get(pk), mark, at) for pk, mark in marks.items())


def _mark(
    by: Actor, session: Session, enrolment: Enrolment, before: Attendance | None, mark: str, at: datetime
) -> bool:
    if before and (before.mark == mark or before.marked_at > at):
        return False
    row = before or Attendance(session=session, enrolment=enrolment)
    row.mark, row.marked_at, row.marked_by = mark, at, by.user
    row.save()
    count_training(by=by, enrolment=enrolment)
    audit.record(by=by, verb="register.marked", person=enrolment.person, target=row, mark=str(mark))
    return True
