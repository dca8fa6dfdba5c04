"""Small parts of FHIR, written. What is empty is left away: FHIR has no empty values."""

from datetime import date, datetime
from typing import Any
from uuid import uuid5

from django.db.models import Model

from alongside.interop.fhir.parts import Resource
from alongside.interop.fhir.systems import CODES, ROW, SOURCE


def resource(type_: str, row: Model, **facts: Any) -> Resource:
    """One resource made from one row of ours, that an import knows again by its identifiers."""
    made: Resource = clean({"resourceType": type_, "id": str(row.pk), "identifier": numbers_of(row), **facts})
    return made


def numbers_of(row: Model) -> list[Resource]:
    source = getattr(row, "source", None)
    return [{"system": ROW, "value": str(row.pk)}, *([{"system": SOURCE, "value": source}] if source else [])]


def beside(row: Model, name: str) -> str:
    """An id for a row whose key is another row's: two resources of one bundle may not share an address."""
    return str(uuid5(row.pk, name))


def clean(value: Any) -> Any:
    """Without what is empty; False and 0 stay."""
    if isinstance(value, dict):
        kept = {name: clean(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, "", [], {})}
    if isinstance(value, list):
        return [each for each in map(clean, value) if each not in (None, "", [], {})]
    return value


def to(type_: str, row: Model | None) -> Resource | None:
    """A reference to a row that is in the same bundle."""
    if row is None:
        return None
    known = {"system": ROW, "value": str(row.pk)}
    return {
        "reference": f"urn:uuid:{row.pk}",
        "type": type_,
        "identifier": known,
        "display": getattr(row, "name", None),
    }


def words(text: str) -> Resource | None:
    """A concept that has no published code, in words."""
    return {"text": text} if text else None


def own_code(code: str, text: str) -> Resource:
    """A concept of ours, with what it is called."""
    return {"coding": [{"system": CODES, "code": code}], "text": text}


def stamp(value: datetime | date | None) -> str | None:
    return value.isoformat() if value else None


def period(start: datetime | date | None, end: datetime | date | None) -> Resource:
    return {"start": stamp(start), "end": stamp(end)}


def note(label: str, text: str) -> Resource | None:
    """An annotation that says which question it answers."""
    return {"text": f"{label}: {text}"} if text else None
