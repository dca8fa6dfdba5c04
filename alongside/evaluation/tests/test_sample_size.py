"""Sample size, power and detectable effect of parallel cluster trials, against R, by simulation and by matrices."""

from dataclasses import replace
from math import ceil, inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from alongside.evaluation.design import (
    Arms,
    Mean,
    ParallelTrial,
    Proportion,
    SteppedWedge,
    Visits,
    curve,
)
from alongside.evaluation.design.power import smallest
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.tests.trials import answers

approx = pytest.approx
unhurried = settings(max_examples=60, deadline=None)
SAMPLE_SIZES = answers("closed_form")["sample_size"]
DETECTABLE = answers("closed_form")["detectable_smd"]
SAID = {"inputs", "package", "version", "formula", "t_note", "t_version_formula", "fixed_clusters_note"}
SAID |= {"n_individual_formula", "deff_formula", "n_per_arm_formula"}
TRIAL = ParallelTrial(Mean(), icc=0.05, cluster_size=30)


def planned(given: dict, **more) -> tuple[ParallelTrial, float]:
    """The trial and the difference of one of R's answers."""
    means = "delta" in given
    outcome = Mean(sd=given["sd"]) if means else Proportion(given["p1"])
    difference = given["delta"] if means else given["p2"] - given["p1"]
    common = {"icc": given["icc"], "cluster_size": given["m"], "cv": given["cv"], "alpha": given["alpha"]}
    return ParallelTrial(outcome, **common | more), difference


def test_nothing_that_r_computed_is_left_out():
    assert (len(SAMPLE_SIZES), [len(row["rows"]) for row in DETECTABLE]) == (3, [3])


@pytest.mark.parametrize("theirs", SAMPLE_SIZES, ids=lambda row: row["inputs"]["name"])
def test_sample_sizes_as_in_r(theirs):
    target = theirs["inputs"]["power"]
    trial, difference = planned(theirs["inputs"], method="normal")
    found = trial.clusters_needed(difference=difference, power=target)
    equal = replace(trial, cv=0.0).clusters_needed(difference=difference, power=target)
    by_t = replace(trial, method="t").clusters_needed(difference=difference, power=target)
    ours = {
        "n_individual_per_arm": found.individuals.control,
        "deff": found.design_effect,
        "deff_equal_sizes": equal.design_effect,
        "n_per_arm": found.exact_clusters.control * found.exact_size,
        "n_per_arm_rounded_up": ceil(found.exact_clusters.intervention * found.exact_size),
        "clusters_per_arm": found.exact_clusters.intervention,
        "clusters_per_arm_rounded_up": found.clusters.control,
        "n_per_arm_clusters_times_m": found.people_analysed.intervention,
        "n_per_arm_equal_sizes": equal.exact_clusters.control * equal.exact_size,
        "power_at_rounded_up_normal": found.reached.power,
        "t_clusters_per_arm": by_t.clusters.control,
        "t_power": by_t.reached.power,
        "fixed_minimum_clusters_per_arm": trial.fewest_clusters(difference=difference, power=target).control,
    }
    assert {part: approx(value, rel=1e-10) for part, value in theirs.items() if part not in SAID} == ours


@pytest.mark.parametrize("theirs", SAMPLE_SIZES, ids=lambda row: row["inputs"]["name"])
def test_the_size_for_a_fixed_number_of_clusters_by_the_formula_in_r(theirs):
    target = theirs["inputs"]["power"]
    trial, difference = planned(theirs["inputs"], method="normal")
    clusters = ceil(theirs["fixed_minimum_clusters_per_arm"]) + 3
    found = trial.size_needed(difference=difference, power=target, clusters=2 * clusters)
    spare = clusters - theirs["fixed_minimum_clusters_per_arm"]
    assert found.exact_size == approx(theirs["n_individual_per_arm"] * (1 - trial.icc) / spare, rel=1e-10)
    assert found.cluster_size == ceil(found.exact_size)
    assert found.reached.power >= target


