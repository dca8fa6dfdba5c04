"""Signed links: one purpose, expiring, revocable, opened with the date of birth, locked after five wrong tries."""

import base64
from datetime import date, datetime, timedelta
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
from alongside.people.access import Can, act_about, may
from alongside.people.actors import Actor, actor_of, link_holder
from alongside.people.models import Person

TRIES = 5
# Wrong tries count for all of a person's links together for so long.
COUNTED_FOR = timedelta(days=1)
WRONG_TRY, LOCKED = "link.wrong_try", "link.locked"
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
def link_that_lasts(
    *, by: Actor, person: Person, purpose: str, subject_id: UUID, enough: datetime, expires_at: datetime
) -> SignedLink:
    """The link they were sent to this, if it still opens at `enough`; otherwise a new one, until `expires_at`."""
    sent = SignedLink.objects.filter(purpose=purpose, subject_id=subject_id, revoked_at=None, locked_at=None)
    return sent.filter(expires_at__gte=enough).first() or make_link(
        by=by, person=person, purpose=purpose, subject_id=subject_id, expires_at=expires_at
    )


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
    Person.objects.select_for_update().get(pk=link.person_id)  # tries at two of their links take turns
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
    locked = tries_left(link) <= 1
    link.wrong_tries += 1
    link.locked_at = timezone.now() if locked else None
    link.save(update_fields=["wrong_tries", "locked_at"])
    audit.record(by=by, verb=LOCKED if locked else WRONG_TRY, person=link.person, target=link)
    return Opening.LOCKED_NOW if locked else Opening.WRONG


def tries_left(link: SignedLink) -> int:
    """How many wrong dates of birth a link still bears.

    Whoever holds several links of one person has no more guesses than with one, and opening a link gives none back. A
    link made since, once the practice has checked who is asking, starts afresh.
    """
    since = max(link.created_at, timezone.now() - COUNTED_FOR)
    lately = audit.trail_of(link.person_id).filter(verb__in=[WRONG_TRY, LOCKED], at__gte=since).count()
    return TRIES - max(link.wrong_tries, lately)


def remember_opened(request: HttpRequest, link: SignedLink) -> None:
    """Let this browser session go on with the link without asking again.

    It forgets the links of anybody else: on a shared browser, whoever was there before is asked again.
    """
    opened = _opened_here(request) if _whose(request) == str(link.person_id) else []
    request.session.cycle_key()  # whoever knew the session before does not come in with it
    kept = [*[pk for pk in opened if pk != str(link.pk)][-9:], str(link.pk)]
    request.session["link"] = {"person": str(link.person_id), "account": _account(request), "opened": kept}


def _opened_here(request: HttpRequest) -> list[str]:
    """The links this session opened, as long as nobody has signed in or out since."""
    kept = request.session.get("link", {})
    opened: list[str] = kept.get("opened", []) if kept.get("account") == _account(request) else []
    return opened


def _whose(request: HttpRequest) -> str:
    return str(request.session.get("link", {}).get("person", ""))


def _account(request: HttpRequest) -> str:
    return str(request.user.pk or "")


def opened_link(request: HttpRequest, token: str, purpose: str) -> SignedLink | None:
    """The link, if this session gave its date of birth and it still works; otherwise None (show the door)."""
    try:
        link = link_from(token)
    except signing.BadSignature:
        return None
    opened = str(link.pk) in _opened_here(request)
    return link if opened and link.purpose == purpose and not link.locked_at and not has_ended(link) else None


def actor_of_link(request: HttpRequest, link: SignedLink) -> Actor:
    """The `by=` of what is done through a link: its holder, unless somebody else is signed in, who is named."""
    return actor_at_door(request, link, otherwise=link_holder(link.person))


def actor_at_door(request: HttpRequest, link: SignedLink, *, otherwise: Actor) -> Actor:
    """Whoever is signed in is named in the trail, so that staff cannot look unseen with a link; else `otherwise`."""
    if not request.user.is_authenticated:
        return otherwise
    if may(request.user, Can.PREPARE, link.person):
        return act_about(request, link.person, Can.PREPARE)
    me = actor_of(request)
    words = me.words if me.organisation else "somebody else signed in here"
    return Actor(words=f"{words}, by your link,", user=me.user, organisation=me.organisation)
