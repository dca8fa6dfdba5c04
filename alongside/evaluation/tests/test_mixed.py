"""Linear mixed models where R has no answer to hand: against whole matrices, at the boundary, and with rubbish."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput, NotConverged, NotEstimable
from alongside.evaluation.estimation import cluster_means, mixed_model
from alongside.evaluation.tests.dense import Dense, alike, best

approx = pytest.approx


def made(
    seed: int, *, clusters: int = 6, between: float = 0.5, people: int = 5, visits: int = 2
) -> dict[str, np.ndarray]:
    """A small trial with clusters of unequal size, some visits missed."""
    chance = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), people * visits + chance.integers(0, 5, clusters))
    rows = len(cluster)
    person = np.concatenate([np.arange(size) // visits for size in np.bincount(cluster)])
    period = np.concatenate([np.arange(size) % visits for size in np.bincount(cluster)])
    arm = (cluster % 2).astype(float)
    shared = chance.normal(size=(clusters, rows))[cluster, 0] * between
    own = chance.normal(size=(clusters, rows))[cluster, person]
    y = 1 + 0.3 * arm + shared + own + chance.normal(size=rows)
    kept = chance.random(rows) < 0.9
    found = {"y": y, "arm": arm, "cluster": cluster, "person": person, "period": period}
    return {name: values[kept] for name, values in found.items()}


def design(data: dict[str, np.ndarray]) -> np.ndarray:
    return np.column_stack([np.ones(len(data["y"])), data["arm"], data["period"]])


def whole(data: dict[str, np.ndarray], *, person: bool, period: bool) -> list[np.ndarray]:
    """V_r, in the order residual, person, period, cluster."""
    same = alike(data["cluster"])
    parts = [np.eye(len(same))]
    parts += [same * alike(data["person"])] if person else []
    parts += [same * alike(data["period"])] if period else []
    return [*parts, same]


WAYS = [(False, False), (True, False), (False, True), (True, True)]


@pytest.mark.parametrize(("person", "period"), WAYS)
@pytest.mark.parametrize("seed", [3, 8])
def test_the_criterion_and_kenward_roger_are_those_of_whole_matrices(person, period, seed):
    data = made(seed, clusters=8)
    inner = {name: data[name] for name, wanted in (("person", person), ("period", period)) if wanted}
    model = mixed_model(data["y"], design(data), cluster=data["cluster"], **inner)
    order = ["residual", *(["person"] if person else []), *(["period"] if period else []), "cluster"]
    theta = np.array([model.variances[name] for name in order])
    dense = Dense(data["y"], design(data), whole(data, person=person, period=period), theta)
    assert model.criterion == approx(dense.criterion(), abs=1e-8)
    assert model.estimates == approx(dense.beta, rel=1e-9)
    assert model.kenward_roger_covariance == approx(dense.kenward_roger()[0], rel=1e-7, abs=1e-12)


@pytest.mark.parametrize(("person", "period"), WAYS)
@pytest.mark.parametrize("seed", range(4))
def test_no_search_finds_a_lower_criterion(person, period, seed):
    data = made(seed, between=0.3)
    inner = {name: data[name] for name, wanted in (("person", person), ("period", period)) if wanted}
    model = mixed_model(data["y"], design(data), cluster=data["cluster"], **inner)
    found = best(data["y"], design(data), whole(data, person=person, period=period))
    assert model.criterion <= found.criterion() + 1e-8


def without_spread(seed: int = 1) -> dict[str, np.ndarray]:
    """Clusters whose means are more alike than chance allows."""
    data = made(seed, between=0.0)
    means = np.bincount(data["cluster"], data["y"]) / np.bincount(data["cluster"])
    return data | {"y": data["y"] - means[data["cluster"]]}


def test_a_variance_at_zero_is_exactly_zero_and_said():
    data = without_spread()
    model = mixed_model(data["y"], design(data), cluster=data["cluster"])
    assert model.variances["cluster"] == 0
    assert model.zero_variances == ("cluster",)
    assert model.icc == 0
    assert "exactly zero" in model.notes[0]
    assert model.coefficients().notes == model.notes


def test_at_zero_kenward_roger_counts_clusters_and_satterthwaite_people():
    data = without_spread()
    model = mixed_model(data["y"], design(data), cluster=data["cluster"], names=["one", "arm", "period"])
    rows = len(data["y"])
    assert model.coefficients("satterthwaite")["arm"].df == approx(rows - 3)
    assert model.coefficients()["arm"].df < 20
    ordinary = np.linalg.lstsq(design(data), data["y"], rcond=None)
    assert model.estimates == approx(ordinary[0])
    assert model.variances["residual"] == approx(ordinary[1][0] / (rows - 3))


def test_the_covariance_at_zero_is_that_of_whole_matrices():
    data = without_spread()
    model = mixed_model(data["y"], design(data), cluster=data["cluster"], person=data["person"])
    theta = np.array([model.variances[name] for name in ("residual", "person", "cluster")])
    dense = Dense(data["y"], design(data), whole(data, person=True, period=False), theta)
    assert model.kenward_roger_covariance == approx(dense.kenward_roger()[0], rel=1e-7)


def test_a_balanced_trial_without_covariates_is_the_t_test_of_cluster_means():
    chance = np.random.default_rng(4)
    cluster, arm = np.repeat(np.arange(10), 20), np.repeat([0.0, 1.0], 100)
    y = chance.normal(size=200) + chance.normal(size=10)[cluster]
    row = mixed_model(y, np.column_stack([np.ones(200), arm]), cluster=cluster).coefficients()["x1"]
    means = np.bincount(cluster, y) / 20
    pooled = (means[:5].var(ddof=1) + means[5:].var(ddof=1)) / 2
    assert row.estimate == approx(means[5:].mean() - means[:5].mean())
    assert row.se == approx(np.sqrt(pooled * 2 / 5))
    assert row.df == approx(8)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-4, 1e4), st.floats(-1e5, 1e5), st.floats(1e-3, 1e3))
def test_the_unit_of_measurement_changes_nothing_but_the_unit(seed, unit, origin, arm_unit):
    data = made(seed)
    plain = mixed_model(data["y"], design(data), cluster=data["cluster"])
    x = design(data) * [1, arm_unit, 1]
    other = mixed_model(data["y"] * unit + origin, x, cluster=data["cluster"])
    one, two = plain.coefficients()["x1"], other.coefficients()["x1"]
    assert two.estimate == approx(one.estimate * unit / arm_unit, rel=1e-5, abs=1e-6 * unit / arm_unit)
    assert (two.se, two.df) == approx((one.se * unit / arm_unit, one.df), rel=1e-4)
    assert other.icc == approx(plain.icc, rel=1e-4, abs=1e-7)


def test_the_order_of_rows_and_the_names_of_clusters_change_nothing():
    data = made(5)
    order = np.random.default_rng(0).permutation(len(data["y"]))
    plain = mixed_model(data["y"], design(data), cluster=data["cluster"], person=data["person"])
    mixed = {name: values[order] for name, values in data.items()}
    named = np.array([f"practice {9 - code}" for code in mixed["cluster"]])
    other = mixed_model(mixed["y"], design(mixed), cluster=named, person=mixed["person"])
    assert other.criterion == approx(plain.criterion, abs=1e-9)
    assert other.coefficients()["x1"].df == approx(plain.coefficients()["x1"].df)


def test_the_same_number_in_two_clusters_is_two_people():
    data = made(6)
    apart = data["cluster"] * 1000 + data["person"]
    one = mixed_model(data["y"], design(data), cluster=data["cluster"], person=data["person"])
    two = mixed_model(data["y"], design(data), cluster=data["cluster"], person=apart)
    assert one.variances == approx(two.variances)


def test_an_interval_and_a_joint_test_agree_with_the_t_test():
    data = made(7)
    model = mixed_model(data["y"], design(data), cluster=data["cluster"], names=["one", "arm", "period"])
    row, test = model.coefficients()["arm"], model.joint(["arm"])
    assert test.f == approx(row.t**2)
    assert test.den_df == approx(row.df)
    assert test.p_value == approx(row.p_value)
    just = row.interval(1 - row.p_value)
    assert min(abs(just.low), abs(just.high)) == approx(0, abs=1e-9)


def fit(**changes):
    data = made(2)
    given_ = {"y": data["y"], "x": design(data), "cluster": data["cluster"]} | changes
    return mixed_model(given_.pop("y"), given_.pop("x"), **given_)


ROWS = len(made(2)["y"])


@pytest.mark.parametrize(
    ("error", "words", "changes"),
    [
        (BadInput, "missing or infinite", {"y": np.full(ROWS, np.nan)}),
        (BadInput, "not a number", {"y": ["much"] * ROWS}),
        (BadInput, "rows where", {"x": np.ones((3, 2))}),
        (BadInput, "values where", {"cluster": [1, 2]}),
        (BadInput, "names for", {"names": ["arm"]}),
        (BadInput, "same name", {"names": ["a", "a", "b"]}),
        (BadInput, "missing values", {"cluster": np.full(ROWS, np.nan)}),
        (BadInput, "empty", {"y": [], "x": np.ones((0, 1)), "cluster": []}),
        (NotEstimable, "one cluster", {"cluster": np.zeros(ROWS)}),
        (NotEstimable, "Every cluster has one row", {"cluster": np.arange(ROWS)}),
        (NotEstimable, "No person has two rows", {"person": np.arange(ROWS)}),
        (NotEstimable, "x1 is a combination", {"x": np.ones((ROWS, 2))}),
        (NotEstimable, "x0 is a combination", {"x": np.zeros((ROWS, 1))}),
        (NotEstimable, "give y exactly", {"y": np.ones(ROWS)}),
        (NotEstimable, "and only", {"y": np.arange(3.0), "x": np.eye(4)[:3], "cluster": [0, 0, 1]}),
    ],
)
def test_what_cannot_be_fitted_is_said_in_a_sentence(error, words, changes):
    with pytest.raises(error, match=words):
        fit(**changes)


def test_what_cannot_be_asked_of_a_fit_is_said():
    model = fit()
    with pytest.raises(BadInput, match="no coefficient age"):
        model.joint(["age"])
    with pytest.raises(BadInput, match="once"):
        model.joint([])
    with pytest.raises(BadInput, match="no coefficient age"):
        model.coefficients()["age"]
    with pytest.raises(BadInput, match="must be kenward_roger or satterthwaite"):
        model.coefficients("guess")
    with pytest.raises(BadInput, match="restricted"):
        fit(reml=False).coefficients()


def test_the_methods_sentence_says_what_was_run():
    data = made(2)
    model = fit(person=data["person"])
    assert "for each cluster and each person" in model.describe()
    assert "restricted maximum likelihood" in model.describe()
    assert f"{ROWS} rows in 6 clusters" in model.describe()
    assert "Kenward-Roger" in model.describe()
    assert "Satterthwaite" in model.describe("satterthwaite")


def nearly_same(spread: float, *, visits: int = 1):
    """Twelve clusters of 15 people, an arm, and an outcome of which people of a cluster hardly differ."""
    chance = np.random.default_rng(4)
    cluster = np.repeat(np.arange(12), 15 * visits)
    arm = (cluster % 2).astype(float)
    y = 0.3 * arm + chance.normal(size=12)[cluster] + spread * chance.normal(size=len(cluster))
    return y, np.column_stack([np.ones(len(y)), arm]), cluster


@pytest.mark.parametrize("spread", [1, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-6])
def test_however_alike_people_are_a_balanced_trial_is_a_t_test_of_means(spread):
    """In a balanced trial Kenward-Roger is the t test of the means of clusters exactly; people have no say."""
    y, x, cluster = nearly_same(spread)
    ours = mixed_model(y, x, cluster=cluster, names=["one", "arm"]).coefficients()["arm"]
    theirs = cluster_means(y, arm=x[:, 1], cluster=cluster).equal_variances
    assert (ours.estimate, ours.se, ours.df) == approx((theirs.estimate, theirs.se, 10), rel=1e-7)


def test_visits_may_differ_little_beside_people_and_people_beside_clusters():
    y, x, cluster = nearly_same(0, visits=2)
    person = np.repeat(np.arange(180), 2)
    chance = np.random.default_rng(5)
    y = y + 1e-2 * chance.normal(size=180)[person] + 1e-4 * chance.normal(size=360)
    fit = mixed_model(y, x, cluster=cluster, person=person, names=["one", "arm"])
    theirs = cluster_means(y, arm=x[:, 1], cluster=cluster).equal_variances
    assert fit.coefficients()["arm"].se == approx(theirs.se, rel=1e-7)
    assert fit.variances["person"] == approx(1e-4, rel=0.3)
    assert fit.variances["residual"] == approx(1e-8, rel=0.3)


@pytest.mark.parametrize("visits", [1, 2])
def test_an_outcome_that_is_the_same_for_all_of_a_cluster_is_no_outcome_of_people(visits):
    y, x, cluster = nearly_same(0, visits=visits)
    person = np.arange(len(y)) // 2 if visits > 1 else None
    with pytest.raises(NotConverged, match="compare means of clusters"):
        mixed_model(y, x, cluster=cluster, person=person)