@pytest.mark.parametrize(
    ("given", "row"),
    [(answer["inputs"], row) for answer in DETECTABLE for row in answer["rows"]],
    ids=lambda part: str(part.get("name", part.get("icc"))),
)
def test_detectable_differences_as_in_r(given, row):
    trial = ParallelTrial(
        Mean(), icc=row["icc"], cluster_size=given["m"], cv=given["cv"], alpha=given["alpha"], method="normal"
    )
    asked = {"clusters": given["clusters"], "power": given["power"], "people": given["n_total"]}
    equal, unequal = replace(trial, cv=0.0), trial
    found = equal.detectable(**asked)
    ours = {
        "icc": equal.icc,
        "deff": equal.design_effect,
        "se_smd": found.se,
        "half_width_95": found.interval().high - found.difference,
        "detectable_smd": found.difference,
        "deff_unequal": unequal.design_effect,
        "detectable_smd_unequal": unequal.detectable(**asked).difference,
        "detectable_smd_t": replace(equal, method="t").detectable(**asked).difference,
        "detectable_smd_unequal_t": replace(unequal, method="t").detectable(**asked).difference,
    }
    assert {part: approx(value, rel=1e-10) for part, value in row.items() if part not in SAID} == ours


def test_without_clustering_64_in_an_arm_show_half_a_standard_deviation_as_in_cohen_1988():
    trial = ParallelTrial(Mean(), icc=0, cluster_size=1)
    assert trial.clusters_needed(difference=0.5).clusters == Arms(64, 64)
    assert replace(trial, method="normal").clusters_needed(difference=0.5).clusters == Arms(63, 63)


# R 4.2.2, stats:
#   power.t.test(n = 17, delta = 1, strict = TRUE)$power
#   power.t.test(delta = .5, power = .9, strict = TRUE, tol = 1e-13)$n
#   power.t.test(n = 30, power = .8, strict = TRUE, tol = 1e-13)$delta
def test_without_clustering_the_t_version_is_power_t_test_of_r():
    trial = ParallelTrial(Mean(), icc=0, cluster_size=1)
    assert trial.power(difference=1, clusters=34).power == approx(0.8070367151474, rel=1e-10)
    needed = trial.clusters_needed(difference=0.5, power=0.9).exact_clusters.control
    assert needed == approx(85.031284137339, rel=1e-10)
    assert trial.detectable(clusters=60).difference == approx(0.73562106959739, rel=1e-10)


def test_the_t_version_is_what_a_t_test_of_simulated_cluster_means_finds():
    random = np.random.Generator(np.random.PCG64(20260101))
    k1, k0, size, draws = 6, 9, 30, 40_000
    scale = (0.05 + 0.95 / size) ** 0.5
    means = random.normal(scale=scale, size=(draws, k1 + k0)) + 0.45 * (np.arange(k1 + k0) < k1)
    p_values = stats.ttest_ind(means[:, :k1], means[:, k1:], axis=1).pvalue
    found = TRIAL.power(difference=0.45, clusters=(k1, k0))
    # Four standard errors of the simulated share.
    assert found.power == approx((p_values < 0.05).mean(), abs=4 * 0.5 / draws**0.5)
    assert found.df == k1 + k0 - 2


def test_the_two_directions_add_up_and_the_normal_version_counts_one():
    by_t = TRIAL.power(difference=0.01, clusters=20)
    normal = replace(TRIAL, method="normal").power(difference=0.01, clusters=20)
    assert by_t.power == by_t.either_direction > by_t.right_direction
    assert normal.power == normal.right_direction < normal.either_direction
    assert TRIAL.power(difference=0, clusters=20).power == approx(0.05)
    assert (by_t.df, normal.df) == (18, inf)
    # Where scipy's far tail of the noncentral t is NaN.
    assert TRIAL.power(difference=20, clusters=4).power == approx(1)


outcomes = st.one_of(st.builds(Mean, sd=st.floats(0.1, 50)), st.builds(Proportion, control=st.floats(0.05, 0.95)))
trials = st.builds(
    ParallelTrial,
    outcomes,
    icc=st.floats(0, 0.3),
    cluster_size=st.floats(2, 300),
    cv=st.floats(0, 1),
    ratio=st.sampled_from((1.0, 2.0, 0.5, 1.5)),
    visits=st.builds(
        Visits, follow_ups=st.integers(1, 3), baselines=st.integers(0, 2), cac=st.floats(0, 1), iac=st.floats(0, 0.9)
    ),
    people_lost=st.floats(0, 0.4),
    method=st.sampled_from(("t", "normal")),
)


