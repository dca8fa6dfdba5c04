"""A service as any source has it, whatever the source looks like: what is read from one ends as a `Row`.

The names are those of the tables. The parts of a row stand in one order and once each, so that rows can be compared.
"""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from alongside.directory.times import Times

Part = TypeVar("Part")

# The list our own kinds of services are in, which search reads: "pharmacy", "charity".
KINDS = "alongside-kinds"
LONGEST_ID = 200
SOURCE = frozenset({"key", "name", "licence", "licence_url", "attribution"})


class BrokenRow(Exception):
    """A row that cannot be taken; says which, and why. `id` where it has one: its service is not gone."""

    def __init__(self, reason: str, id: str = "") -> None:
        super().__init__(reason)
        self.id = id


@dataclass(frozen=True)
class ProviderRow:
    id: str
    name: str
    description: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class AccessRow:
    description: str
    details: str = ""
    url: str = ""


@dataclass(frozen=True)
class PlaceRow:
    """A location, with when the service is open there if that is not the same everywhere."""

    id: str
    name: str = ""
    location_type: str = "physical"
    address: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    transportation: str = ""
    accessibility: tuple[AccessRow, ...] = ()
    schedules: tuple[Times, ...] = ()

    def __post_init__(self) -> None:
        _put_in_order(self, accessibility=repr, schedules=repr)


@dataclass(frozen=True)
class AreaRow:
    name: str
    kind: str = ""
    extent: str = ""
    extent_type: str = ""
    uri: str = ""


@dataclass(frozen=True)
class CostRow:
    option: str = ""
    amount: Decimal | None = None
    currency: str = "GBP"
    amount_description: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class LanguageRow:
    name: str
    code: str = ""
    note: str = ""


@dataclass(frozen=True)
class ContactRow:
    name: str = ""
    title: str = ""
    department: str = ""
    email: str = ""


@dataclass(frozen=True)
class PhoneRow:
    number: str
    extension: str = ""
    type: str = ""
    language: str = ""
    description: str = ""


@dataclass(frozen=True)
class TermRow:
    """A term of some list. What it is called belongs to the list, whoever names it."""

    taxonomy: str
    code: str
    name: str = field(default="", compare=False)
    link_type: str = "service_type"
    term_uri: str = field(default="", compare=False)


@dataclass(frozen=True)
class Row:
    id: str
    name: str
    description: str = ""
    url: str = ""
    email: str = ""
    phone: str = ""
    status: str = "active"
    application_process: str = ""
    fees_description: str = ""
    eligibility_description: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    alert: str = ""
    provider: ProviderRow = field(default=None)  # type: ignore[assignment]  # set below where nobody says
    places: tuple[PlaceRow, ...] = ()
    schedules: tuple[Times, ...] = ()
    areas: tuple[AreaRow, ...] = ()
    cost_options: tuple[CostRow, ...] = ()
    languages: tuple[LanguageRow, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    phones: tuple[PhoneRow, ...] = ()
    terms: tuple[TermRow, ...] = ()
    # When its source made sure of it. Not among `FIELDS`: a later day is news, any other is not.
    assured_on: date | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.provider is None:
            object.__setattr__(self, "provider", ProviderRow(self.id, self.name))
        _put_in_order(self, places=_id, terms=_term, **dict.fromkeys(PLAIN_PARTS, repr))


COLUMNS = (
    "name", "description", "url", "email", "phone", "status", "application_process", "fees_description",
    "eligibility_description", "minimum_age", "maximum_age", "alert",
)  # fmt: skip
PLAIN_PARTS = ("schedules", "areas", "cost_options", "languages", "contacts", "phones")
# All that an import may change.
FIELDS = (*COLUMNS, "provider", "places", "terms", *PLAIN_PARTS)


def _put_in_order(row: object, **keys: Callable[[Any], Any]) -> None:
    for name, key in keys.items():
        object.__setattr__(row, name, _once_each(getattr(row, name), key))


def _once_each(parts: Iterable[Part], key: Callable[[Part], Any]) -> tuple[Part, ...]:
    found: dict[Any, Part] = {}
    for part in parts:
        found.setdefault(key(part), part)
    return tuple(found[each] for each in sorted(found))


def _id(place: PlaceRow) -> str:
    return place.id


def _term(term: TermRow) -> tuple[str, str]:
    return term.taxonomy, term.code


def differences(one: Row, other: Row) -> list[str]:
    """The fields in which two rows of one service are not the same."""
    return [name for name in FIELDS if getattr(one, name) != getattr(other, name)]


@dataclass(frozen=True)
class Mapping:
    """Where a source comes from, and which of its columns is what; Open Referral UK needs no columns."""

    source: dict[str, str]
    fields: dict[str, str] = field(default_factory=dict)
    # Kinds whose address is where their letters go, and not where people meet.
    letters_only: frozenset[str] = frozenset()


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file; raises ValueError with a sentence for one that does not say what it must."""
    with path.open("rb") as file:
        read = tomllib.load(file)
    source = read.get("source", {})
    missing = {"key", "name", "licence", "attribution"} - {name for name, value in source.items() if value}
    if missing:
        raise ValueError(f"[source] of {path.name} does not say: {', '.join(sorted(missing))}")
    about = {name: str(value) for name, value in source.items() if name in SOURCE}
    return Mapping(about, read.get("fields", {}), frozenset(read.get("letters_only", {}).get("kinds", ())))
