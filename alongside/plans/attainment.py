"""Goal Attainment Scaling: one number from several goals, each reached to a level from -2 to +2.

Kiresuk TJ, Sherman RE (1968). Goal attainment scaling: a general method for evaluating comprehensive community mental
health programs. Community Mental Health Journal 4, 443-453.
"""

from collections.abc import Sequence
from math import sqrt

RHO = 0.3  # the correlation between goals that Kiresuk and Sherman assume
LEVELS = range(-2, 3)


def t_score(levels: Sequence[int], weights: Sequence[float] | None = None) -> float:
    """T = 50 + 10 Σwx / √((1−ρ)Σw² + ρ(Σw)²): 50 when everything came out as expected.

    Raises ValueError for no goals, a level outside -2 to +2, or weights that are not positive, one for each level.
    """
    weights = [1.0] * len(levels) if weights is None else weights
    if not levels or len(weights) != len(levels) or min(weights) <= 0:
        raise ValueError("One positive weight for each level, and at least one level.")
    if any(level not in LEVELS for level in levels):
        raise ValueError("A level goes from -2 to +2.")
    total = sum(weight * level for weight, level in zip(weights, levels, strict=True))
    spread = (1 - RHO) * sum(weight**2 for weight in weights) + RHO * sum(weights) ** 2
    return 50 + 10 * total / sqrt(spread)
