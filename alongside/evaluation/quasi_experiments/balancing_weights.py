"""Entropy balancing weights from the package `ebal`, checked; and why there are none, when there are none."""

import warnings
from typing import Any

import numpy as np
from scipy import optimize

from alongside.evaluation.errors import EvaluationError, NotConverged, NotEstimable
from alongside.evaluation.inputs import FloatArray

MATCH = 1e-8
NEXT_TO_NOTHING = 1e-6


def weights_for(controls: FloatArray, target: FloatArray) -> FloatArray:
    """Positive weights of controls, adding to 1, whose weighted means are the target, as even as they can be.

    Parameters
    ----------
    controls, target
        Shapes (n, p) and (p,), on a scale on which the controls' SDs are 1.

    Raises
    ------
    NotEstimable
        No weights do it: the target lies outside, or on the edge of, what mixtures of controls can reach.
    NotConverged
        There are weights, but they were not found.
    EvaluationError
        The package is not installed.
    """
    found = _by_ebal(controls, target)
    matches = _matches(found, controls, target)
    # A weight near zero may be one on its way there: at the edge of overlap the search ends before it arrives.
    if matches and found.min() > NEXT_TO_NOTHING / len(found):
        return found
    _overlap(controls, target)
    if matches:
        return found
    raise NotConverged("Weights exist but were not found. Balance fewer variables, or put skewed ones on a log scale.")


def _by_ebal(controls: FloatArray, target: FloatArray) -> FloatArray:
    """NaN where its matrix is singular.

    The package takes everybody. Two people at the target stand for the treated, of whom it uses the mean alone.
    """
    balance = _package()(
        coefs=np.concatenate([[-np.log(len(controls))], np.zeros(len(target))]),
        max_iterations=200,
        constraint_tolerance=MATCH / 10,
        print_level=-1,
        # Its principal components leave out small ones, and what is left out is not balanced.
        PCA=False,
        effect="ATT",
    )
    people = np.concatenate([controls, [target, target]])
    treated = np.repeat([0, 1], (len(controls), 2))
    # Its regression of an outcome is not used: its standard errors know nothing of clusters. So the outcome is a blank.
    blank = np.linspace(0.0, 1.0, len(people))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            answer = balance.ebalance(treated, people, blank)
        except np.linalg.LinAlgError:
            return np.full(len(controls), np.nan)
    return np.asarray(answer["w"], dtype=np.float64)[: len(controls)]


def _package() -> Any:
    try:
        from ebal import ebal_bin
    except ImportError as problem:
        raise EvaluationError(
            'Entropy balancing uses the package ebal, which is not installed: pip install "alongside[ebal]".'
        ) from problem
    return ebal_bin


def _matches(weights: FloatArray, controls: FloatArray, target: FloatArray) -> bool:
    if not np.isfinite(weights).all() or (weights < 0).any():
        return False
    off = np.abs(weights @ controls - target)
    return bool(abs(weights.sum() - 1) < MATCH * 10 and off.max(initial=0.0) < MATCH * 10)


def _overlap(controls: FloatArray, target: FloatArray) -> None:
    """Find the weights whose smallest is largest: if there are none, or it is zero, no positive weights balance."""
    people = len(controls)
    # Each weight is a floor, common to all, and something above it.
    left = np.vstack([np.append(np.ones(people), people), np.column_stack([controls.T, controls.sum(axis=0)])])
    answer = optimize.linprog(
        np.append(np.zeros(people), -1.0), A_eq=left, b_eq=np.append(1.0, target), bounds=(0, None), method="highs"
    )
    if answer.status == 2:
        raise NotEstimable(
            "No weights of the people without the programme give the means of those with it: the groups do not "
            "overlap. Balance fewer variables, or leave out those for whom there is nobody to compare."
        )
    if answer.status == 0 and -answer.fun < NEXT_TO_NOTHING / people:
        raise NotEstimable(
            "The groups overlap only at the edge: balance would give some people no weight at all. Leave out those "
            "without the programme who are unlike all who had it, or balance fewer variables."
        )
