"""Signed links: one purpose, expiring, revocable, opened with the date of birth, locked after five wrong tries."""

import base64
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from alongside.messages.models import SignedLink
from alongside.people import audit
from alongside.people.actors import Actor, link_holder
from alongside.people.models import Person

TRIES = 5
SIGNATURE = 12  # characters of the signature in the address: 72 bits, short enough for a text


class Opening(StrEnum):
    """What happened when somebody tried a link."""

    OPENED = "opened"
    WRONG = "wrong"
    LOCKED_NOW = "locked now"
    LOCKED = "locked"
    ENDED = "ended"


@transaction.atomic
def make_link(*, by: Actor, person: Person, purpose: str, subject_id: UUID, expires_at: datetime) -> SignedLink:
    """Make a link for one person and one thing; earlier links to the same thing stop working."""
    Person.objects.select_for_update().get(pk=person.pk)  # two at once take turns
    earlier = SignedLink.objects.filter(purpose=purpose, subject_id=subject_id, revoked_at=None)
    earlier.update(revoked_at=timezone.now())
    link = SignedLink.objects.create(person=person, purpose=purpose, subject_id=subject_id, expires_at=expires_at)
    audit.record(by=by, verb="link.made", person=person, target=link, purpose=purpose)
    return link


@transaction.atomic
def revoke_links(*, by: Actor, subject_id: UUID) -> int:
    """Stop every link to a thing from working; returns how many there were."""
    links = SignedLink.objects.filter(subject_id=subject_id, revoked_at=None)
    for link in links.select_related("person"):
        audit.record(by=by, verb="link.revoked", person=link.person, target=link)
    return links.update(revoked_at=timezone.now())


def token_of(link: SignedLink) -> str:
    """The part of the address that names the link and proves that we made it."""
    name = base64.urlsafe_b64encode(link.pk.bytes).rstrip(b"=").decode()
    return name + _signature(name)


def address_of(link: SignedLink) -> str:
    """The whole address, as it stands in a message."""
    return f"{settings.SITE_URL}/l/{token_of(link)}/"


def link_from(token: str) -> SignedLink:
    """The link a token names; raises `signing.BadSignature` for one we did not make."""
    name, signature = token[:-SIGNATURE], token[-SIGNATURE:]
    if len(name) != 22 or not constant_time_compare(signature, _signature(name)):
        raise signing.BadSignature("Not one of our links.")
    link = (
        SignedLink.objects.select_related("person").filter(pk=UUID(bytes=base64.urlsafe_b64decode(name + "=="))).first()
    )
    if link is None:
        raise signing.BadSignature("The link is gone.")
    return link


def _signature(name: str) -> str:
    digest = salted_hmac("alongside.messages.links", name, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode()[:SIGNATURE]


def has_ended(link: SignedLink) -> bool:
    """Whether a link was revoked or has run out, or its person can no longer be the one who follows it."""
    gone = link.person.died_on or link.person.restricted_at
    return bool(link.revoked_at or gone) or link.expires_at <= timezone.now()


@transaction.atomic
def open_link(*, by: Actor, link: SignedLink, date_of_birth: date) -> Opening:
    """Try a date of birth. The fifth wrong one locks the link; the caller then tells the practice."""
    link = SignedLink.objects.select_for_update().select_related("person").get(pk=link.pk)
    if has_ended(link):
        return Opening.ENDED
    if link.locked_at:
        return Opening.LOCKED
    if date_of_birth == link.person.date_of_birth:
        return _opened(link, by)
    return _wrong(link, by)


def _opened(link: SignedLink, by: Actor) -> Opening:
    link.opened_at, link.wrong_tries = timezone.now(), 0
    link.save(update_fields=["opened_at", "wrong_tries"])
    audit.record(by=by, verb="link.opened", person=link.person, target=link)
    return Opening.OPENED


def _wrong(link: SignedLink, by: Actor) -> Opening:
    link.wrong_tries += 1
    locked = link.wrong_tries >= TRIES
    link.locked_at = timezone.now() if locked else None
    link.save(update_fields=["wrong_tries", "locked_at"])
    audit.record(by=by, verb="link.locked" if locked else "link.wrong_try", person=link.person, target=link)
    return Opening.LOCKED_NOW if locked else Opening.WRONG


def remember_opened(request: HttpRequest, link: SignedLink) -> None:
    """Let this browser session go on with the link without asking again."""
    opened = request.session.get("links", [])
    request.session.cycle_key()  # whoever knew the session before does not come in with it
    request.session["links"] = [*[pk for pk in opened if pk != str(link.pk)][-9:], str(link.pk)]


def opened_link(request: HttpRequest, token: str, purpose: str) -> SignedLink | None:
    """The link, if this session gave its date of birth and it still works; otherwise None (show the door)."""
    try:
        link = link_from(token)
    except signing.BadSignature:
        return None
    opened = str(link.pk) in request.session.get("links", [])
    return link if opened and link.purpose == purpose and not link.locked_at and not has_ended(link) else None


def actor_of_link(link: SignedLink) -> Actor:
    """The `by=` of what is done through a link."""
    return link_holder(link.person)
