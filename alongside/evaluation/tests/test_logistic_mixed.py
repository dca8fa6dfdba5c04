"""What a fitted logistic mixed model says, and what it does where the clusters do not differ."""

from dataclasses import replace
from math import exp, inf, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.logistic import logistic_regression
from alongside.evaluation.estimation.logistic_mixed import LikelihoodRatio, LogisticMixedModel, logistic_mixed_model
from alongside.evaluation.estimation.logistic_mixed.likelihood import likelihood_of
from alongside.evaluation.tests.logistic_trials import drawn, few, few_fitted, fitted

approx = pytest.approx


def fit(seed: int, *, points: int = 1, **shape: float) -> LogisticMixedModel:
    y, x, cluster = drawn(seed, **shape)
    return logistic_mixed_model(y, x, cluster=cluster, names=["Intercept", "arm", "z"], points=points)


# The maximum


def test_a_large_trial_gives_back_what_it_was_made_with() -> None:
    model = fit(1, points=9, clusters=300, people=60, theta=0.7)
    ses = np.sqrt(np.diag(model.covariance))
    assert np.abs(model.estimates - [-0.4, 0.5, 0.3]) == approx(np.zeros(3), abs=4 * ses.max())
    assert model.theta == approx(0.7, abs=0.15)
    assert ses[2] < 0.03


@pytest.mark.parametrize("points", [1, 12])
def test_no_other_spread_of_clusters_is_likelier(points: int) -> None:
    y, x, cluster = drawn(2)
    model = logistic_mixed_model(y, x, cluster=cluster, points=points)
    here = likelihood_of(y, x, cluster, points)
    for theta in (0.0, 0.2, 0.5, 1.0, 2.0):

        def below(beta: np.ndarray, theta: float = theta) -> tuple[float, np.ndarray]:
            value, gradient = here.at(np.r_[theta, beta])
            return -value, -gradient[1:]

        best = optimize.minimize(below, model.estimates, jac=True, method="BFGS")
        assert -best.fun <= model.log_likelihood + 1e-8


@given(seed=st.integers(0, 10_000), points=st.sampled_from([1, 7]))
@settings(max_examples=15, deadline=None)
def test_the_order_of_people_and_the_labels_of_clusters_do_not_matter(seed: int, points: int) -> None:
    y, x, cluster = drawn(seed)
    order = np.random.Generator(np.random.PCG64(seed)).permutation(len(y))
    named = np.array([f"practice {code}" for code in cluster])
    one = logistic_mixed_model(y, x, cluster=cluster, points=points)
    other = logistic_mixed_model(y[order], x[order], cluster=named[order], points=points)
    assert other.log_likelihood == approx(one.log_likelihood, rel=1e-12)
    assert other.estimates == approx(one.estimates, rel=1e-6, abs=1e-9)
    assert other.variance == approx(one.variance, rel=1e-6, abs=1e-9)


@given(seed=st.integers(0, 10_000), points=st.sampled_from([1, 7]))
@settings(max_examples=15, deadline=None)
def test_the_other_outcome_has_the_opposite_effects(seed: int, points: int) -> None:
    y, x, cluster = drawn(seed)
    one = logistic_mixed_model(y, x, cluster=cluster, points=points)
    other = logistic_mixed_model(1 - y, x, cluster=cluster, points=points)
    assert other.estimates == approx(-one.estimates, rel=1e-6, abs=1e-9)
    assert other.cluster_effects().effects == approx(-one.cluster_effects().effects, rel=1e-5, abs=1e-8)
    assert other.covariance == approx(one.covariance, rel=1e-6, abs=1e-9)


def test_the_spread_is_positive_where_the_search_ends_on_the_other_side_of_zero() -> None:
    model = fit(562, points=5, clusters=8, people=4, theta=3)
    assert model.theta > 1
    assert (model.cluster_effects().sds > 0).all()


