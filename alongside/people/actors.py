"""Who does something: an account, somebody holding a link, or the system itself."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from alongside.people.models import Membership, Organisation, Person, Role, User


@dataclass(frozen=True)
class Actor:
    """The `by=` of every action. `words` is what a patient reads: "you", "a nurse at Elm Bank Surgery"."""

    words: str
    user: User | None = None
    organisation: Organisation | None = None
    # The person this actor is, when it is the person themselves (signed in or by link).
    person: Person | None = None

    @cached_property
    def user_id(self) -> object:
        return self.user.pk if self.user else None


SYSTEM = Actor(words="Alongside")


def importer(source: str) -> Actor:
    """The actor of an import."""
    return Actor(words=f"an import from {source}")


def link_holder(person: Person) -> Actor:
    """Somebody who opened the person's link and gave the date of birth."""
    return Actor(words="you, by a link", person=person)


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in account as an actor; the same object for the whole request."""
    if not hasattr(request, "_actor"):
        request._actor = actor_for(request.user)  # type: ignore[attr-defined, arg-type]
    return request._actor  # type: ignore[attr-defined]


def actor_for(user: User) -> Actor:
    """An account as an actor, in the words of its first current membership."""
    membership = Membership.objects.current().filter(user=user).select_related("organisation").order_by("since").first()
    if membership:
        title = membership.title or Role(membership.role).label
        article = "an" if title[0].lower() in "aeiou" else "a"
        words = f"{article} {title} at {membership.organisation.name}"
        return Actor(words=words, user=user, organisation=membership.organisation, person=user.person)
    if user.person:
        return Actor(words="you", user=user, person=user.person)
    return Actor(words=f"{user.name}, who acts for you", user=user)
