"""Logistic regression, and whether its estimate exists, against R and against an exhaustive search."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput, NotConverged, NotEstimable
from alongside.evaluation.estimation.link_families import BINOMIAL, GAUSSIAN, POISSON, maximum, refuse_separation
from alongside.evaluation.estimation.logistic import logistic_regression
from alongside.evaluation.tests.trials import columns_of, outcome_data

NAMES = ("Intercept", "arm", "y0")


def test_estimates_errors_and_likelihood_are_those_of_glm_in_r() -> None:
    # R 4.2.2: glm(event ~ arm + y0, binomial, small_dev, control = glm.control(epsilon = 1e-14)); logLik
    data = outcome_data("small_dev", "event")
    found = logistic_regression(data["event"], columns_of(data, *NAMES), names=NAMES)
    np.testing.assert_allclose(found.beta, [-0.0277417460429, -0.5447199098739, -0.1871489392828], rtol=1e-10)
    rows = found.coefficients
    assert [rows[name].se for name in NAMES] == pytest.approx([0.152853567528, 0.2332501187, 0.113206670414], rel=1e-10)
    assert rows["arm"].t == pytest.approx(-2.33534676385, rel=1e-10)
    assert rows["y0"].p_value == pytest.approx(0.0982979453374, rel=1e-10)
    assert found.log_likelihood == pytest.approx(-210.77606873, rel=1e-10)


def test_with_one_factor_the_fitted_probabilities_are_the_proportions() -> None:
    y = np.array([1, 0, 0, 1, 1, 1, 0, 1, 0, 0])
    arm = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    found = logistic_regression(y, np.column_stack([np.ones(10), arm]), names=("Intercept", "arm"))
    np.testing.assert_allclose(found.fitted, np.where(arm == 1, 3 / 6, 2 / 4), rtol=1e-12)
    # The odds ratio of a 2 x 2 table, and Woolf's standard error of its logarithm.
    assert found.coefficients["arm"].estimate == pytest.approx(np.log(3 / 3 * 2 / 2), abs=1e-12)
    assert found.coefficients["arm"].se == pytest.approx(np.sqrt(1 / 3 + 1 / 3 + 1 / 2 + 1 / 2), rel=1e-12)


def test_a_covariate_far_from_nought_is_no_trouble() -> None:
    # Seconds since 1970 of a day's visits: all but the same as the column of ones.
    draw = np.random.default_rng(6)
    hour = draw.random(500) * 24
    y = (draw.random(500) < 1 / (1 + np.exp(2 - hour / 8))).astype(float)
    near = logistic_regression(y, np.column_stack([np.ones(500), hour]))
    far = logistic_regression(y, np.column_stack([np.ones(500), 1.7e9 + 3600 * hour]))
    assert far.coefficients["x1"].t == pytest.approx(near.coefficients["x1"].t, rel=1e-6)
    assert far.log_likelihood == pytest.approx(near.log_likelihood, rel=1e-9)
    odd = np.column_stack([np.ones(500), 1.7e9 + 3600 * hour, y * (hour > 12)])
    assert separated(y, odd)
    assert not separated(y, odd[:, :2])


@given(seed=st.integers(0, 10_000), scale=st.floats(1e-6, 1e6))
@settings(max_examples=25, deadline=None)
def test_the_score_is_nought_at_the_estimate_in_any_units(seed: int, scale: float) -> None:
    draw = np.random.default_rng(seed)
    x = np.column_stack([np.ones(200), draw.normal(size=(200, 2)) * [1, scale]])
    y = (draw.random(200) < 0.3).astype(float)
    found = logistic_regression(y, x)
    length = np.linalg.norm(x, axis=0)
    z = x / length
    np.testing.assert_allclose(z.T @ (y - found.fitted), 0, atol=1e-10)
    information = z.T @ (z * (found.fitted * (1 - found.fitted))[:, None])
    np.testing.assert_allclose(found.covariance * np.outer(length, length) @ information, np.eye(3), atol=1e-9)


def test_a_rare_outcome_that_is_estimable_is_estimated() -> None:
    # Two events among 10,000, one in each arm.
    y = np.zeros(10_000)
    y[[0, 9_999]] = 1
    arm = np.repeat([0.0, 1.0], 5_000)
    found = logistic_regression(y, np.column_stack([np.ones(10_000), arm]))
    assert found.beta[0] == pytest.approx(np.log(1 / 4_999), rel=1e-10)
    assert found.beta[1] == pytest.approx(0, abs=1e-10)


def separated(y: np.ndarray, x: np.ndarray, family: object = BINOMIAL) -> bool:
    """What linear programming says."""
    try:
        refuse_separation(y, x, family, [f"x{number}" for number in range(x.shape[1])])
    except NotEstimable:
        return True
    return False


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=3, max_size=12))
@settings(max_examples=60, deadline=None)
def test_on_a_line_separation_is_found_exactly_where_the_ranges_do_not_overlap(rows: list[tuple[int, bool]]) -> None:
    # With one covariate, an estimate exists if and only if each group's range reaches into the other's.
    value = np.array([row[0] for row in rows], dtype=float)
    y = np.array([row[1] for row in rows], dtype=float)
    assume(0 < y.sum() < len(y))
    assume(np.ptp(value) > 0)
    ones, noughts = value[y == 1], value[y == 0]
    apart = ones.min() >= noughts.max() or noughts.min() >= ones.max()
    x = np.column_stack([np.ones(len(y)), value])
    assert separated(y, x) == apart
    if apart:
        with pytest.raises(NotEstimable, match="told apart by x1"):
            logistic_regression(y, x)
    else:
        found = logistic_regression(y, x)
        np.testing.assert_allclose(x.T @ (y - found.fitted), 0, atol=1e-8)


def test_in_a_table_separation_is_found_exactly_where_it_is() -> None:
    # Two factors, main effects: every pattern of all, none and some events in the four cells, three people to each.
    cells = np.repeat([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], 3, axis=0)
    x = np.column_stack([np.ones(12), cells])
    directions = np.array(list(itertools.product([-2, -1, 0, 1, 2], repeat=3)), dtype=float)
    directions = directions[np.abs(directions).sum(axis=1) > 0]
    for events in itertools.product([0, 1, 3], repeat=4):
        y = np.concatenate([[1.0] * number + [0.0] * (3 - number) for number in events])
        # These directions hold every ray of a cone that this design can have.
        apart = ((directions @ x.T) * np.where(y > 0, 1, -1) >= 0).all(axis=1).any()
        assert separated(y, x) == apart, events


@pytest.mark.parametrize("counts", list(itertools.product([0, 2], repeat=3)))
def test_counts_are_separated_by_a_group_without_any(counts: tuple[int, ...]) -> None:
    # A log-linear model with a level for each of three groups has no estimate where a group has no events at all.
    x = np.repeat(np.eye(3), 4, axis=0)
    y = np.repeat(np.array(counts, dtype=float), 4)
    assert separated(y, x, POISSON) == (0 in counts)


def test_the_climb_never_takes_separation_for_a_maximum() -> None:
    # One person out of 5,600 decides: the end of Newton's steps alone would not show it.
    draw = np.random.default_rng(5)
    x = np.column_stack([np.ones(5_600), draw.normal(size=5_600), np.arange(5_600) == 17])
    y = (draw.random(5_600) < 0.2).astype(float)
    with pytest.raises(NotEstimable, match="told apart by odd"):
        logistic_regression(y, x, names=("Intercept", "age", "odd"))


def test_an_estimate_all_but_at_infinity_is_refused() -> None:
    value = np.linspace(-1, 1, 2_000)
    y = (value > 0).astype(float)
    y[[999, 1000]] = y[[1000, 999]]
    x = np.column_stack([np.ones(2_000), value])
    assert not separated(y, x)
    with pytest.raises(NotConverged, match="x all but separates y"):
        logistic_regression(y, x)


def test_a_maximum_for_counts_is_that_of_their_means() -> None:
    x = np.repeat(np.eye(2), 5, axis=0)
    y = np.array([1, 2, 3, 4, 5, 0, 0, 1, 0, 9], dtype=float)
    fit = maximum(y, x, POISSON, ("a", "b"))
    np.testing.assert_allclose(fit.beta, np.log([3, 2]), rtol=1e-10)
    np.testing.assert_allclose(fit.covariance, np.diag([1 / 15, 1 / 10]), rtol=1e-9)


def test_with_an_identity_link_the_maximum_is_least_squares() -> None:
    draw = np.random.default_rng(8)
    x = np.column_stack([np.ones(50), draw.normal(size=50)])
    y = 1e6 + 1e3 * draw.normal(size=50)
    fit = maximum(y, x, GAUSSIAN, ("a", "b"))
    np.testing.assert_allclose(fit.beta, np.linalg.lstsq(x, y, rcond=None)[0], rtol=1e-10)
    np.testing.assert_allclose(fit.covariance, np.linalg.inv(x.T @ x), rtol=1e-10)


@pytest.mark.parametrize(
    ("y", "x", "error", "words"),
    [
        ([0, 1, 2], np.ones(3), BadInput, "y must be 1 for people with the outcome"),
        ([1, 1, 1], np.ones(3), NotEstimable, "Everybody has the outcome"),
        ([0, 0, 0], np.ones(3), NotEstimable, "Nobody has the outcome"),
        ([0, 1, 0], np.ones(2), BadInput, "x has 2 rows where 3 are needed"),
        ([0, 1, np.nan], np.ones(3), BadInput, "1 missing"),
        ([0, 1, 0], np.ones((3, 2)), NotEstimable, "x1 is a combination"),
        ([0, 1, 0], np.zeros(3), NotEstimable, "x0 is a combination"),
        ([], np.ones(0), BadInput, "y is empty"),
    ],
)
def test_what_cannot_be_fitted_is_refused_in_words(y: object, x: object, error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        logistic_regression(y, x)
