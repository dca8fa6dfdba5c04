"""Reading a plain file of services, CSV or JSON lines, by a mapping of its columns."""

import csv
import gzip
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import IO, Any

DAYS = {
    "monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR", "saturday": "SA",
    "sunday": "SU",
}  # fmt: skip
SPAN = re.compile(r"(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)")
# More than any provider writes; a longer text is a mistake of the feed.
LONGEST = 20_000


class BrokenRow(Exception):
    """A row that cannot be taken; says which, and why."""


@dataclass(frozen=True)
class Mapping:
    """Where a file comes from, and which of its columns is what."""

    source: dict[str, str]
    fields: dict[str, str]


@dataclass(frozen=True)
class Row:
    """A service as a file has it. `hours` are day (MO to SU), opens, closes."""

    id: str
    name: str
    kind: str
    description: str = ""
    url: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    area: str = ""
    latitude: float | None = None
    longitude: float | None = None
    hours: tuple[tuple[str, time, time], ...] = field(default=())


def read_mapping(path: Path) -> Mapping:
    with path.open("rb") as file:
        read = tomllib.load(file)
    return Mapping(read["source"], read["fields"])


def read_rows(path: Path, mapping: Mapping) -> Iterator[Row | BrokenRow]:
    """Each row of the file, or what is wrong with it: one broken row is left out, never the whole file."""
    with _opened(path) as file:
        for number, values in enumerate(_values(file, path), start=1):
            try:
                yield _row(values, mapping.fields)
            except BrokenRow as broken:
                yield BrokenRow(f"row {number}: {broken}")


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


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
    except ValueError:
        return None


def _row(values: Any, fields: dict[str, str]) -> Row:
    if not isinstance(values, dict):
        raise BrokenRow("it is not an object of names and values")
    given = {name: values.get(column) for name, column in fields.items()}
    text = {name: _text(given.get(name)) for name in ("id", "name", "kind", "description", "url", "phone", "address")}
    if not text["id"] or not text["name"]:
        raise BrokenRow("it has no id, or no name")
    where = _degrees(given.get("latitude"), given.get("longitude"))
    return Row(
        **text,
        postcode=_text(given.get("postcode")).upper()[:8],
        area=_text(given.get("area")),
        latitude=where[0],
        longitude=where[1],
        hours=tuple(_hours(given.get("hours"))),
    )


def _text(value: Any) -> str:
    """One line's worth of words, whatever stood there: nothing but text is text."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return " ".join(str(value).replace("\x00", "").split())[:LONGEST]


def _degrees(latitude: Any, longitude: Any) -> tuple[float | None, float | None]:
    """A point on earth, or none: nobody lives at 0, 0."""
    try:
        point = float(latitude), float(longitude)
    except (TypeError, ValueError):
        return None, None
    on_earth = -90 <= point[0] <= 90 and -180 <= point[1] <= 180
    return point if on_earth and point != (0, 0) else (None, None)


def _hours(value: Any) -> Iterator[tuple[str, time, time]]:
    if not isinstance(value, dict):
        return
    for day, spans in value.items():
        code = DAYS.get(str(day).lower())
        for opens, closes in SPAN.findall(str(spans)) if code else ():
            if (begin := _clock(opens)) and (end := _clock(closes)):
                yield str(code), begin, end


def _clock(text: str) -> time | None:
    hour, minute = map(int, text.split(":"))
    return time(hour, minute) if hour < 24 and minute < 60 else None
