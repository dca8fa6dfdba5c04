"""Making a row fit its tables: a text that is too long is cut, and nothing is refused for it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from django.db.models import CharField, Model

from alongside.directory import models
from alongside.directory.importing import rows
from alongside.directory.times import Times

Fitted = TypeVar("Fitted")

TABLES: Mapping[type, type[Model]] = {
    rows.Row: models.Service,
    rows.ProviderRow: models.Provider,
    rows.PlaceRow: models.Location,
    rows.AccessRow: models.Accessibility,
    rows.AreaRow: models.ServiceArea,
    rows.CostRow: models.CostOption,
    rows.LanguageRow: models.Language,
    rows.ContactRow: models.Contact,
    rows.PhoneRow: models.Phone,
    rows.TermRow: models.TaxonomyTerm,
    Times: models.Schedule,
}


def fitted(value: Fitted) -> Fitted:
    """A row or any part of one, such as its tables can hold."""
    if isinstance(value, tuple):
        return tuple(fitted(each) for each in value)  # type: ignore[return-value]  # of the same parts
    if not is_dataclass(value) or isinstance(value, type):
        return value
    longest = _longest(type(value))
    was = {field.name: getattr(value, field.name) for field in fields(value)}
    now = {name: _cut(each, longest.get(name)) for name, each in was.items()}
    changed = {name: each for name, each in now.items() if each != was[name]}
    return replace(value, **changed) if changed else value


def _cut(value: Any, longest: int | None) -> Any:
    return value[:longest].rstrip() if isinstance(value, str) else fitted(value)


@cache
def _longest(row: type) -> dict[str, int | None]:
    columns = TABLES[row]._meta.concrete_fields
    return {column.name: column.max_length for column in columns if isinstance(column, CharField)}
