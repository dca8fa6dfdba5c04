"""What a person agrees to, and takes back."""

from datetime import date, timedelta

from django.db import models, transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Consent, Organisation, Person, Purpose

USUAL_SHARING = timedelta(days=91)
LONGEST_SHARING = timedelta(days=731)


@transaction.atomic
def give_consent(*, by: Actor, person: Person, purpose: Purpose) -> Consent:
    """Record that a person agreed to a purpose other than sharing; already agreed changes nothing."""
    if purpose == Purpose.OTHER_SERVICE:
        raise ValueError("Sharing names a team and a day: use share_with.")
    _lock(person)
    consent, new = Consent.objects.get_or_create(
        person=person, purpose=purpose, withdrawn_at=None, defaults={"given_by": by.user}
    )
    if new:
        audit.record(by=by, verb="consent.given", person=person, target=consent, purpose=str(purpose))
    return consent


@transaction.atomic
def withdraw_consent(*, by: Actor, person: Person, purpose: Purpose) -> int:
    """Take back every agreement to a purpose, from this moment; returns how many there were."""
    return _withdraw(by, person, Consent.objects.filter(person=person, purpose=purpose), "consent.withdrawn")


@transaction.atomic
def share_with(*, by: Actor, person: Person, organisation: Organisation, until: date) -> Consent:
    """Let a team see the plan until the end of a day. Sharing again moves the day."""
    today = timezone.localdate()
    if not today <= until <= today + LONGEST_SHARING:
        raise ValueError("Sharing ends between today and two years from now.")
    _lock(person)
    earlier = Consent.objects.filter(person=person, organisation=organisation, withdrawn_at=None)
    if same := earlier.filter(until=until).first():
        return same
    earlier.update(withdrawn_at=timezone.now())
    consent = Consent.objects.create(
        person=person, purpose=Purpose.OTHER_SERVICE, organisation=organisation, until=until, given_by=by.user
    )
    audit.record(by=by, verb="sharing.started", person=person, target=organisation, until=until.isoformat())
    return consent


@transaction.atomic
def stop_sharing(*, by: Actor, person: Person, organisation: Organisation) -> int:
    """Stop a team from seeing the plan, from this moment."""
    return _withdraw(by, person, Consent.objects.filter(person=person, organisation=organisation), "sharing.stopped")


def _withdraw(by: Actor, person: Person, agreed: models.QuerySet[Consent], verb: str) -> int:
    _lock(person)
    open_ones = list(agreed.filter(withdrawn_at=None))
    for consent in open_ones:
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
        audit.record(by=by, verb=verb, person=person, target=consent.organisation or consent, purpose=consent.purpose)
    return len(open_ones)


def _lock(person: Person) -> None:
    """One change at a time to what a person agreed to, so that two clicks at once are one."""
    Person.objects.select_for_update().get(pk=person.pk)
