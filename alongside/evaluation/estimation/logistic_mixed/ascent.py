"""Newton's method for a maximum, kept going uphill. What is climbed should have parameters of about the same size."""

from collections.abc import Callable

import numpy as np

from alongside.evaluation.errors import NotConverged
from alongside.evaluation.inputs import FloatArray

STEPS = 100
LONGEST = 4.0
HALVINGS = 40
# The squared length of the next step in standard errors. Steps square their error, so the step taken then is the last.
NEAR = 1e-10


def climb(
    start: FloatArray, at: Callable[[FloatArray], tuple[float, FloatArray]], hessian: Callable[[FloatArray], FloatArray]
) -> FloatArray:
    """The parameters of a maximum, from value with gradient, and second derivatives.

    Raises
    ------
    NotConverged
        No maximum after so many steps, or no way up where the slope is not yet zero.
    """
    here = start
    value, gradient = at(here)
    for _ in range(STEPS):
        step = _uphill(gradient, hessian(here))
        gain = float(gradient @ step)
        if gain < NEAR:
            return here + step
        here, value, gradient = _higher(here, step, value, gain, at)
    raise NotConverged(
        "The likelihood has no maximum that could be reached: leave out columns, or join small categories."
    )


def _uphill(gradient: FloatArray, hessian: FloatArray) -> FloatArray:
    """Newton's step; where the surface curves upwards the sign of the curvature is changed, so as to leave a saddle."""
    values, vectors = np.linalg.eigh(-hessian)
    sizes = np.maximum(np.abs(values), 1e-10 * np.abs(values).max() + 1e-300)
    step = vectors @ ((vectors.T @ gradient) / sizes)
    length = float(np.linalg.norm(step))
    return np.asarray(step if length <= LONGEST else step * (LONGEST / length))


def _higher(
    here: FloatArray, step: FloatArray, value: float, gain: float, at: Callable[[FloatArray], tuple[float, FloatArray]]
) -> tuple[FloatArray, float, FloatArray]:
    rounding = 1e-13 * abs(value)
    for halving in range(HALVINGS):
        share = 0.5**halving
        there = here + share * step
        found, gradient = at(there)
        if found >= value + 1e-4 * share * gain - rounding:
            return there, found, gradient
    raise NotConverged("The likelihood could not be climbed to its end. Columns on a smaller scale may help.")
