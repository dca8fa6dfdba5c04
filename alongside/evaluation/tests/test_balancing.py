"""Entropy balancing, against the conditions its weights must meet and another way to find them."""

import builtins
import warnings

import numpy as np
import pytest
from scipy import optimize

from alongside.evaluation.errors import BadInput, EvaluationError, NotConverged, NotEstimable
from alongside.evaluation.quasi_experiments import balancing_weights, entropy_balance

pytest.importorskip("ebal")
approx = pytest.approx


def people(seed=0, n=600, clusters=24, effect=1.0, mixed=True):
    """People more often in the programme if older; the outcome rises with all three columns."""
    rng = np.random.default_rng(seed)
    cluster = rng.integers(0, clusters, n)
    x = np.column_stack([60 + 10 * rng.normal(size=n), np.exp(rng.normal(size=n)), rng.random(n) < 0.4])
    pull = (x[:, 0] - 60) / 10 + 0.5 * x[:, 2]
    treated = (pull + 1.5 * rng.normal(size=n) > 0.8) if mixed else cluster < clusters / 3
    level = 0.4 * rng.normal(size=clusters)
    y = x @ [0.1, 0.5, 1.0] + effect * treated + level[cluster] + rng.normal(size=n)
    return {"y": y, "treated": treated.astype(float), "x": x, "cluster": cluster}


def balanced(data, **more):
    return entropy_balance(data["y"], treated=data["treated"], x=data["x"], cluster=data["cluster"], **more)


def test_weighted_moments_of_controls_are_those_of_the_treated():
    data = people()
    found = balanced(data)
    controls, treated = data["treated"] == 0, data["treated"] == 1
    assert found.weights[controls].sum() == approx(1, abs=1e-7)
    assert found.weights[treated] == approx(1 / treated.sum())
    assert (found.weights > 0).all()
    spread = data["x"].std(axis=0)
    off = (found.weights[controls] @ data["x"][controls] - data["x"][treated].mean(axis=0)) / spread
    assert off == approx(np.zeros(3), abs=1e-6)


def test_weights_are_those_of_the_dual_problem_minimised_another_way():
    """Log Σ exp(x'λ) − m'λ is least where the weights exp(x'λ) / Σ exp(x'λ) balance."""
    data = people()
    controls = data["treated"] == 0
    middle, spread = data["x"][controls].mean(axis=0), data["x"][controls].std(axis=0)
    x = (data["x"][controls] - middle) / spread
    target = (data["x"][~controls].mean(axis=0) - middle) / spread

    def dual(at):
        return np.log(np.exp(x @ at).sum()) - target @ at

    at = optimize.minimize(dual, np.zeros(3), method="BFGS", options={"gtol": 1e-9}).x
    weights = np.exp(x @ at)
    assert balanced(data).weights[controls] == approx(weights / weights.sum(), rel=1e-5)


def test_weights_are_the_most_even_of_all_that_balance():
    """No step that keeps the balance lowers Σ w log w: its gradient, 1 + log w, lies in the span of the constraints."""
    data = people()
    controls = data["treated"] == 0
    weights = balanced(data).weights[controls]
    constraints = np.column_stack([np.ones(controls.sum()), data["x"][controls]])
    left = np.log(weights) - constraints @ np.linalg.lstsq(constraints, np.log(weights), rcond=None)[0]
    assert left == approx(np.zeros(len(left)), abs=1e-7)


def test_second_moments_balance_variances_but_not_of_columns_with_two_values():
    data = people()
    found = balanced(data, names=["age", "score", "deprived"], moments=2)
    assert [row.name for row in found.balance] == ["age", "score", "deprived", "age squared", "score squared"]
    controls = data["treated"] == 0
    x, weights = data["x"][:, 0], found.weights
    about = x[controls] - weights[controls] @ x[controls]
    assert weights[controls] @ about**2 == approx(x[~controls].var(), rel=1e-6)


