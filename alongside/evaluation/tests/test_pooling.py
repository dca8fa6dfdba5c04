"""Rubin's rules and Barnard and Rubin's degrees of freedom."""

from math import inf, sqrt

import numpy as np
import pytest

from alongside.evaluation.errors import BadInput
from alongside.evaluation.estimation import RubinVariance, pool, pool_one
from alongside.evaluation.inference import Coefficient, Coefficients

approx = pytest.approx
ESTIMATES = [0.21, 0.18, 0.26, 0.15, 0.24]
SES = [0.10, 0.11, 0.09, 0.12, 0.10]
MICE = (0.208, 0.115256236273791, 26.158594751947845, 0.234342614332066)


def test_pooling_is_that_of_mice():
    """R 4.2.2, mice 3.15.0:
    q <- c(.21,.18,.26,.15,.24); s <- c(.10,.11,.09,.12,.10); p <- pool.scalar(q, s^2, n = 44, k = 2)
    c(p$qbar, sqrt(p$t), p$df, p$fmi)   # n - k = 42
    """
    row = pool_one(ESTIMATES, SES, complete_df=42)
    assert (row.estimate, row.se, row.df) == approx(MICE[:3], rel=1e-9)


def test_the_missing_information_is_that_of_mice():
    fits = [Coefficients("t", (Coefficient("arm", e, s, 42.0),)) for e, s in zip(ESTIMATES, SES, strict=True)]
    pooled = pool(fits)
    assert pooled.coefficients["arm"].df == approx(MICE[2], rel=1e-9)
    assert pooled.missing_information["arm"] == approx(MICE[3], rel=1e-9)
    assert pooled.coefficients.method == "t, pooled over 5 imputed data sets"


def test_large_sample_degrees_of_freedom_are_rubins():
    row = pool_one(ESTIMATES, SES)
    within, between = np.mean(np.square(SES)), np.var(ESTIMATES, ddof=1)
    assert row.se == approx(sqrt(within + 1.2 * between))
    assert row.df == approx(4 * (1 + within / (1.2 * between)) ** 2)


def test_with_nothing_missing_the_answer_is_that_of_complete_data():
    row = pool_one([0.2] * 5, [0.1] * 5, complete_df=42)
    assert (row.estimate, row.se) == approx((0.2, 0.1))
    assert row.df == approx(43 / 45 * 42)
    assert pool_one([0.2] * 5, [0.1] * 5).df == inf


def test_what_cannot_be_pooled_is_said():
    one, other = (Coefficients("t", (Coefficient(name, 1.0, 1.0),)) for name in ("arm", "age"))
    with pytest.raises(BadInput, match="same coefficients"):
        pool([one, other])
    with pytest.raises(BadInput, match="at least two"):
        pool([one])
    with pytest.raises(BadInput, match="at least two"):
        pool([])
    with pytest.raises(BadInput, match="at least two"):
        pool_one([1.0], [1.0])
    with pytest.raises(BadInput, match="above 0"):
        pool_one(ESTIMATES, SES, complete_df=-1)


def test_copies_that_agree_miss_nothing_and_copies_that_are_sure_miss_all():
    agreeing = RubinVariance(5, 0.04, 0.0, 20.0)
    assert (agreeing.total, agreeing.missing_information) == (0.04, 0.0)
    assert agreeing.df == approx(21 / 23 * 20)
    sure = RubinVariance(5, 0.0, 0.04, 20.0)
    assert (sure.total, sure.df, sure.missing_information) == (approx(0.048), 4, 1.0)
    assert RubinVariance(5, 0.0, 0.0, inf).missing_information == 0.0
