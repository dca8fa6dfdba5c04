"""What is known of services that filters ask for, read from the tables."""

import re
from collections.abc import Iterable
from functools import cache
from uuid import UUID

from alongside.directory.models import Location, Service
from alongside.directory.search.facts import BY_PHONE, IN_PERSON, ONLINE, Facts
from alongside.ui.content import content


def facts_of(services: Iterable[UUID]) -> dict[UUID, Facts]:
    """In a fixed number of queries; None in them wherever nobody said."""
    rows = Service.objects.filter(pk__in=services).prefetch_related(
        "cost_options", "languages", "areas", "at_locations__location__accessibility"
    )
    return {service.pk: _facts(service) for service in rows}


def _facts(service: Service) -> Facts:
    places = [row.location for row in service.at_locations.all() if _is_somewhere(row.location)]
    access = " ".join(f"{row.description} {row.details}" for place in places for row in place.accessibility.all())
    nations = content("directory/records.toml")["nations"]
    return Facts(
        free=_free(service),
        step_free=True if _says("step_free", access) else None,
        transport=True if _says("transport", access + " ".join(place.transportation for place in places)) else None,
        languages=frozenset(row.name.lower() for row in service.languages.all()) or None,
        ways=_ways(service, places),
        national=any(area.name.lower() in nations for area in service.areas.all()) or None,
    )


def _free(service: Service) -> bool | None:
    amounts = [option.amount for option in service.cost_options.all()]
    if amounts and None not in amounts:
        return not any(amounts)
    return True if _says("free", service.fees_description) else None


def _ways(service: Service, places: list[Location]) -> frozenset[str] | None:
    kinds = {place.location_type for place in places}
    ways = {IN_PERSON} if Location.Type.PHYSICAL in kinds else set()
    ways |= {ONLINE} if Location.Type.VIRTUAL in kinds else set()
    if not places:
        ways = ({BY_PHONE} if service.phone else set()) | ({ONLINE} if service.url else set())
    return frozenset(ways) or None


def _is_somewhere(place: Location) -> bool:
    """A place by name only, as files have it that say nothing of places, is none."""
    return bool(place.address or place.postcode or place.latitude is not None or place.location_type != "physical")


def _says(what: str, text: str) -> bool:
    return _pattern(what).search(text) is not None


@cache
def _pattern(what: str) -> re.Pattern[str]:
    return re.compile("|".join(content("directory/records.toml")["facts"][what]), re.IGNORECASE)
