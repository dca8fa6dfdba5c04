"""Who may act for a person here."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import CarerAgreement, Person, User


@transaction.atomic
def agree_carer(*, by: Actor, person: Person, carer: User, relationship: str = "") -> CarerAgreement:
    """Record that a person lets somebody act for them; already agreed changes nothing."""
    if carer.person_id == person.pk:
        raise ValueError("Nobody needs an agreement to act for themselves.")
    Person.objects.select_for_update().get(pk=person.pk)
    agreement, new = CarerAgreement.objects.get_or_create(
        person=person, carer=carer, until=None, defaults={"relationship": relationship}
    )
    if new:
        audit.record(by=by, verb="carer.agreed", person=person, target=agreement)
    return agreement


@transaction.atomic
def end_carer(*, by: Actor, agreement: CarerAgreement) -> None:
    """Stop somebody from acting for a person, from this moment: yesterday becomes the last day."""
    agreement = CarerAgreement.objects.select_for_update().select_related("person").get(pk=agreement.pk)
    yesterday = timezone.localdate() - timedelta(days=1)
    if agreement.until and agreement.until <= yesterday:
        return
    agreement.until = yesterday
    agreement.save(update_fields=["until"])
    audit.record(by=by, verb="carer.ended", person=agreement.person, target=agreement)
