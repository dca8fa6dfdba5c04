"""Costs from use and unit costs, and what later years are worth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.evaluation.economics import UnitCost, costs, spread_over_people, yearly_equivalent
from alongside.evaluation.economics.discounting import factors
from alongside.evaluation.errors import BadInput

VISIT = UnitCost("GP visit", 40.0, "a schedule of unit costs", 2023)
STAY = UnitCost("bed day", 500.0, "reference costs", 2021)
INDEX = {2021: 100.0, 2022: 104.0, 2023: 110.0}


def test_use_times_price_with_older_prices_raised_by_the_index():
    found = costs([[3, 0], [0, 2]], [VISIT, STAY], price_year=2023, index=INDEX)
    # 3 × 40 and 2 × 500 × 110/100
    np.testing.assert_allclose(found.per_person, [120.0, 1100.0], rtol=1e-14)
    np.testing.assert_allclose(found.by_item, [[120.0, 0.0], [0.0, 1100.0]], rtol=1e-14)


def test_prices_go_back_in_time_as_well():
    found = costs([[1, 1]], [VISIT, STAY], price_year=2021, index=INDEX)
    assert found.per_person[0] == pytest.approx(40 * 100 / 110 + 500, rel=1e-14)


def test_the_second_year_is_discounted_and_the_first_is_not():
    use = np.zeros((1, 1, 3))
    use[0, 0] = [1, 1, 1]
    found = costs(use, [VISIT], price_year=2023)
    assert found.per_person[0] == pytest.approx(40 * (1 + 1 / 1.035 + 1 / 1.035**2), rel=1e-14)
    assert "discounted at 3.5% a year" in found.describe()


@given(st.integers(1, 40), st.floats(0.0, 0.2))
def test_factors_are_a_geometric_series_that_begins_at_one(years: int, rate: float):
    found = factors(years, rate)
    assert found[0] == 1
    np.testing.assert_allclose(found[1:] * (1 + rate), found[:-1], rtol=1e-12)


@given(st.floats(1.0, 1e7), st.integers(1, 30), st.floats(0.0, 0.1))
def test_equal_yearly_sums_are_worth_the_cost_they_stand_for(cost: float, years: int, rate: float):
    yearly = yearly_equivalent(cost, years=years, rate=rate)
    assert sum(yearly / (1 + rate) ** year for year in range(1, years + 1)) == pytest.approx(cost, rel=1e-12)


def test_training_is_shared_by_the_people_of_its_practice():
    practice = np.array(["a", "a", "b", "a", "b"])
    training = spread_over_people({"a": 300.0, "b": 0.0}, practice)
    np.testing.assert_allclose(training, [100, 100, 0, 100, 0])
    found = costs(np.ones((5, 1)), [VISIT], price_year=2023).with_intervention(training, item="training")
    np.testing.assert_allclose(found.per_person, [140, 140, 40, 140, 40])
    assert found.items == ("GP visit", "training")


def test_labels_that_are_numbers_are_named_as_text():
    assert spread_over_people({"1": 10.0, "2": 30.0}, np.array([2.0, 1.0, 2.0])).tolist() == [15, 10, 15]


def test_a_practice_without_a_cost_is_not_taken_to_have_none():
    with pytest.raises(BadInput, match="look at b"):
        spread_over_people({"a": 300.0}, ["a", "b"])
    with pytest.raises(BadInput, match="look at c"):
        spread_over_people({"a": 300.0, "b": 0.0, "c": 4.0}, ["a", "b"])


def test_the_description_says_how_much_of_what_and_on_whose_word():
    said = costs([[3, 0], [0, 2]], [VISIT, STAY], price_year=2023, index=INDEX).describe()
    assert "at 2023 prices, for 2 people" in said
    assert "On average a person cost £610: bed day £550 and GP visit £60." in said
    assert "a schedule of unit costs (2023); reference costs (2021)" in said


@pytest.mark.parametrize(
    ("use", "unit", "words"),
    [
        ([[np.nan, 1]], [VISIT, STAY], "GP visit has 1 missing"),
        ([[1, -1]], [VISIT, STAY], "bed day has negative use"),
        ([[1, 1, 1]], [VISIT, STAY], "2 items across"),
        ([1, 1], [VISIT, STAY], "2 items across"),
        (np.zeros((0, 2)), [VISIT, STAY], "2 items across"),
        ([["many", "few"]], [VISIT, STAY], "not a number"),
        ([[1, 1]], [VISIT, VISIT], "same name"),
        ([[1]], [UnitCost("a call", -1.0, "nobody", 2023)], "0 or more"),
        ([[1]], [UnitCost("a call", float("nan"), "nobody", 2023)], "0 or more"),
        ([[1]], [UnitCost("a call", 1.0, "nobody", 2019)], "needs a value for 2019"),
    ],
)
def test_use_or_prices_that_make_no_sense_are_refused(use, unit, words):
    with pytest.raises(BadInput, match=words):
        costs(use, unit, price_year=2023, index=INDEX)


def test_an_item_cannot_be_added_twice():
    found = costs([[1.0]], [VISIT], price_year=2023)
    with pytest.raises(BadInput, match="already"):
        found.with_intervention([5.0], item="GP visit")


@pytest.mark.parametrize(("years", "rate"), [(0, 0.035), (1.5, 0.035), (2, 3.5), (2, -0.01)])
def test_a_rate_in_per_cent_or_part_of_a_year_is_refused(years, rate):
    with pytest.raises(BadInput):
        factors(years, rate)