@unhurried
@given(trials, st.integers(4, 60), st.sampled_from((0.5, 0.8, 0.9)), st.sampled_from(("rise", "fall")))
def test_the_detectable_difference_has_the_power_it_was_asked_for(trial, control, power, direction):
    try:
        found = trial.detectable(clusters=(control * trial.ratio, control), power=power, direction=direction)
    except NotEstimable:
        assert isinstance(trial.outcome, Proportion)
        return
    assert found.power == approx(power, rel=1e-8)
    assert (found.difference > 0) == (direction == "rise")


@unhurried
@given(trials, st.floats(0.15, 0.6), st.sampled_from((0.7, 0.9)))
def test_the_clusters_needed_are_enough_and_one_fewer_is_not(trial, effect, power):
    trial = replace(trial, outcome=Mean(sd=2), ratio=1.0)
    found = trial.clusters_needed(difference=2 * effect, power=power)
    assert found.reached.power >= power - 1e-9
    again = trial.power(difference=2 * effect, clusters=found.analysed.total)
    assert again.power == approx(found.reached.power)
    if found.analysed.control > 2:
        fewer = trial.power(difference=2 * effect, clusters=found.analysed.total - 2)
        assert fewer.power < power


@unhurried
@given(trials, st.floats(0.1, 0.6), st.integers(2, 60))
def test_the_size_needed_is_enough_and_one_person_fewer_is_not(trial, effect, clusters):
    trial = replace(trial, outcome=Mean(), ratio=1.0)
    try:
        found = trial.size_needed(difference=effect, clusters=2 * clusters)
    except NotEstimable:
        assert trial.fewest_clusters(difference=effect).control >= clusters - 1e-6
        assert replace(trial, cluster_size=1e7).power(difference=effect, clusters=2 * clusters).power < 0.8
        return
    assume(found.cluster_size > 1)
    fewer = replace(trial, cluster_size=found.cluster_size - 1)
    assert fewer.power(difference=effect, clusters=2 * clusters).power < 0.8 <= found.reached.power + 1e-9


def test_when_no_size_is_enough_the_message_says_how_many_clusters_are():
    trial = replace(TRIAL, clusters_lost=0.1)
    with pytest.raises(
        NotEstimable, match=r"With 18 clusters left .* 80% power .* 0.25. Allocate at least (\d+)"
    ) as said:
        trial.size_needed(difference=0.25, clusters=20)
    enough = int(str(said.value).split("at least ")[1].split()[0])
    assert trial.size_needed(difference=0.25, clusters=enough).reached.power >= 0.8
    with pytest.raises(NotEstimable):
        trial.size_needed(difference=0.25, clusters=enough - 4)


def test_people_lost_make_clusters_smaller_and_clusters_lost_make_more_be_recruited():
    whole = ParallelTrial(Mean(), icc=0.05, cluster_size=24).clusters_needed(difference=0.3)
    lossy = replace(TRIAL, people_lost=0.2, clusters_lost=0.1).clusters_needed(difference=0.3)
    assert lossy.analysed == whole.analysed
    assert lossy.reached.power == approx(whole.reached.power)
    assert lossy.clusters == whole.analysed.map(lambda count: ceil(count / 0.9))
    assert lossy.people.total == lossy.clusters.total * 30
    assert lossy.people_analysed.total == approx(whole.analysed.total * 24)
    size = replace(TRIAL, people_lost=0.2).size_needed(difference=0.3, clusters=60)
    assert size.cluster_size == ceil(size.exact_size / 0.8)


def test_unequal_arms_need_more_clusters_in_all():
    equal, unequal = (replace(TRIAL, ratio=ratio).clusters_needed(difference=0.3) for ratio in (1, 2))
    assert unequal.clusters.intervention == 2 * unequal.clusters.control
    assert unequal.clusters.total > equal.clusters.total
    by_ratio = replace(TRIAL, ratio=2).power(difference=0.3, clusters=30)
    assert by_ratio.se == approx(TRIAL.power(difference=0.3, clusters=(20, 10)).se)


def test_a_proportion_may_have_a_detectable_fall_but_no_rise_and_says_so():
    trial = ParallelTrial(Proportion(0.9), icc=0.1, cluster_size=20)
    assert 0 < 0.9 + trial.detectable(clusters=10, direction="fall").difference < 0.7
    with pytest.raises(NotEstimable, match="No rise from 90%"):
        trial.detectable(clusters=10)
    with pytest.raises(BadInput, match=r"gives a proportion of 1.1"):
        trial.power(difference=0.2, clusters=10)


