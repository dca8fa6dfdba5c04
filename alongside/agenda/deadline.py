"""Until when a person can say what matters to them."""

from datetime import timedelta

from django.utils import timezone

from alongside.agenda.models import Appointment

# Clinics run late: the link goes on working this long after the time on the letter, unless the visit has begun.
LATE = timedelta(hours=2)


def is_open(appointment: Appointment) -> bool:
    """Whether the person can still change what they said: until they go in, or some time after they were to."""
    booked = appointment.state == Appointment.State.BOOKED
    return booked and appointment.starts_at + LATE > timezone.now()
