"""Forgetting somebody who asks to be forgotten.

The rules:
- The person asks, here or on paper; their practice decides. Nothing is deleted by the asking.
- **Everything** goes where no care was given that the practice must keep a record of: the person, all that hangs on
  them, their account and its ways of signing in.
- **Only the care record stays** where the practice must keep one: what they said, agreed and were told stays, and the
  practice alone sees it. The account, contact details, links, messages, carers and agreements go.
- Either way the audit trail stays: who did what and when, with no name and no words of the person.
"""

from django.db import models, transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import ErasureRequest, Person, User


@transaction.atomic
def ask_for_erasure(*, by: Actor, person: Person) -> ErasureRequest:
    """Record that a person asked to be forgotten; asked already changes nothing."""
    Person.objects.select_for_update().get(pk=person.pk)
    request, new = ErasureRequest.objects.get_or_create(person=person, decided_at=None)
    if new:
        audit.record(by=by, verb="erasure.asked", person=person, target=request)
    return request


@transaction.atomic
def take_back_erasure(*, by: Actor, person: Person) -> None:
    """Record that a person wants to stay on record after all."""
    if _decide(by, person, ErasureRequest.Outcome.TAKEN_BACK):
        audit.record(by=by, verb="erasure.taken_back", person=person)


@transaction.atomic
def erase_person(*, by: Actor, person: Person) -> None:
    """Delete everything held about a person. The trail stays, under an id that leads nowhere any more."""
    audit.record(by=by, verb="person.erased", person=person)
    _close_account(person)
    person.delete()


@transaction.atomic
def keep_care_record_only(*, by: Actor, person: Person) -> Person:
    """Delete all but the care record, and let only the practice see that from now on."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    _close_account(person)
    for model in _outside_the_care_record():
        model._default_manager.filter(person=person).delete()
    person.phone = person.email = person.address = person.postcode = ""
    person.restricted_at = person.restricted_at or timezone.now()
    person.save(update_fields=["phone", "email", "address", "postcode", "restricted_at"])
    _decide(by, person, ErasureRequest.Outcome.KEPT)
    audit.record(by=by, verb="person.restricted", person=person)
    return person


def _outside_the_care_record() -> list[type[models.Model]]:
    """Every model about a person that says `part_of_care_record = False`, whichever context it belongs to."""
    about_people = (relation.related_model for relation in Person._meta.related_objects)
    return [model for model in about_people if getattr(model, "part_of_care_record", True) is False]


def _close_account(person: Person) -> None:
    """Somebody who also works here keeps the account they work with, without the person behind it."""
    account = User.objects.filter(person=person).first()
    if account and account.memberships.exists():
        account.person = None
        account.save(update_fields=["person"])
    elif account:
        account.delete()


def _decide(by: Actor, person: Person, outcome: ErasureRequest.Outcome) -> bool:
    asked = ErasureRequest.objects.select_for_update().filter(person=person, decided_at=None).first()
    if asked is None:
        return False
    asked.decided_at, asked.decided_by, asked.outcome = timezone.now(), by.user, outcome
    asked.save(update_fields=["decided_at", "decided_by", "outcome"])
    return True
