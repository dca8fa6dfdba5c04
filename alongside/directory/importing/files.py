"""Services of Open Referral UK from files: a page, a list of services, one service, or a folder of such."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alongside.directory.importing.open_referral import service_row
from alongside.directory.importing.pages import bodies_of
from alongside.directory.importing.rows import BrokenRow, Row


def read_services(path: Path) -> Iterator[Row | BrokenRow]:
    """Each service with all that its file says of it, or what is wrong with it."""
    for file in _files(path):
        for number, body in enumerate(_bodies(file), start=1):
            try:
                yield service_row(body)
            except BrokenRow as broken:
                yield BrokenRow(f"{file.name}, service {number}: {broken}", broken.id)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.name.endswith((".json", ".json.gz")))


def _bodies(file: Path) -> list[Any]:
    """The services in a file; one that is not JSON has one that is none."""
    data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    try:
        return bodies_of(json.loads(data.decode("utf-8-sig", "replace")))
    except (ValueError, RecursionError):
        return [None]
