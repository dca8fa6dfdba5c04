"""Whether a message may leave now, asked at the last moment: people change their minds, and reasons go away."""

from dataclasses import dataclass
from datetime import datetime

from alongside.messages.channels import Way, postal_lines, way_to
from alongside.messages.links import address_of, has_ended
from alongside.messages.models import Message
from alongside.messages.quiet import may_leave_from
from alongside.messages.senders.protocol import Parcel, Sender
from alongside.messages.templates import Channel, template_for
from alongside.people.languages import written_to_in
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


def decide(message: Message, sender: Sender, now: datetime) -> Parcel | NotWanted | NoWay | NotYet:
    """What is to become of a message that is due."""
    preference = ContactPreference.of(message.person)
    if reason := _why_not(message, preference.channel, now):
        return NotWanted(reason)
    way = _way(message.person, preference, sender)
    if isinstance(way, NoWay):
        return way
    until = may_leave_from(now)
    if until > now and way.channel != Channel.LETTER:
        return NotYet(until)
    return _parcel(message, way, preference)


def _way(person: Person, preference: ContactPreference, sender: Sender) -> Way | NoWay:
    """A letter somebody cannot read is no letter: who needs large print gets that, or the next best way."""
    cannot_read = preference.large_print and not sender.large_letters
    available = sender.channels - {Channel.LETTER} if cannot_read else sender.channels
    if way := way_to(person, preference.channel, available):
        return way
    if cannot_read and way_to(person, preference.channel, sender.channels):
        return NoWay("needs letters in large print, and none are set up")
    return NoWay("no number or address we can send to")


def _parcel(message: Message, way: Way, preference: ContactPreference) -> Parcel:
    template = template_for(message.template, written_to_in(preference.language))
    link = address_of(message.link) if message.link else ""
    name = message.person.known_as or message.person.given_name
    subject, body = template.worded(way.channel, message.facts, practice=message.practice, name=name, link=link)
    return Parcel(
        reference=str(message.pk),
        channel=way.channel,
        to=way.to,
        body=body,
        subject=subject,
        address=way.address,
        letterhead=_letterhead(message) if way.channel == Channel.LETTER else [],
        language=template.language,
        large_print=preference.large_print,
    )


def _letterhead(message: Message) -> list[str]:
    """Who writes, where a letter goes back to that cannot be delivered, and the number to ring."""
    practice = message.organisation
    if practice is None:
        return []
    place = [*postal_lines(practice.address), practice.postcode, practice.phone]
    return [practice.name, *(line for line in place if line)]


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
