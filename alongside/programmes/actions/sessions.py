"""What becomes of a session: confirmed, held, moved, called off."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alongside.messages import outbox
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.programmes.actions.costs import pay_for
from alongside.programmes.actions.telling import tell_anew, tell_everybody
from alongside.programmes.actions.telling_tutors import tell_coordinators, tell_tutors
from alongside.programmes.models import Cohort, Session, SessionMove, Tutor, Venue
from alongside.programmes.queries.fetch import is_room_taken, session_locked
from alongside.programmes.queries.register import expected_at
from alongside.programmes.queries.teaching import leaders_of, may_lead
from alongside.programmes.refusals import AlreadyUsed, LacksTutors, LastOfAll, NotNow, TooSmall
from alongside.ui.formats import moment

State, What = Session.State, SessionMove.What


@transaction.atomic
def confirm_session(*, by: Actor, session: Session) -> Session:
    """Say that it takes place. Raises LacksTutors where one is missing."""
    session = session_locked(session)
    if session.state != State.PLANNED:
        return session
    if session.missing:
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
    if not session.missing:
        return confirm_session(by=by, session=session)
    session.exception, session.exception_by, session.exception_at = why, by.user, timezone.now()
    session.save(update_fields=["exception", "exception_by", "exception_at"])
    audit.record(by=by, verb="session.exception", target=session, lacking=session.missing)
    change_state(by=by, session=session, state=State.CONFIRMED)
    return session


@transaction.atomic
def hold_session(*, by: Actor, session: Session) -> Session:
    """Say that it was held. The last one ends the course."""
    cohort = Cohort.objects.select_for_update().get(pk=session.cohort_id)
    session = session_locked(session)
    if session.state != State.CONFIRMED or session.starts_at > timezone.now():
        raise NotNow
    change_state(by=by, session=session, state=State.HELD)
    pay_for(by=by, session=session)
    _go_on(cohort)
    return session


@transaction.atomic
def cancel_session(*, by: Actor, session: Session) -> Session:
    """Call one session off, and tell those with a place if it was still to come. The others stay as they are.

    Raises LastOfAll where no other would be held: then the course is called off, and nobody keeps a place in nothing.
    """
    cohort = Cohort.objects.select_for_update().get(pk=session.cohort_id)
    session = session_locked(session)
    if session.state not in Session.TO_COME:
        raise NotNow
    others = cohort.sessions.filter(kind=Session.Kind.ORDINARY).exclude(pk=session.pk)
    if session.kind == Session.Kind.ORDINARY and not others.exclude(state=State.CANCELLED).exists():
        raise LastOfAll
    outbox.cancel(by=by, subject_id=session.pk, reason="the session was called off")
    if session.starts_at > timezone.now():
        tell_everybody(by=by, session=session, template="course.off")
        tell_tutors(by=by, led=leaders_of([session]), template="tutor.off")
    session.guests.all().delete()  # what they missed is to be made up for again
    change_state(by=by, session=session, state=State.CANCELLED)
    _go_on(cohort)
    return session


def _go_on(cohort: Cohort) -> None:
    """Under way once something was held; over once nothing of it is to come."""
    ordinary = cohort.sessions.filter(kind=Session.Kind.ORDINARY)
    if cohort.state == Cohort.State.CANCELLED or not ordinary.filter(state=State.HELD).exists():
        return
    over = not ordinary.filter(state__in=Session.TO_COME).exists()
    cohort.state = Cohort.State.FINISHED if over else Cohort.State.RUNNING
    cohort.save(update_fields=["state"])


@transaction.atomic
def move_session(*, by: Actor, session: Session, starts_at: datetime, venue: Venue | None = None) -> Session:
    """Another time, another room or both. Whoever has a place and whoever leads it is told.

    Raises AlreadyUsed where the room is taken, and TooSmall where it has fewer chairs than the group has places.
    """
    session = session_locked(session)
    if session.state not in Session.TO_COME:
        raise NotNow
    time_before, room_before = session.starts_at, session.venue
    session.venue = Venue.objects.select_for_update().get(pk=venue.pk if venue else session.venue_id)
    session.starts_at = starts_at
    if (time_before, room_before) == (session.starts_at, session.venue):
        return session
    _refuse_what_does_not_fit(session, room_before)
    off = _at_another_time(by, session, time_before) if starts_at != time_before else []
    if session.venue != room_before:
        note(by=by, session=session, what=What.VENUE, before=str(room_before), after=str(session.venue))
    session.save()
    audit.record(by=by, verb="session.moved", target=session)
    _tell_of_the_move(by, session, off)
    return session


def _refuse_what_does_not_fit(session: Session, room_before: Venue) -> None:
    if is_room_taken(session):
        raise AlreadyUsed(session.starts_at)
    if session.venue != room_before and session.venue.holds < session.cohort.places:
        raise TooSmall


def _at_another_time(by: Actor, session: Session, before: datetime) -> list[Tutor]:
    """Who cannot lead it then is taken off, and it is confirmed anew; returns who is off."""
    session.state, session.exception, session.exception_by, session.exception_at = State.PLANNED, "", None, None
    off = _take_off_who_cannot_come(by, session)
    session.guests.update(on=timezone.localdate(session.starts_at))
    note(by=by, session=session, what=What.TIME, before=moment(before), after=moment(session.starts_at))
    return off


def _take_off_who_cannot_come(by: Actor, session: Session) -> list[Tutor]:
    off = []
    for kind in ("lay", "clinical"):
        tutor = getattr(session, f"{kind}_tutor")
        if tutor and not may_lead(tutor, session):
            setattr(session, f"{kind}_tutor", None)
            note(by=by, session=session, what=What(kind), before="chosen", after="cannot come then")
            off.append(tutor)
    return off


def _tell_of_the_move(by: Actor, session: Session, off: list[Tutor]) -> None:
    tell_anew(by=by, session=session, rows=expected_at(session))
    tell_tutors(by=by, led=leaders_of([session]), template="tutor.moved")
    tell_tutors(by=by, led=[(session, tutor) for tutor in off], template="tutor.moved_off")
    tell_coordinators(by=by, sessions=[session] if off else [])


def change_state(*, by: Actor, session: Session, state: Session.State) -> None:
    before = str(session.get_state_display())
    session.state = state
    note(by=by, session=session, what=What.STATE, before=before, after=str(session.get_state_display()))
    session.save(update_fields=["state"])
    audit.record(by=by, verb=f"session.{state}", target=session)


def note(*, by: Actor, session: Session, what: SessionMove.What, before: str, after: str) -> None:
    SessionMove.objects.create(session=session, by=by.user, what=what, before=before, after=after)