def test_units_and_origins_of_columns_cost_no_digits() -> None:
    y, x, cluster = drawn(3)
    years = x * [1, 1, 0.01] + [0, 0, 2000]
    one = logistic_mixed_model(y, x, cluster=cluster, points=7)
    other = logistic_mixed_model(y, years, cluster=cluster, points=7)
    assert other.log_likelihood == approx(one.log_likelihood, rel=1e-12)
    assert other.variance == approx(one.variance, rel=1e-8)
    assert other.estimates[1:] * [1, 0.01] == approx(one.estimates[1:], rel=1e-7)
    assert np.sqrt(other.covariance[2, 2]) * 0.01 == approx(np.sqrt(one.covariance[2, 2]), rel=1e-7)


def test_cluster_effects_lean_towards_zero_and_are_surer_in_large_clusters() -> None:
    found, sizes = few_fitted(1, 15).cluster_effects(), np.bincount(few(1)[2])
    assert (found.sds < few_fitted(1, 15).theta).all()
    assert stats.spearmanr(sizes, found.sds).statistic < -0.9


# The boundary


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_variance_is_zero_where_the_score_test_points_below_it(seed: int) -> None:
    # Sum of (sum of y - p)^2 less sum of p (1 - p): twice the slope of the log likelihood in the variance, at zero.
    y, x, cluster = drawn(seed, theta=0.1)
    plain = logistic_regression(y, x)
    score = np.bincount(cluster, y - plain.fitted)
    slope = float((score**2).sum() - (plain.fitted * (1 - plain.fitted)).sum())
    model = logistic_mixed_model(y, x, cluster=cluster, points=9)
    if abs(slope) > 1e-3:
        assert model.boundary == (slope < 0)
    assert model.log_likelihood >= plain.log_likelihood - 1e-9


def test_a_variance_of_zero_is_said_and_is_plain_logistic_regression() -> None:
    model, plain = few_fitted(0, 1), logistic_regression(*few(0)[:2])
    assert model.boundary
    assert "estimated as zero" in model.notes[0]
    assert "estimated as zero" in model.coefficients().notes[0]
    assert model.estimates == approx(plain.beta, rel=1e-10)
    assert model.covariance == approx(plain.covariance, rel=1e-9)
    assert model.log_likelihood == approx(plain.log_likelihood, rel=1e-13)
    assert model.variance_test().p_value == 1
    assert model.median_odds_ratio == 1


def test_a_variance_above_zero_has_no_notes() -> None:
    assert not few_fitted(1, 1).boundary
    assert few_fitted(1, 1).notes == ()


# Tests and intervals


def test_between_within_degrees_of_freedom_as_in_li_and_redden_2015() -> None:
    # Clusters less the columns between them: 12 - 2. People less clusters less the other columns: 314 - 12 - 1.
    assert fitted("small_dev", 1).between_within_df == approx([10, 10, 301])
    assert fitted("wise_dev", 1).between_within_df == approx([41, 41, 3738 - 44 - 2, 41, 3738 - 44 - 2])
    # Treatment and periods of a stepped wedge vary inside clusters.
    assert fitted("sw_dev", 1).between_within_df == approx([9] + 6 * [1200 - 10 - 6])


def test_wald_tests_by_t_have_wider_intervals() -> None:
    model = fitted("small_dev", 15)
    by_z, by_t = model.coefficients()["arm"], model.coefficients("between_within")["arm"]
    assert (by_z.df, by_t.df) == (inf, 10)
    assert by_t.interval().high == approx(by_t.estimate + stats.t.ppf(0.975, 10) * by_t.se)
    assert by_z.interval().high == approx(by_z.estimate + stats.norm.ppf(0.975) * by_z.se)
    assert by_t.p_value == approx(2 * stats.t.sf(abs(by_t.t), 10))
    assert (model.coefficients().method, model.coefficients("between_within").method) == (
        "Wald z",
        "Wald t, between-within degrees of freedom",
    )


def test_few_clusters_and_the_normal_distribution_are_warned_of() -> None:
    assert "12 clusters" in fitted("small_dev", 1).coefficients().notes[0]
    assert fitted("small_dev", 1).coefficients("between_within").notes == ()
    assert fitted("wise_dev", 1).coefficients().notes == ()


