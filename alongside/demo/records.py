"""The residents' records: synthetic bundles under British names, brought in by the product's own importer.

The bundles keep their measurements and encounters. Names, dates of birth, addresses and telephone numbers are laid over
them, the long-term conditions are those of the resident, and every date is moved so that the history ends near today.
"""

import gzip
import json
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from alongside.demo.persons import Resident
from alongside.interop.fhir.systems import ODS_CODE, SNOMED
from alongside.interop.importing.run import import_file
from alongside.people.models import Organisation, Person, PersonIdentifier

DATA = Path(__file__).resolve().parent / "data"
SYSTEM = "https://alongside.example.org/demo"
KEPT = {"Observation", "Encounter"}
DATES = ("effectiveDateTime", "issued", "onsetDateTime", "recordedDate")
YEARS = 6

# One code for each kind, as in content/conditions.toml, with the words a British record would use.
CONDITIONS = {
    "diabetes": ("44054006", "Type 2 diabetes"),
    "copd": ("185086009", "Chronic obstructive pulmonary disease"),
    "ibs": ("10743008", "Irritable bowel syndrome"),
    "depression": ("370143000", "Depression"),
    "chronic_pain": ("82423001", "Chronic pain"),
    "heart_failure": ("88805009", "Heart failure"),
    "parkinsons": ("49049000", "Parkinson's disease"),
}


def bring_in(residents: list[Resident], places: dict[str, Organisation]) -> dict[str, Person]:
    """Import everybody's record from one file of NDJSON, as a practice would."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "westhaven.ndjson"
        with path.open("w") as file:
            for number, resident in enumerate(residents):
                for resource in _record(resident, number, places[resident.practice]):
                    file.write(json.dumps(resource) + "\n")
        import_file(path, source="Westhaven")
    rows = PersonIdentifier.objects.filter(system=SYSTEM).select_related("person")
    return {row.value: row.person for row in rows}


def _record(resident: Resident, number: int, practice: Organisation) -> Iterator[dict[str, Any]]:
    bundle = _bundle(resident.record)
    yield _patient(resident, number, practice)
    for kind in resident.conditions:
        yield _condition(resident, kind, number)
    shift = _shift(bundle)
    oldest = timezone.localdate() - timedelta(days=365 * YEARS)
    for place, resource in enumerate(bundle):
        moved = _moved(resource, shift)
        if resource["resourceType"] in KEPT and _day_of(moved) >= oldest:
            moved["id"] = f"{resident.key}-{place}"
            moved["subject"] = {"reference": f"Patient/{resident.key}"}
            for unneeded in ("identifier", "encounter", "context", "participant", "serviceProvider"):
                moved.pop(unneeded, None)
            yield moved


def _bundle(name: str) -> list[dict[str, Any]]:
    path = next(path for path in DATA.glob("*.json.gz") if path.name.lower().startswith(name))
    with gzip.open(path) as file:
        return [entry["resource"] for entry in json.load(file)["entry"]]


def _patient(resident: Resident, number: int, practice: Organisation) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": resident.key,
        "identifier": [{"system": SYSTEM, "value": resident.key}],
        "name": [{"use": "official", "family": resident.family, "given": [resident.given]}],
        "gender": resident.sex,
        "birthDate": resident.born,
        # Ofcom keeps 07700 900000 to 900999 for drama; nobody lives in a library, whose postcode it is.
        "telecom": [
            {"system": "phone", "value": f"07700 900{200 + number}"},
            {"system": "email", "value": resident.email},
        ],
        "address": [{"line": [f"{number + 3} Sandpiper Lane"], "city": "Westhaven", "postalCode": practice.postcode}],
        "generalPractitioner": [{"identifier": {"system": ODS_CODE, "value": practice.ods_code}}],
    }


def _condition(resident: Resident, kind: str, number: int) -> dict[str, Any]:
    code, display = CONDITIONS[kind]
    began = timezone.localdate() - timedelta(days=365 * (3 + number % 9))
    return {
        "resourceType": "Condition",
        "id": f"{resident.key}-{kind}",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": SNOMED, "code": code, "display": display}], "text": display},
        "subject": {"reference": f"Patient/{resident.key}"},
        "onsetDateTime": began.isoformat(),
    }


def _shift(bundle: list[dict[str, Any]]) -> timedelta:
    """How far to move every date, so that the last one was five weeks ago."""
    last = max(_day_of(resource) for resource in bundle if resource["resourceType"] in KEPT)
    return timezone.localdate() - timedelta(days=35) - last


def _day_of(resource: dict[str, Any]) -> date:
    text = resource.get("effectiveDateTime") or resource.get("period", {}).get("start") or "1900-01-01"
    return date.fromisoformat(text[:10])


def _moved(resource: dict[str, Any], shift: timedelta) -> dict[str, Any]:
    moved = dict(resource)
    for name in DATES:
        if name in moved:
            moved[name] = _later(moved[name], shift)
    if "period" in moved:
        moved["period"] = {edge: _later(text, shift) for edge, text in moved["period"].items()}
    return moved


def _later(text: str, shift: timedelta) -> str:
    return (datetime.fromisoformat(text) + shift).isoformat()
