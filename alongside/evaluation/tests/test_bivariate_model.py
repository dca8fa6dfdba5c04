"""Cost and effect in one mixed model, against nlme, against plain matrices, and against closed forms."""

import numpy as np
import pytest

from alongside.evaluation.economics import bivariate_likelihood, bivariate_model
from alongside.evaluation.errors import BadInput, NotConverged, NotEstimable
from alongside.evaluation.tests.trials import seen, trial

# R 4.2.2, nlme 3.1-162. `l` has two rows for each person, k = 1 for "cost" and 2 for "qaly", o the factor of them:
#   lme(y ~ 0 + o + o:arm + I((o == "qaly") * y0), l, random = list(practice = pdSymm(~ 0 + o)),
#       correlation = corSymm(form = ~ k | practice/pid), weights = varIdent(form = ~ 1 | o), method = "REML",
#       control = lmeControl(tolerance = 1e-12, msTol = 1e-12, maxIter = 500, msMaxIter = 500, niterEM = 50))
# nlme cannot stand on the bound of a singular `between`, where the first two lie, and stops a little before it.
NLME = {
    # small_dev, people with y0, y6 and y12: y6 as the first outcome, y12 as the second
    "small, REML": {
        "log_likelihood": -627.482795441353,
        "estimates": [0.30577413617780685, 0.48964033996487732],
        "covariance": [[6.86012857709779e-02, 5.62603206001178e-02], [5.62603206001178e-02, 5.96542139359643e-02]],
        "between": [[0.154178893303196, 0.146185909550806], [0.146185909550806, 0.138607304546307]],
        "within": [[0.843863132479150, 0.259022314184070], [0.259022314184070, 0.634433647927434]],
    },
    "small, ML": {
        "log_likelihood": -620.548641548422,
        "estimates": [0.30103831033964595, 0.48479900828723277],
        "covariance": [[5.77509048412845e-02, 4.57150991738765e-02], [4.57150991738765e-02, 4.92767069507094e-02]],
        "between": [[0.122347314110280, 0.115110335568722], [0.115110335568722, 0.108301434355681]],
        "within": [[0.840883710286818, 0.260181985769443], [0.260181985769443, 0.630848858542773]],
    },
    # wise_dev, pid a multiple of 8: age / 10 as the first outcome and qaly as the second, because its cost has hardly
    # any spread between practices; here `between` is inside its bounds
    "wise, REML": {
        "log_likelihood": -769.420836166511,
        "estimates": [0.05385705539931622, -0.00116483538241805],
        "covariance": [[1.02818737960839e-02, -6.77754854485777e-05], [-6.77754854485777e-05, 3.12594512492185e-04]],
        "between": [[0.023183659769505139, -0.000620752404109538], [-0.000620752404109538, 0.002078464974930097]],
        "within": [[1.38928335107613554, -0.00156386880355806], [-0.00156386880355806, 0.01993383165226451]],
    },
}


def small():
    data = seen(trial("small_dev"), "y0", "y6", "y12")
    return data["y6"], data["y12"], data["arm"], data["practice"], data["y0"]


def wise_eighth():
    data = seen(trial("wise_dev"), "y0")
    rows = data["pid"] % 8 == 0
    return tuple(column[rows] for column in (data["age"] / 10, data["qaly"], data["arm"], data["practice"], data["y0"]))


def fitted(data, **more):
    cost, effect, arm, cluster, baseline = data
    return bivariate_model(cost, effect, arm=arm, cluster=cluster, effect_covariates=baseline, **more)


def balanced(seed=1, clusters=12, people=15, between=0.5, together=0.6):
    """Simulated: equal clusters, half in each arm."""
    rng = np.random.Generator(np.random.PCG64(seed))
    cluster = np.repeat(np.arange(clusters), people)
    table = [[1.0, together], [together, 1.0]]
    u = between * rng.multivariate_normal([0, 0], table, clusters)
    e = rng.multivariate_normal([0, 0], [[1.0, -0.3], [-0.3, 1.0]], clusters * people)
    y = (u[cluster] + e) * [300.0, 0.1] + [900.0, 0.7]
    return y[:, 0], y[:, 1], (cluster % 2).astype(float), cluster


def log_likelihood(data, between, within, *, restricted):
    """With the estimates and their covariance, from the whole covariance matrix of each cluster, by no code of ours."""
    cost, effect, arm, cluster, baseline = data
    information, product, square, logs = np.zeros((5, 5)), np.zeros(5), 0.0, 0.0
    for label in np.unique(cluster):
        rows = cluster == label
        n = int(rows.sum())
        x = np.zeros((2 * n, 5))
        x[0::2, :2] = np.column_stack([np.ones(n), arm[rows]])
        x[1::2, 2:] = np.column_stack([np.ones(n), arm[rows], baseline[rows]])
        y = np.column_stack([cost[rows], effect[rows]]).ravel()
        v = np.kron(np.ones((n, n)), between) + np.kron(np.eye(n), within)
        information += x.T @ np.linalg.solve(v, x)
        product += x.T @ np.linalg.solve(v, y)
        square += y @ np.linalg.solve(v, y)
        logs += np.linalg.slogdet(v)[1]
    beta = np.linalg.solve(information, product)
    value = -(logs + square - beta @ product + 2 * len(cost) * np.log(2 * np.pi)) / 2
    if restricted:
        value += (5 * np.log(2 * np.pi) - np.linalg.slogdet(information)[1]) / 2
    return value, beta, np.linalg.inv(information)


