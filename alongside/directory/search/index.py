"""The index of the directory: built when there is none, changed when the directory has changed.

Any process may find that the directory has moved on, by the time of its last change. The first to do so takes the
change in; the others search what is there meanwhile.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.db.models import Max

from alongside.directory.models import Service
from alongside.directory.search.engines import chosen
from alongside.directory.search.engines.engine import Engine, State
from alongside.directory.search.loading import records
from alongside.directory.search.records import Described, describe
from alongside.ui.content import FOLDER

EMPTY = "0"  # the mark of a directory without a service; earlier than any other
OUTDATED = ""
# More changes than this, and more than a quarter of all, are quicker taken in by building anew.
FEW, SHARE = 200, 4
# What decides how a record is read: when it changes, every record is read again.
RULES = (
    "days.py", "facts.py", "known.py", "loading.py", "needs.py", "phrases.py", "records.py", "words.py",
    "engines/fts5.py", "engines/payload.py", "engines/terms.py",
)  # fmt: skip


def current() -> tuple[Engine, State]:
    """The engine with an index that knows of every change, or, while somebody else takes one in, of all before it."""
    state = chosen().state()
    if state and state.version == version() and state.mark == latest_change():
        return chosen(), state
    refresh(wait=state is None or state.version != version())
    state = chosen().state()
    if state is None:
        raise LookupError("The index was taken away as soon as it was built.")
    return chosen(), state


def refresh(services: Collection[UUID] = (), *, wait: bool = False) -> None:
    """Take in what has changed; `services` are known to have. Where somebody is at it, leave it to them or wait."""
    with chosen().held(wait=wait) as mine:
        if mine:
            _catch_up(services)


def rebuild() -> int:
    """Read the whole directory anew; returns the number of documents. Searches go on meanwhile."""
    with chosen().held(wait=True):
        return _build()


@contextmanager
def indexing_later() -> Iterator[None]:
    """On one machine: what changes meanwhile is taken in by whoever searches next, and not by whoever changed it.

    Where there is no index at all, whoever searches meanwhile waits for the end.
    """
    with chosen().held(wait=True):
        yield


def outdate() -> None:
    """Say that more has changed than services tell: whoever searches next has it built anew."""
    with chosen().held(wait=True):
        if chosen().state():
            chosen().change((), (), mark=OUTDATED)


def _catch_up(services: Collection[UUID]) -> None:
    state, latest = chosen().state(), latest_change()
    if state is None or state.version != version() or not OUTDATED < state.mark <= latest:
        _build()
        return
    changed = {*services, *_changed_since(state.mark)}
    if len(changed) > max(FEW, Service.objects.count() / SHARE):
        _build()
    elif changed or state.mark != latest:
        chosen().change(changed, _described(changed), mark=latest)


def _build() -> int:
    latest = latest_change()  # read first: what changes while we read is taken in afterwards
    return chosen().build(_described(None), version=version(), mark=latest)


def _described(services: Iterable[UUID] | None) -> Iterator[Described]:
    return (describe(record) for record in records(services))


def latest_change() -> str:
    latest = Service.objects.aggregate(latest=Max("updated_at"))["latest"]
    return latest.isoformat() if latest else EMPTY


def _changed_since(mark: str) -> Iterable[UUID]:
    changed = Service.objects.all()
    if mark != EMPTY:
        changed = changed.filter(updated_at__gt=datetime.fromisoformat(mark))
    return changed.values_list("pk", flat=True)


@cache
def version() -> str:
    """Of the rules by which records are read."""
    here = Path(__file__).parent
    files = [*(here / name for name in RULES), *sorted((FOLDER / "directory").rglob("*.toml"))]
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
