"""Telling people about their course: a day and a time, and a link to the rest. Never which course it is.

Staff have an e-mail, which says it.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from alongside.messages import outbox
from alongside.messages.facts import day_and_time
from alongside.messages.links import has_ended, make_link
from alongside.messages.models import Message, SignedLink
from alongside.messages.templates import template_for
from alongside.people.actors import Actor
from alongside.people.models import Person
from alongside.programmes.letters import write_to_staff
from alongside.programmes.models import Enrolment, OwnTime, Session, SessionMove
from alongside.programmes.models.places import EnrolmentQuerySet
from alongside.programmes.queries.dates import date_of
from alongside.programmes.queries.register import expected_at

PLACE, MOVED, REMINDER = "course.place", "course.moved", "course.reminder"
AFTERWARDS = timedelta(days=14)  # for which a link still opens once all is over


def tell(
    *, by: Actor, enrolment: Enrolment, session: Session, template: str, not_after: datetime | None = None
) -> bool:
    """Put one message about a session in the outbox; whether it is new. Of the same time and place it is told once."""
    person = enrolment.person
    if person is None or person.died_on or person.restricted_at:
        return False
    date, window = date_of(enrolment, session), _window(enrolment, session)
    if date.lacks_turn and template in (REMINDER, MOVED):  # no time of theirs to tell them
        return False
    if Message.objects.filter(person=person, template=template, window=window).exists():
        return False
    outbox.enqueue(
        by=by,
        person=person,
        organisation=session.cohort.organisation,
        template=template,
        window=window,
        facts=day_and_time(date.starts_at),
        subject_id=session.pk,
        link=_link_of(by, person, enrolment, session) if template_for(template).has_link else None,
        not_after=not_after or date.starts_at,
    )
    return True


def tell_everybody(*, by: Actor, session: Session, template: str, waiting_too: bool = False) -> int:
    """Each person who is expected; with `waiting_too` all with a place or who wait. Returns how many are told now."""
    rows = session.cohort.enrolments.open() if waiting_too else expected_at(session)
    for row in rows.filter(staff__isnull=False).select_related("staff", "cohort__variant"):
        transaction.on_commit(partial(write_to_staff, row, session, template))
    reached = rows.filter(person__isnull=False).select_related("person", "cohort__variant")
    return sum(tell(by=by, enrolment=enrolment, session=session, template=template) for enrolment in reached)


def tell_anew(*, by: Actor, session: Session, rows: EnrolmentQuerySet) -> None:
    """Tell some of those who come to it of another time or room; nothing goes out any more that says the old one.

    Whoever has not been told yet that they have a place is told that, with the new day, and not of a move.
    """
    unsent = Message.objects.filter(subject_id=session.pk, template=PLACE, state=Message.State.WAITING)
    new = set(unsent.values_list("person_id", flat=True))
    for row in rows.select_related("person", "staff", "cohort__variant"):
        if row.person:
            outbox.cancel(by=by, subject_id=session.pk, reason="it has another time or place", person=row.person)
        tell(by=by, enrolment=row, session=session, template=PLACE if row.person_id in new else MOVED)
        transaction.on_commit(partial(write_to_staff, row, session, MOVED))


def _window(enrolment: Enrolment, session: Session) -> str:
    """What has another time is another thing to be told of; and so is one that somebody left and joined again."""
    moved = session.moves.filter(what__in=[SessionMove.What.TIME, SessionMove.What.VENUE]).count()
    if session.each_minutes:
        own = OwnTime.objects.filter(enrolment=enrolment, session=session)
        moved += sum(own.values_list("changes", flat=True))
    return f"{enrolment.pk}:{session.pk}:{moved}"


def _link_of(by: Actor, person: Person, enrolment: Enrolment, session: Session) -> SignedLink:
    """The one they have, for as long as it is needed: to make another stops those of messages they were sent."""
    own = SignedLink.objects.filter(purpose=SignedLink.Purpose.COURSE, subject_id=enrolment.pk, revoked_at=None)
    link, until = own.select_related("person").first(), _needed_until(enrolment, session)
    if link is None or link.locked_at or has_ended(link):
        purpose = SignedLink.Purpose.COURSE
        return make_link(by=by, person=person, purpose=purpose, subject_id=enrolment.pk, expires_at=until)
    if link.expires_at < until:
        link.expires_at = until
        link.save(update_fields=["expires_at"])
    return link


def _needed_until(enrolment: Enrolment, session: Session) -> datetime:
    """Whichever comes last: the last of their own group, or what they are told of now."""
    last = enrolment.cohort.sessions.exclude(state=Session.State.CANCELLED).order_by("starts_at").last()
    return max(last.starts_at if last else timezone.now(), session.ends_at) + AFTERWARDS
