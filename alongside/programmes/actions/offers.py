"""What came of offering a course, so that nobody has to remember to offer it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Person
from alongside.programmes.courses import course_of
from alongside.programmes.models import Offer, OfferMove


@transaction.atomic
def answer_offer(
    *,
    by: Actor,
    person: Person,
    course: str,
    state: str,
    barrier: str = "",
    ask_again_on: date | None = None,
) -> Offer:
    """Note that a course was offered and what the person said. Said again, the latest holds and the earlier is kept."""
    course_of(course)  # KeyError for one that does not exist
    Person.objects.select_for_update().get(pk=person.pk)  # two at once take turns
    declined = state == Offer.State.DECLINED
    facts = {
        "state": state,
        "barrier": barrier if declined else "",
        "ask_again_on": ask_again_on if declined else None,
        "changed_at": timezone.now(),
    }
    offer, _new = Offer.objects.update_or_create(person=person, course_key=course, defaults=facts)
    OfferMove.objects.create(offer=offer, by=by.user, by_whom=by.words[:300], state=state, barrier=offer.barrier)
    audit.record(by=by, verb=f"course.{state}", person=person, target=offer)
    return offer
