"""Services as they are shown to people: each fact as a sentence or a date, in a fixed number of queries."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from urllib.parse import quote_plus
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.directory.distances import in_miles, on_foot
from alongside.directory.importing.text import web_address
from alongside.directory.models import Location, Schedule, Service
from alongside.directory.search import Result
from alongside.directory.times import next_time, open_now
from alongside.ui.formats import clock, day

# Before we say what people said of a service: fewer could be told apart.
ENOUGH_ANSWERS = 5
# About as much as fits on two lines of a phone.
SUMMARY = 140


@dataclass(frozen=True)
class Card:
    """One service, where it is nearest, and how it was found (nothing of that where it was not searched for)."""

    service: Service
    location: Location | None
    schedules: list[Schedule]
    step_free: str
    now: datetime
    km: float | None = None
    why: str = ""

    @property
    def what(self) -> str:
        """What it is, in so few words that they are read; nothing of what is no longer listed."""
        return "" if not self.service.is_listed else shortened(self.service.description, SUMMARY)

    @property
    def far(self) -> str:
        return in_miles(self.km) if self.km is not None else ""

    @property
    def walk(self) -> str:
        return on_foot(self.km) if self.km is not None else ""

    @property
    def next(self) -> datetime | None:
        return None if self.open_now else next_time([row.times for row in self.schedules], self.now)

    @property
    def open_now(self) -> bool:
        return open_now([row.times for row in self.schedules], self.now)

    @property
    def cost(self) -> str:
        return cost_of(self.service)

    @property
    def checked(self) -> str:
        return checked_words(self.service.assured_on, self.now.date())

    @property
    def said(self) -> str:
        """What people said who went, once enough of them did."""
        if self.service.heard_from < ENOUGH_ANSWERS:
            return ""
        counts = {"helped": self.service.helped, "all": self.service.heard_from}
        return _("%(helped)s of %(all)s people said it helped") % counts

    @property
    def where(self) -> str:
        place = self.location
        if place is None or place.location_type == Location.Type.VIRTUAL:
            return ""
        named = place.address if place.postcode in place.address else f"{place.address}, {place.postcode}"
        return ", ".join(part for part in (place.name, named.strip(", ")) if part)

    @property
    def letters_only(self) -> bool:
        """Whether the place is where its letters go, so that somebody has to ask where it meets."""
        return self.location is not None and self.location.location_type == Location.Type.POSTAL

    @property
    def map(self) -> str:
        """A map of the place, on a site that a person follows a link to; nothing of the person is in it."""
        place = self.location
        if place is None or not self.where or self.letters_only:
            return ""
        return f"https://www.openstreetmap.org/search?query={quote_plus(place.postcode or place.address)}"

    @property
    def hours(self) -> list[str]:
        return weekly(self.schedules)

    @property
    def phones(self) -> list[str]:
        """Every number, the one to ring first first."""
        numbers = [self.service.phone, *(str(phone.number) for phone in self.service.phones.all())]
        return list(dict.fromkeys(number for number in numbers if number))

    @property
    def web(self) -> str:
        return web_address(self.service.url)

    @property
    def web_shown(self) -> str:
        return re.sub(r"^https?://(www\.)?|/$", "", self.web)

    @property
    def who(self) -> str:
        """Whom it is for, in its words and its years."""
        low, high = self.service.minimum_age, self.service.maximum_age
        years = {
            (True, True): _("From %(low)s to %(high)s years"),
            (True, False): _("From %(low)s years"),
            (False, True): _("Up to %(high)s years"),
        }.get((low is not None, high is not None), "")
        said = [self.service.eligibility_description.rstrip("."), years % {"low": low, "high": high} if years else ""]
        return ". ".join(part for part in said if part)

    @property
    def languages(self) -> list[str]:
        return [row.name for row in self.service.languages.all()]

    @property
    def how_to_come(self) -> str:
        return self.service.application_process

    @property
    def transport(self) -> str:
        return self.location.transportation if self.location else ""


def cards(found: Sequence[Result], now: datetime | None = None) -> list[Card]:
    """What was found, as it is shown, in the same order. What is no longer listed is left out."""
    known = _read([result.service for result in found if result.service])
    rows = [(known.services.get(result.service), result) for result in found if result.service]
    return [known.card(service, result.location, now, result) for service, result in rows if service]


def cards_of(services: Sequence[Service], now: datetime | None = None) -> list[Card]:
    """Services that were not searched for, each at its first place."""
    known = _read([service.pk for service in services])
    return [known.card(known.services[service.pk], None, now) for service in services]


@dataclass(frozen=True)
class _Known:
    """What was read of some services."""

    services: dict[UUID, Service]
    locations: dict[UUID, list[Location]]
    schedules: dict[UUID, list[Schedule]]

    def card(self, service: Service, place: UUID | None, now: datetime | None, found: Result | None = None) -> Card:
        places = self.locations.get(service.pk, [])
        location = next((row for row in places if row.pk == place), places[0] if places else None)
        return Card(
            service=service,
            location=location,
            schedules=self.schedules.get(service.pk, []),
            step_free=_step_free(location),
            now=now or timezone.localtime(),
            km=found.km if found else None,
            why=found.why if found else "",
        )


def _read(services: list[UUID]) -> _Known:
    rows = Service.objects.select_related("provider", "source").prefetch_related(
        "cost_options", "phones", "languages", "at_locations__location__accessibility"
    )
    known = rows.in_bulk(services)
    schedules: dict[UUID, list[Schedule]] = {}
    for schedule in Schedule.objects.of(services):
        schedules.setdefault(schedule.whose, []).append(schedule)
    locations = {pk: [row.location for row in service.at_locations.all()] for pk, service in known.items()}
    return _Known(known, locations, schedules)


def _step_free(location: Location | None) -> str:
    """What is said of steps and getting in, in the words of whoever said it."""
    said = [row.description for row in location.accessibility.all()] if location else []
    return shortened("; ".join(said), 80)


def cost_of(service: Service) -> str:
    """The price in words; that nobody said is said too."""
    if service.fees_description:
        return shortened(service.fees_description, 80)
    options = list(service.cost_options.all())
    if options and all(option.amount == 0 for option in options):
        return _("Free")
    said = [_price(option) for option in options]
    return "; ".join(text for text in said if text) or _("Cost: ask them")


def _price(option: object) -> str:
    amount = getattr(option, "amount", None)
    text = "" if amount is None else f"£{amount:.2f}".removesuffix(".00")
    more = [getattr(option, "amount_description", ""), getattr(option, "option", "")]
    return " ".join(part for part in (text, *more) if part)


def checked_words(on: date | None, today: date) -> str:
    """ "Checked 3 weeks ago"; where nobody ever did, that is said."""
    if on is None:
        return _("Not checked yet: ask first")
    days = (today - on).days
    if days < 14:
        return _("Checked in the last two weeks")
    if days < 60:
        return _("Checked %s weeks ago") % (days // 7)
    return _("Checked on %s") % day(on)


def shortened(text: str, most: int) -> str:
    """The first sentences that fit, or whole words and an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    whole = [end.end() for end in re.finditer(r"[.!?](?=\s)", text) if most // 3 < end.end() <= most]
    return text[: whole[-1]] if whole else text[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def weekly(schedules: Iterable[Schedule]) -> list[str]:
    """The week in few lines: days in a row with the same hours are one line, what only words say comes last."""
    by_day: dict[str, list[str]] = {}
    notes = []
    for row in schedules:
        if row.byday in Schedule.Day.values and row.opens_at and row.interval == 1:
            until = f" {_('to')} {clock(row.closes_at)}" if row.closes_at else ""
            by_day.setdefault(row.byday, []).append(f"{clock(row.opens_at)}{until}")
        elif text := row.notes or str(row):
            notes.append(text)
    days = [(number, name) for number, name in enumerate(Schedule.Day.values) if name in by_day]
    runs = groupby(days, key=lambda each: (by_day[each[1]], each[0] - days.index(each)))
    return [_run([name for _number, name in run], hours) for (hours, _place), run in runs] + notes


def _run(names: list[str], hours: list[str]) -> str:
    first, last = Schedule.Day(names[0]).label, Schedule.Day(names[-1]).label
    span = str(first) if len(names) == 1 else f"{first} {_('and') if len(names) == 2 else _('to')} {last}"
    return f"{span}: {', '.join(hours)}"
