"""Numbers as they are read."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting import numbers

FINITE = st.floats(-1e9, 1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (0.1234, "0.12"),
        (-0.1234, "−0.12"),
        (0.0123, "0.012"),
        (0.00123, "0.0012"),
        (1.236, "1.24"),
        (9.994, "9.99"),
        (9.996, "10.0"),
        (12.34, "12.3"),
        (99.96, "100"),
        (1234.5678, "1,235"),
        (-1234567, "−1,234,567"),
        (0.0000123, "1.2 × 10⁻⁵"),
        (-0.0000123, "−1.2 × 10⁻⁵"),
        (inf, "∞"),
        (-inf, "−∞"),
    ],
)
def test_a_number_has_the_digits_its_size_asks_for(value, written):
    assert numbers.number(value) == written


def test_decimals_may_be_given():
    assert numbers.number(0.5, decimals=3) == "0.500"
    assert numbers.number(1234.5, decimals=1) == "1,234.5"


def test_nothing_is_never_below_nought():
    assert numbers.number(-0.001, decimals=2) == "0.00"
    assert numbers.pounds(-0.3) == "£0"


def test_a_missing_number_is_refused():
    with pytest.raises(BadInput, match="missing"):
        numbers.number(nan)


@given(FINITE)
def test_what_is_written_is_the_number_to_within_the_last_figure(value):
    written = numbers.number(value, decimals=2).replace("−", "-").replace(",", "")
    assert abs(float(written) - value) <= 0.005 + 1e-6


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (0.12, 0.34, "0.12 to 0.34"),
        (-0.012, 0.0203, "−0.012 to 0.020"),
        (-120, 480, "−120 to 480"),
        (2.51, 12.5, "2.5 to 12.5"),
        (-inf, 0.34, "−∞ to 0.34"),
        (-inf, inf, "−∞ to ∞"),
        (1, 1, "1.00 to 1.00"),
    ],
)
def test_an_interval_keeps_two_figures_of_its_width(low, high, written):
    assert numbers.interval(low, high) == written


def test_an_estimate_and_its_interval_have_the_same_decimals():
    assert numbers.estimate(0.1, 0.05, 0.2) == "0.10 (0.05 to 0.20)"
    assert numbers.estimate(-3, -10, 4.04) == "−3 (−10 to 4)"
    assert numbers.estimate(1.2, 0.81, 1.94, decimals=1) == "1.2 (0.8 to 1.9)"


@pytest.mark.parametrize(
    ("p", "written"),
    [
        (0, "p < 0.001"),
        (0.0009999, "p < 0.001"),
        (0.001, "p = 0.001"),
        (0.0042, "p = 0.004"),
        (0.0094, "p = 0.009"),
        (0.0096, "p = 0.01"),
        (0.03, "p = 0.03"),
        (0.0481, "p = 0.048"),
        (0.04996, "p < 0.05"),
        (0.05, "p = 0.05"),
        (0.0512, "p = 0.05"),
        (0.8731, "p = 0.87"),
        (0.994, "p = 0.99"),
        (0.995, "p > 0.99"),
        (1, "p > 0.99"),
    ],
)
def test_p_values_as_journals_write_them(p, written):
    assert numbers.p_value(p) == written


@given(st.floats(0, 1))
def test_no_p_value_is_rounded_across_one_in_twenty(p):
    sign, number = numbers.p_value(p).split(" ")[1:]
    if p < 0.05:
        assert float(number) < 0.05 or (sign, number) == ("<", "0.05")
    else:
        assert float(number) >= 0.05


@pytest.mark.parametrize("p", [-0.01, 1.01, nan])
def test_a_p_value_outside_its_range_is_refused(p):
    with pytest.raises(BadInput, match="between 0 and 1"):
        numbers.p_value(p)


def test_pounds_have_the_minus_before_the_sign_of_the_currency():
    assert numbers.pounds(1234.4) == "£1,234"
    assert numbers.pounds(-35) == "−£35"
    assert numbers.pounds(12.5, pence=True) == "£12.50"
    assert numbers.pounds_interval(-35.2, 120) == "−£35 to £120"


@pytest.mark.parametrize(
    ("share", "decimals", "written"),
    [
        (0.12, 0, "12%"),
        (0.1234, 1, "12.3%"),
        (0, 0, "0%"),
        (1, 0, "100%"),
        (0.001, 0, "<1%"),
        (0.999, 0, ">99%"),
        (0.0001, 1, "<0.1%"),
        (0.9999, 1, ">99.9%"),
        (-0.05, 0, "−5%"),
    ],
)
def test_a_share_that_is_not_quite_none_or_all_is_not_written_as_such(share, decimals, written):
    assert numbers.percentage(share, decimals=decimals) == written


def test_counts_have_commas():
    assert numbers.count(5599) == "5,599"