def test_the_table_shows_means_and_differences_before_and_after():
    data = people()
    found = balanced(data)
    treated, controls = (data["x"][data["treated"] == value, 0] for value in (1, 0))
    age = found.balance[0]
    assert age.name == "x0"
    assert (age.treated, age.controls_before) == approx((treated.mean(), controls.mean()))
    assert age.difference_before == approx((treated.mean() - controls.mean()) / treated.std(ddof=1))
    assert age.difference_before > 0.5
    assert all(abs(row.difference_after) < 1e-6 for row in found.balance)


def test_the_effect_is_a_difference_of_weighted_means_and_sizes_are_kishs():
    data = people()
    found = balanced(data)
    controls = data["treated"] == 0
    weights = found.weights[controls]
    assert found.effect.estimate == approx(found.treated_mean - weights @ data["y"][controls])
    assert found.effective_controls == approx(1 / np.sum(weights**2))
    by_cluster = np.bincount(data["cluster"][controls], weights=weights)
    assert found.effective_control_clusters == approx(1 / np.sum(by_cluster**2))
    assert found.largest_weight == weights.max()
    assert (found.treated, found.controls) == (int(data["treated"].sum()), int(controls.sum()))


def test_balancing_takes_confounding_out():
    data = people(seed=1, n=3000)
    found = balanced(data)
    assert abs(found.unweighted_difference - 1) > 0.5
    assert found.effect.estimate == approx(1, abs=3 * found.effect.se)
    assert found.effect.se < 0.15


@pytest.mark.parametrize("mixed", [True, False])
def test_the_standard_error_is_near_that_of_leaving_out_one_cluster_and_balancing_again(mixed):
    data = people(seed=2, mixed=mixed)
    found = balanced(data)
    without = []
    for cluster in range(24):
        kept = data["cluster"] != cluster
        without.append(balanced({name: values[kept] for name, values in data.items()}).effect.estimate)
    moved = np.array(without) - found.effect.estimate
    jackknife = np.sqrt(np.sum(moved**2) * 23 / 24)
    assert found.effect.se == approx(jackknife, rel=0.06)


def test_the_interval_covers_as_often_as_it_says_where_clusters_have_the_programme_or_not():
    covered = 0
    errors, estimates = [], []
    for seed in range(120):
        effect = balanced(people(seed=100 + seed, n=400, clusters=15, mixed=False)).effect
        interval = effect.interval()
        covered += interval.low < 1 < interval.high
        errors.append(effect.se)
        estimates.append(effect.estimate)
    assert 107 <= covered <= 120  # 114 expected, SD 2.4
    assert np.sqrt(np.mean(np.square(errors))) == approx(np.std(estimates), rel=0.2)


def test_clusters_that_are_alike_widen_the_interval():
    data = people(seed=4, mixed=False)
    alone = balanced({**data, "cluster": np.arange(len(data["y"]))})
    assert balanced(data).effect.se > 1.5 * alone.effect.se
    assert balanced(data).effect.estimate == alone.effect.estimate
    assert balanced(data).effect.df < 23 < alone.effect.df


def test_scale_and_units_do_not_matter():
    data = people()
    plain = balanced(data)
    other = balanced({**data, "x": data["x"] * [1e-6, 1e6, 3.0] + [5e3, -1e5, 2.0]})
    assert other.effect.estimate == approx(plain.effect.estimate, rel=1e-6)
    assert other.effect.se == approx(plain.effect.se, rel=1e-6)


def test_columns_that_barely_vary_are_balanced_too():
    """The package's own principal components would leave them out."""
    data = people()
    found = balanced({**data, "x": data["x"] * [1, 1e-4, 1]})
    assert abs(found.balance[1].difference_after) < 1e-6


def test_nothing_is_printed(capsys):
    balanced(people())
    assert capsys.readouterr() == ("", "")


