"""Who does something: an account, somebody holding a link, or the system itself."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from alongside.people.models import Membership, Organisation, Person, User

# Kept in the audit trail in place of a name, so that a carer who is forgotten leaves none behind.
A_CARER = "somebody who acts for you"


@dataclass(frozen=True)
class Actor:
    """The `by=` of every action. `words` is what a patient reads: "you", "a nurse at Elm Bank Surgery"."""

    words: str
    user: User | None = None
    organisation: Organisation | None = None
    # The person this actor is, when it is the person themselves (signed in or by link).
    person: Person | None = None


SYSTEM = Actor(words="Alongside")


def importer(source: str) -> Actor:
    """The actor of an import."""
    return Actor(words=f"an import from {source}")


def link_holder(person: Person) -> Actor:
    """Somebody who opened the person's link and gave the date of birth."""
    return Actor(words="you, by a link", person=person)


def told_as(by: Actor, words: str) -> Actor:
    """The same account, as somebody reads it in their trail who is not to know who it was."""
    return replace(by, words=words, person=None)


def user_of(request: HttpRequest) -> User:
    """The account that is signed in. Raises PermissionDenied where nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def is_own(request: HttpRequest, person: UUID | None) -> bool:
    """Whether the account is that person's own: not somebody's who acts for them, or works with them."""
    return person is not None and user_of(request).person_id == person


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in account as an actor; the same object for the whole request."""
    if not hasattr(request, "_actor"):
        request._actor = _actor(user_of(request), memberships_of(request))  # type: ignore[attr-defined]  # cached
    return request._actor  # type: ignore[attr-defined]  # our own attribute, set above


def act_as(request: HttpRequest, membership: Membership | None) -> Actor:
    """From here on the request acts in one of the account's roles, or, without a membership, as a private person."""
    request._actor = actor_in(request, membership)  # type: ignore[attr-defined]  # cached for the request
    return request._actor  # type: ignore[attr-defined]  # our own attribute, set above


def actor_in(request: HttpRequest, membership: Membership | None) -> Actor:
    """The signed-in account in one of its roles."""
    return _actor(user_of(request), [membership] if membership else [])


def actor_for(user: User) -> Actor:
    """An account as an actor, in the words of its first current membership."""
    return _actor(user, current_memberships(user))


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The signed-in account's memberships in force, oldest first; fetched once in a request."""
    user = request.user
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_held"):
        user._held = current_memberships(user)  # type: ignore[attr-defined]  # a request has a user object of its own
    return user._held  # type: ignore[attr-defined]  # our own attribute, set above


def current_memberships(user: User) -> list[Membership]:
    """An account's memberships in force, oldest first; those its request has fetched, if it has."""
    fetched: list[Membership] | None = getattr(user, "_held", None)
    if fetched is not None:
        return fetched
    return list(Membership.objects.current().filter(user=user).select_related("organisation").order_by("since", "pk"))


def _actor(user: User, memberships: list[Membership]) -> Actor:
    if memberships:
        first = memberships[0]
        return Actor(words=_in_words(first), user=user, organisation=first.organisation, person=user.person)
    if user.person:
        return Actor(words="you", user=user, person=user.person)
    return Actor(words=A_CARER, user=user)


def _in_words(membership: Membership) -> str:
    article = "an" if membership.called[0].lower() in "aeiou" else "a"
    return f"{article} {membership.called} at {membership.organisation.name}"
