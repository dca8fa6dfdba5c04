"""Rows and their parts as JSON, and back: what is kept of a feed, of an edit, and of a conflict."""

from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

from alongside.directory.importing.rows import Row


def encode(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def decode_row(value: Any) -> Row:
    row: Row = _decode(Row, value)
    return row


def decode_field(name: str, value: Any) -> Any:
    """The value of one field of a row, such as a conflict keeps."""
    return _decode(_hints(Row)[name], value)


def _decode(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if inner := get_args(hint):  # tuple[X, ...], or X | None
        return tuple(_decode(inner[0], each) for each in value) if inner[-1] is Ellipsis else _decode(inner[0], value)
    if hint in {date, time}:
        return hint.fromisoformat(value)
    if hint in {Decimal, str, int, float}:
        return Decimal(value) if hint is Decimal else value
    hints = _hints(hint)
    return hint(**{name: _decode(hints[name], each) for name, each in value.items()})


@cache
def _hints(row: Any) -> dict[str, Any]:
    return get_type_hints(row)
