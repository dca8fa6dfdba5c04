"""From incremental cost and effect to ratio, net benefit, curves and plane."""

from itertools import pairwise
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import integrate, stats

from alongside.evaluation.economics import Icer, Incremental, from_cluster_means
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.tests.trials import answers, trial

CLOSED = range(2)
REPLICATES = np.array([[100.0, 0.01], [-50.0, 0.02], [30.0, -0.01], [-20.0, -0.005], [0.0, 0.01]])


def given_by(inputs) -> Incremental:
    cost, effect = inputs["seC"], inputs["seE"]
    both = inputs["rho"] * cost * effect
    return Incremental(inputs["dC"], inputs["dE"], [[cost**2, both], [both, effect**2]], "figures from elsewhere")


def of_wise() -> Incremental:
    wise = trial("wise_dev")
    return from_cluster_means(wise["cost"], wise["qaly"], arm=wise["arm"], cluster=wise["practice"])


def same_as_in_r(found: Incremental, expected) -> None:
    """Everything R says of one comparison."""
    close = {"rtol": 1e-10}
    thresholds = expected["lambda"]
    benefits = [found.net_benefit(threshold) for threshold in thresholds]
    plane = found.plane(by="normal")
    curve = found.acceptability(thresholds, by="normal")
    fieller = found.fieller(by="normal")
    np.testing.assert_allclose(
        [found.delta_cost, found.delta_effect], [expected["delta_cost"], expected["delta_effect"]], **close
    )
    np.testing.assert_allclose(
        [found.cost.se**2, found.effect.se**2], [expected["var_cost"], expected["var_effect"]], **close
    )
    np.testing.assert_allclose(
        [found.covariance[0, 1], found.correlation], [expected["cov"], expected["correlation"]], **close
    )
    np.testing.assert_allclose(found.icer().quotient, expected["icer"], **close)
    np.testing.assert_allclose([row.estimate for row in benefits], expected["nmb"], atol=1e-9, **close)
    np.testing.assert_allclose([row.se for row in benefits], expected["se_nmb"], **close)
    np.testing.assert_allclose(curve.probabilities, expected["ceac"], **close)
    np.testing.assert_allclose(curve.at(0), expected["ceac_at_zero"], **close)
    np.testing.assert_allclose(curve.limit, expected["ceac_limit_lambda_to_infinity"], **close)
    information = found.evpi(thresholds, by="normal")
    np.testing.assert_allclose(information.per_person, expected["evpi"], **close)
    np.testing.assert_allclose(information.per_person, expected["evpi_by_numerical_integration"], rtol=1e-8)
    for name, share in expected["quadrants"].items():
        assert getattr(plane.quadrants, name) == pytest.approx(share, rel=1e-8, abs=1e-12)
    assert fieller.bounded is expected["fieller_bounded"]
    assert fieller.discriminant == pytest.approx(expected["fieller_discriminant"], rel=1e-9)
    if expected["fieller95"]:
        np.testing.assert_allclose([fieller.low, fieller.high], expected["fieller95"], **close)


@pytest.mark.parametrize("number", CLOSED)
def test_the_closed_forms_as_in_r(number):
    expected = answers("closed_form")["cost_effect"][number]
    found = given_by(expected["inputs"])
    same_as_in_r(found, expected)
    if "population_evpi" in expected:
        asked = expected["inputs"]
        worth = found.evpi(expected["lambda"], by="normal").for_population(
            asked["population"], years=asked["years"], rate=asked["rate"]
        )
        np.testing.assert_allclose(worth, expected["population_evpi"]["value"], rtol=1e-10)


def test_practice_means_of_the_trial_as_in_r():
    same_as_in_r(of_wise(), answers("wise_dev")["cost_effect_practice_means"])
    data = trial("wise_dev")
    practice = data["practice"].astype(int)
    means = [np.bincount(practice, data[name]) / np.bincount(practice) for name in ("cost", "qaly")]
    arm = np.array([data["arm"][data["practice"] == k][0] for k in range(44)])
    welch = [stats.ttest_ind(m[arm == 1], m[arm == 0], equal_var=False).df for m in means]
    assert of_wise().df == pytest.approx(min(welch))


def pair(cost, effect, *, se_cost=100.0, se_effect=0.01, correlation=0.0, **more) -> Incremental:
    both = correlation * se_cost * se_effect
    return Incremental(cost, effect, [[se_cost**2, both], [both, se_effect**2]], "figures", **more)


