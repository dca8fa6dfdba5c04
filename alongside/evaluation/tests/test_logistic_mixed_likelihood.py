"""The likelihood of the logistic mixed model against sums on a fine grid, and its derivatives against differences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special

from alongside.evaluation.errors import NotConverged
from alongside.evaluation.estimation.logistic_mixed.ascent import climb
from alongside.evaluation.estimation.logistic_mixed.likelihood import Likelihood, likelihood_of, normal_rule
from alongside.evaluation.tests.logistic_trials import drawn

approx = pytest.approx
# u from -14 to 14: for a smooth function that dies away the plain sum is exact to rounding.
GRID = np.linspace(-14, 14, 4001)


def exact(y: np.ndarray, x: np.ndarray, cluster: np.ndarray, parameters: np.ndarray) -> float:
    """The log likelihood by a sum over the grid, cluster by cluster."""
    total = 0.0
    for code in np.unique(cluster):
        here = cluster == code
        log_odds = (x[here] @ parameters[1:])[:, None] + parameters[0] * GRID
        heights = (y[here, None] * log_odds - np.logaddexp(0, log_odds)).sum(axis=0) - GRID**2 / 2
        total += special.logsumexp(heights) + np.log((GRID[1] - GRID[0]) / np.sqrt(2 * np.pi))
    return float(total)


def laplace(y: np.ndarray, x: np.ndarray, cluster: np.ndarray, parameters: np.ndarray) -> float:
    """Laplace's approximation with scipy's search for the modes, cluster by cluster."""
    total, theta = 0.0, parameters[0]
    for code in np.unique(cluster):
        here = cluster == code
        fixed, sign = x[here] @ parameters[1:], 2 * y[here] - 1

        def slope(u: float, fixed: np.ndarray = fixed, sign: np.ndarray = sign) -> float:
            return float(theta * (sign * special.expit(-sign * (fixed + theta * u))).sum() - u)

        mode = optimize.brentq(slope, -1e4, 1e4, xtol=1e-14, rtol=1e-15)
        log_odds = fixed + theta * mode
        spread = special.expit(log_odds) * special.expit(-log_odds)
        curvature = 1 + theta**2 * spread.sum()
        total += special.log_expit(sign * log_odds).sum() - mode**2 / 2 - np.log(curvature) / 2
    return float(total)


def made(seed: int, points: int) -> tuple[Likelihood, np.ndarray]:
    """A likelihood and somewhere to look at it, away from its maximum."""
    y, x, cluster = drawn(seed, clusters=5, people=6)
    chance = np.random.Generator(np.random.PCG64(seed))
    return likelihood_of(y, x, cluster, points), np.r_[chance.uniform(0.1, 2.5), chance.normal(size=3)]


def differences(function, parameters: np.ndarray, step: float = 1e-4) -> np.ndarray:
    """Central differences with one step of Richardson's extrapolation."""

    def slope(size: float) -> np.ndarray:
        return np.array(
            [
                (np.asarray(function(parameters + way)) - np.asarray(function(parameters - way))) / (2 * size)
                for way in size * np.eye(len(parameters))
            ]
        )

    return (4 * slope(step / 2) - slope(step)) / 3


@pytest.mark.parametrize("theta", [0.0, 0.3, 1.0, 3.0])
def test_many_points_give_the_integral_itself(theta: float) -> None:
    y, x, cluster = drawn(1, clusters=6, people=8)
    parameters = np.array([theta, -0.3, 0.8, 0.4])
    found = likelihood_of(y, x, cluster, 80).at(parameters)[0]
    assert found == approx(exact(y, x, cluster, parameters), rel=1e-9)


@pytest.mark.parametrize(("points", "error"), [(1, 0.2), (5, 2e-2), (15, 1e-3), (40, 1e-6)])
def test_more_points_come_nearer(points: int, error: float) -> None:
    y, x, cluster = drawn(2, clusters=6, people=3)
    parameters = np.array([2.0, -0.3, 0.8, 0.4])
    assert likelihood_of(y, x, cluster, points).at(parameters)[0] == approx(exact(y, x, cluster, parameters), abs=error)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_one_point_is_the_approximation_of_laplace(seed: int) -> None:
    y, x, cluster = drawn(seed, clusters=5, people=6)
    parameters = made(seed, 1)[1]
    found = likelihood_of(y, x, cluster, 1).at(parameters)[0]
    assert found == approx(laplace(y, x, cluster, parameters), rel=1e-11)


@given(seed=st.integers(0, 10_000), points=st.sampled_from([1, 2, 3, 9, 15]))
@settings(max_examples=15, deadline=None)
def test_the_gradient_is_the_slope_of_the_value(seed: int, points: int) -> None:
    here, parameters = made(seed, points)
    by_differences = differences(lambda at: here.at(at)[0], parameters)
    assert here.at(parameters)[1] == approx(by_differences, rel=1e-7, abs=1e-7)


