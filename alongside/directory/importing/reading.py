"""Looking into JSON of which nothing is certain."""

from collections.abc import Callable, Iterator
from typing import Any

from alongside.directory.importing import text

# More parts of one kind than any service has; what comes after them is a mistake of the feed.
MOST = 200


def part(body: Any, name: str) -> dict[str, Any]:
    """An object within an object; an empty one where there is none."""
    found = body.get(name) if isinstance(body, dict) else None
    return found if isinstance(found, dict) else {}


def listed(body: Any, name: str) -> list[dict[str, Any]]:
    """Objects of a list within an object; one alone stands for a list of it."""
    found = body.get(name) if isinstance(body, dict) else None
    rows = found if isinstance(found, list) else [found]
    return [row for row in rows[:MOST] if isinstance(row, dict)]


def first(read: Callable[[Any], str], body: dict[str, Any], *names: str) -> str:
    """The first of several fields that has something in it."""
    return next((value for name in names if (value := read(body.get(name)))), "")


def named(body: dict[str, Any], name: str, *fields: str) -> Iterator[str]:
    """What the objects of a list are called; in some feeds the list has their names themselves."""
    found = body.get(name)
    for row in found[:MOST] if isinstance(found, list) else [found]:
        if called := first(text.line, row, *fields) if isinstance(row, dict) else text.line(row):
            yield called
