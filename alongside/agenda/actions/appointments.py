"""Putting an appointment in, moving it, calling it off, and the invitation to prepare that goes with it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.agenda.deadline import LATE
from alongside.agenda.models import Appointment
from alongside.agenda.queries.fetch import appointment_locked
from alongside.agenda.refusals import AlreadyBooked, NotBooked
from alongside.messages import links, outbox
from alongside.messages.facts import day_and_time
from alongside.messages.models import Message, SignedLink
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, Person, User

INVITE_BEFORE = timedelta(days=7)
# Two clicks on "send again" are one wish.
SAME_WISH = timedelta(minutes=2)


@transaction.atomic
def book_appointment(
    *,
    by: Actor,
    person: Person,
    organisation: Organisation,
    starts_at: datetime,
    minutes: int = 10,
    clinician: User | None = None,
) -> Appointment:
    """Put an appointment in, with its link, and have the invitation go out at the right time.

    The same person, place and time again is the same appointment.
    """
    appointment, new = Appointment.objects.get_or_create(
        person=person,
        organisation=organisation,
        starts_at=starts_at,
        state=Appointment.State.BOOKED,
        source=None,
        defaults={"minutes": minutes, "clinician": clinician},
    )
    if new:
        audit.record(by=by, verb="appointment.booked", person=person, target=appointment)
        _invite(by, appointment, not_before=starts_at - INVITE_BEFORE)
    return appointment


@transaction.atomic
def move_appointment(*, by: Actor, appointment: Appointment, starts_at: datetime) -> Appointment:
    """Give a booked appointment another time. What the person already said stays with it."""
    appointment = _booked(appointment)
    if appointment.starts_at == starts_at:
        return appointment
    appointment.starts_at = starts_at
    _save_time(appointment)
    audit.record(by=by, verb="appointment.moved", person=appointment.person, target=appointment)
    outbox.cancel(by=by, subject_id=appointment.pk, reason="the appointment was moved")
    if _was_told(appointment):
        _invite(by, appointment, template="prepare.moved")
    else:
        _invite(by, appointment, not_before=starts_at - INVITE_BEFORE)
    return appointment


def _save_time(appointment: Appointment) -> None:
    try:
        with transaction.atomic():
            appointment.save(update_fields=["starts_at"])
    except IntegrityError as taken:
        raise AlreadyBooked from taken


@transaction.atomic
def cancel_appointment(*, by: Actor, appointment: Appointment) -> Appointment:
    """Call an appointment off: its messages and links stop, and a person who was told of it is told of this."""
    appointment = appointment_locked(appointment)
    if appointment.state == Appointment.State.CANCELLED:
        return appointment
    if appointment.state != Appointment.State.BOOKED:
        raise NotBooked
    told = _was_told(appointment)
    appointment.state = Appointment.State.CANCELLED
    appointment.save(update_fields=["state"])
    audit.record(by=by, verb="appointment.cancelled", person=appointment.person, target=appointment)
    outbox.cancel(by=by, subject_id=appointment.pk, reason="the appointment was cancelled")
    links.revoke_links(by=by, subject_id=appointment.pk)
    if told and appointment.starts_at > timezone.now():
        _tell(by, appointment, "prepare.cancelled", window=str(appointment.pk))
    return appointment


@transaction.atomic
def note_missed(*, by: Actor, appointment: Appointment) -> Appointment:
    """Note that the person did not come. What they said is kept for their next visit."""
    appointment = appointment_locked(appointment)
    if appointment.state == Appointment.State.BOOKED and appointment.starts_at > timezone.now():
        raise NotBooked
    return _note(by, appointment, Appointment.State.MISSED)


@transaction.atomic
def note_attended(*, by: Actor, appointment: Appointment) -> Appointment:
    """Note that the person came, perhaps before their time, where the visit itself is kept in another system."""
    appointment = _note(by, appointment_locked(appointment), Appointment.State.ATTENDED)
    outbox.cancel(by=by, subject_id=appointment.pk, reason="the visit began")
    return appointment


def _note(by: Actor, appointment: Appointment, state: Appointment.State) -> Appointment:
    if appointment.state == state:
        return appointment
    if appointment.state != Appointment.State.BOOKED:
        raise NotBooked
    appointment.state = state
    appointment.save(update_fields=["state"])
    audit.record(by=by, verb=f"appointment.{state}", person=appointment.person, target=appointment)
    return appointment


@transaction.atomic
def send_link_again(*, by: Actor, appointment: Appointment) -> SignedLink:
    """Make a fresh link (an earlier or locked one stops working) and send it at once. Clicked twice, it goes once."""
    appointment = _booked(appointment)
    made = SignedLink.objects.filter(subject_id=appointment.pk, revoked_at=None, locked_at=None)
    recent = made.filter(created_at__gt=timezone.now() - SAME_WISH, messages__not_before__lte=timezone.now()).first()
    if recent:
        return recent
    outbox.cancel(by=by, subject_id=appointment.pk, reason="a new link was sent")
    return _invite(by, appointment)


def _new_link(by: Actor, appointment: Appointment) -> SignedLink:
    return links.make_link(
        by=by,
        person=appointment.person,
        purpose=SignedLink.Purpose.PREPARE,
        subject_id=appointment.pk,
        expires_at=appointment.starts_at + LATE,
    )


def _invite(
    by: Actor, appointment: Appointment, *, template: str = "prepare.invite", not_before: datetime | None = None
) -> SignedLink:
    link = _new_link(by, appointment)
    if appointment.starts_at > timezone.now():
        _tell(by, appointment, template, window=str(link.pk), link=link, not_before=not_before)
    return link


def _tell(
    by: Actor,
    appointment: Appointment,
    template: str,
    *,
    window: str,
    link: SignedLink | None = None,
    not_before: datetime | None = None,
) -> None:
    outbox.enqueue(
        by=by,
        person=appointment.person,
        template=template,
        window=window,
        organisation=appointment.organisation,
        facts=day_and_time(appointment.starts_at),
        subject_id=appointment.pk,
        link=link,
        not_before=max(not_before, timezone.now()) if not_before else None,
        not_after=appointment.starts_at,
    )


def _was_told(appointment: Appointment) -> bool:
    """Whether a message about it has left, or is leaving."""
    gone = [Message.State.SENT, Message.State.SENDING]
    return Message.objects.filter(subject_id=appointment.pk, state__in=gone).exists()


def _booked(appointment: Appointment) -> Appointment:
    appointment = appointment_locked(appointment)
    if appointment.state != Appointment.State.BOOKED:
        raise NotBooked
    return appointment
