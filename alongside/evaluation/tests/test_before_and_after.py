"""Controlled before and after, against R and against the arithmetic written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.quasi_experiments import before_and_after

approx = pytest.approx


def panel():
    """Nine clusters of unequal size, four with the programme, in four periods of which two are after."""
    rows = [
        (
            g,
            p,
            float(g < 4),
            10
            + np.sin(3 * g)
            + 0.4 * p
            + 0.8 * (g < 4) * (p >= 2)
            + np.cos(5 * g + 2 * p)
            + 0.7 * np.sin(7 * j + g * p),
            np.cos(g + j),
        )
        for g in range(9)
        for p in range(4)
        for j in range(2 + (3 * g + 2 * p) % 5)
    ]
    return dict(zip(("cluster", "period", "arm", "y", "x"), np.array(rows).T, strict=True))


def compared(data, *, start=2, **more):
    return before_and_after(
        data["y"], arm=data["arm"], cluster=data["cluster"], period=data["period"], start=start, **more
    )


def cell_means(data):
    """One row for each cluster and period."""
    found = {"cluster": [], "period": [], "arm": [], "y": []}
    for g in np.unique(data["cluster"]):
        for p in np.unique(data["period"]):
            rows = (data["cluster"] == g) & (data["period"] == p)
            for name, value in (("cluster", g), ("period", p), ("arm", data["arm"][rows][0])):
                found[name].append(value)
            found["y"].append(data["y"][rows].mean())
    return {name: np.array(values) for name, values in found.items()}


# R 4.2.2; `d` is `panel()` and `cm` its table of means, clusters by periods.
# ch <- rowMeans(cm[,3:4]) - rowMeans(cm[,1:2]); summary(lm(ch ~ arm))
def test_the_change_of_cluster_means_is_compared_by_t_as_in_r():
    found = compared(panel()).change
    assert found.estimate == approx(0.563607763939, rel=1e-10)
    assert found.se == approx(0.602547271395, rel=1e-10)
    assert (found.df, found.p_value) == (7, approx(0.380732008, rel=1e-8))


# b <- rowMeans(cm[,1:2]); a <- rowMeans(cm[,3:4]); summary(lm(a ~ arm + b))
def test_clusters_that_began_alike_are_compared_by_covariance_as_in_r():
    found = compared(panel()).ancova
    assert (found.estimate, found.se, found.df) == approx((0.738713765247, 0.556933570833, 6), rel=1e-10)


# xb <- with(d[d$p < 2,], tapply(x, g, mean)); summary(lm(a ~ arm + b + xb))
def test_a_covariate_enters_as_its_cluster_mean_before_as_in_r():
    data = panel()
    found = compared(data, covariates=data["x"], names=["age"]).ancova
    assert (found.estimate, found.se, found.df) == approx((0.918610041754, 0.644987495930, 5), rel=1e-10)


# coef_test(lm(y ~ factor(g) + factor(p) + dd, d), vcov = "CR2", cluster = d$g), with clubSandwich 0.5.8
def test_rows_counted_alike_have_cr2_errors_and_degrees_of_freedom_as_in_clubsandwich():
    found = compared(panel()).people
    assert (found.estimate, found.se, found.df) == approx((0.565844764216, 0.764916341253, 6.46784150313), rel=1e-9)


# sl <- cm[,2] - cm[,1]; summary(lm(sl ~ arm))
def test_the_difference_in_slope_before_is_as_in_r():
    found = compared(panel()).trends.slope
    assert (found.estimate, found.se, found.df) == approx((0.400642946005, 0.891576165642, 7), rel=1e-10)


# sl <- cm[,1:3] %*% c(-.5, 0, .5); lead <- cbind(cm[,1] - cm[,3], cm[,2] - cm[,3]); here start is 3
# summary(lm(sl ~ arm)); anova(lm(lead ~ factor(arm)), test = "Hotelling-Lawley")
def test_three_periods_before_are_tested_together_as_in_r():
    found = compared(panel(), start=3).trends
    assert (found.slope.estimate, found.slope.se) == approx((0.322496782157, 0.519357289197), rel=1e-10)
    assert found.together.f == approx(0.181107625635, rel=1e-9)
    assert (found.together.num_df, found.together.den_df) == (2, 6)
    assert found.together.p_value == approx(0.83874, rel=1e-4)


def test_each_period_is_compared_with_the_last_before():
    data = panel()
    found = compared(data).trends
    assert found.periods == (0, 2, 3)
    means = cell_means(data)["y"].reshape(9, 4)
    for period, each in zip((0, 2, 3), found.by_period, strict=True):
        moved = means[:, period] - means[:, 1]
        by_t = stats.ttest_ind(moved[:4], moved[4:])
        assert (each.t, each.p_value) == approx((by_t.statistic, by_t.pvalue), rel=1e-10)


def test_a_trend_carried_on_is_the_slope_times_the_time_between_the_middles():
    found = compared(panel(), start=3).trends
    assert found.distance == 2  # from period 1, the middle of 0, 1, 2, to period 3
    assert found.carried_on.estimate == approx(2 * found.slope.estimate)
    assert found.carried_on.p_value == approx(found.slope.p_value)


def test_people_and_cluster_means_give_the_same_change():
    data = panel()
    by_people, by_means = compared(data), compared(cell_means(data))
    for name in ("change", "ancova"):
        mine, theirs = getattr(by_people, name), getattr(by_means, name)
        assert (mine.estimate, mine.se, mine.df) == approx((theirs.estimate, theirs.se, theirs.df), rel=1e-10)


def test_with_one_row_for_each_cell_rows_and_clusters_count_the_same():
    found = compared(cell_means(panel()))
    assert found.people.estimate == approx(found.change.estimate, rel=1e-10)


def test_with_cluster_means_and_two_periods_cr2_is_welchs_error():
    data = cell_means(panel())
    two = {name: values[(data["period"] == 1) | (data["period"] == 2)] for name, values in data.items()}
    found = compared(two)
    moved = np.diff(two["y"].reshape(9, 2), axis=1)[:, 0]
    welch = np.sqrt(moved[:4].var(ddof=1) / 4 + moved[4:].var(ddof=1) / 5)
    assert found.people.se == approx(welch, rel=1e-10)
    assert found.trends is None


def test_the_four_means_are_means_of_clusters_and_their_difference_is_the_change():
    data = panel()
    found = compared(data)
    means = cell_means(data)["y"].reshape(9, 4)
    assert found.intervention_before == approx(means[:4, :2].mean())
    assert found.control_after == approx(means[4:, 2:].mean())
    of_change = found.intervention_after - found.intervention_before - found.control_after + found.control_before
    assert found.change.estimate == approx(of_change)
    assert (found.intervention_clusters, found.control_clusters) == (4, 5)


@settings(max_examples=15, deadline=None)
@given(
    effect=st.floats(-50, 50),
    drift=st.floats(-50, 50),
    levels=st.lists(st.floats(-50, 50), min_size=9, max_size=9),
)
def test_cluster_levels_and_common_drift_drop_out_and_an_effect_is_added_whole(effect, drift, levels):
    data = panel()
    before = compared(data)
    after = data["period"] >= 2
    shift = np.array(levels)[data["cluster"].astype(int)] + drift * data["period"] + effect * data["arm"] * after
    moved = compared({**data, "y": data["y"] + shift})
    assert moved.change.estimate == approx(before.change.estimate + effect, abs=1e-9)
    assert moved.change.se == approx(before.change.se, rel=1e-7)
    assert moved.people.estimate == approx(before.people.estimate + effect, abs=1e-9)
    assert moved.trends.slope.estimate == approx(before.trends.slope.estimate, abs=1e-9)


def test_the_interval_covers_as_often_as_it_says_with_few_unequal_clusters():
    rng = np.random.default_rng(7)
    sizes = np.tile([4, 9, 20, 5, 12, 30, 8], 1)
    cluster = np.repeat(np.arange(7), 2 * sizes)
    period = np.concatenate([np.repeat([0, 1], size) for size in sizes])
    arm = (cluster < 3).astype(float)
    covered = 0
    for _ in range(200):
        level, change = rng.normal(size=7), 0.5 * rng.normal(size=7)
        y = level[cluster] + change[cluster] * period + rng.normal(size=len(cluster))
        found = before_and_after(y, arm=arm, cluster=cluster, period=period, start=1).change.interval()
        covered += found.low < 0 < found.high
    assert 182 <= covered <= 198  # 190 expected, SD 3.1


def test_one_period_before_leaves_trends_out_and_says_so():
    data = panel()
    found = compared(data, start=1)
    assert found.trends is None
    assert "Whether the groups moved alike before was not seen." in found.describe()


def test_few_clusters_in_a_group_are_noted():
    data = panel()
    kept = data["cluster"] >= 2
    found = compared({name: values[kept] for name, values in data.items()})
    assert any("only 2 clusters" in note for note in found.notes)
    assert not any("clusters" in note for note in compared(data).notes)


def test_four_clusters_give_a_change_but_no_covariance_with_two_covariates():
    data = panel()
    kept = (data["cluster"] >= 2) & (data["cluster"] <= 5)
    few = {name: values[kept] for name, values in data.items()}
    found = compared(few, covariates=np.column_stack([few["x"], few["x"] ** 2]))
    assert found.ancova is None
    assert any("no analysis of covariance" in note for note in found.notes)
    assert found.change.df == 2


def test_earlier_trends_without_any_spread_are_left_out_and_noted():
    data = cell_means(panel())
    flat = {**data, "y": np.where(data["period"] < 2, data["cluster"], data["y"])}
    found = compared(flat)
    assert found.trends is None
    assert any("Earlier trends were not compared." in note for note in found.notes)


def test_too_few_clusters_leave_the_joint_test_out():
    data = panel()
    kept = (data["cluster"] >= 2) & (data["cluster"] <= 5)
    found = compared({name: values[kept] for name, values in data.items()}, start=3)
    assert found.trends.together is not None
    longer = {name: np.concatenate([values, values]) for name, values in data.items()}
    longer["period"] = np.concatenate([data["period"], data["period"] - 4])
    longer["y"] = longer["y"] + 0.3 * np.sin(longer["period"] * longer["cluster"])
    few = (longer["cluster"] >= 2) & (longer["cluster"] <= 5)
    assert compared({name: values[few] for name, values in longer.items()}).trends.together is None


def test_a_cluster_missing_in_a_period_is_refused_by_name():
    data = panel()
    kept = ~((data["cluster"] == 5) & (data["period"] == 3))
    with pytest.raises(NotEstimable, match="Cluster 5 has no rows in period 3"):
        compared({name: values[kept] for name, values in data.items()})


@pytest.mark.parametrize(("start", "where"), [(0, "before"), (9, "after")])
def test_nothing_before_or_after_is_refused(start, where):
    with pytest.raises(NotEstimable, match=f"nothing {where}"):
        compared(panel(), start=start)


def test_one_arm_is_refused():
    data = panel()
    with pytest.raises(NotEstimable, match="control arm has no cluster"):
        compared({**data, "arm": np.ones(len(data["y"]))})


def test_one_cluster_in_an_arm_is_refused():
    data = panel()
    with pytest.raises(NotEstimable, match="intervention arm has one cluster"):
        compared({**data, "arm": (data["cluster"] == 0).astype(float)})


def test_missing_values_are_refused():
    data = panel()
    with pytest.raises(BadInput, match="y has 1 missing"):
        compared({**data, "y": np.where(np.arange(len(data["y"])) == 3, np.nan, data["y"])})


def test_clusters_without_any_spread_are_refused():
    data = panel()
    with pytest.raises(NotEstimable, match="no spread"):
        compared({**data, "y": data["arm"] * data["period"]})


def test_names_without_covariates_are_refused():
    with pytest.raises(BadInput, match="no covariates"):
        compared(panel(), names=["age"])


def test_the_paragraph_says_what_was_done_found_and_what_it_cannot_show():
    words = compared(panel()).describe(outcome="the score")
    assert "how the score changed in 4 clusters with the programme and 5 without it" in words
    assert (
        "a difference in change of 0.6 (95% confidence interval −0.9 to 2.0, p = 0.38, 7 degrees of freedom)." in words
    )
    assert "does not prove equal trends" in words
    assert "Nobody was allocated at random." in words