@pytest.mark.parametrize(
    ("cost", "effect", "quadrant", "ratio", "words"),
    [
        (260, 0.02, "north-east", 13000, "£13,000 for each QALY gained"),
        (-260, -0.02, "south-west", 13000, "£13,000 saved for each QALY given up"),
        (-260, 0.02, "south-east", None, "dominant"),
        (260, -0.02, "north-west", None, "dominated"),
        (260, 0, "on an axis", None, "does the same and costs more"),
        (0, -0.02, "on an axis", None, "does less and costs the same"),
        (0, 0, "on an axis", None, "does the same and costs the same"),
    ],
)
def test_a_ratio_is_given_only_where_it_means_something(cost, effect, quadrant, ratio, words):
    found = Icer(cost, effect)
    assert found.quadrant == quadrant
    assert words in found.words
    assert found.ratio == (pytest.approx(ratio) if ratio else None)


@given(
    st.floats(-1000, 1000),
    st.floats(-0.1, 0.1),
    st.floats(1, 500),
    st.floats(0.001, 0.1),
    st.floats(-0.9, 0.9),
    st.floats(-1e5, 1e5),
)
def test_fieller_holds_just_the_ratios_that_a_test_of_net_benefit_does_not_reject(
    cost, effect, se_cost, se_effect, correlation, ratio
):
    found = pair(cost, effect, se_cost=se_cost, se_effect=se_effect, correlation=correlation)
    variance = se_cost**2 + (ratio * se_effect) ** 2 - 2 * ratio * correlation * se_cost * se_effect
    z = abs(cost - ratio * effect) / variance**0.5
    assume(abs(z - stats.norm.ppf(0.975)) > 1e-6)
    assert found.fieller(by="normal").contains(ratio) == (z < stats.norm.ppf(0.975))


def test_fieller_is_an_interval_two_rays_or_everything_and_says_which():
    interval = pair(300, 0.05).fieller(by="normal")
    rays = pair(500, 0.005).fieller(by="normal")
    whole = pair(10, 0.005).fieller(by="normal")
    assert [found.kind for found in (interval, rays, whole)] == ["interval", "two rays", "whole line"]
    assert interval.bounded
    assert not rays.bounded
    assert (interval.low, interval.high) == (pytest.approx(2002, abs=0.5), pytest.approx(12176, abs=0.5))
    assert rays.kind == "two rays"
    assert whole.kind == "whole line"
    assert interval.low < pair(300, 0.05).icer().ratio < interval.high


def test_fieller_with_an_effect_just_at_the_edge_has_one_end():
    z = stats.norm.ppf(0.975)
    edge = Incremental(300.0, float(z), [[100.0, 0.0], [0.0, 1.0]], "figures").fieller(by="normal")
    assert not edge.contains(-1e9)
    assert edge.contains(300 / z)


def test_fieller_by_t_is_wider():
    normal, t = (pair(300, 0.05, df=10).fieller(by=by) for by in ("normal", "t"))
    assert t.low < normal.low < normal.high < t.high


def test_net_health_benefit_is_net_benefit_in_qalys():
    found = pair(260, 0.02, correlation=0.3, df=20)
    pounds, qalys = found.net_benefit(13000), found.net_health_benefit(13000)
    assert qalys.estimate * 13000 == pytest.approx(pounds.estimate, abs=1e-9)
    assert qalys.se * 13000 == pytest.approx(pounds.se)
    assert (qalys.df, pounds.name) == (20, "net benefit at £13,000 per QALY")


def test_the_t_curve_is_the_t_distribution_and_its_information_value_its_expected_loss():
    found = pair(260, 0.02, correlation=0.25, df=9)
    row = found.net_benefit(20000)
    t = row.estimate / row.se
    assert found.acceptability(20000, by="t").probabilities[0] == pytest.approx(stats.t.cdf(t, 9), rel=1e-12)
    gain, _ = integrate.quad(lambda x: (row.estimate + row.se * x) * stats.t.pdf(x, 9), -t, inf, epsabs=1e-12)
    expected = gain - max(row.estimate, 0)
    assert found.evpi(20000, by="t").per_person[0] == pytest.approx(expected, rel=1e-8)


def test_t_with_endless_degrees_of_freedom_is_the_normal():
    found = pair(260, 0.02, correlation=0.25)
    for read in (found.acceptability, found.evpi):
        assert read([0, 20000], by="t").thresholds == (0, 20000)
    assert (
        found.acceptability([0, 20000], by="t").probabilities
        == found.acceptability([0, 20000], by="normal").probabilities
    )
    assert found.evpi(20000, by="t").per_person == found.evpi(20000, by="normal").per_person


