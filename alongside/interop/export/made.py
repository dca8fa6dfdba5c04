"""Small parts that FHIR resources are made of."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from alongside.interop.fhir.parts import Resource
from alongside.interop.fhir.systems import CODES, ODS_CODE, ROW, SOURCE
from alongside.people.models import Organisation

TERMS = "http://terminology.hl7.org/CodeSystem"


def resource(type_: str, row: Model, **facts: Any) -> Resource:
    """A resource under the row's own id, without what is empty."""
    kept = {name.rstrip("_"): value for name, value in facts.items() if value not in (None, "", [], {})}
    return {"resourceType": type_, "id": id_of(row), **kept}


def id_of(row: Model) -> str:
    """The row's id, where it has one to itself; otherwise one that no other row has."""
    if isinstance(row.pk, uuid.UUID) and not row._meta.pk.is_relation:
        return str(row.pk)
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{row._meta.label}:{row.pk}"))


def identifier(row: Model) -> list[Resource]:
    """By what an import of ours knows the row again."""
    source = getattr(row, "source", None)
    own = {"system": ROW, "value": id_of(row)}
    return [{"system": SOURCE, "value": source}, own] if source else [own]


def reference(type_: str, row: Model) -> Resource:
    return {"reference": f"urn:uuid:{id_of(row)}", "type": type_}


def organisation(row: Organisation | None) -> Resource:
    """An organisation by its code and name; it is not about the person, so it is not a resource of theirs."""
    if row is None:
        return {}
    code = {"identifier": {"system": ODS_CODE, "value": row.ods_code}} if row.ods_code else {}
    return {"type": "Organization", "display": row.name, **code}


def concept(code: str, display: str, system: str = CODES) -> Resource:
    """A code with its words; words alone when there is no code."""
    if not code:
        return {"text": display}
    coding = {"system": system, "code": code, "display": display}
    return {"coding": [{name: value for name, value in coding.items() if value}], "text": display}


def term(name: str, code: str) -> Resource:
    """A code from HL7's own list of that name."""
    return {"coding": [{"system": f"{TERMS}/{name}", "code": code}]}


def at(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat() if moment else None


def on(day: date | None) -> str | None:
    return day.isoformat() if day else None


def period(start: str | None, end: str | None) -> Resource:
    return {name: value for name, value in (("start", start), ("end", end)) if value}


def extension(name: str, **value: Any) -> Resource:
    return {"url": f"urn:alongside:extension:{name}", **value}


def notes(*texts: str) -> list[Resource]:
    return [{"text": text} for text in texts if text.strip()]
