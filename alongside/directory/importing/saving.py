"""Writing rows to the tables, some hundred at a time."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from alongside.directory.importing.rows import COLUMNS, PlaceRow, Row, TermRow
from alongside.directory.importing.stored import LOCATION, PLAIN, PROVIDER
from alongside.directory.models import (
    Accessibility,
    Attribute,
    FromSource,
    Location,
    Provider,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
    TaxonomyTerm,
)

Known = TypeVar("Known", bound=FromSource)

MANY = 500


@dataclass(frozen=True)
class Wanted:
    """Fields of a row that its service is to have."""

    service: Service
    row: Row
    fields: Collection[str]


def save_rows(source: Source, wanted: list[Wanted]) -> None:
    """Write them all; the services need not be in the tables yet."""
    providers = _save_providers(source, [each.row for each in wanted if "provider" in each.fields])
    for each in wanted:
        _put(each, providers)
    _save_services([each.service for each in wanted])
    for part, (model, _row) in PLAIN.items():
        _replace(model, part, [each for each in wanted if part in each.fields])
    _save_terms([each for each in wanted if "terms" in each.fields])
    _save_places(source, [each for each in wanted if "places" in each.fields])


def _put(wanted: Wanted, providers: dict[str, Provider]) -> None:
    for column in wanted.fields:
        if column in COLUMNS:
            setattr(wanted.service, column, getattr(wanted.row, column))
    if "provider" in wanted.fields:
        wanted.service.provider = providers[wanted.row.provider.id]


def _save_services(services: list[Service]) -> None:
    now = timezone.now()
    for service in services:
        service.updated_at = now  # bulk_update would not
    new = [service for service in services if service._state.adding]
    Service.objects.bulk_update(
        [service for service in services if not service._state.adding],
        [*COLUMNS, "provider", "retired_at", "assured_on", "updated_at"],
        batch_size=100,
    )
    Service.objects.bulk_create(new, batch_size=MANY)


def _save_providers(source: Source, rows: list[Row]) -> dict[str, Provider]:
    given = {row.provider.id: row.provider for row in rows}
    made = [
        Provider(source=source, source_key=key, **{name: getattr(row, name) for name in PROVIDER})
        for key, row in given.items()
    ]
    return _merge(Provider, source, made, PROVIDER)


def _merge(model: type[Known], source: Source, rows: list[Known], changing: Iterable[str]) -> dict[str, Known]:
    """Add rows or change those that are there; all of them by the key their source has for them."""
    manager = model._default_manager
    manager.bulk_create(
        rows,
        batch_size=MANY,
        update_conflicts=True,
        unique_fields=["source", "source_key"],
        update_fields=list(changing),
    )
    found = manager.filter(source=source, source_key__in=[row.source_key for row in rows])
    return {row.source_key: row for row in found}


def _replace(model: type[Model], part: str, wanted: list[Wanted]) -> None:
    manager = model._default_manager
    manager.filter(service__in=_keys(wanted)).delete()
    rows = [model(service=each.service, **asdict(value)) for each in wanted for value in getattr(each.row, part)]
    manager.bulk_create(rows, batch_size=MANY)


def _keys(wanted: list[Wanted]) -> list[UUID]:
    return [each.service.pk for each in wanted]


def _save_terms(wanted: list[Wanted]) -> None:
    terms = _terms({(row.taxonomy, row.code): row for each in wanted for row in each.row.terms})
    Attribute.objects.filter(service__in=_keys(wanted)).delete()
    Attribute.objects.bulk_create(
        [
            Attribute(service=each.service, taxonomy_term=terms[row.taxonomy, row.code], link_type=row.link_type)
            for each in wanted
            for row in each.row.terms
        ],
        batch_size=MANY,
    )


def _terms(rows: dict[tuple[str, str], TermRow]) -> dict[tuple[str, str], TaxonomyTerm]:
    """The terms of the lists; one that is there keeps its name."""
    made = [
        TaxonomyTerm(taxonomy=taxonomy, code=code, name=row.name or code, term_uri=row.term_uri)
        for (taxonomy, code), row in rows.items()
    ]
    TaxonomyTerm.objects.bulk_create(made, ignore_conflicts=True, batch_size=MANY)
    known = TaxonomyTerm.objects.filter(taxonomy__in={key[0] for key in rows}, code__in={key[1] for key in rows})
    return {(term.taxonomy, term.code): term for term in known}


def _save_places(source: Source, wanted: list[Wanted]) -> None:
    """Locations with what they offer, and which services are there when."""
    locations = _save_locations(source, {place.id: place for each in wanted for place in each.row.places})
    there = _put_there(wanted, locations)
    Schedule.objects.filter(service_at_location__in=list(there.values())).delete()
    Schedule.objects.bulk_create(
        [
            Schedule(service_at_location=there[each.service.pk, locations[place.id].pk], **asdict(times))
            for each in wanted
            for place in each.row.places
            for times in place.schedules
        ],
        batch_size=MANY,
    )


def _save_locations(source: Source, places: dict[str, PlaceRow]) -> dict[str, Location]:
    made = [
        Location(source=source, source_key=key, **{name: getattr(place, name) for name in LOCATION})
        for key, place in places.items()
    ]
    locations = _merge(Location, source, made, LOCATION)
    Accessibility.objects.filter(location__in=list(locations.values())).delete()
    Accessibility.objects.bulk_create(
        [
            Accessibility(location=locations[key], **asdict(access))
            for key, place in places.items()
            for access in place.accessibility
        ],
        batch_size=MANY,
    )
    return locations


def _put_there(wanted: list[Wanted], locations: dict[str, Location]) -> dict[tuple[UUID, UUID], ServiceAtLocation]:
    """Services are at their locations and at no others; by the keys of both."""
    pairs = {(each.service.pk, locations[place.id].pk) for each in wanted for place in each.row.places}
    was = ServiceAtLocation.objects.filter(service__in=_keys(wanted))
    gone = [each.pk for each in was if (each.service_id, each.location_id) not in pairs]
    ServiceAtLocation.objects.filter(pk__in=gone).delete()
    new = [ServiceAtLocation(service_id=service, location_id=location) for service, location in sorted(pairs)]
    ServiceAtLocation.objects.bulk_create(new, ignore_conflicts=True, batch_size=MANY)
    return {(each.service_id, each.location_id): each for each in was.all()}