@unhurried
@given(
    st.integers(2, 8), st.integers(2, 8), st.integers(1, 3), st.integers(0, 2), st.floats(0, 0.3), st.floats(0, 1),
    st.floats(0, 0.9), st.integers(1, 50),
)  # fmt: skip
def test_repeated_measures_are_generalised_least_squares_of_their_layout(k1, k0, after, before, icc, cac, iac, size):
    visits = Visits(follow_ups=after, baselines=before, cac=cac, iac=iac)
    trial = ParallelTrial(Mean(sd=3), icc=icc, cluster_size=size, visits=visits, method="normal")
    layout = np.zeros((k1 + k0, before + after))
    layout[:k1, before:] = 1
    same = SteppedWedge(layout, size, icc=icc, sd=3, cac=cac, iac=iac, method="normal")
    assert trial.power(difference=1, clusters=(k1, k0)).se ** 2 == approx(same.variance, rel=1e-8)


def test_a_baseline_saves_the_square_of_its_correlation_as_in_teerenstra_2012():
    n, icc, cac, iac = 15, 0.04, 0.7, 0.5
    r = n * icc / (1 + (n - 1) * icc) * cac + (1 - icc) / (1 + (n - 1) * icc) * iac
    trial = ParallelTrial(Mean(), icc=icc, cluster_size=n, method="normal")
    adjusted = replace(trial, visits=Visits(baselines=1, cac=cac, iac=iac))
    needed = [plan.clusters_needed(difference=0.2).exact_clusters.total for plan in (adjusted, trial)]
    assert needed[0] / needed[1] == approx(1 - r**2, rel=1e-12)


def test_one_person_a_cluster_has_the_factor_of_frison_and_pocock_1992():
    visits = Visits(follow_ups=3, baselines=2, iac=0.6)
    assert visits.factor(visits.correlation(0, 1)) == approx((1 + 2 * 0.6) / 3 - 2 * 0.6**2 / 1.6)


def test_the_correlation_of_visits_with_unequal_sizes_is_that_of_means_weighted_by_size():
    sizes, icc, cac, iac = np.array([4, 10, 40, 7]), 0.1, 0.8, 0.5
    covariance = (sizes**2 * icc * cac + sizes * (1 - icc) * iac).sum()
    variance = (sizes**2 * icc + sizes * (1 - icc)).sum()
    size = sizes.mean() * (1 + sizes.var() / sizes.mean() ** 2)
    assert Visits(cac=cac, iac=iac).correlation(icc, size) == approx(covariance / variance)


def test_a_curve_asks_the_same_of_every_icc_and_size():
    found = curve(
        TRIAL,
        lambda trial: trial.clusters_needed(difference=0.3).clusters.total,
        label="the number of clusters",
        iccs=(0.01, 0.05),
        cluster_sizes=(10, 30, 100),
    )
    one = replace(TRIAL, icc=0.01, cluster_size=100).clusters_needed(difference=0.3)
    assert found.values.shape == (3, 2)
    assert found.rows[4] == (100, 0.01, one.clusters.total)
    assert found.notes == ()
    assert found.describe().startswith(
        "With 10 people in a cluster, the number of clusters goes from 42 at an intracluster correlation of 0.01 to 54 "
    )


def test_a_curve_has_gaps_where_there_is_no_answer_and_counts_them():
    found = curve(
        TRIAL,
        lambda trial: trial.size_needed(difference=0.3, clusters=20).cluster_size,
        label="the cluster size",
        iccs=(0.01, 0.2),
        cluster_sizes=(10,),
    )
    assert np.isnan(found.values).tolist() == [[False, True]]
    assert found.describe().endswith(" to no answer at 0.2.")
    assert found.notes == ("1 of 2 points have no answer: no trial there is large enough.",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"icc": 1}, "icc is 1"),
        ({"icc": np.nan}, "icc is nan"),
        ({"cluster_size": 0}, "cluster_size is 0"),
        ({"cv": -0.1}, "cv is -0.1"),
        ({"cv": inf}, "cv is inf"),
        ({"ratio": 0}, "ratio is 0"),
        ({"people_lost": 1}, "people_lost is 1"),
        ({"clusters_lost": -0.1}, "clusters_lost"),
        ({"alpha": 5}, "alpha is 5"),
        ({"method": "z"}, "must be t or normal"),
    ],
)
def test_assumptions_that_cannot_be_are_refused(change, words):
    with pytest.raises(BadInput, match=words):
        replace(TRIAL, **change)


