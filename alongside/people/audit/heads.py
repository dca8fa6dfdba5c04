"""The ends of the audit chain, noted outside the database.

Whoever may change the database could cut the trail's end off and leave a shorter chain that still holds together. A
line in this file for every seal tells. Copy the file to another machine, and it tells even on whoever has this one.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from alongside.people.models import AuditSeal


def path() -> Path:
    return Path(settings.DATA_DIR) / "audit-heads.txt"


def note(seal: AuditSeal) -> None:
    """Add one line: number, time and digest."""
    with path().open("a") as file:
        file.write(f"{seal.number} {seal.at.isoformat()} {seal.digest}\n")


def noted() -> Iterator[str]:
    """The digests noted so far; none where there is no file."""
    if path().exists():
        with path().open() as file:
            yield from (line.split()[2] for line in file if line.strip())
