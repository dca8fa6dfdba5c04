"""Cluster-level comparisons against R's t.test and lm, and scipy."""

import numpy as np
import pytest
from scipy import stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.cluster_level import ClusterMeans, cluster_means
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.tests.trials import answers, columns_of, outcome_data, trial

# Trial, outcome, first-stage covariates and the blocks of the answer with the effect each is of.
DIFFERENCE, RATIO = "difference", "ratio"
BLOCKS = [
    ("wise_dev", "y12", "gaussian", ("y0", "strat", "dep"), "two_stage", DIFFERENCE),
    ("wise_dev", "good12", "binomial", ("y0", "strat", "dep"), "two_stage_difference", DIFFERENCE),
    ("wise_dev", "good12", "binomial", ("y0", "strat", "dep"), "two_stage_log_ratio", RATIO),
    ("small_dev", "y12", "gaussian", ("y0", "age"), "two_stage", DIFFERENCE),
    ("small_dev", "event", "binomial", ("y0", "age"), "two_stage_difference", DIFFERENCE),
    ("small_dev", "event", "binomial", ("y0", "age"), "two_stage_log_ratio", RATIO),
]


def compared(name: str, outcome: str, **options: object) -> ClusterMeans:
    data = outcome_data(name, outcome)
    return cluster_means(data[outcome], arm=data["arm"], cluster=data["practice"], **options)


def agrees(found: Coefficient, answer: dict[str, float]) -> None:
    """A row of R's t.test."""
    ours = [found.estimate, found.se, found.df, found.t, found.p_value]
    np.testing.assert_allclose(ours, [answer[key] for key in ("difference", "se", "df", "t", "p")], rtol=1e-9)
    interval = found.interval()
    np.testing.assert_allclose([interval.low, interval.high], answer["ci95"], rtol=1e-9)


@pytest.mark.parametrize(("name", "outcome", "family"), sorted({block[:3] for block in BLOCKS}))
def test_means_of_clusters_are_compared_as_in_r(name: str, outcome: str, family: str) -> None:
    answer = answers(name)[f"cluster_summary_{outcome}"]
    found = compared(name, outcome, family=family)
    assert found.clusters == tuple(answer["cluster_ids"])
    np.testing.assert_array_equal(found.sizes, answer["cluster_n"])
    np.testing.assert_allclose(found.means, answer["cluster_mean"], rtol=1e-10)
    unadjusted = answer["unadjusted"]
    np.testing.assert_allclose(found.arm_means, [unadjusted["mean_arm0"], unadjusted["mean_arm1"]], rtol=1e-10)
    assert found.arm_clusters == (unadjusted["k0"], unadjusted["k1"])
    agrees(found.equal_variances, unadjusted["equal_variance"])
    agrees(found.welch, unadjusted["welch"])


@pytest.mark.parametrize(("name", "outcome", "family", "covariates", "key", "effect"), BLOCKS)
def test_the_two_stage_analysis_is_that_of_r(
    name: str, outcome: str, family: str, covariates: tuple[str, ...], key: str, effect: str
) -> None:
    data = outcome_data(name, outcome)
    found = compared(
        name, outcome, family=family, effect=effect, covariates=columns_of(data, *covariates), names=covariates
    )
    answer = answers(name)[f"cluster_summary_{outcome}"][key]
    np.testing.assert_allclose(found.arm_means, [answer["mean_arm0"], answer["mean_arm1"]], rtol=1e-9)
    agrees(found.equal_variances, answer["equal_variance"])
    agrees(found.welch, answer["welch"])


def test_strata_are_those_of_lm_in_r() -> None:
    # R 4.2.2: m <- aggregate(y12 ~ practice + arm + strat, wise_dev, mean); summary(lm(y12 ~ arm + factor(strat), m))
    data = outcome_data("wise_dev", "y12")
    found = compared("wise_dev", "y12", strata=data["strat"]).equal_variances
    assert found.df == 44 - 2 - 1
    assert found.estimate == pytest.approx(0.07113541801676, rel=1e-11)
    assert found.se == pytest.approx(0.059808544827076, rel=1e-11)
    assert found.p_value == pytest.approx(0.241130584532971, rel=1e-10)


def test_pairs_are_the_paired_t_test_of_r() -> None:
    # R 4.2.2: q <- aggregate(y12 ~ practice + arm, small_dev, mean);
    #   t.test(q$y12[q$arm == 1], q$y12[q$arm == 0], paired = TRUE), the pairs in order of practice within arm.
    data = outcome_data("small_dev", "y12")
    columns = trial("small_dev")
    pair = {}
    for arm in (0, 1):
        for place, practice in enumerate(np.unique(columns["practice"][columns["arm"] == arm])):
            pair[practice] = place
    found = compared("small_dev", "y12", strata=[pair[practice] for practice in data["practice"]]).equal_variances
    assert found.df == 5
    assert found.estimate == pytest.approx(0.59815930838505, rel=1e-11)
    assert found.se == pytest.approx(0.41368646977664, rel=1e-11)
    assert found.p_value == pytest.approx(0.20783047527115, rel=1e-11)
    interval = found.interval()
    assert (interval.low, interval.high) == pytest.approx((-0.46525561647129, 1.66157423324138), rel=1e-11)