@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        (lambda: Mean(sd=0), BadInput, "sd is 0"),
        (lambda: Proportion(1), BadInput, "control is 1"),
        (lambda: Visits(follow_ups=0), BadInput, "follow_ups is 0"),
        (lambda: Visits(baselines=-1), BadInput, "baselines is -1"),
        (lambda: Visits(cac=1.1), BadInput, "cac is 1.1"),
        (lambda: Visits(iac=1), BadInput, "iac is 1"),
        (lambda: TRIAL.clusters_needed(difference=0), BadInput, "difference is 0"),
        (lambda: TRIAL.size_needed(difference=np.nan, clusters=20), BadInput, "difference is nan"),
        (lambda: TRIAL.power(difference=np.nan, clusters=20), BadInput, "difference is nan"),
        (lambda: TRIAL.detectable(clusters=20, power=np.nan), BadInput, "power is nan"),
        (lambda: TRIAL.clusters_needed(difference=0.2, power=0.01), BadInput, "between alpha"),
        (lambda: TRIAL.power(difference=0.2, clusters=3), NotEstimable, "fewer than two clusters"),
        (lambda: TRIAL.power(difference=0.2, clusters=(1, 2, 3)), BadInput, "3 numbers"),
        (lambda: TRIAL.power(difference=0.2, clusters=20, people=-5), BadInput, "people is -5"),
        (lambda: TRIAL.detectable(clusters=20, direction="up"), BadInput, "rise or fall"),
        (lambda: curve(TRIAL, "power", label="", iccs=[0.1], cluster_sizes=[2]), BadInput, "a function"),
    ],
)
def test_questions_that_cannot_be_are_refused(ask, error, words):
    with pytest.raises(error, match=words):
        ask()


def test_a_sample_size_describes_itself_for_a_protocol():
    trial = ParallelTrial(
        Proportion(0.3), icc=0.03, cluster_size=60, cv=0.65, people_lost=0.2, clusters_lost=0.1,
        visits=Visits(baselines=1, cac=0.8, iac=0.5),
    )  # fmt: skip
    assert trial.clusters_needed(difference=-0.08).describe() == (
        "We assume a parallel cluster trial with equal arms and a yes-or-no outcome, expected in 30% of the control "
        "arm; 60 people recruited in a cluster on average (coefficient of variation 0.65), 20% of them without an "
        "outcome; and an intracluster correlation of 0.03, so a design effect of 3.02. 10% of clusters are lost. The "
        "outcome is measured at 1 follow-up and 1 baseline (adjusted for), with cluster autocorrelation 0.8 and "
        "individual autocorrelation 0.5. The test is two-sided at the 5% level, by the t distribution with clusters "
        "minus 2 degrees of freedom. To show a fall from 30% to 22% with 80% power we need 36 clusters (18 in each "
        "arm) of 60 people on average, 2,160 people in all. An outcome is then expected from 1,536 people in 32 "
        "clusters, which gives a power of 80.3%."
    )


def test_power_describes_itself_for_a_protocol():
    found = ParallelTrial(Mean(sd=1.1), icc=0.05, cluster_size=30, ratio=2, method="normal", alpha=0.01)
    assert found.power(difference=0.3, clusters=45).describe() == (
        "We assume a parallel cluster trial with 2 intervention clusters to each control cluster and a continuous "
        "outcome with standard deviation 1.1; 30 people recruited in a cluster on average; and an intracluster "
        "correlation of 0.05, so a design effect of 2.45. The test is two-sided at the 1% level, by the normal "
        "distribution. There is an outcome from 1,350 people in 45 clusters. The power to show a difference of 0.3 "
        "(0.273 standard deviations) is then 67.1%. Its standard error is 0.0994: expect a 95% confidence interval "
        "0.11 to 0.49."
    )


@unhurried
@given(st.integers(1, 3000), st.integers(1, 20))
def test_the_search_for_the_smallest_finds_it_from_any_start(threshold, start):
    assert smallest(lambda count: count >= threshold, start=start, limit=10_000) == max(threshold, start)
    assert smallest(lambda count: count >= threshold, limit=threshold // 2) is None or threshold == 1
