"""Generalised estimating equations against geepack, and against themselves."""

import tracemalloc
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput, NotConverged, NotEstimable
from alongside.evaluation.estimation.gee import Gee, gee
from alongside.evaluation.tests.trials import answers, cluster_of, columns_of, outcome_data
from tests.bench.evaluation.cells import Cell
from tests.bench.evaluation.simulated import simulated as trial_of

MODELS = [
    (trial, key) for trial in ("wise_dev", "small_dev", "sw_dev") for key in answers(trial) if key.startswith("gee_")
]


def fitted(trial: str, key: str, **options: str) -> Gee:
    """The model of an answer, fitted by us."""
    answer = answers(trial)[key]
    data = outcome_data(trial, answer["formula"].split(" ~ ")[0])
    names = tuple(answer["coef"])
    family = answer["family"].split()[0]
    y = data[answer["formula"].split(" ~ ")[0]]
    return gee(y, columns_of(data, *names), cluster=cluster_of(data), names=names, family=family, **options)


def simulated(
    *, seed: int = 1, sizes: tuple[int, ...] = (3, 5, 8, 4, 9, 6, 7, 5, 10, 4), family: str = "gaussian"
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A small trial with unequal clusters, an arm and one covariate: y, x and cluster."""
    draw = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(len(sizes)), sizes)
    x = np.column_stack([np.ones(len(cluster)), cluster % 2, draw.normal(size=len(cluster))])
    eta = x @ [0.2, 0.4, 0.5] + 0.6 * draw.normal(size=len(sizes))[cluster]
    if family == "binomial":
        return (draw.random(len(eta)) < 1 / (1 + np.exp(-eta))).astype(float), x, cluster
    if family == "poisson":
        return draw.poisson(np.exp(eta)).astype(float), x, cluster
    return eta + draw.normal(size=len(eta)), x, cluster


@pytest.mark.parametrize(("trial", "key"), MODELS)
def test_estimates_and_moments_are_those_of_geepack(trial: str, key: str) -> None:
    answer, found = answers(trial)[key], fitted(trial, key)
    assert found.n == answer["n_obs"]
    assert len(found.clusters) == answer["n_groups"]
    assert found.sizes.max() == answer["largest_cluster"]
    assert found.alpha == pytest.approx(answer["alpha"], rel=1e-8)
    assert found.phi == pytest.approx(answer["phi"], rel=1e-8)
    expected = [row["estimate"] for row in answer["coef"].values()]
    np.testing.assert_allclose(found.beta, expected, rtol=1e-8)


@pytest.mark.parametrize(("trial", "key"), MODELS)
def test_the_robust_wald_test_is_that_of_geepack(trial: str, key: str) -> None:
    found = fitted(trial, key).coefficients("none", df="normal")
    for name, row in answers(trial)[key]["coef"].items():
        assert found[name].se == pytest.approx(row["se_robust"], rel=1e-8)
        assert found[name].t ** 2 == pytest.approx(row["wald"], rel=1e-8)
        # R's upper tail ends at the smallest double.
        assert found[name].p_value == pytest.approx(row["p"], rel=1e-6, abs=1e-300)


@pytest.mark.parametrize(("trial", "key"), MODELS)
def test_naive_and_corrected_standard_errors_are_those_of_r(trial: str, key: str) -> None:
    found = fitted(trial, key)
    naive = found.coefficients("model_based")
    mancl_derouen, fay_graubard = found.coefficients("mancl_derouen"), found.coefficients("fay_graubard")
    for name, row in answers(trial)[key]["coef"].items():
        assert naive[name].se == pytest.approx(row["se_naive"], rel=1e-8)
        assert mancl_derouen[name].se == pytest.approx(row["own_code"]["se_mancl_derouen"], rel=1e-8)
        assert fay_graubard[name].se == pytest.approx(row["own_code"]["se_fay_graubard_b075"], rel=1e-8)


def test_a_log_link_gives_ratios_of_risks_as_geepack_does() -> None:
    # geepack 1.3.9, R 4.2.2: geeglm(event ~ arm + y0, poisson, small_dev, id = practice, corstr = "exchangeable",
    #   control = geese.control(epsilon = 1e-12, maxit = 500))
    data = outcome_data("small_dev", "event")
    x = columns_of(data, "Intercept", "arm", "y0")
    found = gee(data["event"], x, cluster=data["practice"], family="poisson")
    assert found.alpha == pytest.approx(0.0383128069295, rel=1e-9)
    assert found.phi == pytest.approx(0.5581563298852, rel=1e-9)
    np.testing.assert_allclose(found.beta, [-0.7054158079673, -0.2948140464679, -0.0843800897166], rtol=1e-9)
    robust, naive = np.diag(found.covariance("none")), np.diag(found.covariance("model_based"))
    np.testing.assert_allclose(np.sqrt(robust), [0.1656824481186, 0.2073967065257, 0.0517871900801], rtol=1e-9)
    np.testing.assert_allclose(np.sqrt(naive), [0.1195118423109, 0.1916998819573, 0.0629959986535], rtol=1e-9)


def test_independence_estimating_equations_are_those_of_geepack() -> None:
    # geepack 1.3.9: geeglm(event ~ arm + y0, binomial, small_dev, id = practice, corstr = "independence")
    data = outcome_data("small_dev", "event")
    x = columns_of(data, "Intercept", "arm", "y0")
    found = gee(data["event"], x, cluster=data["practice"], family="binomial", working="independence")
    assert found.alpha == 0
    assert found.phi == pytest.approx(1.00029871128, rel=1e-9)
    np.testing.assert_allclose(found.beta, [-0.0277417460429, -0.5447199098739, -0.1871489392828], rtol=1e-9)
    robust = np.sqrt(np.diag(found.covariance("none")))
    np.testing.assert_allclose(robust, [0.304931373494, 0.341836814377, 0.109225424307], rtol=1e-9)


def test_an_alpha_below_its_limit_is_geepacks_but_flagged() -> None:
    # geepack 1.3.9: n <- data.frame(id = rep(1:9, c(rep(4, 8), 13)), i = 0:44); n$x <- n$i %% 3
    #   n$y <- ifelse(n$i %% 2 == 0, 1, -1) + ((n$i * 7) %% 11) / 20; geeglm(y ~ x, data = n, id = id, corstr = "exch")
    i = np.arange(45)
    y = np.where(i % 2 == 0, 1, -1) + (i * 7 % 11) / 20
    cluster = np.repeat(np.arange(9), [4] * 8 + [13])
    found = gee(y, np.column_stack([np.ones(45), i % 3]), cluster=cluster)
    assert found.alpha == pytest.approx(-0.1744517078382, rel=1e-8)
    np.testing.assert_allclose(found.beta, [0.28447824924102, -0.04671471868969], rtol=1e-8)
    robust = np.sqrt(np.diag(found.covariance("none")))
    np.testing.assert_allclose(robust, [0.1295001347254, 0.1331219275644], rtol=1e-8)
    assert "below its limit of −0.0833" in found.notes[0]
    assert found.coefficients().notes == found.notes
    assert found.notes[0] in found.describe()


def test_where_alpha_leaves_no_solution_independence_is_advised() -> None:
    i = np.arange(44)
    cluster = np.repeat(np.arange(8), np.arange(2, 10))
    y = np.where(i % 2 == 0, 1, -1) + (i * 7 % 11) / 40
    x = np.column_stack([np.ones(44), cluster % 2])
    with pytest.raises(NotEstimable, match=r"alpha at −0\.\d+ the equations have no solution.*independence"):
        gee(y, x, cluster=cluster)
    assert gee(y, x, cluster=cluster, working="independence").notes == ()


def test_dividing_by_less_p_changes_the_moments_as_liang_and_zeger_write_them() -> None:
    y, x, cluster = simulated()
    found = gee(y, x, cluster=cluster, divisor="n_minus_p")
    r = y - x @ found.beta
    pairs = [(j, k) for j in range(len(y)) for k in range(j) if cluster[j] == cluster[k]]
    phi = sum(r**2) / (len(y) - 3)
    assert found.phi == pytest.approx(phi, rel=1e-10)
    assert found.alpha == pytest.approx(sum(r[j] * r[k] for j, k in pairs) / (len(pairs) - 3) / phi, rel=1e-9)


@pytest.mark.parametrize("family", ["gaussian", "binomial", "poisson"])
def test_the_estimate_solves_the_equations_written_out_in_full(family: str) -> None:
    y, x, cluster = simulated(family=family)
    found = gee(y, x, cluster=cluster, family=family)
    eta = x @ found.beta
    mean = {"gaussian": eta, "binomial": 1 / (1 + np.exp(-eta)), "poisson": np.exp(eta)}[family]
    variance = {"gaussian": np.ones(len(y)), "binomial": mean * (1 - mean), "poisson": mean}[family]
    score = np.zeros(3)
    for code in range(len(found.clusters)):
        of = cluster == code
        spread = np.diag(np.sqrt(variance[of]))
        working = spread @ (np.eye(of.sum()) * (1 - found.alpha) + found.alpha) @ spread
        score += (x[of] * variance[of][:, None]).T @ np.linalg.solve(working, (y - mean)[of])
    np.testing.assert_allclose(score, 0, atol=1e-8)


def test_one_visit_each_in_equal_clusters_is_least_squares() -> None:
    # With clusters alike and columns constant within them, weights cancel.
    y, _, _ = simulated(sizes=(6,) * 10)
    cluster = np.repeat(np.arange(10), 6)
    x = np.column_stack([np.ones(60), cluster % 2])
    np.testing.assert_allclose(gee(y, x, cluster=cluster).beta, np.linalg.lstsq(x, y, rcond=None)[0], rtol=1e-9)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_neither_the_order_of_rows_nor_the_labels_of_clusters_matter(seed: int) -> None:
    y, x, cluster = simulated(family="binomial")
    draw = np.random.default_rng(seed)
    order = draw.permutation(len(y))
    labels = np.array([f"practice {number}" for number in draw.permutation(10)])
    found = gee(y[order], x[order], cluster=labels[cluster[order]], family="binomial").coefficients()
    expected = gee(y, x, cluster=cluster, family="binomial").coefficients()
    for name in expected:
        assert found[name].estimate == pytest.approx(expected[name].estimate, rel=1e-7)
        assert found[name].se == pytest.approx(expected[name].se, rel=1e-7)


@given(shift=st.floats(-1e4, 1e4), scale=st.floats(1e-4, 1e8))
@settings(max_examples=25, deadline=None)
def test_other_units_of_the_outcome_change_nothing_else(shift: float, scale: float) -> None:
    y, x, cluster = simulated()
    before, after = gee(y, x, cluster=cluster), gee(shift + scale * y, x, cluster=cluster)
    assert after.alpha == pytest.approx(before.alpha, rel=1e-5)
    for name in ("x1", "x2"):
        ours, theirs = after.coefficients()[name], before.coefficients()[name]
        assert ours.estimate == pytest.approx(scale * theirs.estimate, rel=1e-5)
        assert ours.se == pytest.approx(scale * theirs.se, rel=1e-5)


def test_covariates_in_unwieldy_units_give_the_same_tests() -> None:
    y, x, cluster = simulated(family="binomial")
    before = gee(y, x, cluster=cluster, family="binomial").coefficients()
    after = gee(y, x * [1, 1, 1e7], cluster=cluster, family="binomial").coefficients()
    assert after["x2"].t == pytest.approx(before["x2"].t, rel=1e-7)
    assert after["x1"].estimate == pytest.approx(before["x1"].estimate, rel=1e-7)


def test_memory_grows_with_people_and_not_with_the_square_of_a_cluster() -> None:
    # The correlation matrix of one cluster of 10,000 would take 800 MB.
    y, x, cluster = simulated(sizes=(10_000,) * 6)
    tracemalloc.start()
    gee(y, x, cluster=cluster).coefficients("mancl_derouen", df="fay_graubard")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20e6


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"family": "gamma"}, BadInput, "family is gamma; it must be one of gaussian, binomial, poisson"),
        ({"working": "ar1"}, BadInput, "working is ar1"),
        ({"divisor": "p"}, BadInput, "divisor is p"),
        ({"family": "binomial"}, BadInput, "y must be 1 for people with the outcome"),
        ({"family": "poisson"}, BadInput, "values below 0"),
        ({"names": ("a", "b")}, BadInput, "2 names for 3 columns"),
        ({"cluster": [1, 2]}, BadInput, "cluster has 2 values where 61 are needed"),
        ({"y": np.full(61, np.nan)}, BadInput, "y has 61 missing"),
        ({"y": np.ones(61)}, NotEstimable, "same value for everybody"),
        ({"y": []}, BadInput, "y is empty"),
        ({"cluster": np.arange(61)}, NotEstimable, "Too few rows share a cluster"),
        ({"cluster": np.arange(61) % 3}, NotEstimable, "3 clusters and 3 coefficients"),
    ],
)
def test_what_cannot_be_fitted_is_refused_in_words(change: dict[str, object], error: type, words: str) -> None:
    y, x, cluster = simulated()
    arguments = {"y": y, "x": x, "cluster": cluster} | change
    with pytest.raises(error, match=words):
        gee(**arguments)


def test_an_outcome_that_the_columns_reproduce_is_refused() -> None:
    _, x, cluster = simulated()
    with pytest.raises(NotEstimable, match="reproduce the outcome exactly"):
        gee(x @ [1, 2, 3], x, cluster=cluster)


def test_collinear_columns_are_refused_by_name() -> None:
    y, x, cluster = simulated()
    with pytest.raises(NotEstimable, match="control is a combination"):
        gee(y, np.column_stack([x, 1 - x[:, 1]]), cluster=cluster, names=("Intercept", "arm", "age", "control"))


@pytest.mark.parametrize("family", ["binomial", "poisson"])
def test_an_arm_without_events_is_separation(family: str) -> None:
    y, x, cluster = simulated(family="binomial")
    with pytest.raises(NotEstimable, match="told apart by arm: somewhere everybody, or nobody"):
        gee(y * (x[:, 1] == 0), x, cluster=cluster, names=("Intercept", "arm", "age"), family=family)


def test_a_column_that_one_cluster_alone_decides_is_refused() -> None:
    y, x, cluster = simulated()
    with pytest.raises(NotEstimable, match="Without cluster 4 a coefficient could not be estimated"):
        gee(y, np.column_stack([x, cluster == 4]), cluster=cluster)


def test_clusters_of_identical_people_have_no_alpha_to_work_with() -> None:
    cluster = np.repeat(np.arange(8), 5)
    y = np.array([1.0, 4.0, 2.0, 8.0, 5.0, 7.0, 1.5, 3.0])[cluster]
    with pytest.raises(NotEstimable, match="where no working correlation can be had"):
        gee(y, np.ones(40), cluster=cluster)


def test_rounds_without_end_are_not_passed_off_as_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    equations = import_module("alongside.evaluation.estimation.gee.equations")
    monkeypatch.setattr(equations, "MAX_ROUNDS", 2)
    y, x, cluster = simulated()
    with pytest.raises(NotConverged, match="not solved in 2 rounds"):
        gee(y, x, cluster=cluster)


@pytest.mark.parametrize("number", [246, 274, 296])
def test_equations_that_run_away_are_an_error_and_never_a_number(number):
    """Six unequal clusters, no effect: steps small beside residuals without end were once taken for the end."""
    made = trial_of(Cell("binary", 6, 0.01, 0.0), number)
    with pytest.raises((NotConverged, NotEstimable), match="independence"):
        gee(made.y, made.x, family="binomial", **made.named)
    assert np.abs(gee(made.y, made.x, family="binomial", working="independence", **made.named).beta).max() < 5
