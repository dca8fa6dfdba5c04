"""The variances that maximise the likelihood, none below zero."""

from dataclasses import replace

import numpy as np

from alongside.evaluation.errors import NotConverged
from alongside.evaluation.estimation.mixed.likelihood import Likelihood
from alongside.evaluation.inputs import BoolArray, FloatArray

STEPS = 100
HALVINGS = 30
# By how much a step should lower the criterion. Newton's error is squared with each step: the step after `NEAR` is good
# to the last digit, and the criterion has too few digits to check it.
NEAR = 1e-5
THERE = 1e-11
NOTHING = 1e-13  # of the outcome's variance: what is left over then is made of rounding
STUCK = (
    "The search for the variances of the mixed model got stuck. Is the outcome the same for everybody in a cluster, or "
    "at every visit of a person? Then compare means of clusters."
)


def maximised(start: Likelihood) -> Likelihood:
    """Newton's method with exact second derivatives, on the variances that are not held at zero.

    Raises
    ------
    NotConverged
    """
    try:
        found = _searched(start)
    except np.linalg.LinAlgError as problem:
        raise NotConverged(STUCK) from problem
    if found.theta[0] < NOTHING:
        raise NotConverged(STUCK)
    return found


def _searched(here: Likelihood) -> Likelihood:
    for _ in range(STEPS):
        free = (here.theta > 0) | (here.gradient < 0)
        step, promised = _step(here, free)
        if promised < NEAR and (here.theta + step >= 0).all():
            here = replace(here, theta=here.theta + step)
            if promised < THERE:
                return here
        else:
            here = _lower(here, step)
    raise NotConverged("The variances of the mixed model were not found. Is one cluster unlike all the others?")


def _step(here: Likelihood, free: BoolArray) -> tuple[FloatArray, float]:
    """Where to go, and by how much the criterion should fall."""
    step = np.zeros_like(here.theta)
    gradient, hessian = here.gradient[free], here.hessian[np.ix_(free, free)]
    if np.linalg.eigvalsh(hessian)[0] <= 0:
        average = here.average[np.ix_(free, free)]
        # Each by the size it has: the variances may be a million times apart, and the data may say nothing of one.
        hessian = average + 1e-8 * np.diag(np.diag(here.expected)[free])
    step[free] = -np.linalg.solve(hessian, gradient)
    return step, float(-gradient @ step[free])


def _lower(here: Likelihood, step: FloatArray) -> Likelihood:
    """The point along the step where the criterion is lower; variances that would go below zero are put at zero."""
    for halving in range(HALVINGS):
        theta = np.maximum(here.theta + step / 2**halving, 0.0)
        theta[0] = max(theta[0], here.theta[0] / 10)  # what is left over cannot be nothing
        there = replace(here, theta=theta)
        if there.criterion < here.criterion:
            return there
    raise NotConverged(STUCK)
