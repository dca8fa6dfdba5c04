"""Listed services as search reads them, from the tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import time
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone

from alongside.directory.geography import find_postcodes
from alongside.directory.importing.rows import KINDS
from alongside.directory.models import Schedule, Service, ServiceArea, TaxonomyTerm
from alongside.directory.search.facts import UNKNOWN
from alongside.directory.search.known import facts_of
from alongside.directory.search.records import Hours, Record
from alongside.ui.content import content

DAYS = {
    "MO": "monday", "TU": "tuesday", "WE": "wednesday", "TH": "thursday", "FR": "friday", "SA": "saturday",
    "SU": "sunday",
}  # fmt: skip
AT_ONCE = 500


def records(services: Iterable[UUID] | None = None) -> Iterator[Record]:
    """Every listed service, or those of these that are listed, at each of its places; so many at once."""
    listed = Service.objects.listed().order_by("pk")
    keys = iter(listed.values_list("pk", flat=True) if services is None else services)
    while some := list(islice(keys, AT_ONCE)):
        yield from _records(some)


def _records(services: list[UUID]) -> list[Record]:
    """In a fixed number of queries."""
    hours, areas, kinds, facts = _hours(services), _areas(services), _kinds(services), facts_of(services)
    rows = _rows(services)
    located = find_postcodes(row[-1] for row in rows if row[-1] and row[-2] is None)
    return [
        Record(
            service=pk,
            location=location,
            facts=facts.get(pk, UNKNOWN),
            key=source_key,
            name=name,
            kind=kinds.get(pk, ""),
            description=description,
            place=(latitude, longitude) if latitude is not None else located.get(postcode),
            borough=areas.get(pk, ""),
            hours=hours.get(pk),
        )
        for pk, source_key, name, description, location, latitude, longitude, postcode in rows
    ]


def _rows(services: list[UUID]) -> list[tuple[Any, ...]]:
    return list(
        Service.objects.listed()
        .filter(pk__in=services)
        .order_by("pk")
        .values_list(
            "pk",
            "source_key",
            "name",
            "description",
            "at_locations__location_id",
            "at_locations__location__latitude",
            "at_locations__location__longitude",
            "at_locations__location__postcode",
        )
    )


def _hours(services: list[UUID]) -> dict[UUID, Hours]:
    found: dict[UUID, Hours] = defaultdict(lambda: defaultdict(list))
    weekly = Schedule.objects.of(services).weekly().in_force(timezone.localdate())
    for service, day, opens, closes in weekly.values_list("whose", "byday", "opens_at", "closes_at"):
        found[service][DAYS[day]].append((_minutes(opens), _minutes(closes)))
    return {service: dict(days) for service, days in found.items()}


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _areas(services: list[UUID]) -> dict[UUID, str]:
    """The borough of services that are for one; what is for several, or for the whole country, is for no single one."""
    nations = content("directory/records.toml")["nations"]
    found: dict[UUID, list[str]] = defaultdict(list)
    named = ServiceArea.objects.filter(service__in=services).exclude(kind=ServiceArea.Kind.COUNTRY)
    for service, name in named.values_list("service", "name"):
        found[service].append(name.lower())
    return {service: names[0] for service, names in found.items() if len(names) == 1 and names[0] not in nations}


def _kinds(services: list[UUID]) -> dict[UUID, str]:
    """Of our own kinds; the lists of other places are not for search yet."""
    kinds = TaxonomyTerm.objects.filter(taxonomy=KINDS, services__in=services)
    return dict(kinds.values_list("services", "code"))
