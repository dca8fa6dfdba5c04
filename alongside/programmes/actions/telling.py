"""Telling people about their course: a day and a time, and a link to the rest. Never which course it is."""

from datetime import datetime, timedelta

from django.utils import timezone

from alongside.messages import outbox
from alongside.messages.facts import day_and_time
from alongside.messages.links import has_ended, make_link
from alongside.messages.models import SignedLink
from alongside.messages.templates import template_for
from alongside.people.actors import Actor
from alongside.programmes.models import Enrolment, Session

AFTERWARDS = timedelta(days=14)  # for which a link still opens once all is over


def tell(*, by: Actor, enrolment: Enrolment, session: Session, template: str, window: str) -> None:
    """Put one message about a session in the outbox; the same window again is the same message."""
    person = enrolment.person
    if person is None or person.died_on:
        return
    outbox.enqueue(
        by=by,
        person=person,
        organisation=session.cohort.organisation,
        template=template,
        window=window,
        facts=day_and_time(session.starts_at),
        subject_id=session.pk,
        link=_link_of(by, enrolment) if template_for(template).has_link else None,
        not_after=session.starts_at,
    )


def tell_everybody(*, by: Actor, session: Session, template: str, waiting_too: bool = False) -> None:
    """Each person with a place; of a course that is called off, those who wait for one, too."""
    rows = session.cohort.enrolments.open() if waiting_too else session.cohort.enrolments.placed()
    for enrolment in rows.filter(person__isnull=False).select_related("person", "cohort"):
        tell(by=by, enrolment=enrolment, session=session, template=template, window=_window(enrolment, session))


def _window(enrolment: Enrolment, session: Session) -> str:
    """A session that moved is another one to be told of; and so is one that somebody left and joined again."""
    return f"{enrolment.pk}:{session.pk}:{session.starts_at:%y%m%d%H%M}"


def _link_of(by: Actor, enrolment: Enrolment) -> SignedLink:
    """The one they have, if it still opens: each new one stops those of earlier messages."""
    own = SignedLink.objects.filter(purpose=SignedLink.Purpose.COURSE, subject_id=enrolment.pk, revoked_at=None)
    link = own.select_related("person").first()
    if link and not link.locked_at and not has_ended(link) and link.expires_at >= _needed_until(enrolment):
        return link
    return make_link(
        by=by,
        person=enrolment.person,  # type: ignore[arg-type]  # whoever has none is not told anything
        purpose=SignedLink.Purpose.COURSE,
        subject_id=enrolment.pk,
        expires_at=_needed_until(enrolment),
    )


def _needed_until(enrolment: Enrolment) -> datetime:
    last = enrolment.cohort.sessions.exclude(state=Session.State.CANCELLED).order_by("starts_at").last()
    return (last.starts_at if last else timezone.now()) + AFTERWARDS
