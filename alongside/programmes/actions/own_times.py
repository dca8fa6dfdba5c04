"""A time of their own for each who has a place, in sessions to which people come one after the other."""

from django.db import transaction

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.programmes.actions.telling import tell_anew
from alongside.programmes.models import Cohort, Enrolment, OwnTime, Session
from alongside.programmes.queries.dates import free_turns
from alongside.programmes.queries.fetch import session_locked
from alongside.programmes.refusals import NotNow, NotOpen


def give_turns(*, by: Actor, enrolment: Enrolment) -> None:
    """The first turn that is free in each session that has them; whoever comes when none is left has none.

    To be called while the group is held: who gets a place, leaves or chooses another turn wait for one another there.
    """
    sessions = Session.objects.filter(cohort=enrolment.cohort_id, each_minutes__isnull=False)
    for session in sessions.filter(state__in=Session.TO_COME):
        for after in free_turns(session)[:1]:
            own = OwnTime.objects.create(session=session, enrolment=enrolment, after=after)
            audit.record(by=by, verb="course.time_given", person=enrolment.person, target=own)


def give_turns_back(*, by: Actor, enrolment: Enrolment) -> None:
    """Whoever gets the place can have them. What is over stays as it was."""
    for own in enrolment.own_times.filter(session__state__in=Session.TO_COME):
        audit.record(by=by, verb="course.time_free", person=enrolment.person, target=own)
        own.delete()


@transaction.atomic
def choose_turn(*, by: Actor, enrolment: Enrolment, session: Session, after: int) -> OwnTime:
    """Another time of their own. They are told, and what was to remind them of the old one does not go out.

    Raises NotNow where they have no place, or the session is over or called off; NotOpen where somebody has that time.
    """
    Cohort.objects.select_for_update().get(pk=session.cohort_id)  # as give_turns has it
    session = session_locked(session)
    enrolment = Enrolment.objects.select_related("person", "staff", "cohort__variant").get(pk=enrolment.pk)
    if enrolment.state != Enrolment.State.PLACED or session.state not in Session.TO_COME:
        raise NotNow
    if after not in free_turns(session):
        raise NotOpen
    own = OwnTime.objects.filter(session=session, enrolment=enrolment).first()
    if own:
        own.after, own.changes = after, own.changes + 1
        own.save(update_fields=["after", "changes"])
    else:
        own = OwnTime.objects.create(session=session, enrolment=enrolment, after=after)
    audit.record(by=by, verb="course.time_chosen", person=enrolment.person, target=own)
    tell_anew(by=by, session=session, rows=Enrolment.objects.filter(pk=enrolment.pk))
    return own
