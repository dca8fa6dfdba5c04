"""Reminding whoever has a place, two days before; and noticing who can come no more."""

from datetime import datetime, timedelta

from alongside.people.actors import Actor
from alongside.plans.rounds import each
from alongside.programmes.actions.places import leave
from alongside.programmes.actions.telling import tell_everybody
from alongside.programmes.models import Enrolment, Session

BEFORE = timedelta(days=2)


def remind(*, by: Actor, now: datetime) -> int:
    """Remind of what is confirmed and begins within two days, each session once; returns how many sessions."""
    soon = Session.objects.filter(state=Session.State.CONFIRMED, starts_at__gt=now, starts_at__lte=now + BEFORE)
    sessions = {session.pk: session for session in soon.select_related("cohort__organisation")}

    def told(pk: object) -> bool:
        tell_everybody(by=by, session=sessions[pk], template="course.reminder")  # type: ignore[index]  # its own keys
        return True

    return each(sessions, told)


def note_departures(*, by: Actor, now: datetime) -> int:
    """Give on the places of whoever died, so that no letter goes to their family; returns how many."""
    gone = Enrolment.objects.open().filter(person__died_on__lte=now.date()).select_related("cohort")
    rows = {enrolment.pk: enrolment for enrolment in gone}

    def left(pk: object) -> bool:
        leave(by=by, enrolment=rows[pk], why=Enrolment.Why.DIED)  # type: ignore[index]  # its own keys
        return True

    return each(rows, left)
