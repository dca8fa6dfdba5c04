"""Sign-in accounts, which are made by invitation only."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from alongside.people import audit, letters
from alongside.people.access import may_reset_second_factor
from alongside.people.actions.organisations import add_member
from alongside.people.actors import Actor
from alongside.people.models import Organisation, Person, Role, User


@transaction.atomic
def invite(
    *,
    by: Actor,
    email: str,
    name: str,
    person: Person | None = None,
    organisation: Organisation | None = None,
    role: Role | None = None,
    title: str = "",
    letter: str = "invitation",
) -> str:
    """Make an account, or add to the one there is, and send the address at which its owner chooses a password.

    Returns that address. `letter` is which of `letters.SUBJECTS` carries it. Somebody who has a password already is
    sent to the sign-in page, and can keep it.
    """
    user = _account(email, name)
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    if person:
        _tie(user, person)
    if organisation and role:
        add_member(by=by, organisation=organisation, user=user, role=role, title=title)
    audit.record(by=by, verb="account.invited", person=person, target=user)
    address = settings.SITE_URL + (reverse("account_login") if user.has_usable_password() else _password_path(user))
    transaction.on_commit(lambda: letters.write(letter, user, address=address))
    return address


def _account(email: str, name: str) -> User:
    known = User.objects.filter(email__iexact=email).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name)
    except IntegrityError:  # somebody else invited them this very moment
        return User.objects.get(email__iexact=email)


def _tie(user: User, person: Person) -> None:
    if user.person_id not in (None, person.pk) or User.objects.filter(person=person).exclude(pk=user.pk).exists():
        raise ValueError("That account or that person is tied to another already.")
    user.person = person
    user.save(update_fields=["person"])


def _password_path(user: User) -> str:
    """Works once: the token is made of the password there is now, and runs out with PASSWORD_RESET_TIMEOUT."""
    token = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])


class ReachesFurther(Exception):
    """Whoever would reset somebody's second factor does not manage every place that person belongs to."""


@transaction.atomic
def reset_second_factor(*, by: Actor, user: User) -> bool:
    """Take away the second factor of somebody who lost it, end their sessions, and tell them.

    Staff set up another before they reach anything again (`people/middleware.py`). False: there was none.
    """
    if by.user and not may_reset_second_factor(by.user, user):
        raise ReachesFurther
    user = User.objects.select_for_update().get(pk=user.pk)
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if not removed:
        return False
    user.session_round += 1
    user.save(update_fields=["session_round"])
    audit.record(by=by, verb="second_factor.reset", person=user.person, target=user)
    transaction.on_commit(lambda: letters.write("second_factor_reset", user, by=by))
    return True
