"""Services as they stand in the tables, read back as rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db.models import Model

from alongside.directory.importing.rows import (
    COLUMNS,
    AccessRow,
    AreaRow,
    ContactRow,
    CostRow,
    LanguageRow,
    PhoneRow,
    PlaceRow,
    ProviderRow,
    Row,
    TermRow,
)
from alongside.directory.models import (
    Accessibility,
    Attribute,
    Contact,
    CostOption,
    Language,
    Location,
    Phone,
    Provider,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from alongside.directory.times import Times

Parts = dict[Any, list[Any]]

# Parts that are rows of one table, with the columns that the row has.
PLAIN: dict[str, tuple[type[Model], type]] = {
    "schedules": (Schedule, Times),
    "areas": (ServiceArea, AreaRow),
    "cost_options": (CostOption, CostRow),
    "languages": (Language, LanguageRow),
    "contacts": (Contact, ContactRow),
    "phones": (Phone, PhoneRow),
}
PROVIDER = ("name", "description", "website", "email", "phone")
LOCATION = ("name", "location_type", "address", "postcode", "latitude", "longitude", "transportation")


def stored_row(service: Service) -> Row:
    return stored_rows([service])[service.pk]


def stored_rows(services: Sequence[Service]) -> dict[UUID, Row]:
    """Rows by the key of their service, in a fixed number of queries; take some hundred at a time."""
    keys = [service.pk for service in services]
    providers = Provider.objects.in_bulk({service.provider_id for service in services})
    parts = {part: _plain(*tables, "service", keys) for part, tables in PLAIN.items()}
    parts |= {"places": _places(keys), "terms": _terms(keys)}
    return {service.pk: _row(service, providers[service.provider_id], parts) for service in services}


def _row(service: Service, provider: Provider, parts: dict[str, Parts]) -> Row:
    own: dict[str, Any] = {column: getattr(service, column) for column in COLUMNS}
    own |= {part: tuple(found.get(service.pk, ())) for part, found in parts.items()}
    return Row(id=service.source_key, provider=_provider(provider), assured_on=service.assured_on, **own)


def _provider(provider: Provider) -> ProviderRow:
    return ProviderRow(provider.source_key, **{name: getattr(provider, name) for name in PROVIDER})


def _plain(model: type[Model], row: type, whose: str, keys: Iterable[Any]) -> Parts:
    """Rows of a table as parts, by what they belong to."""
    names = [field.name for field in fields(row)]
    found: Parts = defaultdict(list)
    for owner, *values in model._default_manager.filter(**{f"{whose}__in": keys}).values_list(whose, *names):
        found[owner].append(row(**dict(zip(names, values, strict=True))))
    return found


def _places(keys: Iterable[Any]) -> Parts:
    there = ServiceAtLocation.objects.filter(service__in=keys).select_related("location")
    schedules = _plain(Schedule, Times, "service_at_location", [each.pk for each in there])
    access = _plain(Accessibility, AccessRow, "location", {each.location_id for each in there})
    found: Parts = defaultdict(list)
    for each in there:
        place = _place(each.location, schedules.get(each.pk, []), access.get(each.location_id, []))
        found[each.service_id].append(place)
    return found


def _place(location: Location, schedules: list[Times], access: list[AccessRow]) -> PlaceRow:
    own = {name: getattr(location, name) for name in LOCATION}
    return PlaceRow(location.source_key, **own, schedules=tuple(schedules), accessibility=tuple(access))


def _terms(keys: Iterable[Any]) -> Parts:
    found: Parts = defaultdict(list)
    for each in Attribute.objects.filter(service__in=keys).select_related("taxonomy_term"):
        term = each.taxonomy_term
        row = TermRow(term.taxonomy, term.code, term.name, each.link_type, term.term_uri)
        found[each.service_id].append(row)
    return found