@pytest.mark.parametrize(
    ("icc", "estimate", "se", "p"),
    [
        # R 4.2.2: summary(lm(y12 ~ arm, m, weights = n / (1 + (n - 1) * icc)))
        (0.0, 0.037088822161709, 0.056137408935200, 0.512425743279832),
        (0.05, 0.062833448935552, 0.060233102992018, 0.302836364841133),
    ],
)
def test_weights_are_those_of_lm_in_r(icc: float, estimate: float, se: float, p: float) -> None:
    found = compared("wise_dev", "y12", icc=icc).equal_variances
    assert found.estimate == pytest.approx(estimate, rel=1e-11)
    assert found.se == pytest.approx(se, rel=1e-11)
    assert found.p_value == pytest.approx(p, rel=1e-10)


def test_welch_with_weights_is_two_weighted_means_in_r() -> None:
    # R 4.2.2: the squared standard errors of summary(lm(y12 ~ 1, m[m$arm == a, ], weights = n)), v; then
    #   sqrt(sum(v)) and sum(v)^2 / sum(v^2 / 21)
    found = compared("wise_dev", "y12", icc=0).welch
    expected = [0.037088822161709, 0.055908829724754, 41.921049670805239]
    assert [found.estimate, found.se, found.df] == pytest.approx(expected, rel=1e-10)


def test_weights_do_nothing_where_clusters_are_of_one_size() -> None:
    draw = np.random.default_rng(2)
    cluster = np.repeat(np.arange(10), 5)
    y = draw.normal(size=50)
    tests = [cluster_means(y, arm=cluster % 2, cluster=cluster, icc=icc) for icc in (0, 0.1, 1)]
    for test in tests[:2]:
        assert test.welch.df == pytest.approx(tests[2].welch.df, rel=1e-12)
        assert test.equal_variances.se == pytest.approx(tests[2].equal_variances.se, rel=1e-12)


def test_a_ratio_without_covariates_compares_logarithms_of_proportions() -> None:
    # R 4.2.2: p <- aggregate(event ~ practice + arm, small_dev, mean)
    #   t.test(log(event) ~ factor(arm, c(1, 0)), p, var.equal = TRUE)$conf.int
    found = compared("small_dev", "event", family="binomial", effect="ratio")
    interval = found.equal_variances.interval()
    assert (interval.low, interval.high) == pytest.approx((-0.99832101854514, 0.53957571573973), rel=1e-11)
    assert "exponentiated, it is a ratio of risks" in found.describe()


def test_other_levels_of_confidence_are_those_of_scipy() -> None:
    found = compared("small_dev", "y12")
    test = stats.ttest_ind(found.means[found.arms == 1], found.means[found.arms == 0], equal_var=False)
    interval, expected = found.welch.interval(0.8), test.confidence_interval(0.8)
    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high), rel=1e-9)


def test_the_order_of_people_does_not_matter() -> None:
    data = outcome_data("small_dev", "event")
    order = np.random.default_rng(1).permutation(len(data["event"]))
    found = cluster_means(
        data["event"][order],
        arm=data["arm"][order],
        cluster=data["practice"][order],
        covariates=data["age"][order],
        family="binomial",
    )
    expected = compared("small_dev", "event", covariates=data["age"], family="binomial")
    np.testing.assert_allclose(found.summaries, expected.summaries, rtol=1e-9)
    assert found.clusters == expected.clusters


def test_covariates_of_clusters_cost_degrees_of_freedom_if_asked() -> None:
    data = outcome_data("wise_dev", "y12")
    options = {"covariates": columns_of(data, "y0", "strat", "dep"), "names": ("y0", "strat", "dep")}
    plain, reduced = compared("wise_dev", "y12", **options), compared("wise_dev", "y12", **options, reduce_df=True)
    assert plain.cluster_covariates == ("strat",)
    assert (plain.equal_variances.df, reduced.equal_variances.df) == (42, 41)
    assert reduced.equal_variances.se == plain.equal_variances.se
    assert reduced.welch.df == pytest.approx(plain.welch.df - 1)
    assert "throughout a cluster (strat): none." in plain.describe()
    assert "throughout a cluster (strat): 1." in reduced.describe()


