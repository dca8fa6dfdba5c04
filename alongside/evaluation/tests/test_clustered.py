"""Shares and means over sites, against clubSandwich, prop.test and simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation import cluster_robust
from alongside.evaluation.process import clustered_mean, clustered_share, share

# R 4.2.2, clubSandwich 0.5.8:
#   y <- c(3,4,2,5,4, 1,2,2, 5,5,4,4,3,5,4, 2,3); g <- rep(1:4, c(5,3,7,2))
#   coef_test(lm(y ~ 1), vcov = "CR2", cluster = g, test = "Satterthwaite")
SCORES = [3, 4, 2, 5, 4, 1, 2, 2, 5, 5, 4, 4, 3, 5, 4, 2, 3]
SITES = np.repeat(["a", "b", "c", "d"], [5, 3, 7, 2])
SCORES_IN_R = (3.411764705882353, 0.593880475166497, 2.399086062452399)
#   x <- c(8,3,20,0,11); n <- c(20,15,25,6,30)
#   d <- unlist(mapply(function(a, b) c(rep(1, a), rep(0, b - a)), x, n)); s <- rep(1:5, n)
#   coef_test(lm(d ~ 1), vcov = "CR2", cluster = s, test = "Satterthwaite")
COUNTS, TOTALS = [8, 3, 20, 0, 11], [20, 15, 25, 6, 30]
COUNTS_IN_R = (0.437500000000000, 0.123567270925598, 3.244425309540070)


def test_a_mean_over_sites_is_as_in_clubsandwich():
    found = clustered_mean(SCORES, cluster=SITES)
    assert (found.estimate, found.se, found.df) == pytest.approx(SCORES_IN_R, rel=1e-12)
    assert (found.people, found.clusters) == (17, 4)
    # qt(0.975, 2.399086062452399)
    half = 3.68456324968237 * SCORES_IN_R[1]
    assert found.interval().low == pytest.approx(SCORES_IN_R[0] - half, rel=1e-10)
    assert found.interval().high == pytest.approx(SCORES_IN_R[0] + half, rel=1e-10)


def test_a_share_over_sites_is_as_in_clubsandwich():
    found = clustered_share(COUNTS, TOTALS, cluster=list("abcde"))
    assert (found.value, found.variance**0.5, found.df) == pytest.approx(COUNTS_IN_R, rel=1e-12)
    assert found.design_effect == pytest.approx(COUNTS_IN_R[1] ** 2 * 96 / (0.4375 * 0.5625))


def test_the_closed_form_is_the_regression_on_a_column_of_ones():
    found, general = clustered_mean(SCORES, cluster=SITES), cluster_robust(SCORES, np.ones((17, 1)), cluster=SITES)
    row = general.coefficients["x0"]
    assert (found.estimate, found.se, found.df) == pytest.approx((row.estimate, row.se, row.df), rel=1e-12)


def test_people_and_sites_as_rows_give_the_same_share():
    people = np.concatenate([np.repeat([1, 0], [a, b - a]) for a, b in zip(COUNTS, TOTALS, strict=True)])
    where = np.repeat(np.arange(5), TOTALS)
    by_person = clustered_share(people, np.ones(96), cluster=where)
    by_site = clustered_share(COUNTS, TOTALS, cluster=np.arange(5))
    assert by_person.interval().low == pytest.approx(by_site.interval().low, rel=1e-12)
    assert by_person.df == pytest.approx(by_site.df, rel=1e-12)


@pytest.mark.parametrize(
    # R 4.2.2: prop.test(count, total, correct = FALSE)$conf.int
    ("count", "total", "low", "high"),
    [
        (44, 51, 0.742783077424183, 0.931888982649431),
        (0, 20, 0.0, 0.161125158052819),
        (7, 7, 0.645669564933313, 1.0),
        (179, 199, 0.849868775600333, 0.933994646228788),
    ],
)
def test_wilsons_interval_is_as_in_r(count, total, low, high):
    found = share(count, total).interval()
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-12)


def test_with_equal_sites_the_mean_is_a_t_test_of_their_means():
    random = np.random.default_rng(5)
    values = random.normal(size=(8, 12))
    found = clustered_mean(values.ravel(), cluster=np.repeat(np.arange(8), 12))
    assert found.se == pytest.approx(values.mean(1).std(ddof=1) / np.sqrt(8), rel=1e-12)
    assert found.df == pytest.approx(7, rel=1e-12)


def test_with_a_site_each_the_mean_is_that_of_independent_people():
    values = np.array([3.0, 5, 4, 2, 4])
    found = clustered_mean(values, cluster=np.arange(5))
    assert found.se == pytest.approx(values.std(ddof=1) / np.sqrt(5), rel=1e-12)
    assert found.df == pytest.approx(4, rel=1e-12)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=12))
def test_a_clustered_interval_holds_the_share_stays_in_range_and_is_no_narrower_than_wilsons(rows):
    counts, rest = np.array(rows).T
    if ((counts + rest) > 0).sum() < 2:
        return
    found = clustered_share(counts, counts + rest, cluster=np.arange(len(rows)))
    simple = share(found.count, found.total).interval()
    interval = found.interval()
    assert 0 <= interval.low <= found.value <= interval.high <= 1
    assert interval.low <= simple.low + 1e-12
    assert interval.high >= simple.high - 1e-12


@pytest.mark.parametrize("value", [0.1, 0.4])
def test_the_clustered_interval_holds_its_level_where_wilsons_does_not(value):
    random = np.random.default_rng(8)
    hits, naive, runs = 0, 0, 500
    for _ in range(runs):
        sizes = random.integers(5, 60, 12)
        # An intracluster correlation of 0.1.
        counts = random.binomial(sizes, random.beta(9 * value, 9 * (1 - value), 12))
        found = clustered_share(counts, sizes, cluster=np.arange(12))
        interval, simple = found.interval(), share(found.count, found.total).interval()
        hits += interval.low <= value <= interval.high
        naive += simple.low <= value <= simple.high
    assert 0.92 <= hits / runs <= 0.985
    assert naive / runs < 0.75


def test_sites_that_are_all_alike_count_as_one_observation_each():
    found = clustered_share([0, 0, 0], [10, 20, 30], cluster=list("abc"))
    assert "alike" in found.notes[0]
    assert found.interval().low == 0
    assert found.interval().high > share(0, 3).interval().high
    assert clustered_share([10, 20], [10, 20], cluster=list("ab")).interval().high == 1


def test_one_site_gives_a_share_without_an_interval():
    for found in (clustered_share([3], [10], cluster=["a"]), clustered_mean([1, 2, 3], cluster=["a"] * 3)):
        assert found.notes
        assert "no interval" in found.words()
        with pytest.raises(NotEstimable):
            found.interval()


def test_a_mean_of_one_and_the_same_value_has_no_interval():
    for value in (4.1, 1e9 + 0.1, 1e-9 / 3):
        found = clustered_mean([value] * 7, cluster=[1, 1, 2, 2, 3, 3, 3])
        assert found.estimate == pytest.approx(value)
        with pytest.raises(NotEstimable, match="Nothing varies"):
            found.interval()
    tiny = clustered_mean(np.array(SCORES) * 1e-13, cluster=SITES)
    assert tiny.se == pytest.approx(SCORES_IN_R[1] * 1e-13, rel=1e-9)


def test_sites_where_nobody_was_counted_are_no_clusters():
    found = clustered_share([3, 0, 4], [10, 0, 12], cluster=list("abc"))
    assert found.clusters == 2
    assert found == clustered_share([3, 4], [10, 12], cluster=list("ac"))


def test_words_are_rounded_as_a_reader_would():
    assert share(1, 1000).words().startswith("<1% (1 of 1,000;")
    assert share(999, 1000).words().startswith(">99%")
    assert share(1, 8).words().startswith("13% (1 of 8; 95% confidence interval 2% to 47%)")
    assert (
        clustered_mean([-0.01, 0.0, 0.01, 0.0], cluster=list("aabb")).words().startswith("0.0 (95% confidence interval")
    )


@pytest.mark.parametrize(
    ("counts", "totals", "message"),
    [
        ([3], [2], "above its total"),
        ([-1], [2], "counts"),
        ([0.5], [2], "counts"),
        ([0, 0], [0, 0], "all 0"),
        ([1, 2], [3], "2 values where 1"),
        ([np.nan], [1], "missing"),
        (["few"], [1], "not a number"),
    ],
)
def test_counts_that_are_none_are_refused(counts, totals, message):
    with pytest.raises(BadInput, match=message):
        clustered_share(counts, totals, cluster=list("ab")[: len(totals)])


def test_a_share_of_nothing_and_a_level_of_no_probability_are_refused():
    for count, total in ((0, 0), (3, 2), (-1, 4)):
        with pytest.raises(BadInput):
            share(count, total)
    with pytest.raises(BadInput, match="between 0 and 1"):
        share(1, 2).interval(95)
    with pytest.raises(BadInput, match="between 0 and 1"):
        clustered_mean(SCORES, cluster=SITES).interval(0)
