"""Specifications of the three simulated trials, read, analysed and written as JSON: R's numbers at the other end.

The R code and its versions are described in examples/LICENCE.md; `estimation` has its own, closer comparisons.
"""

from functools import cache
from math import exp, sqrt
from typing import Any

import numpy as np
import pytest

from alongside.evaluation.tests.analysed import written
from alongside.evaluation.tests.trials import FILES, answers

approx = pytest.approx

WISE = """
[trial]
title = "Simulated, the size of WISE"
arm = "arm"
cluster = "practice"
person = "pid"
adjust = ["strat"]

[[outcome]]
column = "y12"
adjust = ["y0", "dep"]
also = ["cluster_robust", "cluster_means"]
subgroups = ["dep"]

[[outcome]]
name = "satterthwaite"
column = "y12"
adjust = ["y0", "dep"]
inference = "satterthwaite"

[[outcome]]
name = "covariates"
column = "y12"
adjust = ["y0", "dep", "age", "cond"]

[[outcome]]
name = "gee"
column = "y12"
adjust = ["y0", "dep"]
model = "gee"
inference = "none"

[[outcome]]
name = "both_visits"
columns = ["y6", "y12"]
times = ["6 months", "12 months"]
adjust = ["y0", "dep"]

[[outcome]]
name = "good12"
column = "y12"
kind = "binary"
above = 0.5
adjust = ["y0", "dep"]
also = ["cluster_means"]
inference = "normal"

[[outcome]]
name = "good12_gee"
column = "y12"
kind = "binary"
above = 0.5
adjust = ["y0", "dep"]
model = "gee"
inference = "none"

[economics]
cost = "cost"
qaly = "qaly"
method = "cluster_means"
thresholds = [0, 13000, 20000, 30000]
"""

SMALL = """
[trial]
title = "Simulated, twelve practices"
arm = "arm"
cluster = "practice"
person = "pid"
adjust = ["y0"]

[[outcome]]
column = "y12"
also = ["cluster_robust"]

[[outcome]]
name = "satterthwaite"
column = "y12"
inference = "satterthwaite"

[[outcome]]
name = "two_stage"
column = "y12"
adjust = ["age"]
model = "cluster_means"

[[outcome]]
name = "welch"
column = "y12"
adjust = ["age"]
model = "cluster_means"
inference = "welch"

[[outcome]]
name = "gee"
column = "y12"
model = "gee"
inference = "none"

[[outcome]]
name = "both_visits"
columns = ["y6", "y12"]
times = ["6", "12"]

[[outcome]]
column = "event"
kind = "binary"
inference = "normal"
also = ["cluster_robust"]

[[outcome]]
name = "event_gee"
column = "event"
kind = "binary"
model = "gee"
inference = "mancl_derouen"
"""

WEDGE = """
[trial]
title = "Simulated, a stepped wedge"
arm = "treat"
cluster = "cluster"
period = "period"
period_effects = false

[[outcome]]
column = "y"
also = ["cluster_robust"]

[[outcome]]
name = "gee"
column = "y"
model = "gee"
inference = "none"

[[outcome]]
column = "event"
kind = "binary"
model = "logistic_mixed"
inference = "normal"
also = ["cluster_robust"]
"""

BY_PERIOD = """
[trial]
title = "Simulated, a stepped wedge; people of one cluster and period are alike"
arm = "treat"
cluster = "cluster"
period = "period"
period_effects = true

[[outcome]]
column = "y"
"""

SPECS = {"wise_dev": WISE, "small_dev": SMALL, "sw_dev": WEDGE, "by_period": BY_PERIOD}
OURS = {"conddiab": "cond = diab", "condibs": "cond = ibs", "treat": "arm"} | {
    f"period{n}": f"period = {n}" for n in range(2, 7)
}


@cache
def results(name: str) -> dict[str, Any]:
    return written(SPECS[name], FILES[name.replace("by_period", "sw_dev")].read_bytes())


def outcome(trial: str, name: str) -> dict[str, Any]:
    return next(found for found in results(trial)["outcomes"] if found["name"] == name)


def other(trial: str, name: str, model: str) -> dict[str, Any]:
    return next(run for run in outcome(trial, name)["also"] if run["model"] == model)


def r(trial: str, *keys: str) -> dict[str, Any]:
    found = answers(trial)
    for key in keys:
        found = found[key]
    return found


