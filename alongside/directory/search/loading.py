"""The index of all listed services, built from the tables when they have changed since."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import time
from threading import Lock
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from alongside.directory.geography import find_postcodes, places
from alongside.directory.importing.rows import KINDS
from alongside.directory.models import Schedule, Service, ServiceArea, ServiceQuerySet, TaxonomyTerm
from alongside.directory.search.index import Index
from alongside.directory.search.records import Hours, Record

DAYS = {
    "MO": "monday", "TU": "tuesday", "WE": "wednesday", "TH": "thursday", "FR": "friday", "SA": "saturday",
    "SU": "sunday",
}  # fmt: skip

_lock = Lock()
_built: dict[str, Any] = {}


def index() -> Index:
    """The one index of this process; whoever comes while it is built waits for it."""
    stamp = Service.objects.listed().aggregate(number=Count("pk"), latest=Max("updated_at"))
    with _lock:
        if _built.get("stamp") != stamp:
            _built.update(stamp=stamp, index=Index(records(), places()))
        built: Index = _built["index"]
        return built


def records() -> list[Record]:
    """Every listed service as search reads it, in a fixed number of queries."""
    services = Service.objects.listed().order_by("pk")
    hours, areas, kinds = _hours(), _areas(), _kinds()
    rows = list(_rows(services))
    located = find_postcodes(row[-1] for row in rows if row[-1] and row[-2] is None)
    return [
        Record(
            key=source_key,
            name=name,
            kind=kinds.get(pk, ""),
            description=description,
            place=(latitude, longitude) if latitude is not None else located.get(postcode),
            borough=areas.get(pk, ""),
            hours=hours.get(pk),
        )
        for pk, source_key, name, description, latitude, longitude, postcode in rows
    ]


def _rows(services: ServiceQuerySet) -> Iterable[tuple[Any, ...]]:
    return services.values_list(
        "pk",
        "source_key",
        "name",
        "description",
        "at_locations__location__latitude",
        "at_locations__location__longitude",
        "at_locations__location__postcode",
    )


def _hours() -> dict[Any, Hours]:
    found: dict[Any, Hours] = defaultdict(lambda: defaultdict(list))
    weekly = Schedule.objects.weekly().in_force(timezone.localdate()).whose()
    for service, day, opens, closes in weekly.values_list("whose", "byday", "opens_at", "closes_at"):
        found[service][DAYS[day]].append((_minutes(opens), _minutes(closes)))
    return found


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _areas() -> dict[Any, str]:
    """The borough of services that are for one; what is for several, or for the whole country, is for no single one."""
    found: dict[Any, list[str]] = defaultdict(list)
    for service, name in ServiceArea.objects.exclude(kind=ServiceArea.Kind.COUNTRY).values_list("service", "name"):
        found[service].append(name.lower())
    return {service: names[0] for service, names in found.items() if len(names) == 1}


def _kinds() -> dict[Any, str]:
    """Of our own kinds; the lists of other places are not for search yet."""
    kinds = TaxonomyTerm.objects.filter(taxonomy=KINDS, services__isnull=False)
    return dict(kinds.values_list("services", "code"))
