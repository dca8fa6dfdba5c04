"""What a group costs: tutors and the room when a session was held, and the rest by hand."""

from decimal import Decimal

from django.db import transaction

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.programmes.models import Cohort, Cost, Session, Venue

Kind = Cost.Kind


@transaction.atomic
def add_cost(*, by: Actor, cohort: Cohort, kind: str, pounds: Decimal, words: str = "") -> Cost:
    """Write down what was paid for a group."""
    cost = Cost.objects.create(cohort=cohort, kind=kind, pounds=pounds, words=words, by=by.user)
    audit.record(by=by, verb="cost.added", target=cost)
    return cost


@transaction.atomic
def remove_cost(*, by: Actor, cost: Cost) -> None:
    """Take back what was written down by mistake."""
    audit.record(by=by, verb="cost.removed", target=cost, kind=str(cost.kind), pounds=str(cost.pounds))
    cost.delete()


def pay_for(*, by: Actor, session: Session) -> None:
    """What its tutors and its room cost on that day; a later price leaves it as it was."""
    facts = {"cohort_id": session.cohort_id, "session": session, "by": by.user}
    for tutor in filter(None, (session.lay_tutor, session.clinical_tutor)):
        if tutor.pay:
            Cost.objects.create(kind=Kind.TUTOR, tutor=tutor, pounds=tutor.pay, **facts)
    venue = Venue.objects.get(pk=session.venue_id)
    if venue.price:
        Cost.objects.create(kind=Kind.ROOM, pounds=venue.price, **facts)
