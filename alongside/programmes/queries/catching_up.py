"""Who missed what, and with which other group they could make up for it."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from alongside.people.queries.organisations import economy_of
from alongside.programmes.models import Attendance, CatchUp, Cohort, Enrolment, Session

TO_COME = (Session.State.PLANNED, Session.State.CONFIRMED)


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
    marks = Attendance.objects.filter(enrolment=enrolment, session=session)
    return session.kind == Session.Kind.ORDINARY and marks.exclude(mark=Attendance.Mark.HERE).exists()


def missed_in(cohort: Cohort) -> list[Missed]:
    """What those with a place missed, while there is still time to make up for it, by when it was."""
    if cohort.state not in (Cohort.State.OPEN, Cohort.State.RUNNING, Cohort.State.FINISHED):
        return []
    marks = Attendance.objects.filter(session__cohort=cohort, session__kind=Session.Kind.ORDINARY)
    reachable = cohort.enrolments.placed().reachable()
    rows = marks.exclude(mark=Attendance.Mark.HERE).filter(enrolment__in=reachable)
    arranged = {(row.enrolment_id, row.missed_id): row for row in _arranged(cohort)}
    rows = rows.select_related("enrolment__person", "enrolment__staff", "session").order_by("session__starts_at", "pk")
    return [Missed(row.enrolment, row.session, arranged.get((row.enrolment_id, row.session_id))) for row in rows]


def _arranged(cohort: Cohort) -> list[CatchUp]:
    return list(CatchUp.objects.filter(missed__cohort=cohort).select_related("session"))


def groups_to_catch_up_with(missed: Session) -> list[Session]:
    """The same session of other groups nearby that is still to come and has a chair left."""
    here = Session.objects.filter(
        cohort__course_key=missed.cohort.course_key,
        cohort__organisation__in=economy_of(missed.cohort.organisation),
        cohort__team=missed.cohort.team_id,
        kind=Session.Kind.ORDINARY,
        title=missed.title,
        state__in=TO_COME,
        starts_at__gt=timezone.now(),
    ).exclude(cohort=missed.cohort_id)
    rows = here.annotate(coming=Count("guests", filter=Q(guests__enrolment__state=Enrolment.State.PLACED)))
    found = rows.select_related("cohort", "venue").order_by("starts_at")
    return [row for row in found if row.cohort.taken + row.coming < row.venue.holds]
