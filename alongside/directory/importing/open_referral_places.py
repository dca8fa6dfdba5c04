"""Places and areas of Open Referral UK."""

import re
from collections.abc import Iterator
from typing import Any

from alongside.directory.importing import text
from alongside.directory.importing.open_referral_times import schedules
from alongside.directory.importing.reading import first, listed, part
from alongside.directory.importing.rows import LONGEST_ID, AccessRow, AreaRow, PlaceRow

TYPES = frozenset({"physical", "postal", "virtual"})
# The first letters of an official code of an area, after the letter of its country.
CODES = {"92": "country", "12": "region", "10": "county", "06": "borough", "07": "borough", "08": "borough",
         "09": "borough", "05": "ward"}  # fmt: skip
CODE = re.compile(r"\b[EWSNK](\d\d)\d{6}\b")
COUNTRIES = frozenset(
    {
        "england", "great britain", "national", "nationwide", "northern ireland", "scotland", "uk", "united kingdom",
        "wales",
    }
)  # fmt: skip
SMALLER = (
    ("ward", "ward"), ("county", "county"), ("region", "region"), ("country", "country"), ("borough", "borough"),
    ("district", "borough"), ("local authority", "borough"), ("unitary", "borough"),
)  # fmt: skip


def places(body: dict[str, Any], key: str) -> Iterator[PlaceRow]:
    """Where it can be had; a place without an id gets one from its service."""
    for number, link in enumerate(listed(body, "service_at_locations")):
        given = part(link, "location")
        if given:
            yield _place(given, link, text.line(given.get("id")) or f"{key}@{number}")


def _place(given: dict[str, Any], link: dict[str, Any], key: str) -> PlaceRow:
    latitude, longitude = text.degrees(given.get("latitude"), given.get("longitude"))
    address = _address(given)
    kind = text.line(given.get("location_type")).lower()
    return PlaceRow(
        key[:LONGEST_ID],
        name=text.line(given.get("name")),
        location_type=kind if kind in TYPES else "physical",
        address=_lines(address),
        postcode=first(text.postcode, address, "postal_code", "postcode"),
        latitude=latitude,
        longitude=longitude,
        transportation=text.words(given.get("transportation")),
        accessibility=tuple(_access(given)),
        schedules=tuple(schedules(link)),
    )


def _address(given: dict[str, Any]) -> dict[str, Any]:
    """The one to go to, where there are several."""
    found = [*listed(given, "addresses"), *listed(given, "physical_addresses")]
    to_go_to = [each for each in found if text.line(each.get("address_type")).lower() == "physical"]
    return next(iter([*to_go_to, *found]), {})


def _lines(address: dict[str, Any]) -> str:
    told = [text.line(address.get(name)) for name in ("address_1", "address_2", "city", "region", "state_province")]
    return ", ".join(dict.fromkeys(filter(None, told)))


def _access(given: dict[str, Any]) -> Iterator[AccessRow]:
    for each in [*listed(given, "accessibility"), *listed(given, "accessibility_for_disabilities")]:
        if told := first(text.words, each, "description", "accessibility", "details"):
            details = text.words(each.get("details"))
            yield AccessRow(told, details if details != told else "", text.web_address(each.get("url")))


def areas(body: dict[str, Any]) -> Iterator[AreaRow]:
    """For which parts of the country; in some feeds nothing but names."""
    told = body.get("service_areas")
    for each in told[:200] if isinstance(told, list) else []:
        given = each if isinstance(each, dict) else {"name": each}
        if name := first(text.line, given, "name", "service_area", "description"):
            uri = text.web_address(given.get("uri"))
            kind, extent = text.line(given.get("extent_type")), text.words(given.get("extent"))
            yield AreaRow(name, _kind(name, uri, extent, kind), extent, kind, uri)


def _kind(name: str, *told: str) -> str:
    """What kind of area it is, by an official code or by what it is called; nothing where neither says."""
    if name.lower() in COUNTRIES:
        return "country"
    code = next((found for each in told if (found := CODE.search(each))), None)
    if code:
        return CODES.get(code[1], "")
    return next((kind for word, kind in SMALLER if any(word in each.lower() for each in (told[-1], name))), "")
