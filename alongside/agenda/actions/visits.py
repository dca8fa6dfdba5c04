"""The visit: beginning it, or seeing somebody who is here, and closing it."""

from django.db import transaction
from django.utils import timezone

from alongside.agenda.actions.answers import carry_the_rest
from alongside.agenda.building import agenda_for
from alongside.agenda.models import AgendaItem, Appointment, Visit
from alongside.agenda.queries.fetch import appointment_locked
from alongside.agenda.refusals import NotBooked, StillOpen
from alongside.messages import outbox
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Membership, Organisation, Person


@transaction.atomic
def start_visit(*, by: Actor, appointment: Appointment) -> Visit:
    """Begin the visit and build its agenda; beginning it again gives the same visit."""
    appointment = appointment_locked(appointment)
    visit = Visit.objects.filter(appointment=appointment).first()
    if visit:
        return visit
    if appointment.state == Appointment.State.CANCELLED:
        raise NotBooked
    _close_what_was_forgotten(by, appointment.person)
    visit = _new_visit(by, appointment)
    AgendaItem.objects.bulk_create(agenda_for(visit))
    outbox.cancel(by=by, subject_id=appointment.pk, reason="the visit began")
    audit.record(by=by, verb="visit.started", person=visit.person, target=visit)
    return visit


@transaction.atomic
def see_now(*, by: Actor, person: Person, organisation: Organisation) -> Visit:
    """Open a visit for somebody who is here: today's appointment if there is one, else one that begins now."""
    Person.objects.select_for_update().get(pk=person.pk)  # two clicks take turns
    open_now = Visit.objects.filter(person=person, organisation=organisation, closed_at=None, source=None)
    today = timezone.localdate()
    visit = open_now.filter(started_at__date=today).first()
    return visit or start_visit(by=by, appointment=_todays(person, organisation) or _walk_in(by, person, organisation))


def _todays(person: Person, organisation: Organisation) -> Appointment | None:
    here = Appointment.objects.filter(person=person, organisation=organisation, state=Appointment.State.BOOKED)
    return here.filter(starts_at__date=timezone.localdate()).order_by("starts_at").first()


def _walk_in(by: Actor, person: Person, organisation: Organisation) -> Appointment:
    made = Appointment.objects.create(
        person=person, organisation=organisation, clinician=by.user, starts_at=timezone.now()
    )
    audit.record(by=by, verb="appointment.booked", person=person, target=made)
    return made


def _new_visit(by: Actor, appointment: Appointment) -> Visit:
    appointment.state = Appointment.State.ATTENDED
    appointment.save(update_fields=["state"])
    return Visit.objects.create(
        person=appointment.person,
        organisation=appointment.organisation,
        appointment=appointment,
        clinician=by.user,
        seen_by=_title_of(by),
        started_at=timezone.now(),
    )


def _title_of(by: Actor) -> str:
    memberships = Membership.objects.current().filter(user=by.user, organisation=by.organisation) if by.user else []
    return next((membership.called for membership in memberships), "")


def _close_what_was_forgotten(by: Actor, person: Person) -> None:
    """A visit of an earlier day that nobody closed would keep what the person said; carry it and close."""
    today = timezone.localdate()
    for visit in Visit.objects.filter(person=person, closed_at=None, source=None):
        if timezone.localdate(visit.started_at) < today:
            carry_the_rest(by=by, visit=visit)
            close_visit(by=by, visit=visit)


@transaction.atomic
def close_visit(*, by: Actor, visit: Visit) -> Visit:
    """Close the visit; raises StillOpen while anything on the agenda has no answer."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("person").get(pk=visit.pk)
    if visit.closed_at:
        return visit
    left = list(visit.items.filter(disposition="").select_related("concern"))
    if left:
        raise StillOpen(left)
    visit.closed_at, visit.closed_by = timezone.now(), by.user
    visit.save(update_fields=["closed_at", "closed_by"])
    audit.record(by=by, verb="visit.closed", person=visit.person, target=visit)
    return visit
