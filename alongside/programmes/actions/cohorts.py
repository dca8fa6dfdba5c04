"""Setting up a course for a group, with all its sessions, and calling it off."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from alongside.messages import outbox
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation
from alongside.programmes.actions.sessions import change_state
from alongside.programmes.actions.telling import tell, tell_everybody
from alongside.programmes.actions.telling_tutors import tell_tutors
from alongside.programmes.courses import CLINICAL, LAY, Course
from alongside.programmes.letters import write_to_staff
from alongside.programmes.models import Cohort, Enrolment, Session, Variant, Venue
from alongside.programmes.queries.fetch import is_room_taken
from alongside.programmes.queries.register import expected_at
from alongside.programmes.queries.teaching import leaders_of
from alongside.programmes.refusals import AlreadyUsed, NotNow
from alongside.programmes.timetable import timetable

State = Session.State


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
    variant: Variant | None = None,
) -> Cohort:
    """Set a group up with all its sessions, from the first on at the pace of the course, and the reunion after it.

    Raises AlreadyUsed where the room is taken; then nothing is set up. `variant` is the site's own version of it.
    """
    cohort = Cohort(organisation=organisation, course_key=course, variant=variant, team=team)
    design = cohort.course
    room = Venue.objects.select_for_update().get(pk=venue.pk)  # two who want the room take turns
    cohort.places = min(places or design.places, room.holds)
    cohort.save(force_insert=True)
    for session in _sessions(cohort, design, room, starts_at):
        if is_room_taken(session):
            raise AlreadyUsed(session.starts_at)
        session.save(force_insert=True)
    audit.record(by=by, verb="cohort.planned", target=cohort, course=course)
    return cohort


def _sessions(cohort: Cohort, design: Course, venue: Venue, starts_at: datetime) -> list[Session]:
    return [
        Session(
            cohort=cohort,
            kind=slot.kind,
            number=slot.number,
            title=slot.title,
            starts_at=slot.starts_at,
            minutes=slot.minutes,
            each_minutes=slot.each_minutes,
            venue=venue,
            needs_lay=LAY in slot.tutors,
            needs_clinical=CLINICAL in slot.tutors,
        )
        for slot in timetable(design, starts_at, cohort.places)
    ]


@transaction.atomic
def cancel_cohort(*, by: Actor, cohort: Cohort) -> Cohort:
    """Call a course off. Whoever has a place or waits for one is told, and nothing else that was waiting goes out."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.state in (Cohort.State.FINISHED, Cohort.State.CANCELLED):
        raise NotNow
    sessions = list(cohort.sessions.select_for_update(of=("self",)).filter(state__in=Session.TO_COME))
    for session in sessions:
        outbox.cancel(by=by, subject_id=session.pk, reason="the course was called off")
    coming = next((session for session in sessions if session.starts_at > timezone.now()), None)
    if coming:
        tell_everybody(by=by, session=coming, template="course.cancelled", waiting_too=True)
    tell_tutors(by=by, led=leaders_of(sessions), template="tutor.off")
    for session in sessions:
        _tell_guests(by, session)
        change_state(by=by, session=session, state=State.CANCELLED)
    for enrolment in cohort.enrolments.open().select_related("person"):
        _end(by, enrolment)
    cohort.state, cohort.taken = Cohort.State.CANCELLED, 0
    cohort.save(update_fields=["state", "taken"])
    audit.record(by=by, verb="cohort.cancelled", target=cohort)
    return cohort


def _tell_guests(by: Actor, session: Session) -> None:
    """Who would have made up there for what they missed: their own course goes on."""
    if session.starts_at > timezone.now():
        guests = expected_at(session).exclude(cohort=session.cohort_id)
        for row in guests.select_related("person", "staff", "cohort__variant"):
            tell(by=by, enrolment=row, session=session, template="course.off")
            transaction.on_commit(partial(write_to_staff, row, session, "course.off"))
    session.guests.all().delete()


def _end(by: Actor, enrolment: Enrolment) -> None:
    enrolment.state, enrolment.left_at = Enrolment.State.LEFT, timezone.now()
    enrolment.left_why = Enrolment.Why.NOT_GOING_AHEAD
    enrolment.save(update_fields=["state", "left_at", "left_why"])
    audit.record(by=by, verb="course.called_off", person=enrolment.person, target=enrolment)
