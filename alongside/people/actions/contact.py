"""How a person is reached."""

from django.db import transaction

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.changes import set_changed
from alongside.people.models import ContactPreference, Person


@transaction.atomic
def set_contact(
    *,
    by: Actor,
    person: Person,
    channel: str,
    phone: str,
    email: str,
    address: str,
    postcode: str,
    language: str = "en",
    large_print: bool = False,
    needs_interpreter: bool = False,
) -> ContactPreference:
    """Keep where and how a person likes to be reached; the trail says which things changed, not to what."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    places = {"phone": phone, "email": email, "address": address, "postcode": postcode}
    ways = {
        "channel": channel, "language": language, "large_print": large_print, "needs_interpreter": needs_interpreter
    }  # fmt: skip
    preference = ContactPreference.objects.filter(person=person).first() or ContactPreference(person=person)
    changed = [*set_changed(person, places), *set_changed(preference, ways)]
    person.save(update_fields=list(places))
    preference.save()
    if changed:
        audit.record(by=by, verb="contact.changed", person=person, changed=changed)
    return preference
