"""Reading a plain file of services, CSV or JSON lines, by a mapping of its columns."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from alongside.directory.importing import text
from alongside.directory.importing.rows import (
    KINDS,
    LONGEST_ID,
    AreaRow,
    BrokenRow,
    Mapping,
    PlaceRow,
    ProviderRow,
    Row,
    TermRow,
)
from alongside.directory.times import Times

DAYS = {
    "monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR", "saturday": "SA",
    "sunday": "SU",
}  # fmt: skip
SPAN = re.compile(r"(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)")


def read_rows(path: Path, mapping: Mapping) -> Iterator[Row | BrokenRow]:
    """Each row of the file, or what is wrong with it: one broken row is left out, never the whole file."""
    with _opened(path) as file:
        for number, values in enumerate(_values(file, path), start=1):
            try:
                yield _row(values, mapping)
            except BrokenRow as broken:
                yield BrokenRow(f"row {number}: {broken}", broken.id)


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="")
    return path.open(encoding="utf-8-sig", errors="replace", newline="")


def _values(file: IO[str], path: Path) -> Iterator[Any]:
    if ".csv" in path.suffixes:
        yield from csv.DictReader(file)
        return
    for line in file:
        if line.strip():
            yield _object(line)


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _row(values: Any, mapping: Mapping) -> Row:
    if not isinstance(values, dict):
        raise BrokenRow("it is not an object of names and values")
    given = {name: values.get(column) for name, column in mapping.fields.items()}
    return plain_row(
        text.line(given.get("id"))[:LONGEST_ID],
        text.line(given.get("name")),
        text.line(given.get("kind")),
        text.words(given.get("description")),
        url=text.web_address(given.get("url")),
        email=text.email_address(given.get("email")),
        phone=text.line(given.get("phone")),
        address=text.line(given.get("address")),
        postcode=text.postcode(given.get("postcode")),
        area=text.line(given.get("area")),
        point=text.degrees(given.get("latitude"), given.get("longitude")),
        hours=tuple(_hours(given.get("hours"))),
        letters_only=text.line(given.get("kind")) in mapping.letters_only,
    )


def plain_row(
    id: str,
    name: str,
    kind: str = "",
    description: str = "",
    *,
    url: str = "",
    email: str = "",
    phone: str = "",
    address: str = "",
    postcode: str = "",
    area: str = "",
    point: tuple[float | None, float | None] = (None, None),
    hours: tuple[Times, ...] = (),
    letters_only: bool = False,
) -> Row:
    """A service that is all its provider does, at one place, for one area."""
    if not id or not name:
        raise BrokenRow("it has no id, or no name", id)
    kind_of_place = "postal" if letters_only else "physical"
    place = PlaceRow(
        id, location_type=kind_of_place, address=address, postcode=postcode, latitude=point[0], longitude=point[1]
    )
    return Row(
        id,
        name,
        description,
        url,
        email,
        phone,
        provider=ProviderRow(id, name),
        places=(place,),
        areas=(AreaRow(area),) if area else (),
        schedules=hours,
        terms=(TermRow(KINDS, kind, kind),) if kind else (),
    )


def _hours(value: Any) -> Iterator[Times]:
    """Spans by the day; in a CSV file as a text of JSON."""
    value = _object(value) if isinstance(value, str) else value
    if not isinstance(value, dict):
        return
    for day, spans in value.items():
        code = DAYS.get(str(day).lower())
        for opens, closes in SPAN.findall(str(spans)[:1000]) if code else ():
            if (begin := text.clock(opens)) and (end := text.clock(closes)):
                yield Times(str(code), begin, end)
