"""Small FHIR files to take in."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[..., Path]
NHS = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


@pytest.fixture
def bundle(tmp_path: Path) -> Write:
    """Write resources, or whole entries, as a bundle."""

    def write(*rows: dict[str, Any], name: str = "bundle.json", type_: str = "collection") -> Path:
        entry = [row if "resourceType" not in row else {"resource": row} for row in rows]
        path = tmp_path / name
        text = json.dumps({"resourceType": "Bundle", "type": type_, "entry": entry})
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


@pytest.fixture
def lines(tmp_path: Path) -> Write:
    """Write resources, or raw text, as NDJSON."""

    def write(*rows: dict[str, Any] | str, name: str = "rows.ndjson") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
        return path

    return write


def patient(id_: str = "p1", **more: Any) -> dict[str, Any]:
    born = {"birthDate": "1961-04-05", "gender": "female"}
    return {"resourceType": "Patient", "id": id_, "name": [{"family": "Lunn", "given": ["Edie"]}], **born, **more}


def observation(id_: str = "o1", subject: str = "Patient/p1", **more: Any) -> dict[str, Any]:
    code = {"coding": [{"system": "http://loinc.org", "code": "29463-7", "display": "Body weight"}]}
    value = {} if any(name.startswith(("value", "component")) for name in more) else {"valueQuantity": {"value": 82}}
    about = {"subject": {"reference": subject}, "effectiveDateTime": "2026-05-01", "status": "final", "code": code}
    return {"resourceType": "Observation", "id": id_, **about, **value, **more}


def condition(**more: Any) -> dict[str, Any]:
    code = {"coding": [{"system": "http://snomed.info/sct", "code": "44054006", "display": "As coded"}]}
    about = {"subject": {"reference": "Patient/p1"}, "onsetDateTime": "2019-03"}
    return {"resourceType": "Condition", "id": "c1", "code": code, **about, **more}
