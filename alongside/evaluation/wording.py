"""Numbers as they are read: sensible digits, a real minus sign, commas between thousands, one spelling of each."""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import partial
from math import floor, isinf, isnan, log10

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inference import Coefficient, Interval

MINUS = "−"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Say = Callable[[float], str]


def number(value: float, *, decimals: int | None = None) -> str:
    """`0.123`, `−3.4`, `12.5`, `1,234`, `∞`: three significant figures or all whole ones, unless `decimals` are given.

    A 5 is rounded away from nought, and without `decimals` noughts at the end are left out.

    Raises
    ------
    BadInput
        NaN.
    """
    if isnan(value):
        raise BadInput("A number to be written is missing (NaN). Leave it out, or say why it is not there.")
    if isinf(value):
        return _signed("∞", value)
    if decimals is not None:
        return _signed(_rounded(value, decimals), value)
    if 0 < abs(value) < 1e-4:
        return _as_power(value)
    return _signed(_without_noughts(_rounded(value, _places(abs(value), figures=3))), value)


def percent(share: float, *, decimals: int = 0) -> str:
    """`12%` for 0.12, with `decimals` `12.3%`; a share not quite none or all is `<1%` or `>99%`, never 0% or 100%."""
    step = 10.0**-decimals
    written = _without_noughts(number(100 * share, decimals=decimals))
    if 0 < share < 1 and written == "0":
        return f"<{number(step)}%"
    if 0 < share < 1 and written == "100":
        return f">{number(100 - step, decimals=decimals)}%"
    return f"{written}%"


def pounds(value: float) -> str:
    """`£1,234`, `−£35`; with pence below ten pounds, `£3.50`, unless there are none."""
    written = number(value, decimals=2 if abs(value) < 9.995 and value % 1 else 0)
    return f"{MINUS}£{written[1:]}" if written.startswith(MINUS) else f"£{written}"


def qalys(value: float) -> str:
    """`0.0036 QALYs`: the last decimal is about an hour in full health."""
    return f"{number(value, decimals=4)} QALYs"


def interval(low: float, high: float, say: Say | None = None) -> str:
    """`0.12 to 0.34`, two figures of the width being kept; with `say`, each end as that says it: `−£35 to £120`."""
    written = say or _for_interval(low, high)
    return f"{written(low)} to {written(high)}"


def confidence_interval(found: Interval, say: Say | None = None) -> str:
    """`95% confidence interval 0.12 to 0.34`; `say` as for `interval`."""
    return f"{number(100 * found.level)}% confidence interval {interval(found.low, found.high, say)}"


def estimate(value: float, low: float, high: float, *, decimals: int | None = None) -> str:
    """`0.12 (0.05 to 0.20)`, all three with the same number of decimals."""
    say = _for_interval(low, high) if decimals is None else partial(number, decimals=decimals)
    return f"{say(value)} ({interval(low, high, say)})"


def coefficient(found: Coefficient) -> str:
    """`0.12 (95% confidence interval 0.05 to 0.20, p = 0.002, 22 degrees of freedom)`."""
    between = found.interval()
    say = _for_interval(between.low, between.high)
    parts = [confidence_interval(between, say), p_value(found.p_value)]
    if not isinf(found.df):
        parts.append(degrees_of_freedom(found.df))
    return f"{say(found.estimate)} ({', '.join(parts)})"


def p_value(p: float) -> str:
    """`p = 0.03`, `p = 0.004`, `p < 0.001`; never rounded across 0.05, so 0.048 stays `p = 0.048`.

    Raises
    ------
    BadInput
        Not between 0 and 1.
    """
    if not 0 <= p <= 1:
        raise BadInput(f"A p value is {p}; it must lie between 0 and 1.")
    if p < 0.001:
        return "p < 0.001"
    if p >= 0.995:
        return "p > 0.99"
    written = number(p, decimals=2)
    if p < 0.0095 or (float(written) < 0.05) != (p < 0.05):
        written = number(p, decimals=3)
    return "p < 0.05" if written == "0.050" and p < 0.05 else f"p = {written}"


def degrees_of_freedom(df: float) -> str:
    """`22 degrees of freedom`, `7.35 degrees of freedom`."""
    return counted(df, "degree of freedom", "degrees of freedom")


def counted(count: float, one: str, many: str | None = None) -> str:
    """`1 site`, `1,234 sites`, `no sites`."""
    written = number(count)
    return f"{'no' if written == '0' else written} {one if written == '1' else many or f'{one}s'}"


def listed(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _rounded(value: float, places: int) -> str:
    """Without its sign. A 5 goes up, as a reader would have it, not to the even figure or where binary puts it."""
    with localcontext(rounding=ROUND_HALF_UP):
        return f"{Decimal(str(abs(float(value)))):,.{places}f}"


def _without_noughts(written: str) -> str:
    return written.rstrip("0").rstrip(".") if "." in written else written


def _places(size: float, *, figures: int) -> int:
    """Decimals that show so many figures of a number."""
    return max(0, figures - 1 - floor(log10(size))) if size > 0 else 0


def _for_interval(low: float, high: float) -> Say:
    finite = [limit for limit in (low, high) if not isinf(limit)]
    width = abs(high - low) if len(finite) == 2 else max((abs(limit) for limit in finite), default=0.0)
    return partial(number, decimals=min(6, _places(width, figures=2)) if width > 0 else 2)


def _as_power(value: float) -> str:
    mantissa, power = f"{abs(value):.2e}".split("e")
    return _signed(f"{_without_noughts(mantissa)} × 10{str(int(power)).translate(SUPERSCRIPTS)}", value)


def _signed(written: str, value: float) -> str:
    """No minus before what has been rounded to nought."""
    nothing = not any(figure in written for figure in "123456789∞")
    return f"{MINUS}{written}" if value < 0 and not nothing else written