def assert_same(run: dict[str, Any], said: dict[str, Any], *, rel: float, se: str = "se", df: float | None = 1e-6):
    """Every coefficient of R's is there and alike."""
    ours = {row["name"]: row for row in run["coefficients"]}
    assert len(ours) == len(said)
    for name, row in said.items():
        mine = ours[OURS.get(name, name)]
        assert mine["estimate"] == approx(row["estimate"], rel=rel, abs=1e-9)
        assert mine["se"] == approx(row[se] if se in row else row["own_code"][se], rel=rel)
        if df is not None:
            assert mine["df"] == approx(row["df"], rel=df)
            assert mine["p"] == approx(row["p"], rel=1e-4)


@pytest.mark.parametrize(
    ("trial", "name", "key"),
    [
        ("wise_dev", "y12", "lmer_y12_2level"),
        ("wise_dev", "covariates", "lmer_y12_covariates"),
        ("small_dev", "y12", "lmer_y12_2level"),
        ("sw_dev", "y", "lmer_y_hussey_hughes"),
        ("by_period", "y", "lmer_y_cluster_period"),
    ],
)
def test_the_mixed_model_is_lme4s_with_pbkrtests_kenward_roger(trial, name, key):
    said, run = r(trial.replace("by_period", "sw_dev"), key), outcome(trial, name)["main"]
    assert_same(run, said["kenward_roger"]["coef"], rel=1e-6)
    groups = {"practice": "cluster", "cp": "period", "Residual": "residual"}
    assert run["variances"] == approx({groups.get(g, g): v for g, v in said["variance"].items()}, rel=1e-5)
    assert run["rows"] == said["n_obs"]
    assert run["clusters"] == said["n_groups"].get("practice", said["n_groups"].get("cluster"))


@pytest.mark.parametrize("trial", ["wise_dev", "small_dev"])
def test_satterthwaites_degrees_of_freedom_are_lmertests(trial):
    said = r(trial, "lmer_y12_2level", "satterthwaite", "coef")
    assert_same(outcome(trial, "satterthwaite")["main"], said, rel=1e-6, df=2e-5)


def test_the_effect_in_each_level_of_a_subgroup_is_that_of_the_interaction_model_of_lme4():
    said = r("wise_dev", "lmer_y12_subgroup", "kenward_roger")
    rows, order = said["coef"], r("wise_dev", "lmer_y12_subgroup", "coef_order")
    found = outcome("wise_dev", "y12")["subgroups"][0]
    without, with_it = found["effects"]
    assert (without["estimate"], without["se"], without["df"]) == approx(
        (rows["arm"]["estimate"], rows["arm"]["se"], rows["arm"]["df"]), rel=1e-6
    )
    assert with_it["estimate"] == approx(rows["arm"]["estimate"] + rows["arm:dep"]["estimate"], rel=1e-6)
    assert with_it["se"] == approx(se_of_sum(said["vcov_adjusted"], order, "arm", "arm:dep"), rel=1e-6)
    assert found["interaction"]["f"] == approx(rows["arm:dep"]["t"] ** 2, rel=1e-6)
    assert (found["interaction"]["den_df"], found["interaction"]["p"]) == approx(
        (rows["arm:dep"]["df"], rows["arm:dep"]["p"]), rel=1e-5
    )


@pytest.mark.parametrize(("trial", "when"), [("wise_dev", ("6 months", "12 months")), ("small_dev", ("6", "12"))])
def test_repeated_visits_are_lme4s_three_levels_with_the_effect_at_each_visit(trial, when):
    """R has the effect at the first visit, and how much more there is at the second."""
    said = r(trial, "lmer_repeated_3level")
    rows, order = said["kenward_roger"]["coef"], said["coef_order"]
    run = outcome(trial, "both_visits")["main"]
    first, second = run["effects"]
    assert [first["name"], second["name"]] == [f"arm at {time}" for time in when]
    assert (first["estimate"], first["se"], first["df"], first["p"]) == approx(
        tuple(rows["arm"][key] for key in ("estimate", "se", "df", "p")), rel=1e-5
    )
    assert second["estimate"] == approx(rows["arm"]["estimate"] + rows["arm:t12"]["estimate"], rel=1e-6)
    assert second["se"] == approx(se_of_sum(said["kenward_roger"]["vcov_adjusted"], order, "arm", "arm:t12"), rel=1e-6)
    names = {"practice": "cluster", "pid": "person", "Residual": "residual"}
    assert run["variances"] == approx({names[group]: value for group, value in said["variance"].items()}, rel=1e-5)
    assert run["rows"] == said["n_obs"]


def se_of_sum(covariance: list[list[float]], names: list[str], one: str, another: str) -> float:
    both = [names.index(one), names.index(another)]
    return sqrt(np.array(covariance)[np.ix_(both, both)].sum())


