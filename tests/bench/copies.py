"""A directory as large as wanted: the services there are, and copies that lie elsewhere and say a little less."""

import random
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from alongside.directory.models import Location, Provider, Service, ServiceAtLocation, Source
from alongside.directory.search.records import Described

# How far copies lie from what they are copied from, in degrees: three km, on the whole.
NORTH, EAST = 0.03, 0.05
MANY = 1_000


def copies(described: list[Described], number: int) -> Iterator[Described]:
    """So many; the same every time."""
    chance = random.Random(1)
    for each in range(number):
        found = described[each % len(described)]
        yield found if each < len(described) else _copy(found, each, chance)


def _copy(found: Described, number: int, chance: random.Random) -> Described:
    place = found.record.place
    if place:
        place = place[0] + chance.gauss(0, NORTH), place[1] + chance.gauss(0, EAST)
    service = UUID(int=chance.getrandbits(128))
    record = replace(found.record, key=f"{found.record.key}-{number}", place=place, service=service)
    return replace(found, record=record, stems=_less_a_word(found, chance), serves=_less_a_need(found, chance))


def _less_a_word(found: Described, chance: random.Random) -> frozenset[str]:
    said = sorted(found.stems - found.name_stems)
    return found.stems - {chance.choice(said)} if said else found.stems


def _less_a_need(found: Described, chance: random.Random) -> dict[str, float]:
    """Of some."""
    if len(found.serves) < 2 or chance.random() > 0.3:
        return found.serves
    less = chance.choice(sorted(found.serves))
    return {key: share for key, share in found.serves.items() if key != less}


def put_into_tables(described: list[Described], number: int) -> None:
    """The rows of the copies that are not there yet, so that the tables are as large as they would be."""
    source = Source.objects.get()
    provider = Provider.objects.create(source=source, source_key=f"copies-{number}", name="Copies")
    known = set(Service.objects.values_list("pk", flat=True))
    new = [found.record for found in copies(described, number) if found.record.service not in known]
    for begin in range(0, len(new), MANY):
        some = new[begin : begin + MANY]
        Service.objects.bulk_create(
            Service(
                pk=row.service,
                source=source,
                source_key=row.key,
                provider=provider,
                name=row.name,
                description=row.description,
            )
            for row in some
        )
        places = [_location(source, row.key, row.place) for row in some]
        Location.objects.bulk_create(places)
        ServiceAtLocation.objects.bulk_create(
            ServiceAtLocation(service_id=row.service, location=place) for row, place in zip(some, places, strict=True)
        )


def _location(source: Source, key: str, place: tuple[float, float] | None) -> Location:
    latitude, longitude = place or (None, None)
    return Location(source=source, source_key=key, latitude=latitude, longitude=longitude)
