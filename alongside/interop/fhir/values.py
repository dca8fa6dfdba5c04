"""What an Observation found: a number with a unit, or words."""

from dataclasses import dataclass
from typing import Any

from alongside.interop.fhir.parts import Resource, coded, number, part, parts, text_of, written

# The two halves of a blood pressure, in LOINC.
SYSTOLIC, DIASTOLIC = "8480-6", "8462-4"


@dataclass(frozen=True)
class Found:
    value: float | None = None
    text: str = ""
    unit: str = ""

    def __bool__(self) -> bool:
        return self.value is not None or bool(self.text)

    @property
    def words(self) -> str:
        """The whole of it in words, for a line of several."""
        shown = self.text or ("" if self.value is None else written(self.value))
        return f"{shown} {self.unit}".strip()


def found_in(observation: Resource) -> Found:
    """The value itself, or its components put together: a blood pressure becomes "130/80"."""
    return value_of(observation) or _together(parts(observation.get("component")))


def value_of(row: Resource) -> Found:
    if "valueQuantity" in row:
        return _quantity(part(row, "valueQuantity"))
    if "valueCodeableConcept" in row:
        return Found(text=coded(row["valueCodeableConcept"]).display)
    for name in ("valueInteger", "valueDecimal"):
        if name in row:
            return Found(value=number(row[name]))
    if isinstance(row.get("valueBoolean"), bool):
        return Found(text="yes" if row["valueBoolean"] else "no")
    return Found(text=_other(row))


def _quantity(row: Resource) -> Found:
    value = number(row.get("value"))
    unit = text_of(row.get("unit"), 60) or text_of(row.get("code"), 60)
    comparator = text_of(row.get("comparator"), 3)
    if value is not None and comparator:
        return Found(text=f"{comparator}{written(value)}", unit=unit)
    return Found(value=value, unit=unit if value is not None else "")


def _other(row: Resource) -> str:
    for name in ("valueString", "valueDateTime", "valueTime"):
        if text := text_of(row.get(name)):
            return text
    ends: tuple[Any, Any] = ("", "")
    sign = ""
    if "valueRange" in row:
        ends, sign = (part(row, "valueRange", "low"), part(row, "valueRange", "high")), "–"
    elif "valueRatio" in row:
        ends, sign = (part(row, "valueRatio", "numerator"), part(row, "valueRatio", "denominator")), ":"
    first, second = (_quantity(end).words if end else "" for end in ends)
    return f"{first}{sign}{second}"[:300] if first or second else ""


def _together(components: list[Resource]) -> Found:
    by_code = {coded(row.get("code")).code: value_of(row) for row in components}
    high, low = by_code.get(SYSTOLIC, Found()), by_code.get(DIASTOLIC, Found())
    if high.value is not None and low.value is not None:
        return Found(text=f"{high.value:.0f}/{low.value:.0f}", unit=high.unit)
    lines = [f"{coded(row.get('code')).display} {value_of(row).words}".strip() for row in components if value_of(row)]
    return Found(text="; ".join(lines)[:300])