def test_curves_of_replicates_by_counting():
    found = pair(12, 0.005, replicates=REPLICATES)
    benefits = 20000 * REPLICATES[:, 1] - REPLICATES[:, 0]
    assert found.acceptability([0, 20000], by="replicates").probabilities == ((2 + 0.5) / 5, 3 / 5)
    assert found.acceptability(0, by="replicates").limit == 3 / 5
    expected = np.maximum(benefits, 0).mean() - max(benefits.mean(), 0)
    assert found.evpi(20000, by="replicates").at(20000) == pytest.approx(expected, rel=1e-12)
    assert found.percentile_interval(20000, level=0.5).low == np.quantile(benefits, 0.25)
    assert found.percentile_interval("cost", level=0.5).high == np.quantile(REPLICATES[:, 0], 0.75)
    assert found.percentile_interval("effect", level=0.5).high == np.quantile(REPLICATES[:, 1], 0.75)


def test_quadrants_of_replicates_by_counting_a_point_on_an_axis_being_half_in_each():
    shares = pair(12, 0.005, replicates=REPLICATES).plane(by="replicates").quadrants
    assert (shares.north_east, shares.south_east) == (pytest.approx(1.5 / 5), pytest.approx(1.5 / 5))
    assert (shares.north_west, shares.south_west) == (1 / 5, 1 / 5)


@pytest.mark.parametrize("correlation", [-1.0, -0.6, 0.0, 0.4, 0.999, 1.0])
@pytest.mark.parametrize(("cost", "effect"), [(0, 0), (120, 0), (0, -0.02), (-90, 0.013), (3e4, 0.004), (-150, -0.02)])
def test_quadrants_agree_with_integration_over_the_effect(cost, effect, correlation):
    found = pair(cost, effect, correlation=correlation)
    spread = max(1 - correlation**2, 1e-14) ** 0.5
    h, k = effect / 0.01, cost / 100

    def density(z):
        return stats.norm.pdf(z) * stats.norm.cdf((k + correlation * z) / spread)

    jump = -k / correlation if correlation else 0.0
    ends = np.unique(np.clip([-h, -9, jump - 1e-5, jump, jump + 1e-5, 0, 9], max(-h, -9), 9))
    expected = sum(integrate.quad(density, *piece, epsabs=1e-12)[0] for piece in pairwise(ends))
    shares = found.plane(by="normal").quadrants
    assert shares.north_east == pytest.approx(expected, abs=1e-7)
    whole = shares.north_east + shares.south_east + shares.north_west + shares.south_west
    assert whole == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("df", [3, 42])
def test_quadrants_by_t_agree_with_the_normal_over_the_spread_of_its_variance(df):
    # A bivariate t is a normal divided by the root of an independent chi-squared over its degrees of freedom.
    found = pair(120, 0.008, correlation=0.3, df=df)

    def at(quantile):
        root = (stats.chi2.ppf(quantile, df) / df) ** 0.5
        return pair(120 * root, 0.008 * root, correlation=0.3).plane(by="normal").quadrants.north_east

    expected, _ = integrate.quad(at, 0, 1, epsabs=1e-9)
    assert found.plane(by="t").quadrants.north_east == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("by", ["normal", "t"])
def test_the_ellipse_holds_the_share_it_says(by):
    found = pair(120, 0.008, correlation=-0.5, df=6)
    plane = found.plane(by=by, level=0.9)
    rng = np.random.Generator(np.random.PCG64(5))
    points = rng.multivariate_normal([0, 0], found.covariance, 40_000)
    if by == "t":
        points /= np.sqrt(rng.chisquare(6, 40_000) / 6)[:, np.newaxis]
    inverse = np.linalg.inv(found.covariance)
    edge = plane.ellipse[:, ::-1] - [120, 0.008]
    sizes = np.einsum("pi,ij,pj->p", edge, inverse, edge)
    np.testing.assert_allclose(sizes, sizes[0], rtol=1e-8)
    inside = np.einsum("pi,ij,pj->p", points, inverse, points) <= sizes[0]
    assert inside.mean() == pytest.approx(0.9, abs=0.008)


def test_nothing_in_doubt_is_certain_and_has_no_information_value():
    found = Incremental(-10.0, 0.0, np.zeros((2, 2)), "figures")
    assert found.acceptability([0, 20000], by="normal").probabilities == (1, 1)
    assert found.acceptability(0, by="normal").limit == 0.5
    assert found.evpi([0, 20000], by="normal").per_person == (0, 0)
    shares = found.plane(by="normal").quadrants
    assert (shares.south_east, shares.south_west) == (0.5, 0.5)


@given(st.floats(-500, 500), st.floats(-0.05, 0.05), st.floats(-0.95, 0.95), st.floats(0, 1e5))
def test_information_is_worth_something_and_at_most_the_spread_of_net_benefit(cost, effect, correlation, threshold):
    found = pair(cost, effect, correlation=correlation)
    value = found.evpi(threshold, by="normal").per_person[0]
    assert 0 <= value <= found.net_benefit(threshold).se * stats.norm.pdf(0) * (1 + 1e-12)