@pytest.mark.parametrize(
    ("trial", "name", "key", "se"),
    [
        ("wise_dev", "gee", "gee_y12", "se_robust"),
        ("wise_dev", "good12_gee", "gee_good12_logit", "se_robust"),
        ("small_dev", "gee", "gee_y12", "se_robust"),
        ("small_dev", "event_gee", "gee_event_logit", "se_mancl_derouen"),
        ("sw_dev", "gee", "gee_y", "se_robust"),
    ],
)
def test_the_marginal_model_is_geepacks(trial, name, key, se):
    said, run = r(trial, key), outcome(trial, name)["main"]
    assert_same(run, said["coef"], rel=1e-6, se=se, df=None)
    assert run["icc"] == approx(said["alpha"], rel=1e-6)
    assert run["rows"] == said["n_obs"]


@pytest.mark.parametrize(
    ("trial", "name", "key"),
    [
        ("wise_dev", "y12", "cr2_lm_y12"),
        ("small_dev", "y12", "cr2_lm_y12"),
        ("small_dev", "event", "cr2_glm_event"),
        ("sw_dev", "y", "cr2_lm_y"),
        ("sw_dev", "event", "cr2_glm_event"),
    ],
)
def test_cluster_robust_standard_errors_are_clubsandwichs(trial, name, key):
    assert_same(other(trial, name, "cluster_robust"), r(trial, key, "coef"), rel=1e-6)


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (lambda: other("wise_dev", "y12", "cluster_means"), ("wise_dev", "cluster_summary_y12", "two_stage")),
        (
            lambda: other("wise_dev", "good12", "cluster_means"),
            ("wise_dev", "cluster_summary_good12", "two_stage_difference"),
        ),
        (lambda: outcome("small_dev", "two_stage")["main"], ("small_dev", "cluster_summary_y12", "two_stage")),
        (lambda: outcome("small_dev", "welch")["main"], ("small_dev", "cluster_summary_y12", "two_stage")),
    ],
)
def test_means_of_clusters_after_a_first_stage_are_those_of_rs_t_test(run, said):
    found = run()
    row = r(*said, "welch" if found["inference"] == "welch" else "equal_variance")
    effect = found["effects"][0]
    assert (effect["estimate"], effect["se"], effect["df"], effect["p"]) == approx(
        (row["difference"], row["se"], row["df"], row["p"]), rel=1e-9
    )
    assert [effect["interval"]["low"], effect["interval"]["high"]] == approx(row["ci95"], rel=1e-9)


@pytest.mark.parametrize(
    ("trial", "name", "key"),
    [("wise_dev", "good12", "glmer_good12"), ("small_dev", "event", "glmer_event"), ("sw_dev", "event", "glmer_event")],
)
def test_the_logistic_mixed_model_is_glmers_with_fifteen_points(trial, name, key):
    """Compared after Newton steps on glmer's own deviance, with standard errors from its Hessian."""
    said, run = r(trial, key, "agq15", "polished"), outcome(trial, name)["main"]
    assert_same(run, said["coef"], rel=1e-4, df=None)
    arm = said["coef"].get("arm") or said["coef"]["treat"]
    effect = run["effects"][0]
    assert effect["scale"] == "odds ratio"
    assert effect["estimate"] == approx(exp(arm["estimate"]), rel=1e-5)
    assert effect["interval"]["high"] == approx(exp(arm["estimate"] + 1.959964 * arm["se"]), rel=1e-4)
    assert effect["df"] == "infinite"
    assert run["variances"]["cluster (log odds)"] == approx(next(iter(said["variance"].values())), rel=1e-4)


def test_costs_and_qalys_of_practice_means_are_rs():
    said, found = r("wise_dev", "cost_effect_practice_means"), results("wise_dev")["economics"]
    assert found["cost"]["estimate"] == approx(said["delta_cost"], rel=1e-9)
    assert found["effect"]["estimate"] == approx(said["delta_effect"], rel=1e-9)
    # The point is worse and dearer, where R's ratio of -20,424 would mean nothing to a reader.
    assert (found["icer"], found["icer_in_words"]) == (None, "is dominated: it does less and costs more")
    assert found["correlation"] == approx(said["correlation"], rel=1e-9)
    assert [row["estimate"] for row in found["net_benefit"]] == approx(said["nmb"], rel=1e-9)
    assert [row["se"] for row in found["net_benefit"]] == approx(said["se_nmb"], rel=1e-9)
    assert (found["people"], found["left_out"]) == (5599, 0)
