"""Who missed what, and with which other group they could make up for it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from alongside.people.queries.organisations import economy_of
from alongside.programmes.models import Attendance, CatchUp, Cohort, Enrolment, Session
from alongside.programmes.queries.completing import came


@dataclass(frozen=True)
class Missed:
    """A session that somebody with a place missed, and what was arranged since."""

    enrolment: Enrolment
    session: Session
    catch_up: CatchUp | None


def has_missed(enrolment: Enrolment, session: Session) -> bool:
    """Whether they have a place in its group and were marked as not there."""
    if enrolment.state != Enrolment.State.PLACED or session.cohort_id != enrolment.cohort_id:
        return False
    if session.state == Session.State.CANCELLED:
        return False
    marks = Attendance.objects.filter(enrolment=enrolment, session=session)
    return session.kind == Session.Kind.ORDINARY and marks.exclude(mark=Attendance.Mark.HERE).exists()


def missed_in(cohort: Cohort) -> list[Missed]:
    """What those with a place missed and have not made up for, by when it was."""
    marks = Attendance.objects.filter(session__cohort=cohort, session__kind=Session.Kind.ORDINARY)
    marks = marks.exclude(session__state=Session.State.CANCELLED)
    reachable = cohort.enrolments.placed().reachable()
    rows = marks.exclude(mark=Attendance.Mark.HERE).filter(enrolment__in=reachable)
    arranged = {(row.enrolment_id, row.missed_id): row for row in _arranged(cohort)}
    rows = rows.select_related("enrolment__person", "enrolment__staff", "session").order_by("session__starts_at", "pk")
    days = came([row.enrolment_id for row in rows])
    left = [row for row in rows if row.session.number not in days.get(row.enrolment_id, {})]
    return [Missed(row.enrolment, row.session, arranged.get((row.enrolment_id, row.session_id))) for row in left]


def _arranged(cohort: Cohort) -> list[CatchUp]:
    return list(CatchUp.objects.filter(missed__cohort=cohort).select_related("session"))


def groups_to_catch_up_with(missed: Session) -> list[Session]:
    """The same session of other groups nearby that is still to come and has a chair left; none for time alone."""
    if missed.each_minutes:
        return []
    here = Session.objects.filter(
        cohort__course_key=missed.cohort.course_key,
        cohort__organisation__in=economy_of(missed.cohort.organisation),
        cohort__team=missed.cohort.team_id,
        kind=Session.Kind.ORDINARY,
        title=missed.title,
        state__in=Session.TO_COME,
        starts_at__gt=timezone.now(),
    ).exclude(cohort=missed.cohort_id)
    rows = here.annotate(coming=Count("guests", filter=Q(guests__enrolment__state=Enrolment.State.PLACED)))
    found = rows.select_related("cohort", "venue").order_by("starts_at")
    return [row for row in found if row.cohort.taken + row.coming < row.venue.holds]


def chairs_left(cohort: Cohort) -> int:
    """Places that are left, less the chairs that guests have at any session to come."""
    return chairs_left_in([cohort])[cohort.pk]


def chairs_left_in(cohorts: Collection[Cohort]) -> dict[UUID, int]:
    """Of each of some groups; in one query."""
    left = {cohort.pk: max(0, cohort.left) for cohort in cohorts}
    rows = Session.objects.filter(cohort__in=left, state__in=Session.TO_COME, starts_at__gt=timezone.now())
    placed = Q(guests__enrolment__state=Enrolment.State.PLACED)
    for row in (
        rows.select_related("venue", "cohort").annotate(coming=Count("guests", filter=placed)).filter(coming__gt=0)
    ):
        chairs = row.venue.holds - row.cohort.taken - row.coming
        left[row.cohort_id] = max(0, min(left[row.cohort_id], chairs))
    return left
