"""Who may lead, who leads what, and standing down."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, User
from alongside.people.models.organisations import ends_now
from alongside.programmes.actions.sessions import change_state, note
from alongside.programmes.actions.telling_tutors import tell_coordinators, tell_tutors
from alongside.programmes.models import Cohort, Session, SessionMove, TimeAway, Tutor, Venue
from alongside.programmes.queries.fetch import session_locked
from alongside.programmes.queries.teaching import may_lead
from alongside.programmes.refusals import AlreadyNamed, CannotLead, NotNow

State = Session.State
NOTHING = Decimal(0)


class Change(NamedTuple):
    """Another leads a session, or nobody does."""

    session: Session
    before: Tutor | None
    after: Tutor | None
    fell: bool  # confirmed no more


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
def change_tutor(*, by: Actor, tutor: Tutor, most_a_week: int, pay: Decimal) -> Tutor:
    """How much they lead at most, and what they have for each session from now on: costs written down stay."""
    tutor = Tutor.objects.select_for_update().get(pk=tutor.pk)
    facts: dict[str, Any] = {"most_a_week": most_a_week, "pay": pay}
    changed = [name for name, value in facts.items() if getattr(tutor, name) != value]
    for name in changed:
        setattr(tutor, name, facts[name])
    if changed:
        tutor.save(update_fields=changed)
        audit.record(by=by, verb="tutor.changed", target=tutor, changed=changed)
    return tutor


@transaction.atomic
def end_tutor(*, by: Actor, tutor: Tutor) -> Tutor:
    """They lead no more: what they would have led is confirmed no more, until somebody else is found."""
    tutor.until = max(ends_now(), tutor.since)
    tutor.save(update_fields=["until"])
    audit.record(by=by, verb="tutor.ended", target=tutor)
    field = f"{tutor.kind}_tutor"
    theirs = Session.objects.filter(**{field: tutor}, state__in=Session.TO_COME, starts_at__gt=timezone.now())
    stand_down_from(by=by, led=[(session, tutor.kind) for session in theirs])
    return tutor


@transaction.atomic
def add_venue(*, by: Actor, organisation: Organisation, name: str, **facts: Any) -> Venue:
    """Put a room on the list of an organisation. Raises AlreadyNamed."""
    venue = Venue(organisation=organisation, name=name, **facts)
    try:
        with transaction.atomic():
            venue.save(force_insert=True)
    except IntegrityError:
        raise AlreadyNamed from None
    audit.record(by=by, verb="venue.added", target=venue)
    return venue


@transaction.atomic
def assign_tutor(*, by: Actor, session: Session, tutor: Tutor) -> Session:
    """Have a tutor lead a session, in the place that is theirs by kind. Raises CannotLead."""
    return assign_sessions(by=by, sessions=[session], tutor=tutor)[0]


@transaction.atomic
def assign_sessions(*, by: Actor, sessions: Sequence[Session], tutor: Tutor) -> list[Session]:
    """Have a tutor lead some sessions, all or none, and tell them once. Raises CannotLead."""
    _hold(tutor)
    rows = [session_locked(session) for session in sessions]
    _tell(by, [_lead(by, row, tutor) for row in rows])
    return rows


@transaction.atomic
def assign_to_all(*, by: Actor, cohort: Cohort, tutor: Tutor, first: Session | None = None) -> int:
    """Have a tutor lead every session that lacks one of their kind and at which they are free; returns how many.

    `first` is theirs whoever leads it now, and is not counted. Raises CannotLead where it cannot be.
    """
    _hold(tutor)
    chosen = [_lead(by, session_locked(first), tutor)] if first else []
    live = cohort.sessions.filter(state__in=Session.TO_COME)  # in which `first` lacks none by now
    more = [
        _lead(by, session_locked(session), tutor)
        for session in live
        if tutor.kind in session.missing and may_lead(tutor, session)
    ]
    _tell(by, chosen + more)
    return len(more)


def _hold(tutor: Tutor) -> None:
    """Asked for two sessions at once, in whatever capacity, they take turns."""
    if tutor.user_id:
        User.objects.select_for_update().get(pk=tutor.user_id)


def _lead(by: Actor, session: Session, tutor: Tutor) -> Change | None:
    if session.state not in Session.TO_COME:
        raise NotNow
    if not may_lead(tutor, session):
        raise CannotLead
    return _put(by, session, tutor.kind, tutor)


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
    to_come = Session.objects.filter(theirs, state__in=Session.TO_COME, starts_at__gt=timezone.now())
    found = [row for row in to_come if first <= timezone.localdate(row.starts_at) <= last]
    led = [
        (session, kind)
        for session in found
        for kind in Tutor.Kind.values
        if (tutor := getattr(session, f"{kind}_tutor")) and tutor.user_id == user.pk
    ]
    stand_down_from(by=by, led=led)
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
    if session.state not in Session.TO_COME:
        raise NotNow
    _tell(by, [_put(by, session, kind, None)])
    return session


@transaction.atomic
def stand_down_from(*, by: Actor, led: Iterable[tuple[Session, str]]) -> int:
    """The same for many at once, told once for each group. What is over or called off by now stays as it is."""
    rows = [(session_locked(session), kind) for session, kind in led]
    changes = [_put(by, row, kind, None) for row, kind in rows if row.state in Session.TO_COME]
    _tell(by, changes)
    return len(changes)


def _tell(by: Actor, changes: Iterable[Change | None]) -> None:
    """Whoever leads something now or no more, and whoever has to look for somebody."""
    made = [each for each in changes if each]
    gone = [each for each in made if each.before and not (each.after and each.after.user_id == each.before.user_id)]
    lacking = [each.session for each in made if each.session.missing and (each.fell or not each.after)]
    tell_tutors(by=by, led=[(each.session, each.after) for each in made], template="tutor.given")
    tell_tutors(by=by, led=[(each.session, each.before) for each in gone], template="tutor.gone")
    tell_coordinators(by=by, sessions=lacking)


def _put(by: Actor, session: Session, kind: str, tutor: Tutor | None) -> Change | None:
    """A reason that was written down was for who was missing then, so it ends with any change."""
    field = f"{kind}_tutor"
    before = getattr(session, field)
    if before == tutor:
        return None
    setattr(session, field, tutor)
    session.exception, session.exception_by, session.exception_at = "", None, None
    fell = session.state == State.CONFIRMED and bool(session.missing)
    if fell:
        change_state(by=by, session=session, state=State.PLANNED)
    session.save(update_fields=[field, "exception", "exception_by", "exception_at"])
    # Not by name: a name would stay here when they are forgotten.
    words = {"before": "chosen" if before else "", "after": "chosen" if tutor else "cannot come"}
    note(by=by, session=session, what=SessionMove.What(kind), **words)
    audit.record(by=by, verb="session.tutor", target=session, kind=str(kind))
    return Change(session, before, tutor, fell)
