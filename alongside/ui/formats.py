"""Dates, times and numbers as the NHS service manual writes them."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import dateformat, formats, timezone
from django.utils.text import capfirst
from django.utils.translation import get_language


def day(value: date | datetime) -> str:
    """3 March 2026"""
    local = _local(value)
    return f"{local.day} {local:%B %Y}"


def short_day(value: date | datetime) -> str:
    """Tue 3 Mar, in the language in use"""
    return dateformat.format(_local(value), "D j M")


def clock(value: datetime | time) -> str:
    """10.20am, or midday and midnight by name; in another language as Django writes a time in it"""
    local = _local(value)
    if not (get_language() or "en").startswith("en"):
        return formats.time_format(local, "TIME_FORMAT")
    if (local.hour, local.minute) in {(0, 0), (12, 0)}:
        return "midday" if local.hour else "midnight"
    minutes = f".{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """Tue 3 Mar, 10.20am"""
    return f"{short_day(value)}, {clock(value)}"


def age(born: date, on: date | None = None) -> int:
    """Whole years lived on a day."""
    on = on or timezone.localdate()
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def number(value: float) -> str:
    """A number without a needless .0"""
    return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"


def pounds(value: Decimal) -> str:
    """£1,022.50"""
    return f"£{value:,.2f}"


def _local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


FILTERS: dict[str, Callable[..., Any]] = {
    "capfirst": capfirst,
    "day": day,
    "short_day": short_day,
    "clock": clock,
    "moment": moment,
    "pounds": pounds,
    "age": age,
}
