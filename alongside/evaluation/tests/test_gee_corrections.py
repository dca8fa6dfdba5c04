"""Corrections, degrees of freedom and joint tests of GEE, against the formulas written out with whole matrices."""

import numpy as np
import pytest
from scipy import linalg, stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.gee import Gee, gee
from alongside.evaluation.estimation.gee.corrections import ClusterSums
from alongside.evaluation.tests.test_gee import fitted, simulated

CORRECTIONS = ("none", "kauermann_carroll", "mancl_derouen", "fay_graubard")
FAMILIES = ("gaussian", "binomial", "poisson")


def whole(family: str, *, seed: int = 1) -> tuple[Gee, list[dict[str, np.ndarray]]]:
    """A fit of ours, and for each cluster its D, V and residuals, n_i x n_i and all."""
    y, x, cluster = simulated(family=family, seed=seed)
    found = gee(y, x, cluster=cluster, family=family)
    clusters = []
    for code in np.unique(cluster):
        rows = x[cluster == code]
        eta = rows @ found.beta
        mean = {"gaussian": eta, "binomial": 1 / (1 + np.exp(-eta)), "poisson": np.exp(eta)}[family]
        variance = {"gaussian": np.ones(len(rows)), "binomial": mean * (1 - mean), "poisson": mean}[family]
        r = np.full((len(rows), len(rows)), found.alpha) + (1 - found.alpha) * np.eye(len(rows))
        spread = np.diag(np.sqrt(variance))
        d, v = rows * variance[:, None], found.phi * spread @ r @ spread
        clusters.append({"D": d, "W": d.T @ np.linalg.inv(v), "e": y[cluster == code] - mean})
    return found, clusters


def bread(clusters: list[dict[str, np.ndarray]]) -> np.ndarray:
    return np.linalg.inv(sum(c["W"] @ c["D"] for c in clusters))


def corrected(clusters: list[dict[str, np.ndarray]], correction: str) -> list[np.ndarray]:
    """The scores, corrected through the n_i x n_i leverage as the authors have it."""
    v, scores = bread(clusters), []
    for c in clusters:
        left = np.eye(len(c["e"])) - c["D"] @ v @ c["W"]
        if correction == "kauermann_carroll":
            scores.append(c["W"] @ np.linalg.inv(linalg.sqrtm(left)).real @ c["e"])
        elif correction == "mancl_derouen":
            scores.append(c["W"] @ np.linalg.solve(left, c["e"]))
        else:
            scores.append(multiplier(c, v, correction) @ c["W"] @ c["e"])
    return scores


def multiplier(c: dict[str, np.ndarray], v: np.ndarray, correction: str) -> np.ndarray:
    """H_i as a p x p matrix."""
    q = c["W"] @ c["D"] @ v
    left = np.eye(len(v)) - q
    return {
        "none": np.eye(len(v)),
        "kauermann_carroll": np.linalg.inv(linalg.sqrtm(left)).real,
        "mancl_derouen": np.linalg.inv(left),
        "fay_graubard": np.diag((1 - np.minimum(0.75, np.diag(q))) ** -0.5),
    }[correction]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("correction", CORRECTIONS)
def test_a_corrected_covariance_is_that_of_whole_matrices(family: str, correction: str) -> None:
    found, clusters = whole(family)
    v, scores = bread(clusters), corrected(clusters, correction)
    expected = v @ sum(np.outer(u, u) for u in scores) @ v
    np.testing.assert_allclose(found.covariance(correction), expected, rtol=1e-8)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_model_based_covariance_is_the_inverse_of_the_information(family: str) -> None:
    found, clusters = whole(family)
    np.testing.assert_allclose(found.covariance("model_based"), bread(clusters), rtol=1e-9)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("correction", CORRECTIONS)
def test_fay_and_graubards_df_are_those_of_their_matrices(family: str, correction: str) -> None:
    # Section 2.3 and the appendix of the paper, with G, M and Psi of order (clusters x p).
    found, clusters = whole(family)
    v, k, p = bread(clusters), len(clusters), 3
    omega = [c["W"] @ c["D"] for c in clusters]
    middle = sum(np.outer(u, u) for u in corrected(clusters, correction))
    h = [multiplier(c, v, correction) for c in clusters]
    for place, name in enumerate(found.names):
        unit = np.eye(p)[place]
        share = np.array([unit @ (np.linalg.inv(np.linalg.inv(v) - o) - v) @ unit for o in omega])
        psi = linalg.block_diag(*[s / share.sum() * middle for s in share])
        g = np.eye(p * k) - np.vstack([np.hstack([o @ v] * k) for o in omega])
        m = linalg.block_diag(*[np.outer(h_i.T @ v @ unit, h_i.T @ v @ unit) for h_i in h])
        product = psi @ g.T @ m @ g
        expected = np.trace(product) ** 2 / np.trace(product @ product)
        assert found.coefficients(correction, df="fay_graubard")[name].df == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_pan_and_walls_df_are_those_of_their_kronecker_product(correction: str) -> None:
    # The covariance of vec(V) is (V_N x V_N) K² T (V_N x V_N), T the covariance of the mean of vec(u u').
    found, clusters = whole("binomial")
    v, k = bread(clusters), len(clusters)
    products = np.array([np.outer(u, u).ravel() for u in corrected(clusters, correction)])
    of_mean = np.cov(products.T) / k
    covariance = np.kron(v, v) @ (k**2 * of_mean) @ np.kron(v, v)
    for place, name in enumerate(found.names):
        variance = found.covariance(correction)[place, place]
        expected = 2 * variance**2 / covariance[4 * place, 4 * place]
        assert found.coefficients(correction, df="pan_wall")[name].df == pytest.approx(expected, rel=1e-8)


