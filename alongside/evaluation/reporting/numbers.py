"""Numbers as they are read: sensible digits, a real minus sign, commas between thousands."""

from math import floor, isinf, isnan, log10

from alongside.evaluation.errors import BadInput

MINUS = "−"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def count(value: int) -> str:
    """`1,234`."""
    return number(value, decimals=0)


def number(value: float, *, decimals: int | None = None) -> str:
    """`0.12`, `−3.40`, `12.5`, `1,234`, `∞`; without `decimals`, as many as the size of the number asks for."""
    if isnan(value):
        raise BadInput("A number in the report is missing (NaN). Leave it out, or say why it is not there.")
    if isinf(value):
        return _signed("∞", value)
    if decimals is None and 0 < abs(value) < 1e-4:
        return _as_power(value)
    places = _places(abs(value)) if decimals is None else decimals
    return _signed(f"{abs(value):,.{places}f}", value)


def interval(low: float, high: float, *, decimals: int | None = None) -> str:
    """`0.12 to 0.34`; without `decimals`, two figures of its width are kept."""
    places = _places_of_interval(low, high) if decimals is None else decimals
    return f"{number(low, decimals=places)} to {number(high, decimals=places)}"


def estimate(value: float, low: float, high: float, *, decimals: int | None = None) -> str:
    """`0.12 (0.05 to 0.20)`, all three with the same number of decimals."""
    places = _places_of_interval(low, high) if decimals is None else decimals
    return f"{number(value, decimals=places)} ({interval(low, high, decimals=places)})"


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
    places = 2 if p >= 0.0095 and (round(p, 2) < 0.05) == (p < 0.05) else 3
    written = f"{p:.{places}f}"
    return "p < 0.05" if written == "0.050" and p < 0.05 else f"p = {written}"


def pounds(value: float, *, pence: bool = False) -> str:
    """`£1,234`, `−£35`; with `pence`, `£12.50`."""
    written = number(value, decimals=2 if pence else 0)
    return f"{MINUS}£{written[1:]}" if written.startswith(MINUS) else f"£{written}"


def pounds_interval(low: float, high: float) -> str:
    """`−£35 to £120`."""
    return f"{pounds(low)} to {pounds(high)}"


def percentage(share: float, *, decimals: int = 0) -> str:
    """`12%` for 0.12; a share that is not quite none or all is `<1%` or `>99%`, never 0% or 100%."""
    step = 10.0**-decimals
    written = number(100 * share, decimals=decimals)
    if 0 < share < 1 and written == number(0, decimals=decimals):
        return f"<{number(step, decimals=decimals)}%"
    if 0 < share < 1 and written == number(100, decimals=decimals):
        return f">{number(100 - step, decimals=decimals)}%"
    return f"{written}%"


def decimals_for(step: float) -> int:
    """Decimals that tell numbers apart that are so far from one another: 0.05 needs 2, 20 none."""
    return max(0, -floor(log10(step) + 1e-9))


def _places(size: float) -> int:
    """Two figures below 1, then 2, 1 and no decimals."""
    if size == 0 or size >= 99.95:
        return 0
    return 1 if size >= 9.995 else min(6, max(2, 1 - floor(log10(size))))


def _places_of_interval(low: float, high: float) -> int:
    finite = [limit for limit in (low, high) if not isinf(limit)]
    width = abs(high - low) if len(finite) == 2 else max((abs(limit) for limit in finite), default=1.0)
    return 2 if isnan(width) or width == 0 else min(6, max(0, 1 - floor(log10(width))))


def _as_power(value: float) -> str:
    mantissa, power = f"{abs(value):.1e}".split("e")
    return _signed(f"{mantissa} × 10{str(int(power)).translate(SUPERSCRIPTS)}", value)


def _signed(written: str, value: float) -> str:
    """No minus before what has been rounded to nought."""
    nothing = not any(figure in written for figure in "123456789∞")
    return f"{MINUS}{written}" if value < 0 and not nothing else written