def estimates_of(model):
    return np.array([row.estimate for table in (model.cost, model.effect) for row in table.values()])


@pytest.mark.parametrize(
    ("name", "data", "restricted"),
    [("small, REML", small, True), ("small, ML", small, False), ("wise, REML", wise_eighth, True)],
)
def test_estimates_and_variances_as_in_nlme(name, data, restricted):
    found, expected = fitted(data(), restricted=restricted), NLME[name]
    # How near nlme's own search came to the maximum, it being never above ours.
    assert found.model.log_likelihood == pytest.approx(expected["log_likelihood"], rel=1e-9)
    assert found.model.log_likelihood >= expected["log_likelihood"] - 1e-9
    np.testing.assert_allclose([found.delta_cost, found.delta_effect], expected["estimates"], rtol=1e-5)
    np.testing.assert_allclose(found.covariance, expected["covariance"], rtol=1e-4)
    np.testing.assert_allclose(found.model.between, expected["between"], rtol=1e-4)
    np.testing.assert_allclose(found.model.within, expected["within"], rtol=2e-4)


@pytest.mark.parametrize("restricted", [True, False])
def test_likelihood_estimates_and_covariance_from_the_whole_covariance_matrix(restricted):
    data = small()
    found = fitted(data, restricted=restricted)
    model = found.model
    value, beta, covariance = log_likelihood(data, model.between, model.within, restricted=restricted)
    assert model.log_likelihood == pytest.approx(value, rel=1e-11)
    np.testing.assert_allclose(estimates_of(model), beta, rtol=1e-8)
    np.testing.assert_allclose(found.covariance, covariance[np.ix_([1, 3], [1, 3])], rtol=1e-8)
    assert model.cost["arm"].se ** 2 == pytest.approx(covariance[1, 1], rel=1e-8)


@pytest.mark.parametrize("restricted", [True, False])
def test_no_variances_nearby_are_more_likely(restricted):
    data = small()
    model = fitted(data, restricted=restricted).model
    rng = np.random.Generator(np.random.PCG64(3))
    for _ in range(12):
        tables = []
        for table in (model.between, model.within):
            turn = np.eye(2) + rng.normal(scale=0.01, size=(2, 2))
            tables.append(turn @ table @ turn.T)
        value, _, _ = log_likelihood(data, *tables, restricted=restricted)
        assert value <= model.log_likelihood + 1e-10


def test_with_equal_clusters_reml_is_the_analysis_of_variance():
    cost, effect, arm, cluster = balanced()
    found = bivariate_model(cost, effect, arm=arm, cluster=cluster)
    y = np.column_stack([cost, effect])
    means = np.array([y[cluster == label].mean(axis=0) for label in range(12)])
    of_arm = np.arange(12) % 2
    within = sum((part := y[cluster == label] - means[label]).T @ part for label in range(12)) / (12 * 14)
    spread = (
        sum((part := means[of_arm == value] - means[of_arm == value].mean(axis=0)).T @ part for value in (0, 1)) / 10
    )
    difference = means[of_arm == 1].mean(axis=0) - means[of_arm == 0].mean(axis=0)
    np.testing.assert_allclose([found.delta_cost, found.delta_effect], difference, rtol=1e-10)
    np.testing.assert_allclose(found.model.within, within, rtol=1e-7)
    np.testing.assert_allclose(found.model.between, spread - within / 15, rtol=1e-6)
    np.testing.assert_allclose(found.covariance, spread * (2 / 6), rtol=1e-7)
    assert found.df == 10
    assert not found.model.singular


def test_no_spread_between_clusters_ends_at_its_bound_and_says_so():
    cost, effect, arm, cluster = balanced(between=0.0)
    y = np.column_stack([cost, effect])
    means = np.array([y[cluster == label].mean(axis=0) for label in range(12)])
    y -= means[cluster]
    found = bivariate_model(y[:, 0] + 50 * arm, y[:, 1], arm=arm, cluster=cluster)
    np.testing.assert_allclose(found.model.between, 0, atol=1e-12)
    np.testing.assert_allclose(found.model.within, y.T @ y / (len(y) - 2), rtol=1e-7)
    assert found.delta_cost == pytest.approx(50, rel=1e-9)
    assert found.model.singular
    assert found.model.icc_cost == pytest.approx(0, abs=1e-12)
    assert found.notes == ("The spread between clusters is estimated at its lower bound.",)


