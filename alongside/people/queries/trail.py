"""Who looked at a person's record and what they did, in words the person understands."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.people import audit
from alongside.people.actors import A_CARER
from alongside.people.listed import Listed
from alongside.people.models import AuditEvent, Person, User
from alongside.ui.content import content

PER_PAGE = 50


@dataclass(frozen=True)
class Glimpse:
    """One thing somebody did: "Tue 3 Mar, 10.20am: a nurse at Elm Bank Surgery looked at your plan"."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class Day:
    day: date
    glimpses: list[Glimpse]


@dataclass(frozen=True)
class Trail:
    days: list[Day]
    page: Page[AuditEvent]


def trail(person: Person, number: str | int = 1) -> Trail:
    """One page of a person's trail, newest first.

    The same thing again within a minute is told once, and being seen in a list once a day: many colleagues read it.
    """
    page = Paginator(audit.trail_of(person.pk), PER_PAGE).get_page(number)
    events = list(page)
    names = _names_of_carers(events)
    by_day = groupby(events, key=lambda event: timezone.localtime(event.at).date())
    return Trail([Day(day, _glimpses(list(of_day), names)) for day, of_day in by_day], page)


def _glimpses(events: list[AuditEvent], names: dict[UUID, str]) -> list[Glimpse]:
    told: dict[tuple[str, str], Glimpse] = {}
    for event in events:
        text = sentence(event, names)
        minute = "" if event.verb in set(Listed) else f"{timezone.localtime(event.at):%H:%M}"
        told.setdefault((minute, text), Glimpse(event.at, text))
    return list(told.values())


def sentence(event: AuditEvent, names: dict[UUID, str]) -> str:
    """Who did what, as the person reads it."""
    who = event.actor
    if who == A_CARER and event.user_id and event.user_id in names:
        who = _("%(name)s, who acts for you,") % {"name": names[event.user_id]}
    return f"{capfirst(who)} {phrase(event.verb)}"


def phrase(verb: str) -> str:
    """What a verb of the trail is in plain words."""
    words: dict[str, str] = content("audit_words.toml")["words"]
    return words.get(verb, _("did something with your record"))


def _names_of_carers(events: list[AuditEvent]) -> dict[UUID, str]:
    carers = {event.user_id for event in events if event.actor == A_CARER and event.user_id}
    return dict(User.objects.filter(pk__in=carers).values_list("pk", "name")) if carers else {}
