"""A file many times larger than the memory it takes. Scaled down from 2 GB; `./bench memory` reads 200 MB."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.interop.tests.conftest import observation, patient

MEGABYTE = 1024 * 1024
RUN = """
import sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from alongside.interop.importing.run import import_file
report = import_file(Path(sys.argv[1]))
# Not getrusage: its peak begins with that of the process this one was forked from.
status = Path("/proc/self/status").read_text()
print(report.done["Observation", "new"], int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


def generated(path: Path, *, rows: int, people: int = 50) -> Path:
    """NDJSON with the people last, so that every reference points forward; padded to a usual size."""
    note = [{"text": "x" * 1500}]
    with path.open("w") as file:
        for number in range(rows):
            row = observation(f"o{number}", f"Patient/p{number % people}", note=note)
            file.write(json.dumps(row) + "\n")
        for number in range(people):
            file.write(json.dumps(patient(f"p{number}")) + "\n")
    return path


def measured(path: Path, folder: Path) -> tuple[int, int]:
    """How many rows came in, and the most memory it took in MB, in a process of its own."""
    settings = {
        "ALONGSIDE_MODE": "demo",
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
    }
    keep = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(path)], env=keep | settings, capture_output=True, text=True, check=True
    )
    rows, peak = done.stdout.split()
    return int(rows), int(peak)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small, large = (generated(tmp_path / f"{rows}.ndjson", rows=rows) for rows in (1_000, 20_000))

    _rows, usual = measured(small, tmp_path / "small")
    rows, peak = measured(large, tmp_path / "large")

    assert rows == 20_000
    assert large.stat().st_size > 30 * MEGABYTE
    assert peak < 200
    assert peak - usual < 20
