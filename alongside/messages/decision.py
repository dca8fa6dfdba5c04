"""Whether a message may leave now, asked at the last moment: people change their minds, and reasons go away."""

from dataclasses import dataclass
from datetime import datetime

from alongside.messages.channels import way_to
from alongside.messages.links import address_of, has_ended
from alongside.messages.models import Message
from alongside.messages.quiet import may_leave_from
from alongside.messages.senders.protocol import Parcel
from alongside.messages.templates import Channel, template_for
from alongside.people.models import Consent, ContactPreference, Person
from alongside.people.models.consent import Purpose

# Why a message was cancelled that nobody took back: it could not leave in time.
TOO_LATE = "too late"


@dataclass(frozen=True)
class NotWanted:
    """It is not to be sent any more."""

    reason: str


@dataclass(frozen=True)
class NoWay:
    """It is wanted, and there is no way to reach the person."""

    reason: str


@dataclass(frozen=True)
class NotYet:
    """It waits for a decent hour."""

    until: datetime


def decide(message: Message, available: frozenset[str], now: datetime) -> Parcel | NotWanted | NoWay | NotYet:
    """What is to become of a message that is due. `available` are the channels of the sender."""
    preferred = ContactPreference.of(message.person).channel
    if reason := _why_not(message, preferred, now):
        return NotWanted(reason)
    way = way_to(message.person, preferred, available)
    if way is None:
        return NoWay("no number or address we can send to")
    until = may_leave_from(now)
    if until > now and way.channel != Channel.LETTER:
        return NotYet(until)
    link = address_of(message.link) if message.link else ""
    name = message.person.known_as or message.person.given_name
    subject, body = template_for(message.template).worded(way.channel, message.facts, name=name, link=link)
    return Parcel(str(message.pk), way.channel, way.to, body, subject, way.address)


def _why_not(message: Message, preferred: str, now: datetime) -> str:
    if message.reason:
        return message.reason
    if message.not_after and message.not_after <= now:
        return TOO_LATE
    return _person_takes_none(message.person, preferred) or _link_is_gone(message)


def _link_is_gone(message: Message) -> str:
    if message.link is None:
        return "the link is gone" if template_for(message.template).has_link else ""
    if has_ended(message.link) or message.link.locked_at:
        return "the link no longer works"
    return ""


def _person_takes_none(person: Person, preferred: str) -> str:
    if person.died_on:
        return "the person died"
    if person.restricted_at:
        return "the person asked to be forgotten"
    if preferred == Channel.NONE:
        return "the person wants no messages"
    if not Consent.objects.in_force().filter(person=person, purpose=Purpose.CARE_TEAM).exists():
        return "the person has not agreed to messages"
    return ""
