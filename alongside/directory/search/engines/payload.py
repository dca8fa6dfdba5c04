"""A described record as text and back, so that an index holds all that the rating has to know.

A search reads hundreds, so what is as on a record that says nothing is left out, and objects are made without their
constructors: in half the time.
"""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, TypeVar
from uuid import UUID

from alongside.directory.search.facts import UNKNOWN, Facts
from alongside.directory.search.records import Described, Record, describe

Made = TypeVar("Made")
# Records that are kept ready, of those found last: a whole county's, in about 25 MB.
MOST_KEPT = 4_000


def packed(found: Described) -> str:
    nobody = _saying_nothing()
    values = _unlike(found, nobody)
    values["record"] = record = _unlike(found.record, nobody.record)
    if "facts" in record:
        record["facts"] = _unlike(found.record.facts, UNKNOWN)
    return json.dumps(values, default=_plain, separators=(",", ":"))


@lru_cache(maxsize=MOST_KEPT)
def unpacked(text: str) -> Described:
    nobody = _saying_nothing()
    values = json.loads(text)
    record = values["record"]
    if "facts" in record:
        record["facts"] = _made(Facts, UNKNOWN, record["facts"])
    for name in record.keys() & {"service", "location"}:
        record[name] = UUID(record[name])
    values["record"] = _made(Record, nobody.record, record)
    return _made(Described, nobody, values)


@cache
def _saying_nothing() -> Described:
    return describe(Record("", "", ""))


def _unlike(one: object, other: object) -> dict[str, Any]:
    """What is different in one."""
    usual = vars(other)
    return {name: value for name, value in vars(one).items() if value != usual[name]}


def _plain(value: object) -> Any:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _made(kind: type[Made], like: Made, values: Mapping[str, Any]) -> Made:
    """One like the other but for these values. JSON has lists alone: a place is a pair, everything else a set."""
    made = object.__new__(kind)
    known = vars(made)
    known.update(vars(like))
    for name, value in values.items():
        known[name] = (tuple if name == "place" else frozenset)(value) if type(value) is list else value
    return made
