"""Later years count for less: 3.5% a year in the United Kingdom, nothing off the first year."""

import numpy as np

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, positive

UK_RATE = 0.035


def factors(years: int, rate: float) -> FloatArray:
    """What a pound or a QALY of each year is worth now, 1, 1/(1+rate), 1/(1+rate)², …; shape (years,).

    References
    ----------
    HM Treasury, The Green Book: central government guidance on appraisal and evaluation; NICE health technology
    evaluations: the manual (PMG36), both 3.5% a year.
    """
    checked_rate(rate)
    if years < 1 or years != int(years):
        raise BadInput(f"There are {years} years; a whole number from 1 on is needed.")
    factor: FloatArray = (1 + rate) ** -np.arange(int(years), dtype=np.float64)
    return factor


def yearly_equivalent(cost: float, *, years: int, rate: float = UK_RATE) -> float:
    """The equal yearly sum, paid at the end of each year, that is worth `cost` now.

    For training or equipment that serves longer than the trial lasts: cost / Σ (1+rate)^−t, t = 1 … years.

    References
    ----------
    Drummond, Sculpher, Claxton, Stoddart and Torrance (2015), Methods for the Economic Evaluation of Health Care
    Programmes, 4th edition: equivalent annual cost.
    """
    positive(cost, "cost")
    return cost * (1 + rate) / float(factors(years, rate).sum())


def checked_rate(rate: float) -> float:
    if not 0 <= rate < 1:
        raise BadInput(f"rate is {rate}; 3.5% a year is written 0.035.")
    return rate
