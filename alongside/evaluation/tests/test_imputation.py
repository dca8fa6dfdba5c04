"""Multiple imputation within clusters: the draws are from the right distributions, and what was seen stays."""

import numpy as np
import pytest

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation import impute, logistic_regression, mixed_model, pool
from alongside.evaluation.estimation.imputation import _draw
from alongside.evaluation.tests.trials import columns_of, trial

approx = pytest.approx


def made(seed: int, *, clusters: int = 20, size: int = 30, between: float = 0.4) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), size)
    before = chance.normal(size=len(cluster))
    arm = (cluster % 2).astype(float)
    after = (
        0.5 * before + 0.3 * arm + between * chance.normal(size=clusters)[cluster] + chance.normal(size=len(cluster))
    )
    lost = chance.random(len(cluster)) < 1 / (1 + np.exp(0.5 + before))  # those who were worse off are lost more often
    return {"cluster": cluster, "arm": arm, "before": before, "all": after, "after": np.where(lost, np.nan, after)}


def complete(data: dict[str, np.ndarray], **how):
    rest = np.column_stack([data["arm"], data["before"]])
    return impute(data["after"], cluster=data["cluster"], complete=rest, names=["after"], seed=5, **how)


def test_the_draws_of_coefficients_have_the_mean_and_spread_of_the_mixed_model():
    """With many clusters the posterior is about normal around the REML estimates, with their standard errors."""
    data = made(1, clusters=60)
    x = np.column_stack([np.ones(len(data["all"])), data["arm"], data["before"]])
    model = mixed_model(data["all"], x, cluster=data["cluster"])
    chance = np.random.default_rng(0)
    drawn = [_draw(x, data["all"], data["cluster"], 60, chance) for _ in range(1200)]
    beta = np.array([d.beta for d in drawn])
    se = np.sqrt(np.diag(model.covariance))
    assert np.abs(beta.mean(axis=0) - model.estimates).max() < 0.15 * se.max()
    assert beta.std(axis=0) == approx(se, rel=0.1)
    assert np.mean([d.sd**2 for d in drawn]) == approx(model.variances["residual"], rel=0.02)
    effects = np.array([d.effects for d in drawn])
    assert effects.var(axis=1).mean() == approx(model.variances["cluster"], rel=0.15)
    assert np.corrcoef(effects.mean(axis=0), model.cluster_effects().effects)[0, 1] > 0.99


def test_what_was_seen_stays_and_every_gap_is_filled():
    data = made(2)
    found = complete(data, imputations=3, cycles=2)
    seen = ~np.isnan(data["after"])
    assert found.values.shape == (3, 600, 1)
    assert (found.values[:, seen, 0] == data["after"][seen]).all()
    assert np.isfinite(found.values).all()
    assert found.missing == ((~seen).sum(),)
    assert found.chains.shape == (2, 3, 1)
    assert f"({(~seen).sum()}) in 600 rows were imputed 3 times" in found.describe()


def test_it_undoes_the_bias_of_those_lost_and_keeps_the_spread_between_clusters():
    data = made(3, clusters=40, size=60)
    seen = ~np.isnan(data["after"])
    found = complete(data, imputations=8, cycles=2).values[:, :, 0]
    truth = data["all"].mean()
    assert abs(found.mean() - truth) < abs(data["after"][seen].mean() - truth) / 3
    one = np.ones((2400, 1))
    between = [mixed_model(y, one, cluster=data["cluster"]).variances["cluster"] for y in found]
    assert np.mean(between) == approx(
        mixed_model(data["all"], one, cluster=data["cluster"]).variances["cluster"], rel=0.35
    )


def test_the_same_seed_gives_the_same_data_and_another_seed_others():
    data = made(4)
    one, two = (complete(data, imputations=2, cycles=1).values for _ in range(2))
    assert (one == two).all()
    rest = np.column_stack([data["arm"], data["before"]])
    other = impute(data["after"], cluster=data["cluster"], complete=rest, imputations=2, cycles=1, seed=6)
    assert (other.values != one).any()


def test_a_yes_or_no_variable_is_filled_with_yes_and_no_at_the_right_rate():
    data = made(5, clusters=30, size=60)
    yes = np.where(np.isnan(data["after"]), np.nan, data["after"] > 0)
    rest = np.column_stack([data["arm"], data["before"]])
    found = impute(yes, cluster=data["cluster"], complete=rest, kinds=["binary"], imputations=6, cycles=4, seed=1)
    filled = found.values[:, np.isnan(yes), 0]
    assert set(np.unique(filled)) == {0.0, 1.0}
    assert filled.mean() == approx((data["all"][np.isnan(yes)] > 0).mean(), abs=0.06)


def test_what_a_yes_or_no_variable_leans_on_is_kept_in_what_is_filled():
    """Filled values must show the same effects as those seen, or imputing draws every effect towards none."""
    chance = np.random.default_rng(11)
    cluster = np.repeat(np.arange(30), 60)
    arm, before = (cluster % 2).astype(float), chance.normal(size=1800)
    latent = 0.8 * arm + 0.7 * before + 0.3 * chance.normal(size=30)[cluster] + chance.normal(size=1800)
    yes = (latent > 0.3).astype(float)
    gaps = np.where(chance.random(1800) < 0.4, np.nan, yes)
    rest = np.column_stack([arm, before])
    found = impute(gaps, cluster=cluster, complete=rest, kinds=["binary"], imputations=8, cycles=5, seed=2)
    gap = np.isnan(gaps)
    x = np.column_stack([np.ones(gap.sum()), rest[gap]])
    slopes = np.mean([logistic_regression(copy[gap, 0], x).beta[1:] for copy in found.values], axis=0)
    truth = logistic_regression(yes, np.column_stack([np.ones(1800), rest])).beta[1:]
    assert slopes == approx(truth, rel=0.2)


