"""Pounds, QALYs and shares as a report writes them."""

from collections.abc import Iterable


def pounds(amount: float) -> str:
    """£1,235, −£35, or with pence below ten pounds."""
    digits = 2 if abs(amount) < 10 else 0
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.{digits}f}"


def qalys(amount: float) -> str:
    """0.0036 QALYs, with a real minus sign."""
    return f"{signed(amount, 4)} QALYs"


def signed(amount: float, digits: int) -> str:
    return f"{'−' if round(amount, digits) < 0 else ''}{abs(amount):,.{digits}f}"


def share(probability: float) -> str:
    """46%, but never 0% or 100% of something that can happen."""
    if probability in (0.0, 1.0):
        return f"{probability:.0%}"
    return "less than 1%" if probability < 0.01 else "more than 99%" if probability > 0.99 else f"{probability:.0%}"


def series(parts: Iterable[str]) -> str:
    """One, one and two, or one, two and three."""
    *most, last = list(parts)
    return f"{', '.join(most)} and {last}" if most else last


def people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"
