"""Taking FHIR's small parts out of a resource, whatever is missing, misplaced or of the wrong type."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nhs_number import is_valid

from alongside.interop.fhir.systems import LOINC, NHS_NUMBER, ODS_CODE, SNOMED

Resource = dict[str, Any]
# Numbers nobody here needs: social security, driving licence, passport.
NOT_KEPT = frozenset({"SS", "SB", "DL", "PPN"})


def text_of(value: Any, limit: int = 300) -> str:
    """A text fit to store: no characters a database refuses, no more than `limit` of them."""
    if not isinstance(value, str):
        return ""
    clean = "".join(sign for sign in value if sign != "\x00" and not "\ud800" <= sign <= "\udfff")
    return " ".join(clean.split())[:limit].strip()


def part(value: Any, *names: str) -> Resource:
    """The object at a path, or an empty one."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def parts(value: Any) -> list[Resource]:
    """A list's objects; one object where a list is meant counts as a list of one."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in map(text_of, values) if text]


@dataclass(frozen=True)
class Coded:
    """What a CodeableConcept says."""

    system: str
    code: str
    display: str


def codings(concept: Any) -> list[Coded]:
    return [
        Coded(text_of(row.get("system"), 200), text_of(row.get("code"), 40), text_of(row.get("display")))
        for row in parts(part(concept).get("coding"))
    ]


def coded(concept: Any, *prefer: str) -> Coded:
    """The coding of the first system preferred, else the first there is; the words are the record's own."""
    found = codings(concept)
    order = [*prefer, SNOMED, LOINC]
    found.sort(key=lambda row: order.index(row.system) if row.system in order else len(order))
    best = found[0] if found else Coded("", "", "")
    words = (
        text_of(part(concept).get("text")) or best.display or next((row.display for row in found if row.display), "")
    )
    return Coded(best.system, best.code, words or best.code)


def codes(concept: Any) -> set[str]:
    """Every code in a concept, or in a list of concepts."""
    return {row.code for each in parts(concept) for row in codings(each)}


def identifiers(resource: Resource) -> Iterator[tuple[str, str]]:
    """The numbers others know it by, (system, value), except those nobody here needs."""
    for row in parts(resource.get("identifier")):
        system, value = text_of(row.get("system"), 200), text_of(row.get("value"), 200)
        unwanted = codes(row.get("type")) & NOT_KEPT or system.endswith("us-ssn")
        if system and value and not unwanted and row.get("use") != "old":
            yield system, value


def nhs_number(resource: Resource) -> str | None:
    """The NHS number, when its check digit is right."""
    for system, value in identifiers(resource):
        digits = value.replace(" ", "").replace("-", "")
        if system == NHS_NUMBER and len(digits) == 10 and digits.isascii() and digits.isdigit() and is_valid(digits):
            return digits
    return None


def ods_code(resource: Resource) -> str | None:
    found = (value.upper() for system, value in identifiers(resource) if system == ODS_CODE)
    return next((value for value in found if len(value) <= 12), None)


def telecom(resource: Resource, system: str, limit: int) -> str:
    """The phone number or e-mail address to use: a mobile before others, never an old one."""
    order = {"mobile": 0, "home": 1}
    rows = [row for row in parts(resource.get("telecom")) if row.get("system") == system and row.get("use") != "old"]
    rows.sort(key=lambda row: order.get(str(row.get("use")), 2))
    values = (text_of(row.get("value"), 500) for row in rows)
    return next((value for value in values if value and len(value) <= limit), "")


def address(resource: Resource) -> tuple[str, str]:
    """The address to write to in one line, and its postcode."""
    rows = [row for row in parts(resource.get("address")) if row.get("use") != "old"]
    rows.sort(key=lambda row: row.get("use") != "home")
    if not rows:
        return "", ""
    row = rows[0]
    lines = [*strings(row.get("line")), *strings([row.get(name) for name in ("city", "district", "state")])]
    return (", ".join(lines) or text_of(row.get("text")))[:300], text_of(row.get("postalCode"), 8)


def names(resource: Resource) -> tuple[str, str, str]:
    """Given name, family name and, when there is a nickname, what to call them."""
    rows = [row for row in parts(resource.get("name")) if str(row.get("use")) not in {"old", "maiden"}]
    known = next((row for row in rows if row.get("use") == "nickname"), {})
    rows = [row for row in rows if row.get("use") != "nickname"] or rows or parts(resource.get("name"))
    rows.sort(key=lambda row: {"official": 0, "usual": 1}.get(str(row.get("use")), 2))
    if not rows:
        return "", "", ""
    given, family = " ".join(strings(rows[0].get("given"))), " ".join(strings(rows[0].get("family")))
    if not given and not family:
        given, _space, family = text_of(rows[0].get("text")).rpartition(" ")
    return given[:100], family[:100], " ".join(strings(known.get("given")))[:100]


def whole_name(resource: Resource) -> str:
    """How a professional signs: "Dr Erlinda Franecki"."""
    given, family, _known = names(resource)
    prefix = next((" ".join(strings(row.get("prefix"))) for row in parts(resource.get("name"))), "")
    return " ".join(word for word in (prefix, given, family) if word)[:100]


def number(value: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        as_float = float(value)
    except OverflowError:
        return None
    return as_float if math.isfinite(as_float) else None


def written(value: float) -> str:
    """A number as people write it: 130, not 130.0."""
    return f"{value:.10g}"
