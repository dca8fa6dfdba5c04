"""The whole as one FHIR bundle."""

from django.utils import timezone

from alongside.interop.export.buddies import buddies_of
from alongside.interop.export.care import about_their_care
from alongside.interop.export.held import Held
from alongside.interop.export.loop import said_and_agreed
from alongside.interop.export.made import at
from alongside.interop.export.peers import peers_of
from alongside.interop.export.pointed import pointed_to
from alongside.interop.export.record import about_the_person
from alongside.interop.export.taught import courses_of
from alongside.interop.fhir.parts import Resource


def resources(held: Held) -> list[Resource]:
    """Every resource. A plan shares its person's key, so each type has ids of its own in the addresses."""
    parts = (about_the_person, about_their_care, said_and_agreed, pointed_to, courses_of, buddies_of, peers_of)
    return [each for part in parts for each in part(held)]


def bundle(held: Held) -> Resource:
    entry = [{"fullUrl": _address(row), "resource": row} for row in resources(held)]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": at(timezone.now()), "entry": entry}


def _address(row: Resource) -> str:
    return f"urn:uuid:{row['id']}"
