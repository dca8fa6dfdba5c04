"""Until when a person can say what matters, and in which order it is taken."""

from datetime import timedelta

from django.utils import timezone

from alongside.agenda.areas import areas as known_areas
from alongside.agenda.models import Appointment, Concern, Preparation

PRIORITIES = 3
# Clinics run late: the link goes on working this long after the time on the letter, unless the visit has begun.
LATE = timedelta(hours=2)


def is_open(appointment: Appointment) -> bool:
    """Whether the person can still change what they said: until they go in, or some time after they were to."""
    booked = appointment.state == Appointment.State.BOOKED
    return booked and appointment.starts_at + LATE > timezone.now()


def ranked(preparation: Preparation) -> list[str]:
    """The areas with a rank, in order."""
    rows = preparation.concerns.filter(rank__isnull=False).order_by("rank")
    return list(rows.values_list("area", flat=True))


def by_weight(concern: Concern) -> tuple[int, int, int]:
    """A sort key: the person's own order, then what gets in the way most, then the order of the list."""
    place = list(known_areas()).index(concern.area) if concern.area in known_areas() else len(known_areas())
    return (concern.rank or PRIORITIES + 1, -(concern.bother or 0), place)
