"""Numbers and lists as they are written in a paragraph."""

from collections.abc import Callable, Sequence

from alongside.evaluation.inference import Interval


def percent(value: float) -> str:
    """`62%`; `<1%` and `>99%` where rounding would say none or all."""
    if 0 < value < 0.005:
        return "<1%"
    if 0.995 <= value < 1:
        return ">99%"
    # Half up, as a reader would round.
    return f"{int(100 * value + 0.5)}%"


def listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, one: str, several: str | None = None) -> str:
    """`1 site`, `3 sites`, `no sites`."""
    if number == 1:
        return f"1 {one}"
    return f"{number or 'no'} {several or one + 's'}"


def tenths(value: float) -> str:
    """`3.6`; never `-0.0`."""
    return f"{round(value, 1) + 0.0:.1f}"


def hundredths(value: float) -> str:
    """`0.74`; never `-0.00`."""
    return f"{round(value, 2) + 0.0:.2f}"


def interval_in_words(found: Interval, spelled: Callable[[float], str]) -> str:
    """`95% interval 0.60 to 0.86`."""
    return f"{percent(found.level)} interval {spelled(found.low)} to {spelled(found.high)}"
