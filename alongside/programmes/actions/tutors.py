"""Who may lead, who leads what, and standing down."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, User
from alongside.programmes.actions.cohorts import change_state, note
from alongside.programmes.models import Cohort, Session, SessionMove, Tutor, Venue
from alongside.programmes.queries.fetch import session_locked
from alongside.programmes.queries.teaching import may_lead
from alongside.programmes.refusals import CannotLead, NotNow

State = Session.State


@transaction.atomic
def approve_tutor(
    *, by: Actor, user: User, kind: str, organisation: Organisation, trained_on: date, **terms: Any
) -> Tutor:
    """Let somebody lead courses. `terms`: `most_a_week`, `fee` in pounds, `takes_expenses`."""
    tutor, new = Tutor.objects.get_or_create(
        user=user,
        kind=kind,
        organisation=organisation,
        until=None,
        defaults={"trained_on": trained_on, "approved_by": by.user, **terms},
    )
    if new:
        audit.record(by=by, verb="tutor.approved", target=tutor, kind=str(kind))
    return tutor


@transaction.atomic
def add_venue(*, by: Actor, organisation: Organisation, name: str, cost: Decimal = Decimal(0), **facts: Any) -> Venue:
    """Put a room on the list of an organisation."""
    venue = Venue.objects.create(organisation=organisation, name=name, cost=cost, **facts)
    audit.record(by=by, verb="venue.added", target=venue)
    return venue


@transaction.atomic
def assign_tutor(*, by: Actor, session: Session, tutor: Tutor) -> Session:
    """Have a tutor lead a session, in the place that is theirs by kind. Raises CannotLead."""
    tutor = Tutor.objects.select_for_update().get(pk=tutor.pk)  # asked for two sessions at once, they take turns
    session = session_locked(session)
    if session.state not in (State.PLANNED, State.CONFIRMED):
        raise NotNow
    if not may_lead(tutor, session):
        raise CannotLead
    _put(by, session, tutor.kind, tutor)
    return session


@transaction.atomic
def assign_to_all(*, by: Actor, cohort: Cohort, tutor: Tutor) -> int:
    """Have a tutor lead every session that lacks one of their kind and at which they are free; returns how many."""
    live = cohort.sessions.filter(state__in=[State.PLANNED, State.CONFIRMED])
    lacking = [session for session in live if tutor.kind in session.missing and may_lead(tutor, session)]
    for session in lacking:
        assign_tutor(by=by, session=session, tutor=tutor)
    return len(lacking)


@transaction.atomic
def stand_down(*, by: Actor, session: Session, kind: str) -> Session:
    """A tutor cannot come. What was confirmed is so no more until another is found, or somebody writes down why not."""
    session = session_locked(session)
    if session.state not in (State.PLANNED, State.CONFIRMED):
        raise NotNow
    if session.state == State.CONFIRMED:
        change_state(by=by, session=session, state=State.PLANNED)
    _put(by, session, kind, None)
    return session


def _put(by: Actor, session: Session, kind: str, tutor: Tutor | None) -> None:
    field = f"{kind}_tutor"
    before = getattr(session, field)
    if before == tutor:
        return
    setattr(session, field, tutor)
    session.save(update_fields=[field])
    note(by=by, session=session, what=SessionMove.What(kind), before=str(before or ""), after=str(tutor or ""))
    audit.record(by=by, verb="session.tutor", target=session, kind=str(kind))