def test_pence_for_pounds_change_nothing_but_the_units():
    cost, effect, arm, cluster = balanced()
    pounds, pence = (bivariate_model(unit * cost, effect, arm=arm, cluster=cluster) for unit in (1, 100))
    assert pence.delta_cost == pytest.approx(100 * pounds.delta_cost, rel=1e-8)
    np.testing.assert_allclose(pence.covariance / np.outer([100, 1], [100, 1]), pounds.covariance, rtol=1e-7)
    shift = len(cost) * np.log(100) - 2 * np.log(100)
    assert pence.model.log_likelihood == pytest.approx(pounds.model.log_likelihood - shift, rel=1e-10)


def test_net_benefit_is_the_same_before_and_after_the_model():
    cost, effect, arm, cluster = balanced(seed=4)
    age = np.linspace(40, 80, len(cost))
    options = {"arm": arm, "cluster": cluster, "cost_covariates": age, "effect_covariates": age}
    later = bivariate_model(cost, effect, **options).net_benefit(20000)
    first = bivariate_model(20000 * effect - cost, effect, **options).cost
    assert (first.estimate, first.se) == (pytest.approx(later.estimate, rel=1e-7), pytest.approx(later.se, rel=1e-6))


def test_the_order_of_people_and_the_names_of_practices_do_not_matter():
    cost, effect, arm, cluster = balanced(seed=2)
    order = np.random.Generator(np.random.PCG64(9)).permutation(len(cost))
    names = np.array([f"practice {11 - label}" for label in cluster])
    straight = bivariate_model(cost, effect, arm=arm, cluster=cluster)
    mixed = bivariate_model(cost[order], effect[order], arm=arm[order], cluster=names[order])
    np.testing.assert_allclose(mixed.covariance, straight.covariance, rtol=1e-7)


def test_icc_and_correlation_are_read_from_the_two_matrices():
    model = bivariate_model(*(data := balanced())[:2], arm=data[2], cluster=data[3]).model
    assert model.icc_effect == pytest.approx(model.between[1, 1] / (model.between[1, 1] + model.within[1, 1]))
    assert model.icc_cost == pytest.approx(model.between[0, 0] / (model.between[0, 0] + model.within[0, 0]))
    spread = model.within[0, 0] * model.within[1, 1]
    assert model.correlation_within == pytest.approx(model.within[0, 1] / spread**0.5)
    assert model.correlation_within == pytest.approx(-0.3, abs=0.2)


def test_the_whole_trial_is_near_its_practice_means_and_gains_from_the_baseline():
    wise = seen(trial("wise_dev"), "y0")
    found = bivariate_model(
        wise["cost"], wise["qaly"], arm=wise["arm"], cluster=wise["practice"], effect_covariates=wise["y0"]
    )
    assert (found.model.people, found.model.clusters, found.df) == (5599, 44, 42)
    assert found.cost.se == pytest.approx(27.5, rel=0.15)
    assert found.effect.se < 0.0162


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"cluster": np.arange(180)}, NotEstimable, "No two people share"),
        ({"arm": np.ones(180)}, NotEstimable, "control arm has no cluster"),
        ({"arm": np.arange(180) % 2}, BadInput, "both arms"),
        ({"effect_covariates": np.full(180, 3.0)}, NotEstimable, "column 0 of effect_covariates"),
        ({"cost_covariates": np.full(180, np.nan)}, BadInput, "missing"),
        ({"cost_covariates": np.ones((3, 1))}, BadInput, "180 are needed"),
    ],
)
def test_designs_that_answer_nothing_are_refused(change, error, words):
    cost, effect, arm, cluster = balanced()
    with pytest.raises(error, match=words):
        bivariate_model(cost, effect, **({"arm": arm, "cluster": cluster} | change))


def test_no_number_is_given_when_the_search_does_not_end(monkeypatch):
    monkeypatch.setattr(bivariate_likelihood, "_newton", lambda given, parameters, restricted: (parameters, 1.0))
    cost, effect, arm, cluster = balanced()
    with pytest.raises(NotConverged, match="no maximum here"):
        bivariate_model(cost, effect, arm=arm, cluster=cluster)


def test_outcomes_that_say_the_same_or_nothing_are_refused():
    cost, _, arm, cluster = balanced()
    with pytest.raises(NotEstimable, match="go together exactly"):
        bivariate_model(cost, 2 * cost, arm=arm, cluster=cluster)
    with pytest.raises(BadInput, match="effect is the same"):
        bivariate_model(cost, cluster * 1.0, arm=arm, cluster=cluster)
    baseline = np.cos(np.arange(180.0))
    with pytest.raises(NotEstimable, match="covariates tell all"):
        bivariate_model(cost, baseline + cluster, arm=arm, cluster=cluster, effect_covariates=(baseline + cluster))
    with pytest.raises(BadInput, match="cost has 1 missing"):
        bivariate_model([np.nan, *cost[1:]], cost, arm=arm, cluster=cluster)