def test_with_clusters_alike_everything_is_exact_as_in_fay_and_graubard_2001() -> None:
    # Section 3.1: normal outcomes, the same X in each of K clusters, independence. Then T_a² = (K - 1) / K T_s², on
    # K - 1 degrees of freedom, and Mancl and DeRouen's T² = {(K - 1) / K}² T_s².
    draw = np.random.default_rng(3)
    k = 20
    x = np.tile(np.column_stack([np.ones(6), draw.normal(size=(6, 2))]), (k, 1))
    y = draw.normal(size=6 * k) + np.repeat(draw.normal(size=k), 6)
    found = gee(y, x, cluster=np.repeat(np.arange(k), 6), working="independence")
    for name in found.names:
        plain = found.coefficients("none")[name].t ** 2
        for correction in ("fay_graubard", "kauermann_carroll"):
            row = found.coefficients(correction, df="fay_graubard")[name]
            assert row.t**2 == pytest.approx((k - 1) / k * plain, rel=1e-9)
            assert row.df == pytest.approx(k - 1, rel=1e-9)
        mancl_derouen = found.coefficients("mancl_derouen")[name].t ** 2
        assert mancl_derouen == pytest.approx(((k - 1) / k) ** 2 * plain, rel=1e-9)


def test_arms_of_equal_clusters_and_kauermann_carroll_are_the_t_test_of_cluster_means() -> None:
    # The sandwich then divides by k in each arm, and the correction by k - 1.
    y, _, _ = simulated(sizes=(6,) * 10)
    cluster = np.repeat(np.arange(10), 6)
    arm = cluster % 2
    found = gee(y, np.column_stack([np.ones(60), arm]), cluster=cluster, names=("Intercept", "arm"))
    means = y.reshape(10, 6).mean(axis=1)
    test = stats.ttest_ind(means[1::2], means[::2])
    row = found.coefficients()["arm"]
    assert row.t == pytest.approx(test.statistic, rel=1e-9)
    assert row.p_value == pytest.approx(test.pvalue, rel=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_kauermann_carroll_lies_between_no_correction_and_mancl_derouen(seed: int) -> None:
    found, _ = whole("gaussian", seed=seed)
    plain, middle, most = (
        np.sqrt(np.diag(found.covariance(correction))) for correction in ("none", "kauermann_carroll", "mancl_derouen")
    )
    assert (plain < middle).all()
    assert (middle < most).all()


def test_no_cluster_counts_more_than_double_with_fay_and_graubards_bound() -> None:
    # Cluster 0 holds all but a little of the information on the last column.
    y, x, cluster = simulated()
    x = np.column_stack([x, (cluster == 0) + 1e-3 * x[:, 2] ** 2])
    found = gee(y, x, cluster=cluster)
    blown_up = found.sums.multipliers("fay_graubard")[0]
    assert np.diag(blown_up).max() == pytest.approx(2.0)


def test_df_are_clusters_less_coefficients_unless_asked_otherwise() -> None:
    found = fitted("small_dev", "gee_y12")
    assert [row.df for row in found.coefficients().rows] == [9, 9, 9]
    assert found.coefficients(df="normal")["arm"].p_value < found.coefficients()["arm"].p_value


def test_a_contrast_is_the_coefficient_of_the_model_written_the_other_way_about() -> None:
    y, x, cluster = simulated()
    later = (np.arange(len(y)) % 2).astype(float)
    names = ("Intercept", "arm", "age", "later", "arm:later")
    x = np.column_stack([x, later, x[:, 1] * later])
    # With time counted back from the later visit, the effect then is the coefficient of the arm.
    turned = np.column_stack([x[:, :3], 1 - later, x[:, 1] * (1 - later)])
    found, expected = gee(y, x, cluster=cluster, names=names), gee(y, turned, cluster=cluster, names=names)
    for df in ("clusters", "fay_graubard", "pan_wall"):
        ours = found.contrast({"arm": 1, "arm:later": 1}, name="arm, later", df=df)
        theirs = expected.coefficients(df=df)["arm"]
        assert ours.name == "arm, later"
        assert ours.estimate == pytest.approx(theirs.estimate, rel=1e-8)
        assert ours.se == pytest.approx(theirs.se, rel=1e-8)
        assert ours.df == pytest.approx(theirs.df, rel=1e-7)


@pytest.mark.parametrize("correction", [*CORRECTIONS, "model_based"])
def test_a_joint_test_of_one_coefficient_is_its_t_squared(correction: str) -> None:
    found = fitted("small_dev", "gee_event_logit")
    one, row = found.joint(["arm"], correction=correction), found.coefficients(correction)["arm"]
    assert one.f == pytest.approx(row.t**2)
    assert one.p_value == pytest.approx(row.p_value)


def test_a_joint_test_is_hotellings() -> None:
    # T² of a covariance on m degrees of freedom, (m - q + 1) / (m q) T² ~ F(q, m - q + 1).
    found = fitted("small_dev", "gee_repeated_by_practice")
    terms = ("arm", "arm:t12")
    test = found.joint(terms)
    places = [found.names.index(term) for term in terms]
    estimate, covariance = found.beta[places], found.covariance()[np.ix_(places, places)]
    t_squared = estimate @ np.linalg.inv(covariance) @ estimate
    m = 12 - 5
    assert (test.num_df, test.den_df) == (2, m - 1)
    assert test.scaling == pytest.approx((m - 1) / m)
    assert test.f == pytest.approx(t_squared * (m - 1) / (2 * m))
    assert test.p_value == pytest.approx(stats.f.sf(test.f, 2, m - 1))


def test_a_joint_test_does_not_depend_on_how_the_columns_are_written() -> None:
    y, x, cluster = simulated()
    mixed = x @ np.array([[1, 0, 0], [0, 2, 1], [0, -1, 3]]).T
    one, other = gee(y, x, cluster=cluster).joint(["x1", "x2"]), gee(y, mixed, cluster=cluster).joint(["x1", "x2"])
    assert other.f == pytest.approx(one.f, rel=1e-8)


def test_too_few_clusters_for_a_joint_test_are_refused() -> None:
    y, x, cluster = simulated(sizes=(9, 8, 12, 10))
    with pytest.raises(NotEstimable, match="4 clusters are too few to test 2 coefficients together"):
        gee(y, x, cluster=cluster).joint(["x1", "x2"])


@pytest.mark.parametrize("terms", [[], ["x1", "x1"], ["nought"]])
def test_a_joint_test_of_what_is_not_there_is_refused(terms: list[str]) -> None:
    found, _ = whole("gaussian")
    with pytest.raises(BadInput, match=r"each once|no coefficient nought"):
        found.joint(terms)


def test_options_that_do_not_exist_or_do_not_go_together_are_refused() -> None:
    found, _ = whole("gaussian")
    with pytest.raises(BadInput, match="correction is hc3; it must be one of none, kauermann_carroll"):
        found.coefficients("hc3")
    with pytest.raises(BadInput, match="df is residual; it must be one of clusters"):
        found.coefficients(df="residual")
    with pytest.raises(BadInput, match="go with robust standard errors"):
        found.coefficients("model_based", df="fay_graubard")


def test_a_correction_that_does_not_exist_is_refused() -> None:
    # Where alpha is below its limit the information of a cluster can be negative, and another's leverage above 1.
    sums = ClusterSums(scores=np.array([[1.0], [-1.5], [0.5]]), informations=np.array([[[2.0]], [[-1.0]], [[0.5]]]))
    for correction in ("kauermann_carroll", "mancl_derouen"):
        with pytest.raises(NotEstimable, match="a leverage above 1"):
            sums.covariance(correction)
    assert sums.covariance("none")[0, 0] == pytest.approx(3.5 / 1.5**2)


def test_the_methods_section_says_what_was_run() -> None:
    found = fitted("small_dev", "gee_event_logit")
    assert found.describe() == (
        "Generalised estimating equations (logit link, binomial variance) were fitted to 314 rows in 12 clusters of 8 "
        "to 60. The working correlation was exchangeable, estimated as 0.045; the scale was 0.993 (moments, divisor "
        "the number of rows). Standard errors are robust, with the correction of Kauermann and Carroll; confidence "
        "intervals and p values come from t tests with 9 degrees of freedom (clusters less coefficients)."
    )
    other = fitted("small_dev", "gee_y12", working="independence", divisor="n_minus_p")
    words = other.describe("model_based", df="normal")
    assert "independence; the scale was" in words
    assert "rows less coefficients" in words
    assert "Standard errors are model-based; confidence intervals and p values come from normal (Wald) tests." in words
    assert "df: fay_graubard" in found.coefficients(df="fay_graubard").method
