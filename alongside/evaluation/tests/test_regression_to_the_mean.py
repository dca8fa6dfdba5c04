"""Regression to the mean, against integrals and simulated people; what stands beside a change, against R."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.quasi_experiments import (
    Population,
    change_beside_regression,
    expected_regression,
    mean_change,
    population_from_pairs,
    population_from_within_person_sd,
    starting_value_adjusted,
)
from alongside.evaluation.quasi_experiments.regression_to_the_mean import regression_from
from alongside.evaluation.tests.test_before_and_after import panel

approx = pytest.approx
HBA1C = Population(7.2, 1.4, 0.7, mean_se=0.02, sd_se=0.015, correlation_se=0.02)
populations = st.builds(
    Population, mean=st.floats(-100, 100), sd=st.floats(0.1, 50), correlation=st.floats(0, 1, exclude_max=True)
)


def by_integration(population, cutoff, above, baselines):
    """The mean of true values, and of the averaged baselines, of those chosen: over true values, one by one."""
    between = population.sd * np.sqrt(population.correlation)
    noise = population.sd * np.sqrt((1 - population.correlation) / baselines)
    side = 1 if above else -1

    def chosen(true):
        return stats.norm.pdf(true, population.mean, between) * stats.norm.sf(side * (cutoff - true) / noise)

    def baseline(true):
        z = side * (cutoff - true) / noise
        beyond = stats.norm.pdf(z) * noise * side
        return stats.norm.pdf(true, population.mean, between) * (true * stats.norm.sf(z) + beyond)

    ends = (population.mean - 9 * between, population.mean + 9 * between)
    share, first, later = (
        integrate.quad(function, *ends, epsabs=0, epsrel=1e-10, limit=200)[0]
        for function in (chosen, baseline, lambda true: true * chosen(true))
    )
    return first / share, later / share, share


@pytest.mark.parametrize("baselines", [1, 2, 3])
@pytest.mark.parametrize(("cutoff", "above"), [(7.5, True), (9.0, True), (6.0, False), (7.2, True)])
def test_the_expected_change_is_that_of_an_integral_over_true_values(cutoff, above, baselines):
    found = expected_regression(HBA1C, cutoff=cutoff, above=above, baselines=baselines)
    first, later, share = by_integration(HBA1C, cutoff, above, baselines)
    assert (found.selected_mean, found.later_mean, found.share_selected) == approx((first, later, share), rel=1e-8)


@pytest.mark.parametrize("rho", [0, 0.3, 0.9])
def test_one_baseline_follows_the_formula_of_barnett_van_der_pols_and_dobson_2005(rho):
    """σ(1 − ρ)C(z), for people at or below 40 of a population with mean 60 and SD 15, as on the authors' page."""
    z = (60 - 40) / 15
    expected = 15 * (1 - rho) * stats.norm.pdf(z) / stats.norm.sf(z)
    assert expected_regression(Population(60, 15, rho), cutoff=40, above=False).change == approx(expected, rel=1e-12)


def test_half_the_population_at_its_mean_regresses_by_the_half_normal_mean():
    """C(0) = √(2/π): with SD 1 and correlation ½ the change is −½√(2/π)."""
    found = expected_regression(Population(0, 1, 0.5), cutoff=0)
    assert found.change == approx(-0.5 * np.sqrt(2 / np.pi), rel=1e-12)
    assert found.share_selected == approx(0.5)


def test_simulated_people_regress_as_expected():
    rng = np.random.default_rng(3)
    true = 7.2 + 1.4 * np.sqrt(0.7) * rng.standard_normal(200_000)
    noise = 1.4 * np.sqrt(0.3)
    baseline = true + noise * rng.standard_normal((2, len(true))).mean(axis=0)
    later = true + noise * rng.standard_normal(len(true))
    chosen = baseline > 7.5
    found = expected_regression(HBA1C, cutoff=7.5, baselines=2)
    se = (later - baseline)[chosen].std() / np.sqrt(chosen.sum())
    assert found.change == approx((later - baseline)[chosen].mean(), abs=4 * se)


