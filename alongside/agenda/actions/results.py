"""Letting the person see their results."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alongside.agenda.models import Result
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Person


@transaction.atomic
def release_results(*, by: Actor, person: Person, until: datetime) -> int:
    """Show the person every result taken up to a moment; returns how many were not shown before."""
    hidden = Result.objects.filter(person=person, released_at=None, taken_at__lte=until)
    count = hidden.update(released_at=timezone.now())
    if count:
        audit.record(by=by, verb="results.released", person=person, count=count)
    return count
