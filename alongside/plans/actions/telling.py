"""Telling a service that somebody would like to come, when they say yes to that; and what it answers."""

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.plans.actions.signposting import say_what_became
from alongside.plans.letters import write_to_service
from alongside.plans.models import Signposting

State, Says = Signposting.State, Signposting.ServiceSays
MAY_TELL = {State.SAVED, State.OFFERED, State.WANTED}


class CannotTell(Exception):
    """There is no address of the service, no number of the person, or it went further already."""


@transaction.atomic
def tell_service(*, by: Actor, signposting: Signposting) -> Signposting:
    """Send the service a link to the person's first name and number, once; raises CannotTell where that cannot be."""
    row = Signposting.objects.select_for_update().get(pk=signposting.pk)
    if row.told_at:
        return row
    if row.state not in MAY_TELL or not row.service.email or not row.plan.person.phone:
        raise CannotTell
    row.told_at = timezone.now()
    row.save(update_fields=["told_at"])
    audit.record(by=by, verb="service.told", person=row.plan.person, target=row)
    if row.state != State.WANTED:
        row = say_what_became(by=by, signposting=row, after=State.WANTED)
    transaction.on_commit(lambda: write_to_service(row))
    return row


@transaction.atomic
def service_answers(*, by: Actor, signposting: Signposting, says: str) -> Signposting:
    """What the service says, once: it expects them, it is full, or it is not right. The team hears of a no."""
    row = Signposting.objects.select_for_update().get(pk=signposting.pk)
    if row.service_says or row.state == State.STOPPED:
        return row
    row.service_says = Says(says)
    row.save(update_fields=["service_says"])
    audit.record(by=by, verb="service.answered", person=row.plan.person, target=row, says=says)
    if row.state == State.WENT:  # whoever went knows better
        return row
    if says == Says.EXPECTS:
        further = row.state == State.IN_TOUCH
        return row if further else say_what_became(by=by, signposting=row, after=State.IN_TOUCH)
    why = Signposting.Why.FULL if says == Says.FULL else Signposting.Why.NOT_FOR_ME
    return say_what_became(by=by, signposting=row, after=State.STOPPED, why=why, help_wanted=True)