@given(population=populations, z=st.floats(-3, 3))
def test_above_and_below_are_mirror_images(population, z):
    high = expected_regression(population, cutoff=population.mean + z * population.sd)
    low = expected_regression(population, cutoff=population.mean - z * population.sd, above=False)
    assert high.change == approx(-low.change, rel=1e-6, abs=1e-9)
    assert high.change <= 0


@given(population=populations, z=st.floats(-2, 2), baselines=st.integers(1, 8))
def test_another_baseline_never_makes_it_larger(population, z, baselines):
    cutoff = population.mean + z * population.sd
    fewer, more = (
        expected_regression(population, cutoff=cutoff, baselines=m).change for m in (baselines, baselines + 1)
    )
    assert abs(more) <= abs(fewer) + 1e-9


@given(population=populations, z=st.floats(-2, 2), baselines=st.integers(1, 8))
def test_the_starting_mean_alone_gives_the_same_where_the_cutoff_was_kept(population, z, baselines):
    found = expected_regression(population, cutoff=population.mean + z * population.sd, baselines=baselines)
    alone = regression_from(found.selected_mean, population, baselines)
    assert alone == approx(found.change, rel=1e-6, abs=1e-9)


def test_perfectly_repeatable_measurements_do_not_regress():
    assert expected_regression(Population(7, 1, 1.0), cutoff=8).change == 0


def test_a_within_person_sd_is_a_correlation():
    found = population_from_within_person_sd(mean=60, sd=15, within_sd=9)
    assert found.correlation == approx(1 - 81 / 225)
    assert found.correlation_se == 0


def test_the_error_of_a_within_person_sd_carries_over_to_the_correlation():
    found = population_from_within_person_sd(mean=60, sd=15, within_sd=9, sd_se=0.3, within_sd_se=0.2)
    rng = np.random.default_rng(1)
    drawn = 1 - ((9 + 0.2 * rng.standard_normal(100_000)) / (15 + 0.3 * rng.standard_normal(100_000))) ** 2
    assert found.correlation_se == approx(drawn.std(), rel=0.02)


def test_pairs_of_measurements_give_the_population_and_its_errors():
    rng = np.random.default_rng(4)
    true = rng.normal(size=(4000, 50))
    first, second = 10 + true + rng.normal(size=true.shape), 10 + true + rng.normal(size=true.shape)
    found = population_from_pairs(first[0], second[0])
    assert found.mean == approx(first[0].mean())
    assert found.sd == approx(first[0].std(ddof=1))
    assert found.correlation == approx(stats.pearsonr(first[0], second[0]).statistic)
    typical = Population(10, np.sqrt(2), 0.5, np.sqrt(2 / 50), np.sqrt(2 / 98), 0.75 / np.sqrt(47))
    correlations = [np.corrcoef(a, b)[0, 1] for a, b in zip(first, second, strict=True)]
    assert np.std(correlations) == approx(typical.correlation_se, rel=0.05)
    assert first.std(axis=1, ddof=1).std() == approx(typical.sd_se, rel=0.05)
    assert found.sd_se == approx(found.sd / np.sqrt(98))


def test_much_of_a_fall_of_0_6_above_7_5_may_be_regression_to_the_mean():
    seen = Coefficient("change", -0.6, 0.05, 500)
    found = change_beside_regression(seen, HBA1C, cutoff=7.5, seed=1)
    expected = expected_regression(HBA1C, cutoff=7.5).change
    assert found.share == approx(expected / -0.6)
    assert 0.6 < found.share < 0.7
    assert found.left_over == approx(-0.6 - expected)
    assert found.expected_interval.low < expected < found.expected_interval.high


def test_the_interval_of_the_expected_change_is_that_of_the_delta_method():
    found = change_beside_regression(Coefficient("change", -0.6, 0.05), HBA1C, cutoff=7.5, seed=2, draws=200_000)
    gradient, step = [], 1e-5
    for name in ("mean", "sd", "correlation"):
        moved = [
            expected_regression(
                Population(**{"mean": 7.2, "sd": 1.4, "correlation": 0.7, name: getattr(HBA1C, name) + sign * step}),
                cutoff=7.5,
            ).change
            for sign in (1, -1)
        ]
        gradient.append((moved[0] - moved[1]) / (2 * step))
    se = np.linalg.norm(np.array(gradient) * [0.02, 0.015, 0.02])
    width = found.expected_interval.high - found.expected_interval.low
    assert width == approx(2 * 1.96 * se, rel=0.02)
    both = found.left_over_interval.high - found.left_over_interval.low
    assert both == approx(2 * 1.96 * np.hypot(se, 0.05), rel=0.02)


