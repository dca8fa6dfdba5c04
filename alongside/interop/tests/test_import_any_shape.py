"""Importing fields of any shape: whatever is in one, the rest comes in."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.interop.importing.run import import_file
from alongside.interop.tests.conftest import Write, condition, observation, patient

pytestmark = pytest.mark.django_db

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = {
    "Patient": [
        "name",
        "birthDate",
        "identifier",
        "address",
        "telecom",
        "gender",
        "deceasedDateTime",
        "managingOrganization",
    ],
    "Observation": [
        "code",
        "subject",
        "effectiveDateTime",
        "valueQuantity",
        "component",
        "status",
        "valueCodeableConcept",
    ],
    "Condition": ["code", "subject", "onsetDateTime", "clinicalStatus", "abatementPeriod", "meta"],
    "Encounter": ["status", "subject", "period", "participant", "serviceProvider"],
    "Appointment": ["status", "start", "end", "participant", "minutesDuration"],
    "Organization": ["name", "identifier", "address", "telecom", "type"],
    "Practitioner": ["name", "identifier"],
}
GOOD = {
    "Patient": patient(),
    "Observation": observation(),
    "Condition": condition(),
    "Encounter": {"status": "finished", "subject": {"reference": "Patient/p1"}, "period": {"start": "2026-01-01"}},
    "Appointment": {"status": "booked", "start": "2026-01-01", "participant": [{"actor": {"reference": "Patient/p1"}}]},
}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_field_of_any_shape_never_breaks_the_import(data: st.DataObject, bundle: Write) -> None:
    type_ = data.draw(st.sampled_from(sorted(FIELDS)))
    field = data.draw(st.sampled_from(FIELDS[type_]))
    wrong = {"resourceType": type_, "id": "x", **GOOD.get(type_, {}), field: data.draw(anything)}

    report = import_file(bundle(patient(), json.loads(json.dumps(wrong))))

    assert sum(report.done.values()) + sum(report.left_out.values()) == 2
