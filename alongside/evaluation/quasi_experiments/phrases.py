"""Numbers as a report prints them."""

from math import floor, isinf, log10

from alongside.evaluation.inference import Coefficient, Interval


def number(value: float, figures: int = 3) -> str:
    """So many significant figures, no exponent, a true minus sign: `−0.0123`, `1,230`."""
    if value == 0:
        return "0"
    decimals = min(8, max(0, figures - 1 - floor(log10(abs(value)))))
    return f"{value:,.{decimals}f}".replace("-", "−")


def between(interval: Interval) -> str:
    """`95% confidence interval −1.20 to 0.400`."""
    return f"{100 * interval.level:g}% confidence interval {number(interval.low)} to {number(interval.high)}"


def with_interval(found: Coefficient) -> str:
    """`−0.80 (95% confidence interval −1.60 to 0.002, P = 0.05, 22 degrees of freedom)`."""
    freedom = "" if isinf(found.df) else f", {found.df:.4g} degrees of freedom"
    return f"{number(found.estimate)} ({between(found.interval())}, {_p(found.p_value)}{freedom})"


def percent(share: float) -> str:
    """`38%`; more than none but less than one in a hundred is `less than 1%`."""
    return "less than 1%" if 0 < share < 0.01 else f"{100 * share:.0f}%".replace("-", "−")


def _p(value: float) -> str:
    return "P < 0.001" if value < 0.001 else f"P = {value:.3f}"
