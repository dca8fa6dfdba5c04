"""Reading FHIR files: how fast, and in how much memory."""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command

from alongside.interop.tests.test_memory import MEGABYTE, generated, measured
from tests.bench.measure import clock, row

PATIENTS = 300
LARGE, TINY = 118_000, 1_000  # resources; the larger file has somewhat more than 200 MB


def imports(_cast: Any) -> Iterator[str]:
    """Reading a bundle into the database, against only parsing the same file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "patients.json"
        path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": list(_entries())}))
        plain = clock(lambda: json.loads(path.read_text()))
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
            full = clock(lambda: call_command("import_fhir", str(path), verbosity=0))
    yield row(f"import_fhir, per resource of {PATIENTS * 2}", full / PATIENTS / 2, plain / PATIENTS / 2, "json.load")


def _entries() -> Iterator[dict[str, Any]]:
    for number in range(PATIENTS):
        name = [{"use": "official", "family": f"Fictional{number}", "given": ["Test"]}]
        patient = {"resourceType": "Patient", "id": f"p{number}", "name": name, "birthDate": "1960-01-01"}
        yield {"fullUrl": f"urn:uuid:p{number}", "resource": patient}
        coding = [{"system": "http://snomed.info/sct", "code": "44054006", "display": "Type 2 diabetes"}]
        condition = {"resourceType": "Condition", "id": f"c{number}", "code": {"coding": coding}}
        yield {"resource": condition | {"subject": {"reference": f"urn:uuid:p{number}"}}}


def memory(_cast: Any) -> Iterator[str]:
    """The most memory it takes to import a large file, against a tiny one, each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tiny, large = (generated(folder / f"{rows}.ndjson", rows=rows) for rows in (TINY, LARGE))
        _rows, usual = measured(tiny, folder / "tiny")
        rows, peak = measured(large, folder / "large")
        assert rows == LARGE, f"{rows} of {LARGE} came in"
        read = large.stat().st_size / MEGABYTE
    what = f"import_fhir, peak memory, {read:.0f} MB of NDJSON"
    yield f"{what:<46} {peak:8d} MB   {peak / usual:7.1f} x a tiny file ({usual} MB)"