def test_groups_that_do_not_overlap_are_refused():
    data = people()
    data["x"][:, 0] += 100 * data["treated"]
    with pytest.raises(NotEstimable, match="do not overlap"):
        balanced(data)


def test_groups_that_overlap_only_at_the_edge_are_refused():
    data = people()
    data["x"][:, 2] = np.where(data["treated"] == 1, 1.0, data["x"][:, 2])
    with pytest.raises(NotEstimable, match="only at the edge"):
        balanced(data)


def test_weights_that_exist_but_are_not_found_are_called_so(monkeypatch):
    monkeypatch.setattr(balancing_weights, "_by_ebal", lambda controls, target: np.full(len(controls), np.nan))
    with pytest.raises(NotConverged, match="Weights exist"):
        balanced(people())


def test_wrong_weights_of_the_package_are_not_believed(monkeypatch):
    monkeypatch.setattr(
        balancing_weights, "_by_ebal", lambda controls, target: np.full(len(controls), 1 / len(controls))
    )
    with pytest.raises(NotConverged):
        balanced(people())


def test_without_the_package_one_is_told_what_to_install(monkeypatch):
    plain = builtins.__import__

    def none(name, *rest, **more):
        if name == "ebal":
            raise ImportError(name)
        return plain(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", none)
    with pytest.raises(EvaluationError, match=r'pip install "alongside\[ebal\]"'):
        balanced(people())


def test_a_column_that_says_nothing_among_controls_is_refused_by_name():
    data = people()
    data["x"][data["treated"] == 0, 2] = 0
    with pytest.raises(NotEstimable, match="deprived is the same in everybody without"):
        balanced(data, names=["age", "score", "deprived"])
    again = people()
    with pytest.raises(NotEstimable, match="twice is a combination"):
        balanced({**again, "x": again["x"][:, [0, 0]]}, names=["age", "twice"])


@pytest.mark.parametrize(
    ("change", "error", "complaint"),
    [
        ({"treated": np.ones(600)}, NotEstimable, "without the programme are in no cluster"),
        ({"treated": np.full(600, 2.0)}, BadInput, "1 for those who had"),
        ({"treated": np.ones(5)}, BadInput, "5 values where 600"),
        ({"cluster": np.zeros(600)}, NotEstimable, "in one cluster"),
        ({"x": np.full((600, 2), np.nan)}, BadInput, "missing"),
    ],
)
def test_what_cannot_be_meant_is_refused(change, error, complaint):
    with pytest.raises(error, match=complaint):
        balanced({**people(), **change})


def test_other_moments_are_refused():
    with pytest.raises(BadInput, match="moments is 3"):
        balanced(people(), moments=3)


def test_a_comparison_that_rests_on_few_is_noted():
    data = people(n=200, clusters=6)
    data["x"] = data["x"][:, [0]] + 9 * data["treated"][:, np.newaxis]
    found = balanced(data)
    assert any("rests on few people" in note for note in found.notes)
    assert any("amounts to" in note for note in found.notes)
    assert balanced(people()).notes == ()


def test_the_paragraph_says_what_was_done_found_and_what_it_cannot_show():
    found = balanced(people(), names=["age", "score", "deprivation"])
    words = found.describe(outcome="the score")
    assert f"compared the score in {found.treated} people with the programme" in words
    assert "the same means of age, score and deprivation" in words
    assert "nothing that was not measured" in words


def test_warnings_within_the_package_stay_there():
    data = people()
    data["x"][:, 0] += 100 * data["treated"]
    with warnings.catch_warnings(record=True, action="always") as seen, pytest.raises(NotEstimable):
        balanced(data)
    assert not seen


def test_very_uneven_weights_are_kept_where_there_is_overlap():
    data = people()
    first = int(np.argmin(data["treated"]))
    data["x"][first, 0] = -3000.0
    found = balanced(data)
    assert 0 < found.weights[first] < 1e-9
    assert abs(found.balance[0].difference_after) < 1e-6