def test_with_figures_known_exactly_only_the_observed_change_is_uncertain():
    exact = Population(7.2, 1.4, 0.7)
    found = change_beside_regression(Coefficient("change", -0.6, 0.05, 8), exact, cutoff=7.5, seed=3, draws=200_000)
    assert found.expected_interval.low == approx(found.expected_interval.high, rel=1e-12)
    assert found.left_over_interval.high - found.left_over == approx(0.05 * stats.t.ppf(0.975, 8), rel=0.03)


def test_the_same_seed_gives_the_same_interval():
    seen = Coefficient("change", -0.6, 0.05, 20)
    one, two, other = (change_beside_regression(seen, HBA1C, cutoff=7.5, seed=seed) for seed in (1, 1, 2))
    assert one == two
    assert one.left_over_interval != other.left_over_interval


# R 4.2.2, clubSandwich 0.5.8; `e` is `panel()` in period 3, e$b <- 5 + 0.6 * e$y + sin(1:nrow(e)).
def starting_values():
    data = panel()
    rows = data["period"] == 3
    y = data["y"][rows]
    return 5 + 0.6 * y + np.sin(np.arange(1, len(y) + 1)), y, data["arm"][rows], data["cluster"][rows]


# coef_test(lm(y ~ arm + b, e), vcov = "CR2", cluster = e$g)
def test_people_with_the_same_starting_value_are_compared_as_in_clubsandwich():
    before, after, arm, cluster = starting_values()
    found = starting_value_adjusted(before, after, arm=arm, cluster=cluster)
    assert (found.estimate, found.se, found.df) == approx((0.40123931682, 0.321455508725, 4.34043937228), rel=1e-9)


# e$ch <- e$y - e$b; coef_test(lm(ch ~ 1, e), vcov = "CR2", cluster = e$g)
def test_a_mean_change_in_clusters_is_as_in_clubsandwich():
    before, after, _, cluster = starting_values()
    found = mean_change(before, after, cluster=cluster)
    assert (found.estimate, found.se, found.df) == approx((-0.449958741881, 0.128811628692, 6.91858291711), rel=1e-9)


def test_a_mean_change_without_clusters_is_the_paired_t_test():
    before, after, *_ = starting_values()
    found, theirs = mean_change(before, after), stats.ttest_rel(after, before)
    assert (found.t, found.p_value, found.df) == approx((theirs.statistic, theirs.pvalue, theirs.df), rel=1e-10)


def test_adjusting_for_the_starting_value_takes_regression_to_the_mean_out():
    """No programme does anything, but one arm was chosen above a higher cutoff, so it falls further."""
    rng = np.random.default_rng(8)
    cluster = np.repeat(np.arange(40), 500)
    arm = (cluster % 2).astype(float)
    true = rng.normal(size=len(cluster))
    before, after = true + rng.normal(size=(2, len(cluster)))
    chosen = before > np.where(arm == 1, 1.8, 0.6)
    falls = []
    for value, cutoff in ((1, 1.8), (0, 0.6)):
        these = chosen & (arm == value)
        found = mean_change(before[these], after[these], cluster=cluster[these])
        expected = expected_regression(Population(0, np.sqrt(2), 0.5), cutoff=cutoff).change
        assert found.estimate == approx(expected, abs=4 * found.se)
        falls.append(found.estimate)
    assert falls[0] < falls[1] - 0.3
    adjusted = starting_value_adjusted(before[chosen], after[chosen], arm=arm[chosen], cluster=cluster[chosen])
    assert adjusted.estimate == approx(0, abs=3 * adjusted.se)
    assert adjusted.se < 0.1


