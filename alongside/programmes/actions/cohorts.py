"""Setting up a course for a group, and what becomes of its sessions."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alongside.messages import outbox
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation
from alongside.programmes.actions.telling import tell_everybody
from alongside.programmes.courses import CLINICAL, LAY, Course, course_of
from alongside.programmes.models import Cohort, Enrolment, Session, SessionMove, Venue
from alongside.programmes.queries.fetch import session_locked
from alongside.programmes.refusals import AlreadyUsed, LacksTutors, NotNow
from alongside.worklist.working_days import working_day_from

State = Session.State
REUNION_MINUTES = 90


@transaction.atomic
def plan_cohort(
    *,
    by: Actor,
    organisation: Organisation,
    course: str,
    venue: Venue,
    starts_at: datetime,
    places: int | None = None,
    team: Organisation | None = None,
) -> Cohort:
    """Set a group up with all its sessions, from the first on at the pace of the course, and the reunion after it.

    Raises AlreadyUsed where the room is taken; then nothing is set up.
    """
    design = course_of(course)
    room = Venue.objects.select_for_update().get(pk=venue.pk)  # two who want the room take turns
    cohort = Cohort.objects.create(
        organisation=organisation,
        course_key=course,
        team=team,
        places=min(places or design.places, room.holds),
    )
    for session in _sessions(cohort, design, room, starts_at):
        _refuse_a_taken_room(session)
        session.save(force_insert=True)
    audit.record(by=by, verb="cohort.planned", target=cohort, course=course)
    return cohort


def _sessions(cohort: Cohort, design: Course, venue: Venue, starts_at: datetime) -> list[Session]:
    found, at = [], starts_at
    for number, part in enumerate(design.parts, 1):
        at = _next(at, part.after) if number > 1 else at
        found.append(
            Session(
                cohort=cohort,
                number=number,
                title=part.title,
                starts_at=at,
                minutes=part.minutes,
                venue=venue,
                needs_lay=LAY in part.tutors,
                needs_clinical=CLINICAL in part.tutors,
            )
        )
    if design.reunion_after:
        found.append(_reunion(cohort, design, venue, at))
    return found


def _reunion(cohort: Cohort, design: Course, venue: Venue, last: datetime) -> Session:
    needed = {tutor for part in design.parts for tutor in part.tutors}
    return Session(
        cohort=cohort,
        kind=Session.Kind.REUNION,
        number=1,
        title="Reunion",
        starts_at=_next(last, design.reunion_after),
        minutes=REUNION_MINUTES,
        venue=venue,
        needs_lay=LAY in needed,
        needs_clinical=CLINICAL in needed,
    )


def _next(at: datetime, days: int) -> datetime:
    """So many days later at the same time on the clock, whether or not it changes in between; not on a bank holiday.

    A course in the evening or on Saturdays keeps its day of the week, and skips a week where that is a holiday.
    """
    local = timezone.localtime(at)
    day = local.date() + timedelta(days=days)
    if local.weekday() < 5:
        while working_day_from(day) != day and day.weekday() < 5:
            day += timedelta(days=7)
        day = working_day_from(day)
    return timezone.make_aware(datetime.combine(day, local.time()))


def _refuse_a_taken_room(session: Session) -> None:
    """Whatever overlaps, not only what begins at the same minute."""
    around = Session.objects.exclude(state=State.CANCELLED).exclude(pk=session.pk).filter(venue=session.venue_id)
    near = around.filter(starts_at__lt=session.ends_at, starts_at__gt=session.starts_at - timedelta(hours=24))
    if any(other.ends_at > session.starts_at for other in near):
        raise AlreadyUsed(session.starts_at)


@transaction.atomic
def confirm_session(*, by: Actor, session: Session) -> Session:
    """Say that it takes place. Raises LacksTutors where one is missing and nobody wrote down why."""
    session = session_locked(session)
    if session.state != State.PLANNED:
        return session
    if session.missing and not session.exception:
        raise LacksTutors
    change_state(by=by, session=session, state=State.CONFIRMED)
    return session


@transaction.atomic
def confirm_all(*, by: Actor, cohort: Cohort) -> int:
    """Confirm every session to come that has all its tutors; returns how many."""
    planned = cohort.sessions.filter(state=State.PLANNED, starts_at__gt=timezone.now())
    ready = [session for session in planned if not session.missing]
    for session in ready:
        confirm_session(by=by, session=session)
    return len(ready)


@transaction.atomic
def go_ahead_without(*, by: Actor, session: Session, why: str) -> Session:
    """Confirm a session that lacks a tutor, and write down why. Such exceptions are counted."""
    session = session_locked(session)
    if session.state != State.PLANNED:
        raise NotNow
    session.exception, session.exception_by, session.exception_at = why, by.user, timezone.now()
    session.save(update_fields=["exception", "exception_by", "exception_at"])
    audit.record(by=by, verb="session.exception", target=session, lacking=session.missing)
    change_state(by=by, session=session, state=State.CONFIRMED)
    return session


@transaction.atomic
def hold_session(*, by: Actor, session: Session) -> Session:
    """Say that it was held. The last one ends the course."""
    session = session_locked(session)
    if session.state != State.CONFIRMED or session.starts_at > timezone.now():
        raise NotNow
    change_state(by=by, session=session, state=State.HELD)
    cohort = Cohort.objects.select_for_update().get(pk=session.cohort_id)
    waits = cohort.sessions.filter(kind=Session.Kind.ORDINARY, state__in=[State.PLANNED, State.CONFIRMED])
    cohort.state = Cohort.State.RUNNING if waits.exists() else Cohort.State.FINISHED
    cohort.save(update_fields=["state"])
    return session


@transaction.atomic
def move_session(*, by: Actor, session: Session, starts_at: datetime, venue: Venue | None = None) -> Session:
    """Another time or room. Tutors are asked anew, and whoever has a place is told, if they were told before."""
    session = session_locked(session)
    if session.state not in (State.PLANNED, State.CONFIRMED):
        raise NotNow
    Venue.objects.select_for_update().get(pk=(venue or session.venue).pk)
    before, was = session.starts_at, session.venue
    session.starts_at, session.venue = starts_at, venue or was
    _refuse_a_taken_room(session)
    if before == starts_at and was == session.venue:
        return session
    told = session.state == State.CONFIRMED
    session.state, session.exception, session.exception_at = State.PLANNED, "", None
    session.save()
    note(by=by, session=session, what=SessionMove.What.TIME, before=before.isoformat(), after=starts_at.isoformat())
    audit.record(by=by, verb="session.moved", target=session)
    outbox.cancel(by=by, subject_id=session.pk, reason="the session was moved")
    if told:
        tell_everybody(by=by, session=session, template="course.moved")
    return session


@transaction.atomic
def cancel_cohort(*, by: Actor, cohort: Cohort) -> Cohort:
    """Call a course off. Whoever has a place or waits for one is told, and may be offered another."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.state in (Cohort.State.FINISHED, Cohort.State.CANCELLED):
        raise NotNow
    first = cohort.sessions.filter(state__in=[State.PLANNED, State.CONFIRMED]).first()
    if first:
        tell_everybody(by=by, session=first, template="course.cancelled", waiting_too=True)
    for session in cohort.sessions.filter(state__in=[State.PLANNED, State.CONFIRMED]):
        change_state(by=by, session=session, state=State.CANCELLED)
    gone = {"state": Enrolment.State.LEFT, "left_at": timezone.now(), "left_why": Enrolment.Why.NOT_GOING_AHEAD}
    cohort.enrolments.open().update(**gone)
    cohort.state, cohort.taken = Cohort.State.CANCELLED, 0
    cohort.save(update_fields=["state", "taken"])
    audit.record(by=by, verb="cohort.cancelled", target=cohort)
    return cohort


def change_state(*, by: Actor, session: Session, state: Session.State) -> None:
    note(by=by, session=session, what=SessionMove.What.STATE, before=session.state, after=state)
    session.state = state
    session.save(update_fields=["state"])
    audit.record(by=by, verb=f"session.{state}", target=session)


def note(*, by: Actor, session: Session, what: SessionMove.What, before: str, after: str) -> None:
    SessionMove.objects.create(session=session, by=by.user, what=what, before=before, after=after)
