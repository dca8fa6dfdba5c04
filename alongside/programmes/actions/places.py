"""Getting a place, waiting for one, and giving it back: then whoever waited longest has it."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alongside.messages import outbox
from alongside.people import audit
from alongside.people.actors import SYSTEM, Actor
from alongside.people.models import Organisation, Person, User
from alongside.programmes.actions.offers import answer_offer
from alongside.programmes.actions.own_times import give_turns, give_turns_back
from alongside.programmes.actions.telling import tell
from alongside.programmes.courses import PEOPLE, STAFF
from alongside.programmes.letters import write_to_staff
from alongside.programmes.models import CatchUp, Cohort, Enrolment, Offer, Session
from alongside.programmes.queries.catching_up import chairs_left
from alongside.programmes.refusals import AlreadyOn, NotNow, NotOpen

State, Why, Barrier = Enrolment.State, Enrolment.Why, Offer.Barrier
GOING_ON = (Cohort.State.OPEN, Cohort.State.RUNNING)
# What keeps somebody from going on is what keeps them from being asked again at once.
BARRIERS = {
    Why.WORKING: Barrier.WORKING,
    Why.CARING: Barrier.CARING,
    Why.ILL: Barrier.ILL,
    Why.TRAVEL: Barrier.TRAVEL,
}


@transaction.atomic
def join(*, by: Actor, cohort: Cohort, person: Person) -> Enrolment:
    """A place, if there is one, otherwise the waiting list; and the offer is accepted. Raises NotOpen, AlreadyOn."""
    person = Person.objects.select_for_update().get(pk=person.pk)  # in two groups at once they take turns
    if person.died_on or person.restricted_at or cohort.course.audience != PEOPLE:
        raise NotOpen
    same = Enrolment.objects.open().filter(person=person, cohort__course_key=cohort.course_key)
    if same.filter(cohort__state__in=GOING_ON).exists():
        raise AlreadyOn
    enrolment = _join(by, cohort, person=person)
    answer_offer(by=by, person=person, course=cohort.course_key, state=Offer.State.ACCEPTED)
    return enrolment


@transaction.atomic
def train(*, by: Actor, cohort: Cohort, staff: User, team: Organisation) -> Enrolment:
    """A place for somebody who works in a team. Raises NotOpen, AlreadyOn."""
    if cohort.course.audience != STAFF:
        raise NotOpen
    return _join(by, cohort, staff=staff, team=team)


def _join(by: Actor, cohort: Cohort, **who: Person | User | Organisation) -> Enrolment:
    cohort = _locked(cohort)  # two who want the last place take turns
    if not _can_be_done(cohort):
        raise NotOpen
    own = {name: value for name, value in who.items() if name != "team"}
    if cohort.enrolments.open().filter(**own).exists():
        raise AlreadyOn
    has_place = chairs_left(cohort) > 0 and not cohort.enrolments.waiting().exists()
    enrolment = Enrolment(cohort=cohort, state=State.WAITING, **who)
    if has_place:
        _give_place(by, cohort, enrolment)
    else:
        enrolment.save(force_insert=True)
        audit.record(by=by, verb="course.waits", person=enrolment.person, target=enrolment)
    return enrolment


def _can_be_done(cohort: Cohort) -> bool:
    """Whether whoever gets a place now can still come often enough."""
    ordinary = cohort.sessions.filter(kind=Session.Kind.ORDINARY, starts_at__gt=timezone.now())
    to_come = ordinary.exclude(state=Session.State.CANCELLED).count()
    return cohort.state in GOING_ON and to_come >= cohort.course.enough


@transaction.atomic
def leave(*, by: Actor, enrolment: Enrolment, why: str) -> Enrolment:
    """Give a place back, or wait no longer. Whoever waited longest gets the place at once, and is told.

    Raises NotNow once the course is over: who was on it stays so.
    """
    cohort = _locked(enrolment.cohort)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.state == State.LEFT:
        return enrolment
    if cohort.state == Cohort.State.FINISHED:
        raise NotNow
    had_place = enrolment.state == State.PLACED
    enrolment.state, enrolment.left_at, enrolment.left_why = State.LEFT, timezone.now(), why
    enrolment.save(update_fields=["state", "left_at", "left_why"])
    audit.record(by=by, verb="course.left", person=enrolment.person, target=enrolment)
    if enrolment.person:
        _ends_for(by, cohort, enrolment.person, why)
    enrolment.catch_ups.filter(how=CatchUp.How.OTHER_GROUP, session__starts_at__gt=timezone.now()).delete()
    if had_place:
        give_turns_back(by=by, enrolment=enrolment)
        Cohort.objects.filter(pk=cohort.pk).update(taken=F("taken") - 1)
        _fill(cohort)
    return enrolment


def _ends_for(by: Actor, cohort: Cohort, person: Person, why: str) -> None:
    """They hear no more of it, and are not asked again before they ask themselves."""
    elsewhere = Session.objects.filter(guests__enrolment__person=person, guests__enrolment__cohort=cohort)
    for session in [*cohort.sessions.all(), *elsewhere]:
        outbox.cancel(by=by, subject_id=session.pk, reason="they left the course", person=person)
    if why != Why.DIED:
        barrier = BARRIERS.get(Why(why), Barrier.ELSE)
        answer_offer(by=by, person=person, course=cohort.course_key, state=Offer.State.DECLINED, barrier=barrier)


@transaction.atomic
def recount(*, by: Actor, pk: UUID) -> bool:
    """Count anew who has a place, and give what is free to those who wait; whether anything was to be changed."""
    cohort = Cohort.objects.select_for_update().get(pk=pk)
    taken = cohort.enrolments.placed().count()
    counted = cohort.taken != taken
    if counted:
        cohort.taken = taken
        cohort.save(update_fields=["taken"])
        audit.record(by=by, verb="cohort.recounted", target=cohort)
    return _fill(cohort) > 0 or counted


def _fill(cohort: Cohort) -> int:
    """Give what is free to those who wait, in the order in which they came; how many got a place."""
    cohort.refresh_from_db()
    if not _can_be_done(cohort):
        return 0
    waiting = list(cohort.enrolments.waiting().select_related("person")[: chairs_left(cohort)])
    for enrolment in waiting:
        _give_place(SYSTEM, cohort, enrolment)
    return len(waiting)


def _give_place(by: Actor, cohort: Cohort, enrolment: Enrolment) -> None:
    """The database itself refuses one too many, should ever two come this far."""
    Cohort.objects.filter(pk=cohort.pk).update(taken=F("taken") + 1)
    enrolment.state, enrolment.placed_at = State.PLACED, timezone.now()
    enrolment.save()
    audit.record(by=by, verb="course.placed", person=enrolment.person, target=enrolment)
    enrolment.cohort = cohort
    give_turns(by=by, enrolment=enrolment)
    first = cohort.sessions.exclude(state=Session.State.CANCELLED).filter(starts_at__gt=timezone.now()).first()
    if first:
        tell(by=by, enrolment=enrolment, session=first, template="course.place")
        transaction.on_commit(partial(write_to_staff, enrolment, first, "course.place"))


def _locked(cohort: Cohort) -> Cohort:
    return Cohort.objects.select_for_update().get(pk=cohort.pk)
