from typing import Any

import pytest

from alongside.interop.fhir.values import Found, found_in


def half(code: str, value: float) -> dict[str, Any]:
    return {"code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "valueQuantity": {"value": value}}


@pytest.mark.parametrize(
    ("resource", "found"),
    [
        ({"valueQuantity": {"value": 58, "unit": "mmol/mol"}}, Found(58.0, "", "mmol/mol")),
        ({"valueQuantity": {"value": 58}}, Found(58.0)),
        ({"valueQuantity": {"value": 58, "code": "kg"}}, Found(58.0, "", "kg")),
        ({"valueQuantity": {"value": 5, "comparator": "<", "unit": "mg/L"}}, Found(None, "<5", "mg/L")),
        ({"valueQuantity": {"value": 1e400}}, Found()),
        ({"valueQuantity": {"value": 10**400}}, Found()),
        ({"valueQuantity": {"value": "58"}}, Found()),
        ({"valueCodeableConcept": {"text": "Never smoked"}}, Found(text="Never smoked")),
        ({"valueCodeableConcept": {"coding": [{"code": "1", "display": "Never"}]}}, Found(text="Never")),
        ({"valueString": "trace"}, Found(text="trace")),
        ({"valueInteger": 3}, Found(3.0)),
        ({"valueBoolean": False}, Found(text="no")),
        ({"valueRange": {"low": {"value": 1}, "high": {"value": 2}}}, Found(text="1–2")),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, Found(text="1:128")),
        ({"component": [half("8462-4", 80), half("8480-6", 130)]}, Found(text="130/80")),
        ({"component": [half("9279-1", 16)]}, Found(text="9279-1 16")),
        ({"dataAbsentReason": {"text": "not asked"}}, Found()),
    ],
)
def test_every_kind_of_value_is_read(resource: dict[str, Any], found: Found) -> None:
    assert found_in(resource) == found


def test_a_value_of_nought_is_a_value() -> None:
    assert found_in({"valueQuantity": {"value": 0}})