@given(seed=st.integers(0, 10_000), points=st.sampled_from([1, 2, 3, 9, 15]))
@settings(max_examples=15, deadline=None)
def test_the_hessian_is_the_slope_of_the_gradient(seed: int, points: int) -> None:
    here, parameters = made(seed, points)
    by_differences = differences(lambda at: here.at(at)[1], parameters)
    assert here.hessian(parameters) == approx(by_differences, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("points", [1, 8])
def test_the_sign_of_theta_does_not_matter(points: int) -> None:
    here, parameters = made(3, points)
    mirror = np.r_[-1, np.ones(3)]
    value, gradient = here.at(parameters)
    other, turned = here.at(mirror * parameters)
    assert other == approx(value, rel=1e-13)
    assert turned == approx(mirror * gradient, rel=1e-10)


@pytest.mark.parametrize("points", [1, 3, 15])
def test_the_curvature_at_zero_is_the_score_test_of_the_variance(points: int) -> None:
    # The sum over clusters of (sum of y - p)^2 less the sum of p (1 - p).
    y, x, cluster = drawn(4, clusters=7, people=9)
    parameters = np.array([0.0, -0.3, 0.8, 0.4])
    chance = special.expit(x @ parameters[1:])
    score, weight = np.bincount(cluster, y - chance), np.bincount(cluster, chance * (1 - chance))
    here = likelihood_of(y, x, cluster, points)
    hessian = here.hessian(parameters)
    assert here.at(parameters)[1][0] == approx(0, abs=1e-13)
    assert hessian[0, 0] == approx((score**2 - weight).sum(), rel=1e-10)
    assert hessian[0, 1:] == approx(np.zeros(3), abs=1e-12)
    assert hessian[1:, 1:] == approx(-(x.T * (chance * (1 - chance))) @ x, rel=1e-10)


@given(
    theta=st.sampled_from([1e-6, 0.5, 5.0, 60.0, 400.0]),
    level=st.sampled_from([-800.0, -40.0, -3.0, 0.0, 35.0, 700.0]),
    seed=st.integers(0, 1000),
)
@settings(max_examples=15, deadline=None)
def test_modes_are_found_where_chances_are_all_but_certain(theta: float, level: float, seed: int) -> None:
    y, x, cluster = drawn(seed, clusters=6, people=30)
    here = likelihood_of(y, x, cluster, 5)
    parameters = np.array([theta, level, 0.5, 3.0])
    modes = here.modes(parameters)
    residuals = here.y - special.expit(here.x @ parameters[1:] + theta * modes[here.cluster])
    slopes = theta * here.total(residuals) - modes
    # In units of the width of the peak, as far as the rounding of the sum lets it be known.
    assert slopes / here.curvatures(parameters, modes) == approx(np.zeros(6), abs=1e-8 * (1 + np.abs(modes).max()))
    assert np.isfinite(here.at(parameters)[0])
    assert np.isfinite(here.hessian(parameters)).all()


def test_rows_in_another_order_have_the_same_likelihood() -> None:
    y, x, cluster = drawn(5)
    order = np.random.Generator(np.random.PCG64(5)).permutation(len(y))
    parameters = np.array([0.7, -0.3, 0.8, 0.4])
    found = likelihood_of(y[order], x[order], cluster[order], 9).at(parameters)
    value, gradient = likelihood_of(y, x, cluster, 9).at(parameters)
    assert found[0] == approx(value, rel=1e-13)
    assert found[1] == approx(gradient, rel=1e-10)


@pytest.mark.parametrize("points", [1, 2, 15, 100])
def test_the_rule_has_the_moments_of_a_standard_normal(points: int) -> None:
    nodes, log_weights = normal_rule(points)
    weights = np.exp(log_weights)
    moments = [(weights * nodes**power).sum() for power in range(min(2 * points, 6))]
    assert moments == approx([1.0, 0.0, 1.0, 0.0, 3.0, 0.0][: len(moments)], abs=1e-12)


def test_the_climb_leaves_a_saddle() -> None:
    # x^2 / 2 - x^4 / 4 - y^2: a saddle at 0, maxima at x = -1 and 1.
    found = climb(
        np.array([1e-3, 0.5]),
        lambda p: (p[0] ** 2 / 2 - p[0] ** 4 / 4 - p[1] ** 2, np.array([p[0] - p[0] ** 3, -2 * p[1]])),
        lambda p: np.diag([1 - 3 * p[0] ** 2, -2.0]),
    )
    assert found == approx([1.0, 0.0], abs=1e-8)


def test_a_climb_without_end_is_given_up() -> None:
    with pytest.raises(NotConverged, match="no maximum"):
        climb(np.zeros(1), lambda p: (float(p[0]), np.ones(1)), lambda p: np.full((1, 1), -1e-3))


def test_a_climb_with_a_wrong_slope_is_given_up() -> None:
    with pytest.raises(NotConverged, match="to its end"):
        climb(np.ones(1), lambda p: (-float(p[0] ** 2), np.ones(1)), lambda p: np.full((1, 1), -1.0))