def test_two_variables_with_gaps_inform_each_other():
    data = made(6)
    early = np.where(
        np.random.default_rng(1).random(600) < 0.3, np.nan, data["all"] + np.random.default_rng(2).normal(size=600)
    )
    both = np.column_stack([early, data["after"]])
    found = impute(both, cluster=data["cluster"], complete=data["arm"], imputations=4, cycles=40, seed=2)
    gap = np.isnan(data["after"]) & ~np.isnan(early)
    assert np.corrcoef(found.values[:, gap, 1].mean(axis=0), data["all"][gap])[0, 1] > 0.5
    assert max(found.settled().values()) < 1.4


def test_chains_that_have_not_settled_are_seen():
    data = made(6)
    twin = np.where(np.random.default_rng(1).random(600) < 0.3, np.nan, data["all"] + 0.1)  # the same but for gaps
    both = np.column_stack([twin, data["after"]])
    found = impute(both, cluster=data["cluster"], complete=data["arm"], imputations=4, cycles=6, seed=2)
    assert max(found.settled().values()) > 5


# R 4.2.2, mice 3.15.0 with pan 1.6: method 2l.pan for y6 and y12 on each other, arm, strat, dep and y0, 40 data sets of
# 5 cycles, seed 1; then lmer(y12 ~ arm + y0 + strat + dep + (1 | practice)), pooled.
PAN = {"arm": (0.0963968, 0.0380962), "y0": (0.4874966, 0.0140638), "dep": (-0.1407782, 0.0289053)}


def test_a_trial_of_wise_size_agrees_with_pan_in_mice():
    """Both are subject to chance, so estimates within a fraction of a standard error. Standard errors only of what
    varies within practices: pan's prior on the variance between practices holds it at about 1/44, ten times what the
    data say, and so its standard error of the arm is larger than ours.
    """
    data = trial("wise_dev")
    rest = np.column_stack([data[name] for name in ("arm", "strat", "dep", "y0")])
    gaps = np.column_stack([data["y6"], data["y12"]])
    found = impute(gaps, cluster=data["practice"], complete=rest, imputations=12, cycles=4, seed=3)
    names = ["Intercept", "arm", "y0", "strat", "dep"]
    x = columns_of(data, *names)
    fits = [mixed_model(y, x, cluster=data["practice"], names=names).coefficients() for y in found.values[:, :, 1]]
    pooled = pool(fits).coefficients
    for name, (estimate, se) in PAN.items():
        assert pooled[name].estimate == approx(estimate, abs=0.4 * se)
    for name in ("y0", "dep"):
        assert pooled[name].se == approx(PAN[name][1], rel=0.15)
    assert 0.027 < pooled["arm"].se < PAN["arm"][1]


@pytest.mark.parametrize(
    ("error", "words", "changes"),
    [
        (BadInput, "Nothing is missing", {"after": np.zeros(600)}),
        (BadInput, "not a number", {"after": ["x"] * 600}),
        (BadInput, "infinite", {"after": np.full(600, np.inf)}),
        (BadInput, "a row for each person", {"after": np.zeros((2, 2, 2))}),
        (BadInput, "missing or infinite", {"before": np.full(600, np.nan)}),
        (NotEstimable, "seen in 5 people", {"after": np.r_[np.arange(5.0), np.full(595, np.nan)]}),
        (NotEstimable, "fewer than four clusters", {"after": np.r_[np.arange(80.0), np.full(520, np.nan)]}),
    ],
)
def test_what_cannot_be_imputed_is_said(error, words, changes):
    with pytest.raises(error, match=words):
        complete(made(7) | changes, imputations=2, cycles=1)


def test_people_so_alike_that_clusters_tell_nearly_everything_are_not_imputed():
    data = made(3, between=6.0)
    with pytest.raises(NotEstimable, match=r"above 0\.8"):
        complete(data)


def test_variables_that_say_the_same_are_an_answer_in_a_sentence():
    """Apart where nothing is missing, and the same where the other is seen: only the draw itself meets it."""
    data = made(9)
    seen = ~np.isnan(data["after"])
    twin = np.where(seen, data["before"], data["before"] + np.arange(600))
    rest = np.column_stack([data["arm"], data["before"], twin * (1 + 1e-13 * np.arange(600))])
    found = impute(data["after"], cluster=data["cluster"], complete=rest, imputations=2, cycles=3, seed=1)
    assert np.isfinite(found.values).all()  # of two columns that say the same one is left out


def test_what_was_asked_wrongly_is_said():
    data = made(8)
    with pytest.raises(BadInput, match="at least two imputations"):
        complete(data, imputations=1)
    with pytest.raises(BadInput, match="continuous or binary"):
        complete(data, kinds=["count"])
    with pytest.raises(BadInput, match="other than 0 and 1"):
        complete(data, kinds=["binary"])
