"""Doing the same to many rows, each for itself."""

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import OperationalError

log = logging.getLogger(__name__)


def each(rows: Iterable[UUID], do: Callable[[UUID], bool]) -> int:
    """A row that goes wrong is told and waits for the next round; it holds up nobody else's. Counts the others."""
    done = 0
    for pk in rows:
        try:
            done += do(pk)
        except OperationalError:
            raise  # the database is gone, for all of them
        except Exception:
            log.exception("%s", pk)
    return done
