"""Numbers as they are read."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.evaluation import wording
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inference import Coefficient, Interval

FINITE = st.floats(-1e9, 1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (0.1234, "0.123"),
        (-0.1234, "−0.123"),
        (0.2, "0.2"),
        (-0.08, "−0.08"),
        (0.0123, "0.0123"),
        (0.04412, "0.0441"),
        (0.00123, "0.00123"),
        (1.236, "1.24"),
        (9.994, "9.99"),
        (9.996, "10"),
        (12.34, "12.3"),
        (27.25, "27.3"),
        (99.4, "99.4"),
        (99.96, "100"),
        (100, "100"),
        (1234.5678, "1,235"),
        (5599, "5,599"),
        (-1234567, "−1,234,567"),
        (0.0000123, "1.23 × 10⁻⁵"),
        (-0.0000123, "−1.23 × 10⁻⁵"),
        (inf, "∞"),
        (-inf, "−∞"),
    ],
)
def test_a_number_has_the_digits_its_size_asks_for(value, written):
    assert wording.number(value) == written


@given(st.floats(1e-9, 1e9))
def test_three_figures_are_kept_of_any_number(value):
    written = wording.number(value).replace(",", "").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    assert float(written.replace(" × 10", "e")) == pytest.approx(value, rel=0.005 + 1e-9)


def test_decimals_may_be_given():
    assert wording.number(0.5, decimals=3) == "0.500"
    assert wording.number(1234.5, decimals=1) == "1,234.5"


def test_nothing_is_never_below_nought():
    assert wording.number(-0.001, decimals=2) == "0.00"
    assert wording.number(-0.04, decimals=1) == "0.0"
    assert wording.pounds(-0.001) == "£0.00"


def test_a_five_is_rounded_away_from_nought_as_a_reader_would():
    assert [wording.number(value, decimals=2) for value in (0.125, 0.135, -0.125, 2.675)] == [
        "0.13",
        "0.14",
        "−0.13",
        "2.68",
    ]


def test_a_missing_number_is_refused():
    with pytest.raises(BadInput, match="missing"):
        wording.number(nan)


@given(FINITE)
def test_what_is_written_is_the_number_to_within_the_last_figure(value):
    written = wording.number(value, decimals=2).replace("−", "-").replace(",", "")
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
    assert wording.interval(low, high) == written


def test_an_estimate_and_its_interval_have_the_same_decimals():
    assert wording.estimate(0.1, 0.05, 0.2) == "0.10 (0.05 to 0.20)"
    assert wording.estimate(-3, -10, 4.04) == "−3 (−10 to 4)"
    assert wording.estimate(1.2, 0.81, 1.94, decimals=1) == "1.2 (0.8 to 1.9)"


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
    assert wording.p_value(p) == written


@given(st.floats(0, 1))
def test_no_p_value_is_rounded_across_one_in_twenty(p):
    sign, number = wording.p_value(p).split(" ")[1:]
    if p < 0.05:
        assert float(number) < 0.05 or (sign, number) == ("<", "0.05")
    else:
        assert float(number) >= 0.05


@pytest.mark.parametrize("p", [-0.01, 1.01, nan])
def test_a_p_value_outside_its_range_is_refused(p):
    with pytest.raises(BadInput, match="between 0 and 1"):
        wording.p_value(p)


def test_pounds_have_the_minus_before_the_sign_of_the_currency():
    assert wording.pounds(1234.4) == "£1,234"
    assert wording.pounds(-35) == "−£35"
    assert wording.interval(-35.2, 120, wording.pounds) == "−£35 to £120"


def test_pence_are_given_below_ten_pounds_where_there_are_any():
    amounts = (0, 5, 3.5, -0.3, 9.99, 9.996, 12.5)
    assert [wording.pounds(amount) for amount in amounts] == ["£0", "£5", "£3.50", "−£0.30", "£9.99", "£10", "£13"]


def test_qalys_have_four_decimals():
    assert (wording.qalys(-0.00361), wording.qalys(0.02)) == ("−0.0036 QALYs", "0.0200 QALYs")


@pytest.mark.parametrize(
    ("share", "decimals", "written"),
    [
        (0.12, 0, "12%"),
        (0.1234, 1, "12.3%"),
        (0, 0, "0%"),
        (1, 0, "100%"),
        (0.8, 1, "80%"),
        (0.025, 1, "2.5%"),
        (0.625, 0, "63%"),
        (0.001, 0, "<1%"),
        (0.004, 0, "<1%"),
        (0.005, 0, "1%"),
        (0.994, 0, "99%"),
        (0.995, 0, ">99%"),
        (0.999, 0, ">99%"),
        (0.0001, 1, "<0.1%"),
        (0.9999, 1, ">99.9%"),
        (-0.05, 0, "−5%"),
    ],
)
def test_a_share_that_is_not_quite_none_or_all_is_not_written_as_such(share, decimals, written):
    assert wording.percent(share, decimals=decimals) == written


def test_a_confidence_interval_says_its_level():
    assert wording.confidence_interval(Interval(0.12, 0.34)) == "95% confidence interval 0.12 to 0.34"
    assert wording.confidence_interval(Interval(-1, 2, 0.975)) == "97.5% confidence interval −1.0 to 2.0"
    shares = wording.confidence_interval(Interval(0.51, 0.72, 0.9), wording.percent)
    assert shares == "90% confidence interval 51% to 72%"


def test_a_coefficient_is_given_with_all_that_tells_how_surely_it_is_known():
    # qt(0.975, 22) = 2.073873; 2 * pt(-2, 22) = 0.05796
    few = wording.coefficient(Coefficient("arm", -0.8, 0.4, 22))
    assert few == "−0.8 (95% confidence interval −1.6 to 0.0, p = 0.06, 22 degrees of freedom)"
    # 1.2 ± 1.959964 × 0.3; 2 * pnorm(-4) = 0.0000633
    assert wording.coefficient(Coefficient("arm", 1.2, 0.3)) == "1.2 (95% confidence interval 0.6 to 1.8, p < 0.001)"


@pytest.mark.parametrize(
    ("df", "written"), [(22, "22 degrees of freedom"), (7.349, "7.35 degrees of freedom"), (1, "1 degree of freedom")]
)
def test_degrees_of_freedom_need_not_be_whole(df, written):
    assert wording.degrees_of_freedom(df) == written


def test_what_is_counted_has_its_plural():
    entries = [wording.counted(count, "entry", "entries") for count in (0, 1, 2, 1234)]
    assert entries == ["no entries", "1 entry", "2 entries", "1,234 entries"]
    assert wording.counted(3, "site") == "3 sites"


def test_lists_have_an_and_before_their_last():
    lists = [wording.listed(names) for names in ((), ("a",), ("a", "b"), iter("abc"))]
    assert lists == ["", "a", "a and b", "a, b and c"]
