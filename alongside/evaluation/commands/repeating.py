"""An analysis made again from what it wrote, and compared number by number."""

import json
from collections.abc import Iterator
from math import isclose
from pathlib import Path
from typing import Any

from alongside.evaluation.analysis import analyse, read_csv, read_spec
from alongside.evaluation.analysis.as_json import as_json
from alongside.evaluation.commands.files import read, read_text
from alongside.evaluation.errors import BadInput

# Another processor adds up in another order; anything more is another answer.
NEAR = 1e-8
ASIDE = ("versions",)


def repeated(record: Path, data: Path) -> list[str]:
    """What differs, a line each: `outcomes.0.main.icc: 0.0024 then, 0.0025 now`; nothing where all is the same.

    Raises
    ------
    BadInput
        Not what `--json` wrote, or other data.
    """
    before = _recorded(record)
    spec = read_spec(before["specification"])
    raw = read(data)
    found = read_csv(raw, missing=spec.trial.missing, labels=spec.trial.labels)
    if found.sha256 != before["data_sha256"]:
        raise BadInput(f"{data} is not the file that {record} was made from: its SHA-256 is another.")
    audit = _audit(record, spec.permutation.audit)
    now = json.loads(json.dumps(as_json(analyse(spec, found, audit=audit))))
    return [line for key in before if key not in ASIDE for line in _differences(key, before[key], now.get(key))]


def _audit(record: Path, name: str | None) -> str | None:
    """Beside the record and nowhere else: whoever sent the record may have named any file of ours."""
    if name is None:
        return None
    if Path(name).name != name:
        raise BadInput(f"The audit file {name} must lie beside {record}.")
    return read_text(record.parent / name)


def _recorded(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(read_text(path))
        if isinstance(found["specification"], str) and isinstance(found["data_sha256"], str):
            return dict(found)
    except (ValueError, KeyError, TypeError) as problem:
        if isinstance(problem, BadInput):
            raise
    raise BadInput(f"{path} is not what analyse_trial writes with --json.")


def _differences(where: str, before: Any, now: Any) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*before, *now)):
            yield from _differences(f"{where}.{key}", before.get(key), now.get(key))
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from _differences(f"{where}.{number}", one, other)
    elif not _same(before, now):
        yield f"{where}: {before!r} then, {now!r} now"


def _same(before: Any, now: Any) -> bool:
    if isinstance(before, int | float) and isinstance(now, int | float):
        return isclose(before, now, rel_tol=NEAR, abs_tol=1e-12)
    return bool(before == now)