def test_the_paragraph_sets_the_two_beside_each_other():
    seen = Coefficient("change", -0.6, 0.05, 500)
    found = change_beside_regression(
        seen, HBA1C, cutoff=7.5, seed=1, starting_mean=8.9, adjusted=Coefficient("adjusted", -0.1, 0.08, 20)
    )
    words = found.describe(outcome="HbA1c")
    assert "changed by −0.60 (95% confidence interval −0.70 to −0.50, p < 0.001, 500 degrees of freedom)." in words
    assert "one measurement of HbA1c lay above 7.5. " in words
    assert "with nothing done" in words
    assert "about 66% of the change that was seen" in words
    assert "the mean they really began with, it would be −0.51." in words
    assert "difference later was −0.10 (" in words
    plain = change_beside_regression(seen, HBA1C, cutoff=7.5, seed=1, baselines=3).describe()
    assert "the mean of 3 measurements" in plain
    assert "There is no comparison group" in plain


@pytest.mark.parametrize(("observed", "words"), [(-0.2, "give all of the change"), (0.3, "not in the direction")])
def test_a_small_or_contrary_change_is_put_in_words(observed, words):
    found = change_beside_regression(Coefficient("change", observed, 0.05), HBA1C, cutoff=7.5, seed=1)
    assert words in found.describe()


def test_no_change_has_no_share():
    found = change_beside_regression(Coefficient("change", 0.0, 0.05), HBA1C, cutoff=7.5, seed=1)
    with pytest.raises(NotEstimable, match="Nothing changed"):
        _ = found.share
    assert "not in the direction" in found.describe()


@pytest.mark.parametrize(
    ("figures", "complaint"),
    [
        ({"sd": 0}, "sd is 0"),
        ({"correlation": 1.2}, "correlation is 1.2"),
        ({"correlation": -0.1}, "correlation is -0.1"),
        ({"mean": float("nan")}, "mean is nan"),
        ({"sd_se": -1}, "standard error"),
        ({"correlation": 1, "correlation_se": 0.1}, "no standard error"),
    ],
)
def test_figures_that_cannot_be_are_refused(figures, complaint):
    with pytest.raises(BadInput, match=complaint):
        Population(**{"mean": 7, "sd": 1, "correlation": 0.5, **figures})


def test_other_input_that_cannot_be_is_refused():
    with pytest.raises(NotEstimable, match="Next to nobody"):
        expected_regression(HBA1C, cutoff=70)
    with pytest.raises(BadInput, match="at least one"):
        expected_regression(HBA1C, cutoff=7.5, baselines=0)
    with pytest.raises(BadInput, match="cutoff is nan"):
        expected_regression(HBA1C, cutoff=float("nan"))
    with pytest.raises(BadInput, match="within_sd is 20"):
        population_from_within_person_sd(mean=60, sd=15, within_sd=20)
    with pytest.raises(BadInput, match="1,000 or more"):
        change_beside_regression(Coefficient("change", -0.6, 0.05), HBA1C, cutoff=7.5, seed=1, draws=10)
    with pytest.raises(BadInput, match="starting_mean"):
        regression_from(float("inf"), HBA1C)


def test_pairs_that_say_nothing_are_refused():
    with pytest.raises(NotEstimable, match="four people"):
        population_from_pairs([1, 2, 3], [1, 2, 4])
    with pytest.raises(NotEstimable, match="not all alike"):
        population_from_pairs([1, 1, 1, 1], [1, 2, 4, 3])
    with pytest.raises(NotEstimable, match="same quantity"):
        population_from_pairs([1, 2, 3, 4], [4, 3, 2, 1])
    with pytest.raises(NotEstimable, match="changed by the same"):
        mean_change([1, 2, 3], [2, 3, 4])
    with pytest.raises(NotEstimable, match="one person"):
        mean_change([1], [2])
    with pytest.raises(NotEstimable, match="one cluster"):
        mean_change([1, 2, 3], [2, 3, 5], cluster=[1, 1, 1])
    with pytest.raises(NotEstimable, match="do not differ"):
        mean_change([1, 2, 3, 4], [2, 3, 4, 5], cluster=[1, 1, 2, 2])
