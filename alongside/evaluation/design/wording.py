"""Numbers as a protocol prints them."""

from math import floor, isfinite, log10


def number(value: float, digits: int = 3) -> str:
    """So many significant digits, whole thousands kept and marked: 0.2, 99.4, 1,392."""
    if value == 0 or not isfinite(value):
        return f"{value:g}"
    places = max(0, digits - 1 - floor(log10(abs(value))))
    shown = f"{value:,.{places}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def percent(share: float, places: int = 0) -> str:
    """A share between 0 and 1 as 80% or 81.9%."""
    shown = f"{100 * share:.{places}f}"
    if float(shown) == 100 and share < 1:
        return f"more than {100 - 10**-places:g}%"
    return f"{shown.rstrip('0').rstrip('.') if places else shown}%"


def counted(count: float, one: str, many: str | None = None) -> str:
    """1 cluster, 2 clusters."""
    return f"{number(count, 4)} {one if count == 1 else many or one + 's'}"
