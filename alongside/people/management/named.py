"""Whom a command is about, from what somebody typed."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from alongside.people.models import Person


def person_named(words: str) -> Person:
    """The person with an NHS number or an id; raises CommandError where there is nobody."""
    try:
        found = Person.objects.filter(**({"nhs_number": words} if words.isdigit() else {"pk": words})).first()
    except ValidationError:  # neither a number nor an id
        found = None
    if found is None:
        raise CommandError(f"Nobody on record has the NHS number or id {words}.")
    return found