def test_a_population_is_worth_more_by_the_discounted_years():
    value = pair(260, 0.02).evpi(20000, by="normal")
    assert value.for_population(1000, years=2)[0] == pytest.approx(value.at(20000) * 1000 * (1 + 1 / 1.035))


def test_the_description_is_careful():
    said = pair(260, 0.02, se_effect=0.011, df=20).describe([20000, 30000], by="t")
    assert "cost £260 more (95% confidence interval £51 to £469)." in said
    assert "gave 0.0200 QALYs more per person (95% confidence interval −0.0029 to 0.0429)." in said
    assert (
        "£13,000 for each QALY gained. That is not settled: the data are compatible with no difference in effect."
        in said
    )
    assert "If a QALY is worth £30,000" in said
    sure = pair(-900, -0.2).describe(20000, by="normal")
    assert "cost £900 less" in sure
    assert "0.2000 QALYs fewer" in sure
    assert "not settled" not in sure
    assert "above zero is <1%." in sure
    counted = pair(12, 0.005, replicates=REPLICATES).describe(20000, by="replicates")
    assert "shares of the bootstrap replicates" in counted


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda found: found.acceptability(20000, by="replicates"), "no replicates"),
        (lambda found: found.acceptability(20000, by="bayes"), "'normal', 't' or 'replicates'"),
        (lambda found: found.evpi(-1, by="normal"), "below 0"),
        (lambda found: found.evpi([np.nan], by="normal"), "missing"),
        (lambda found: found.net_health_benefit(0), "above 0"),
        (lambda found: found.fieller(by="normal", level=95), "between 0 and 1"),
        (lambda found: found.plane(by="normal", level=0), "between 0 and 1"),
        (lambda found: found.evpi(20000, by="normal").at(30000), "no threshold 30000"),
        (lambda found: found.evpi(20000, by="normal").for_population(0, years=5), "above 0"),
        (lambda found: pair(1, 1, replicates=REPLICATES).percentile_interval("both"), "'cost', 'effect'"),
    ],
)
def test_questions_that_make_no_sense_are_refused(attempt, words):
    with pytest.raises(BadInput, match=words):
        attempt(pair(260, 0.02))


def test_one_degree_of_freedom_gives_no_information_value():
    with pytest.raises(NotEstimable, match="no finite value"):
        pair(260, 0.02, df=1).evpi(20000, by="t")


@pytest.mark.parametrize(
    ("covariance", "words"),
    [
        ([[1.0, 0.5], [0.4, 1.0]], "symmetric"),
        ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], "symmetric"),
        ([[1.0, 2.0], [2.0, 1.0]], "outside -1 to 1"),
        ([[-1.0, 0.0], [0.0, 1.0]], "outside -1 to 1"),
        ([[1.0, np.nan], [np.nan, 1.0]], "missing"),
    ],
)
def test_a_covariance_that_is_none_is_refused(covariance, words):
    with pytest.raises(BadInput, match=words):
        Incremental(1.0, 1.0, covariance, "figures")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"delta_cost": "much"}, "not a number"),
        ({"delta_effect": np.nan}, "missing"),
        ({"df": 0}, "above 0"),
        ({"df": np.nan}, "above 0"),
        ({"replicates": np.ones((5, 3))}, "two columns"),
    ],
)
def test_a_pair_that_is_none_is_refused(change, words):
    pair_of_numbers = {"delta_cost": 1.0, "delta_effect": 1.0, "covariance": np.eye(2), "method": "figures"}
    with pytest.raises(BadInput, match=words):
        Incremental(**(pair_of_numbers | change))


def test_quadrants_by_t_when_one_of_the_two_is_certain():
    shares = Incremental(10.0, 0.01, [[0.0, 0.0], [0.0, 0.01**2]], "figures", df=5).plane(by="t").quadrants
    assert shares.north_east == pytest.approx(stats.t.cdf(1, 5), rel=1e-12)
    assert (shares.south_east, shares.south_west) == (0, 0)


def test_cluster_means_need_two_clusters_an_arm_and_no_gaps():
    arm, practice = np.array([1, 1, 0, 0, 0, 0]), np.array([1, 1, 2, 2, 3, 3])
    with pytest.raises(NotEstimable, match="one cluster"):
        from_cluster_means(np.arange(6), np.arange(6), arm=arm, cluster=practice)
    with pytest.raises(BadInput, match="effect has 1 missing"):
        from_cluster_means(np.arange(6), [1, 2, 3, np.nan, 5, 6], arm=arm, cluster=practice)
    with pytest.raises(BadInput, match="cost is empty"):
        from_cluster_means([], [], arm=[], cluster=[])
