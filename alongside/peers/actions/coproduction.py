"""Putting activities on the map of who plans and who delivers."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.peers.models import Activity, Placing
from alongside.peers.refusals import AlreadyThere
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation


@transaction.atomic
def add_activity(
    *, by: Actor, organisation: Organisation, name: str, level: str = "", of: str = "", **where: Any
) -> Activity:
    """Put an activity on the list, and on the map where it is said `where`, as in place_activity.

    Raises AlreadyThere where what is known of the work stands there already.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if of and Activity.objects.filter(organisation=organisation, of=of, ended_on=None).exists():
        raise AlreadyThere
    made = Activity.objects.create(organisation=organisation, name=name, level=level, of=of)
    audit.record(by=by, verb="activity.added", target=made)
    if where:
        place_activity(by=by, activity=made, **where)
    return made


@transaction.atomic
def place_activity(
    *, by: Actor, activity: Activity, on: date, planning: str, delivery: str, why: str = "", together: bool = False
) -> Placing:
    """Where it stands from a day on. Of the same day, it is put right; earlier days stay, so that drift is seen."""
    Activity.objects.select_for_update().get(pk=activity.pk)
    facts = {"planning": planning, "delivery": delivery, "why": why, "together": together}
    facts |= {"noted_at": timezone.now(), "noted_by": by.user}
    placing, _new = Placing.objects.update_or_create(activity=activity, on=on, defaults=facts)
    audit.record(by=by, verb="activity.placed", target=placing)
    return placing


@transaction.atomic
def end_activity(*, by: Actor, activity: Activity) -> Activity:
    """It goes on no more; the map of earlier days keeps it."""
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if activity.ended_on is None:
        activity.ended_on = timezone.localdate()
        activity.save(update_fields=["ended_on"])
        audit.record(by=by, verb="activity.ended", target=activity)
    return activity
