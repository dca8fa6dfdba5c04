"""Who may lead, who leads what, and standing down."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, User
from alongside.people.models.organisations import ends_now
from alongside.programmes.actions.sessions import TO_COME, change_state, note
from alongside.programmes.models import Cohort, Session, SessionMove, TimeAway, Tutor, Venue
from alongside.programmes.queries.fetch import session_locked
from alongside.programmes.queries.teaching import may_lead
from alongside.programmes.refusals import CannotLead, NotNow

State = Session.State
NOTHING = Decimal(0)


@transaction.atomic
def approve_tutor(
    *,
    by: Actor,
    user: User,
    kind: str,
    organisation: Organisation,
    trained_on: date,
    most_a_week: int = 2,
    pay: Decimal = NOTHING,
) -> Tutor:
    """Let somebody lead courses. Approved already, they stay as they are."""
    facts = {"trained_on": trained_on, "approved_by": by.user, "most_a_week": most_a_week, "pay": pay}
    tutor, new = Tutor.objects.get_or_create(
        user=user, kind=kind, organisation=organisation, until=None, defaults=facts
    )
    if new:
        audit.record(by=by, verb="tutor.approved", target=tutor, kind=str(kind))
    return tutor


@transaction.atomic
def end_tutor(*, by: Actor, tutor: Tutor) -> Tutor:
    """They lead no more: what they would have led is confirmed no more, until somebody else is found."""
    tutor.until = max(ends_now(), tutor.since)
    tutor.save(update_fields=["until"])
    audit.record(by=by, verb="tutor.ended", target=tutor)
    field = f"{tutor.kind}_tutor"
    for session in Session.objects.filter(**{field: tutor}, state__in=TO_COME, starts_at__gt=timezone.now()):
        stand_down(by=by, session=session, kind=tutor.kind)
    return tutor


@transaction.atomic
def add_venue(*, by: Actor, organisation: Organisation, name: str, **facts: Any) -> Venue:
    """Put a room on the list of an organisation."""
    venue = Venue.objects.create(organisation=organisation, name=name, **facts)
    audit.record(by=by, verb="venue.added", target=venue)
    return venue


@transaction.atomic
def assign_tutor(*, by: Actor, session: Session, tutor: Tutor) -> Session:
    """Have a tutor lead a session, in the place that is theirs by kind. Raises CannotLead."""
    if tutor.user_id:  # asked for two sessions at once, in whatever capacity, they take turns
        User.objects.select_for_update().get(pk=tutor.user_id)
    session = session_locked(session)
    if session.state not in TO_COME:
        raise NotNow
    if not may_lead(tutor, session):
        raise CannotLead
    _put(by, session, tutor.kind, tutor)
    return session


@transaction.atomic
def assign_to_all(*, by: Actor, cohort: Cohort, tutor: Tutor) -> int:
    """Have a tutor lead every session that lacks one of their kind and at which they are free; returns how many."""
    live = cohort.sessions.filter(state__in=TO_COME)
    lacking = [session for session in live if tutor.kind in session.missing and may_lead(tutor, session)]
    for session in lacking:
        assign_tutor(by=by, session=session, tutor=tutor)
    return len(lacking)


@transaction.atomic
def say_when(*, by: Actor, user: User, usual: Collection[str], most_a_week: int) -> int:
    """When somebody can lead as a rule (parts of the week of `hours.PARTS`), and how much; for all they lead as."""
    rows = Tutor.objects.current().filter(user=user)
    audit.record(by=by, verb="tutor.hours", target=user)
    return rows.update(usual=sorted(usual), most_a_week=most_a_week)


@transaction.atomic
def go_away(*, by: Actor, user: User, first: date, last: date) -> int:
    """Days on which they lead nothing. What they would have led then needs somebody else; returns how many sessions."""
    User.objects.select_for_update().get(pk=user.pk)
    away, _new = TimeAway.objects.get_or_create(user=user, first=first, last=last)
    audit.record(by=by, verb="tutor.away", target=away)
    theirs = Q(lay_tutor__user=user) | Q(clinical_tutor__user=user)
    to_come = Session.objects.filter(theirs, state__in=TO_COME, starts_at__gt=timezone.now())
    found = [row for row in to_come if first <= timezone.localdate(row.starts_at) <= last]
    for session in found:
        for kind in (Tutor.Kind.LAY, Tutor.Kind.CLINICAL):
            tutor = getattr(session, f"{kind}_tutor")
            if tutor and tutor.user_id == user.pk:
                stand_down(by=by, session=session, kind=kind)
    return len(found)


@transaction.atomic
def come_back(*, by: Actor, away: TimeAway) -> None:
    """They are not away after all. What was given to others meanwhile stays with them."""
    audit.record(by=by, verb="tutor.back", target=away)
    away.delete()


@transaction.atomic
def stand_down(*, by: Actor, session: Session, kind: str) -> Session:
    """A tutor cannot come. What was confirmed is so no more until another is found, or somebody writes down why not."""
    session = session_locked(session)
    if session.state not in TO_COME:
        raise NotNow
    _put(by, session, kind, None)
    return session


def _put(by: Actor, session: Session, kind: str, tutor: Tutor | None) -> None:
    """A reason that was written down was for who was missing then, so it ends with any change."""
    field = f"{kind}_tutor"
    before = getattr(session, field)
    if before == tutor:
        return
    setattr(session, field, tutor)
    session.exception, session.exception_by, session.exception_at = "", None, None
    if session.state == State.CONFIRMED and session.missing:
        change_state(by=by, session=session, state=State.PLANNED)
    session.save(update_fields=[field, "exception", "exception_by", "exception_at"])
    # Not by name: a name would stay here when they are forgotten.
    words = {"before": "chosen" if before else "", "after": "chosen" if tutor else "cannot come"}
    note(by=by, session=session, what=SessionMove.What(kind), **words)
    audit.record(by=by, verb="session.tutor", target=session, kind=str(kind))
