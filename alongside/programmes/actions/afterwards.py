"""What is said of a session once it was held, and making up for one that was missed."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.programmes.actions.register import EARLY
from alongside.programmes.actions.training import count_training
from alongside.programmes.models import Attendance, CatchUp, Cohort, Enrolment, Rating, Session, SessionNote
from alongside.programmes.queries.catching_up import groups_to_catch_up_with, has_missed
from alongside.programmes.queries.completing import came
from alongside.programmes.queries.fetch import session_locked
from alongside.programmes.queries.satisfaction import is_being_rated
from alongside.programmes.refusals import NotNow, NotOpen, NotTheirs

How, Mark = CatchUp.How, Attendance.Mark


@transaction.atomic
def note_session(*, by: Actor, session: Session, covered: Collection[str], words: str = "") -> SessionNote:
    """What it covered of what it was meant to. Said again, the latest holds. Raises NotNow long before it begins."""
    session = session_locked(session)
    if session.state == Session.State.CANCELLED or session.starts_at > timezone.now() + EARLY:
        raise NotNow
    asked = list(session.covers)
    said: dict[str, Any] = {"asked": asked, "covered": [item for item in asked if item in covered], "words": words}
    facts = said | {"at": timezone.now(), "by": by.user}
    note, _new = SessionNote.objects.update_or_create(session=session, defaults=facts)
    audit.record(by=by, verb="session.noted", target=session)
    return note


@transaction.atomic
def rate(*, by: Actor, session: Session, enrolment: Enrolment, answer: str) -> Rating:
    """How a session was for somebody who came. Raises NotNow before it is over and days later, NotTheirs for others."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)  # two presses take turns
    if not is_being_rated(session):
        raise NotNow
    if not Attendance.objects.filter(session=session, enrolment=enrolment, mark=Mark.HERE).exists():
        raise NotTheirs
    facts = {"answer": answer, "at": timezone.now()}
    rating, _new = Rating.objects.update_or_create(session=session, enrolment=enrolment, defaults=facts)
    audit.record(by=by, verb="session.rated", person=enrolment.person, target=rating)
    return rating


@transaction.atomic
def plan_catch_up(
    *,
    by: Actor,
    enrolment: Enrolment,
    missed: Session,
    how: str,
    on: date | None = None,
    session: Session | None = None,
) -> CatchUp:
    """Arrange how somebody makes up for what they missed. Arranged again, the new way holds.

    Raises NotTheirs where they missed nothing there, NotOpen where the other group has no chair left, NotNow where it
    is made up for already, or the day is before what they missed.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if not has_missed(enrolment, missed):
        raise NotTheirs
    if missed.number in came([enrolment.pk]).get(enrolment.pk, {}):
        raise NotNow
    if how == How.OTHER_GROUP:
        if session is None or not _has_a_chair(session, missed):
            raise NotOpen
        on = timezone.localdate(session.starts_at)
    elif on and on < timezone.localdate(missed.starts_at):
        raise NotNow
    facts: dict[str, Any] = {"how": how, "on": on or timezone.localdate(), "done_at": None, "noted_by": by.user}
    facts |= {"session": session if how == How.OTHER_GROUP else None}
    found, _new = CatchUp.objects.update_or_create(enrolment=enrolment, missed=missed, defaults=facts)
    audit.record(by=by, verb="course.catch_up", person=enrolment.person, target=found, how=how)
    return found


def _has_a_chair(session: Session, missed: Session) -> bool:
    """Whoever wants a place in that group meanwhile waits until this is settled."""
    Cohort.objects.select_for_update().get(pk=session.cohort_id)
    return session in groups_to_catch_up_with(missed)


@transaction.atomic
def catch_up_done(*, by: Actor, catch_up: CatchUp) -> CatchUp:
    """They made up for it with a tutor. Raises NotNow for a day to come, and for what a register says."""
    catch_up = CatchUp.objects.select_for_update().get(pk=catch_up.pk)
    if catch_up.how == How.OTHER_GROUP or catch_up.on > timezone.localdate():
        raise NotNow
    if catch_up.done_at is None:
        catch_up.done_at = timezone.now()
        catch_up.save(update_fields=["done_at"])
        count_training(by=by, enrolment=catch_up.enrolment)
        audit.record(by=by, verb="course.caught_up", person=catch_up.enrolment.person, target=catch_up)
    return catch_up
