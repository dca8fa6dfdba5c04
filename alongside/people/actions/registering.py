"""Putting people on a practice's list, by hand."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actions.consent import give_consent
from alongside.people.actors import Actor
from alongside.people.changes import set_changed
from alongside.people.models import Organisation, Person, Purpose, Registration

# Two clicks on "Register" are one wish.
SAME_WISH = timedelta(minutes=2)


class NumberTaken(Exception):
    """The NHS number belongs to somebody on record; `person` is for the caller to show only where it may."""

    def __init__(self, person: Person) -> None:
        super().__init__("The NHS number belongs to somebody on record.")
        self.person = person


@transaction.atomic
def register_person(
    *,
    by: Actor,
    practice: Organisation,
    given_name: str,
    family_name: str,
    date_of_birth: date,
    known_as: str = "",
    sex: str = Person.Sex.UNKNOWN,
    ethnicity: str = "",
    working: str = "",
    nhs_number: str | None = None,
    phone: str = "",
    email: str = "",
    address: str = "",
    postcode: str = "",
    said_yes_to_messages: bool = False,
) -> Person:
    """Register somebody with a practice. Somebody who left another practice is known by number and date of birth.

    Raises `NumberTaken` when the NHS number is somebody else's, or somebody's who is still registered.
    """
    Organisation.objects.select_for_update().get(pk=practice.pk)
    facts = {
        "given_name": given_name, "family_name": family_name, "date_of_birth": date_of_birth, "known_as": known_as,
        "sex": sex, "phone": phone, "email": email, "address": address, "postcode": postcode,
        "ethnicity": ethnicity, "working": working,
    }  # fmt: skip
    if not nhs_number and (just_now := _registered_just_now(practice, facts)):
        return just_now
    person = _returning(nhs_number, date_of_birth) or Person.objects.create(nhs_number=nhs_number or None, **facts)
    Registration.objects.create(person=person, practice=practice)
    audit.record(by=by, verb="person.registered", person=person, target=practice)
    if said_yes_to_messages:
        give_consent(by=by, person=person, purpose=Purpose.CARE_TEAM)
    return person


def _registered_just_now(practice: Organisation, facts: dict[str, Any]) -> Person | None:
    """The form sent twice is one person, also without an NHS number to know them by."""
    here = Person.objects.filter(registrations__practice=practice, created_at__gte=timezone.now() - SAME_WISH)
    return here.filter(nhs_number=None, **facts).first()


def _returning(nhs_number: str | None, date_of_birth: date) -> Person | None:
    known = Person.objects.select_for_update().filter(nhs_number=nhs_number).first() if nhs_number else None
    if known is None:
        return None
    registered = Registration.objects.current().filter(person=known).exists()
    if registered or known.date_of_birth != date_of_birth or known.died_on or known.restricted_at:
        raise NumberTaken(known)
    return known


@transaction.atomic
def correct_person(
    *,
    by: Actor,
    person: Person,
    given_name: str,
    family_name: str,
    date_of_birth: date,
    known_as: str = "",
    sex: str = Person.Sex.UNKNOWN,
    ethnicity: str = "",
    working: str = "",
    nhs_number: str | None = None,
    died_on: date | None = None,
) -> Person:
    """Put right who somebody is, or note a death; the trail says what changed, not to what. May raise `NumberTaken`."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    other = Person.objects.filter(nhs_number=nhs_number).exclude(pk=person.pk).first() if nhs_number else None
    if other:
        raise NumberTaken(other)
    facts = {
        "given_name": given_name, "family_name": family_name, "date_of_birth": date_of_birth, "known_as": known_as,
        "sex": sex, "ethnicity": ethnicity, "working": working, "nhs_number": nhs_number or None, "died_on": died_on,
    }  # fmt: skip
    if changed := set_changed(person, facts):
        person.save(update_fields=changed)
        audit.record(by=by, verb="person.corrected", person=person, changed=changed)
    return person