def test_the_methods_section_says_what_was_run() -> None:
    data = outcome_data("small_dev", "event")
    covariates = columns_of(data, "y0", "age")
    found = compared("small_dev", "event", family="binomial", covariates=covariates, names=("y0", "age"))
    assert found.describe() == (
        "The differences between observed and expected proportions of clusters (314 rows in all) were compared "
        "between 6 intervention and 6 control clusters by a t test, each cluster weighing the same. A logistic "
        "regression of everybody on y0 and age, without the arm, came first."
    )
    stratified = compared("small_dev", "y12", strata=outcome_data("small_dev", "y12")["practice"] > 6, icc=0.02)
    assert (
        "by a t test within strata, clusters weighted for an intracluster correlation of 0.02." in stratified.describe()
    )


def people(sizes: int = 5, clusters: int = 8) -> dict[str, np.ndarray]:
    cluster = np.repeat(np.arange(clusters), sizes)
    y = (np.arange(len(cluster)) * 7 % 11 < 5).astype(float)
    return {"y": y, "arm": cluster % 2, "cluster": cluster}


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"family": "poisson"}, BadInput, "family is poisson"),
        ({"effect": "odds"}, BadInput, "effect is odds"),
        ({"effect": "ratio"}, BadInput, "A ratio is of risks"),
        ({"icc": -0.1}, BadInput, "icc is -0.1; it must lie between 0 and 1"),
        ({"y": np.arange(40), "family": "binomial"}, BadInput, "y must be 1 for people"),
        ({"arm": np.ones(40)}, NotEstimable, "control arm has no cluster"),
        ({"arm": np.repeat(np.arange(8) == 0, 5)}, NotEstimable, "intervention arm has one cluster"),
        ({"arm": np.full(40, 2)}, BadInput, "arm must be 1"),
        ({"arm": [0, 1]}, BadInput, "arm has 2 values where 40 are needed"),
        ({"strata": np.arange(40)}, BadInput, "people in two strata"),
        ({"covariates": np.ones(40)}, NotEstimable, "covariate0 is a combination"),
        ({"covariates": np.ones(40), "names": ("a", "b")}, BadInput, "2 names for 1 columns"),
        ({"covariates": np.full(40, np.nan)}, BadInput, "covariates has 40 missing"),
        ({"y": []}, BadInput, "y is empty"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(change: dict[str, object], error: type, words: str) -> None:
    arguments = people() | change
    with pytest.raises(error, match=words):
        cluster_means(arguments.pop("y"), **arguments)


def test_a_stepped_wedge_is_sent_to_the_analysis_made_for_it() -> None:
    data = trial("sw_dev")
    with pytest.raises(BadInput, match=r"both arms, as in a stepped wedge.*Use cluster_period_means"):
        cluster_means(data["y"], arm=data["treat"], cluster=data["cluster"])


def test_a_ratio_with_a_cluster_without_events_is_refused() -> None:
    data = people()
    y = data["y"] * (data["cluster"] != 3)
    with pytest.raises(NotEstimable, match="Nobody in cluster 3 has the outcome"):
        cluster_means(y, arm=data["arm"], cluster=data["cluster"], family="binomial", effect="ratio")


def test_a_first_stage_that_is_separated_is_refused() -> None:
    data = people()
    with pytest.raises(NotEstimable, match="told apart by severe"):
        cluster_means(**data, family="binomial", covariates=data["y"] * 2, names=("severe",))


def test_clusters_that_are_all_alike_leave_nothing_to_judge_by() -> None:
    data = people()
    found = cluster_means(np.where(data["arm"] == 1, 0.3, 0.1), arm=data["arm"], cluster=data["cluster"])
    for test in ("equal_variances", "welch"):
        with pytest.raises(NotEstimable, match="no spread to judge"):
            getattr(found, test)


def test_strata_that_are_the_arms_are_refused() -> None:
    data = people()
    with pytest.raises(NotEstimable, match="arm is a combination"):
        _ = cluster_means(**data, strata=data["arm"]).equal_variances


def test_no_test_remains_where_strata_or_covariates_take_every_degree_of_freedom() -> None:
    data = people(clusters=4)
    with pytest.raises(NotEstimable, match="4 clusters leave no degrees of freedom"):
        _ = cluster_means(**data, strata=data["cluster"] // 2 + 2 * (data["cluster"] == 3)).equal_variances
    covariates = np.column_stack([data["cluster"] == 1, data["cluster"] ** 2])
    spent = cluster_means(**data, covariates=covariates, reduce_df=True)
    with pytest.raises(NotEstimable, match="no degrees of freedom"):
        _ = spent.equal_variances
    with pytest.raises(NotEstimable, match="Too few clusters are left"):
        _ = spent.welch


def test_welch_has_no_form_for_strata() -> None:
    data = people()
    with pytest.raises(BadInput, match="no form for strata; use equal_variances"):
        _ = cluster_means(**data, strata=data["cluster"] // 4).welch
