"""Everything that changes the directory."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from alongside.directory.importing.rows import BrokenRow, Mapping, Row
from alongside.directory.models import (
    Attribute,
    FromSource,
    Location,
    Postcode,
    Provider,
    Report,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
    TaxonomyTerm,
    UnmetNeed,
)
from alongside.directory.search import outdate, refresh
from alongside.directory.unmet import Kept
from alongside.people import audit
from alongside.people.actors import Actor

Known = TypeVar("Known", bound=FromSource)

KINDS = "alongside-kinds"
MANY = 500
# Different searches kept on one day; more than a health economy has, and few enough for a disk.
MOST_A_DAY = 2000


@dataclass
class Imported:
    """What an import did."""

    services: int = 0
    retired: int = 0
    broken: list[str] = field(default_factory=list)


@transaction.atomic
def import_services(*, by: Actor, mapping: Mapping, rows: Iterable[Row | BrokenRow]) -> Imported:
    """Take in a whole file of a source: what is new is added, what changed is changed, what is gone is retired.

    A file with no row that can be taken changes nothing: more likely the file is wrong than all services gone.
    """
    done = Imported()
    taken: dict[str, Row] = {}
    for row in rows:
        if isinstance(row, BrokenRow):
            done.broken.append(str(row))
        else:
            taken[row.id] = row
    done.services = len(taken)
    if taken:
        source, _new = Source.objects.update_or_create(key=mapping.source["key"], defaults=mapping.source)
        services = _save_services(source, list(taken.values()))
        _save_places(source, services, taken)
        done.retired = _retire(source, taken)
        counts = {"services": done.services, "retired": done.retired, "broken": len(done.broken)}
        audit.record(by=by, verb="directory.imported", target=source, counts=counts)
        transaction.on_commit(refresh)
    return done


@transaction.atomic
def load_postcodes(*, by: Actor, postcodes: Iterable[Postcode]) -> int:
    """Take in the middles of postcodes, those known already anew; returns how many there were."""
    loaded, rows = 0, iter(postcodes)
    while batch := list(islice(rows, MANY)):
        Postcode.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["code"], update_fields=["latitude", "longitude", "decile"]
        )
        loaded += len(batch)
    audit.record(by=by, verb="directory.postcodes_loaded", number=loaded)
    transaction.on_commit(outdate)  # where services are may be known better now
    return loaded


@transaction.atomic
def note_heard(*, by: Actor, service: Service, answered: int, helped: int) -> None:
    """Keep with a service how many said whether it helped, and how many of them that it did; no names, no audit row:
    each answer has its own.
    """
    Service.objects.filter(pk=service.pk).update(heard_from=answered, helped=helped, updated_at=timezone.now())


@transaction.atomic
def note_unmet_need(*, by: Actor, kept: Kept, told: bool = False) -> None:
    """Count something that was looked for in vain. Nobody is attached, so the trail, which names people, has no row.

    A day's rows are limited, for anybody may search and nobody has to be signed in.
    """
    today = UnmetNeed.objects.filter(on=timezone.localdate())
    row = {"words": kept.words, "near": kept.near, "told": told}
    if not kept.words or today.filter(**row).update(times=F("times") + 1):
        return
    if today.count() < MOST_A_DAY:
        with suppress(IntegrityError), transaction.atomic():  # somebody else was first: then it is counted once less
            UnmetNeed.objects.create(**row, needs=kept.needs)


@transaction.atomic
def report_problem(*, by: Actor, service: Service, kind: str, words: str = "") -> Report:
    """Keep what somebody said is wrong with a record. Who it was is kept nowhere, whoever is signed in."""
    return Report.objects.create(service=service, kind=kind, words=words[:1000])


def _save_services(source: Source, rows: list[Row]) -> dict[str, Service]:
    """Providers, services and what kind they are; services by the id their source has for them."""
    names = {row.id: Provider(source=source, source_key=row.id, name=row.name[:300]) for row in rows}
    _merge(Provider, names.values(), ["name"])
    providers = _by_source_key(Provider, source)
    facts = ["provider", "name", "description", "url", "phone", "status", "retired_at"]
    _merge(Service, [_service(source, providers[row.id], row) for row in rows], facts)
    services = _by_source_key(Service, source)
    _name_kinds(services, rows)
    return services


def _service(source: Source, provider: Provider, row: Row) -> Service:
    return Service(
        source=source,
        source_key=row.id,
        provider=provider,
        name=row.name[:300],
        description=row.description,
        url=row.url[:500],
        phone=row.phone[:50],
    )


def _name_kinds(services: dict[str, Service], rows: list[Row]) -> None:
    terms = {}
    for kind in {row.kind for row in rows if row.kind}:
        terms[kind], _new = TaxonomyTerm.objects.get_or_create(taxonomy=KINDS, code=kind, defaults={"name": kind})
    mine = Attribute.objects.filter(service__in=[services[row.id].pk for row in rows])
    mine.filter(taxonomy_term__taxonomy=KINDS).delete()
    Attribute.objects.bulk_create(
        [Attribute(service=services[row.id], taxonomy_term=terms[row.kind]) for row in rows if row.kind],
        batch_size=MANY,
    )


def _save_places(source: Source, services: dict[str, Service], rows: dict[str, Row]) -> None:
    """Where and when each is to be had, and for which part of the country."""
    _merge(
        Location, [_location(source, row) for row in rows.values()], ["address", "postcode", "latitude", "longitude"]
    )
    locations = _by_source_key(Location, source)
    places = [ServiceAtLocation(service=services[key], location=locations[key]) for key in rows]
    ServiceAtLocation.objects.bulk_create(places, ignore_conflicts=True, batch_size=MANY)
    mine = [services[key].pk for key in rows]
    Schedule.objects.filter(service__in=mine).delete()
    Schedule.objects.bulk_create(
        (
            Schedule(service=services[key], byday=day, opens_at=opens, closes_at=closes)
            for key, row in rows.items()
            for day, opens, closes in row.hours
        ),
        batch_size=MANY,
    )
    ServiceArea.objects.filter(service__in=mine).delete()
    areas = [ServiceArea(service=services[key], name=row.area[:200]) for key, row in rows.items() if row.area]
    ServiceArea.objects.bulk_create(areas, batch_size=MANY)


def _location(source: Source, row: Row) -> Location:
    where = {"latitude": row.latitude, "longitude": row.longitude}
    return Location(source=source, source_key=row.id, address=row.address[:500], postcode=row.postcode, **where)


def _retire(source: Source, kept: dict[str, Row]) -> int:
    """What the source names no more stays on record, and is shown to nobody new."""
    listed = Service.objects.filter(source=source, retired_at=None)
    gone = [service.pk for service in listed.only("pk", "source_key") if service.source_key not in kept]
    now = timezone.now()
    return Service.objects.filter(pk__in=gone).update(retired_at=now, updated_at=now)


def _merge(model: type[FromSource], rows: Iterable[FromSource], changing: list[str]) -> None:
    model._default_manager.bulk_create(
        list(rows),
        batch_size=MANY,
        update_conflicts=True,
        unique_fields=["source", "source_key"],
        update_fields=[*changing, *(["updated_at"] if model is Service else [])],
    )


def _by_source_key(model: type[Known], source: Source) -> dict[str, Known]:
    return {row.source_key: row for row in model._default_manager.filter(source=source)}
