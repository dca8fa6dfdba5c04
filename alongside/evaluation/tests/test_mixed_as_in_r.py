"""Every linear mixed model that lme4, lmerTest and pbkrtest fitted to the simulated trials, number by number.

R's fits were taken to the exact optimum by Newton steps with numerical derivatives (examples/LICENCE.md has versions):
variances are good to about a millionth, and lmerTest's degrees of freedom, numerically differentiated, to 1e-5.
"""

import numpy as np
import pytest

from alongside.evaluation.estimation import MixedModel, mixed_model
from alongside.evaluation.tests.trials import answers, cluster_of, columns_of, outcome_data, trial

approx = pytest.approx

MODELS = [
    (name, key) for name in ("wise_dev", "small_dev", "sw_dev") for key in answers(name) if key.startswith("lmer_")
]
INNER = {"(1 | pid)": "person", "(1 | cp)": "period"}
every_model = pytest.mark.parametrize(("name", "key"), MODELS)


def said(name: str, key: str) -> dict:
    return answers(name)[key]


def fitted(name: str, key: str, *, reml: bool = True) -> MixedModel:
    r = said(name, key)
    data = means_of_cells() if key == "lmer_cluster_period_means" else outcome_data(name, r["formula"].split(" ~ ")[0])
    inner = {word: data[{"person": "pid"}.get(word, word)] for term, word in INNER.items() if term in r["formula"]}
    x = columns_of(data, *r["coef_order"])
    outcome = data[r["formula"].split(" ~ ")[0]]
    return mixed_model(outcome, x, cluster=cluster_of(data), names=r["coef_order"], reml=reml, **inner)


def means_of_cells() -> dict[str, np.ndarray]:
    """The 60 means of a cluster in a period."""
    data = trial("sw_dev")
    cell = np.unique(np.column_stack([data["cluster"], data["period"]]), axis=0, return_inverse=True)[1]
    size = np.bincount(cell)
    return {column: np.bincount(cell, weights=values) / size for column, values in data.items()}


def test_nothing_that_r_fitted_is_left_out():
    assert len(MODELS) == 20


@every_model
def test_estimates_variances_and_criterion_are_those_of_lme4(name, key):
    r, model = said(name, key), fitted(name, key)
    assert model.rows == r["n_obs"]
    assert list(model.estimates) == approx([c["estimate"] for c in r["fixed"].values()], rel=1e-6, abs=1e-12)
    assert list(np.sqrt(np.diag(model.covariance))) == approx([c["se"] for c in r["fixed"].values()], rel=1e-6)
    assert model.covariance == approx(np.array(r["vcov"]), rel=1e-5, abs=1e-12)
    assert model.criterion == approx(r["reml_criterion"], abs=1e-7)
    for group, value in r["variance"].items():
        ours = {"practice": "cluster", "pid": "person", "cp": "period", "Residual": "residual"}.get(group, group)
        assert model.variances[ours] == approx(value, rel=2e-6, abs=1e-12)


@every_model
def test_maximum_likelihood_is_that_of_lme4(name, key):
    r, model = said(name, key)["ml"], fitted(name, key, reml=False)
    assert model.log_likelihood == approx(r["log_likelihood"], abs=1e-7)
    assert list(model.estimates) == approx([c["estimate"] for c in r["fixed"].values()], rel=1e-6, abs=1e-12)
    assert list(np.sqrt(np.diag(model.covariance))) == approx([c["se"] for c in r["fixed"].values()], rel=1e-6)


@every_model
def test_satterthwaite_is_that_of_lmertest(name, key):
    r, model = said(name, key)["satterthwaite"], fitted(name, key)
    for row in model.coefficients("satterthwaite").values():
        theirs = r["coef"][row.name]
        assert (row.se, row.t) == approx((theirs["se"], theirs["t"]), rel=1e-6)
        assert row.df == approx(theirs["df"], rel=1e-5)
        assert row.p_value == approx(theirs["p"], rel=1e-4)
    for test in r.get("joint", {}).values():
        ours = model.joint(test["terms"], "satterthwaite")
        assert (ours.f, ours.den_df) == approx((test["F"], test["den_df"]), rel=1e-5)


@pytest.mark.parametrize(("name", "key"), [row for row in MODELS if "kenward_roger" in said(*row)])
def test_kenward_roger_is_that_of_pbkrtest(name, key):
    r, model = said(name, key)["kenward_roger"], fitted(name, key)
    for row in model.coefficients().values():
        theirs = r["coef"][row.name]
        assert (row.estimate, row.se, row.df) == approx((theirs["estimate"], theirs["se"], theirs["df"]), rel=1e-6)
        assert row.p_value == approx(theirs["p"], rel=1e-4)
    assert model.kenward_roger_covariance == approx(np.array(r["vcov_adjusted"]), rel=1e-5, abs=1e-12)
    for test in r.get("joint", {}).values():
        ours = model.joint(test["terms"])
        assert (ours.f, ours.den_df, ours.scaling) == approx((test["F"], test["den_df"], test["F_scaling"]), rel=1e-6)
        assert ours.p_value == approx(test["p"], rel=1e-5)


@pytest.mark.parametrize(("name", "key"), [row for row in MODELS if "random_effects" in said(*row)])
def test_cluster_effects_are_those_of_lme4(name, key):
    r, effects = said(name, key)["random_effects"], fitted(name, key).cluster_effects()
    place = {label: number for number, label in enumerate(effects.labels)}
    order = [place[label] for label in r["group"]]
    assert effects.effects[order] == approx(np.array(r["blup"]), rel=1e-5, abs=1e-9)
    assert effects.sds[order] == approx(np.array(r["conditional_sd"]), rel=1e-5)