def test_odds_ratios_are_made_on_the_scale_of_their_logarithm() -> None:
    model = fitted("wise_dev", 15)
    row, found = model.coefficients("between_within")["arm"], model.odds_ratio("arm", "between_within")
    assert found.estimate == approx(exp(row.estimate))
    assert found.interval(0.9).low == approx(exp(row.interval(0.9).low))
    assert found.p_value == row.p_value


def test_likelihood_ratio_is_twice_the_difference_of_two_fits() -> None:
    y, x, cluster = drawn(6)
    model = logistic_mixed_model(y, x, cluster=cluster, names=["Intercept", "arm", "z"], points=7)
    without = logistic_mixed_model(y, x[:, :1], cluster=cluster, points=7)
    found = model.likelihood_ratio("z", "arm")
    assert found.statistic == approx(2 * (model.log_likelihood - without.log_likelihood), rel=1e-9)
    assert found.p_value == approx(stats.chi2.sf(found.statistic, 2))
    assert (found.terms, found.df, found.den_df) == (("z", "arm"), 2, inf)


def test_likelihood_ratio_by_f_takes_the_fewest_degrees_of_freedom() -> None:
    found = fitted("small_dev", 1).likelihood_ratio("arm", "y0", df="between_within")
    assert found.den_df == 10
    assert found.p_value == approx(stats.f.sf(found.statistic / 2, 2, 10))
    assert found.p_value > replace(found, den_df=inf).p_value


def test_likelihood_ratio_and_wald_agree_in_a_large_trial() -> None:
    model = fitted("wise_dev", 1)
    assert sqrt(model.likelihood_ratio("arm").statistic) == approx(model.coefficients()["arm"].t, rel=0.03)


def test_the_test_of_the_variance_is_half_chi_squared_as_in_self_and_liang_1987() -> None:
    model = fitted("small_dev", 15)
    plain, found = logistic_regression(model._y, model._x), model.variance_test()
    assert found.statistic == approx(2 * (model.log_likelihood - plain.log_likelihood), rel=1e-9)
    assert found.p_value == approx(stats.chi2.sf(found.statistic, 1) / 2)
    assert LikelihoodRatio(("cluster",), 0.0, 1, boundary=True).p_value == 1


def test_the_median_odds_ratio_is_the_median_over_two_clusters() -> None:
    # |u1 - u2| has the distribution of |N(0, 2 v)|.
    model = few_fitted(1, 15)
    assert stats.norm.cdf(log(model.median_odds_ratio) / sqrt(2 * model.variance)) == approx(0.75)


def test_the_sentence_for_a_methods_section() -> None:
    said = fitted("wise_dev", 15).describe()
    assert "adaptive quadrature with 15 points" in said
    assert "3,738 rows in 44 clusters" in said
    assert "latent scale was 0.00466" in said
    assert "normal (Wald) tests" in said
    assert "between-within degrees of freedom" in fitted("wise_dev", 15).describe("between_within")
    assert "Laplace's approximation" in fitted("wise_dev", 1).describe()


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda model: model.coefficients("kenward_roger"), "it must be one of normal, between_within"),
        (lambda model: model.odds_ratio("age"), "no coefficient age"),
        (lambda model: model.likelihood_ratio("age"), "no coefficient age"),
        (lambda model: model.likelihood_ratio(), "Name some of the columns"),
        (lambda model: model.likelihood_ratio("Intercept", "arm", "z"), "leave some in"),
        (lambda model: model.marginal_effect("age"), "no coefficient age"),
    ],
)
def test_what_a_model_cannot_answer_is_said(ask, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        ask(few_fitted(1, 1))


def test_as_many_columns_of_clusters_as_clusters_leave_no_degrees_of_freedom() -> None:
    y, x, cluster = drawn(10, clusters=4, people=30)
    columns = np.column_stack([x, cluster == 2, cluster == 3])
    model = logistic_mixed_model(y, columns, cluster=cluster)
    assert model.boundary
    with pytest.raises(NotEstimable, match="too few clusters"):
        model.coefficients("between_within")
