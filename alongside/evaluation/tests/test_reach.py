"""Reach, and whether those reached are like those who could have been."""

from math import nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.process import clustered_share, compare_with_eligible, share, summarise_reach

ELIGIBLE, OFFERED, CAME = [120, 80, 40, 60], [100, 80, 30, 45], [60, 20, 25, 15]


@pytest.fixture
def found():
    return summarise_reach(ELIGIBLE, OFFERED, CAME, site=list("abcd"))


def test_reach_is_took_part_of_eligible_and_uptake_of_offered(found):
    assert (found.reach.count, found.reach.total) == (120, 300)
    assert (found.uptake.count, found.uptake.total) == (120, 255)
    assert (found.offer.count, found.offer.total) == (255, 300)
    assert found.reach == clustered_share(CAME, ELIGIBLE, cluster=list("abcd"))


def test_a_sites_own_interval_is_wilsons(found):
    first = found.sites[0]
    assert first.reach.interval() == share(60, 120).interval()
    assert first.uptake.value == 0.6
    assert first.offer.value == pytest.approx(100 / 120)


def test_people_as_rows_add_up_to_their_sites(found):
    parts = [
        np.concatenate(
            [np.repeat([1, 0], [count, total - count]) for count, total in zip(which, ELIGIBLE, strict=True)]
        )
        for which in (ELIGIBLE, OFFERED, CAME)
    ]
    by_person = summarise_reach(*parts, site=np.repeat(list("abcd"), ELIGIBLE))
    assert by_person.sites == found.sites
    assert by_person.reach.variance == pytest.approx(found.reach.variance, rel=1e-12)


def test_practices_that_took_part_in_wise_are_86_per_cent_of_those_eligible():
    # Kennedy et al. 2014: of 51 eligible practices, 44 agreed.
    assert share(44, 51).words() == "86% (44 of 51; 95% confidence interval 74% to 93%)"


def test_a_site_with_nobody_eligible_or_offered_has_no_share():
    found = summarise_reach([10, 0, 20], [5, 0, 0], [2, 0, 0], site=list("abc"))
    assert found.sites[1].reach is None
    assert found.sites[2].uptake is None
    assert found.sites[2].reach.value == 0
    assert found.reach.clusters == 2
    nobody = summarise_reach([10, 20], [0, 0], [0, 0], site=list("ab"))
    assert nobody.uptake is None
    assert "took part. Reach" not in nobody.describe()


def test_reach_describes_itself(found):
    said = found.describe()
    assert said.startswith("Counts come from 4 sites. Of those eligible, 85% (255 of 300; 95% confidence interval")
    assert "Reach, those who took part of all eligible, was 40% (120 of 300;" in said
    assert "reach ran from 25% to 63%" in said
    two = summarise_reach([10, 20], [10, 20], [5, 2], site=["a", "b"])
    assert "reach ran from 10% to 50%" in two.describe()
    assert "reach ran" not in summarise_reach([10, 0], [10, 0], [5, 0], site=["a", "b"]).describe()


def test_published_reach_shows_small_sites_together_and_keeps_the_totals():
    full = summarise_reach([100, 90, 12, 60], [80, 70, 10, 40], [40, 30, 3, 12], site=list("abcd"))
    shown = full.published(threshold=8)
    # c has 2 not offered, 7 who declined and 3 who came; d alone would know c, so b joins them.
    assert [site.site for site in shown.sites] == ["a", "3 others together"]
    assert (shown.sites[1].eligible, shown.sites[1].offered, shown.sites[1].took_part) == (162, 120, 45)
    assert sum(site.took_part for site in shown.sites) == shown.reach.count == 85
    assert "3 groups, small ones among them, are shown together." in shown.describe()


def test_reach_too_small_to_publish_is_withheld():
    shown = summarise_reach([6, 7], [5, 7], [1, 2], site=["a", "b"]).published(threshold=10)
    assert (shown.sites, shown.offer, shown.uptake, shown.reach) == ((), None, None, None)
    assert "too small to be published" in shown.describe()
    two = summarise_reach([40, 40], [30, 20], [15, 3], site=["a", "b"]).published(threshold=10)
    assert two.reach is None, "a knows its own 15 of the 18"
    only_total = summarise_reach([40, 40, 40], [30, 20, 30], [15, 3, 8], site=["a", "b", "c"]).published(threshold=10)
    assert only_total.sites == ()
    assert only_total.reach.count == 26
    assert only_total.published(threshold=10).reach == only_total.reach
    assert only_total.published(threshold=27).reach is None
    assert shown.published(threshold=10) == shown
    not_asked = summarise_reach([30] * 3, [29, 26, 26], [15] * 3, site=["a", "b", "c"]).published(threshold=5)
    assert not_asked.reach.count == 45
    assert not_asked.published(threshold=10).reach is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 20)] * 3), min_size=1, max_size=7),
    st.integers(2, 12),
    st.booleans(),
)
def test_no_difference_of_published_numbers_is_small(cells, threshold, hide_zeros):
    cells = np.array(cells)
    if cells.sum() == 0:
        return
    eligible, offered, came = cells.sum(1), cells[:, 1:].sum(1), cells[:, 2]
    shown = summarise_reach(eligible, offered, came, site=np.arange(len(cells))).published(
        threshold=threshold, hide_zeros=hide_zeros
    )
    rows = [(site.eligible, site.offered, site.took_part) for site in shown.sites]
    if shown.reach is not None:
        rows.append((shown.reach.total, int(offered.sum()), shown.reach.count))
    for all_of_them, asked, took in rows:
        for number in (all_of_them - asked, asked - took, took):
            assert number >= threshold or (number == 0 and not hide_zeros)


@pytest.mark.parametrize(
    ("eligible", "offered", "came", "message"),
    [
        ([10], [11], [5], "must be among"),
        ([10], [8], [9], "must be among"),
        ([0], [0], [0], "Nobody is eligible"),
        ([10, 10], [5], [5], "1 values where 2"),
        ([10], [nan], [5], "missing"),
        ([10.5], [5], [5], "counts"),
    ],
)
def test_counts_that_cannot_be_are_refused(eligible, offered, came, message):
    with pytest.raises(BadInput, match=message):
        summarise_reach(eligible, offered, came, site=range(len(eligible)))


CAME_1 = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
AGE = np.array([70, 66, 74, 62, 50, 58, 61, 47, 55, 57.0])
SEX = ["f", "f", "m", "f", "m", "m", "f", "m", "f", "m"]


def test_differences_are_in_standard_deviations_as_in_austin_2009():
    age, women, men = compare_with_eligible(CAME_1, {"age": AGE, "sex": SEX}).rows
    inside, outside = AGE[:4], AGE[4:]
    assert (age.took_part, age.others, age.eligible) == (68, pytest.approx(outside.mean()), 60)
    assert age.difference == pytest.approx(8 / AGE.std(ddof=1), rel=1e-12)
    pooled = sqrt((inside.var(ddof=1) + outside.var(ddof=1)) / 2)
    assert age.from_others == pytest.approx((68 - outside.mean()) / pooled, rel=1e-12)
    # Women: 3 of 4 who came, 2 of 6 who did not, 5 of 10.
    assert (women.label, women.took_part, women.eligible) == ("sex: f", 0.75, 0.5)
    assert women.difference == pytest.approx(0.25 / 0.5)
    assert women.from_others == pytest.approx((0.75 - 1 / 3) / sqrt((0.75 * 0.25 + 2 / 9) / 2), rel=1e-12)
    assert men.difference == pytest.approx(-women.difference)
    assert women.counts == ((3, 1), (2, 4))


def test_numbers_of_0_and_1_are_shares_and_what_does_not_vary_has_no_difference():
    flag, same = compare_with_eligible(CAME_1, {"flag": CAME_1, "same": np.full(10, 7.0)}).rows
    assert (flag.label, flag.took_part, flag.others) == ("flag", 1, 0)
    assert (flag.difference, flag.from_others) == (pytest.approx(0.6 / sqrt(0.24)), None)
    assert (same.difference, same.from_others, same.counts) == (None, None, None)


def test_one_person_alone_has_no_spread_of_their_own():
    row = compare_with_eligible([1, 0, 0, 0], {"age": [70, 50, 60, 40]}).rows[0]
    assert row.difference == pytest.approx(15 / np.std([70, 50, 60, 40], ddof=1))
    assert row.from_others == pytest.approx(20 / sqrt(100 / 2))


def test_the_largest_differences_come_first_and_into_the_words():
    found = compare_with_eligible(CAME_1, {"sex": SEX, "age": AGE})
    assert [row.label for row in found.beyond()] == ["age", "sex: f", "sex: m"]
    assert found.beyond(0.9)[0].name == "age"
    said = found.describe()
    assert said.startswith(
        "4 of 10 eligible people took part and were compared with all eligible in 2 characteristics."
    )
    assert f"in age ({8 / AGE.std(ddof=1):.2f}), sex: f (0.50) and sex: m (−0.50)" in said
    alike = compare_with_eligible([1, 0, 1, 0], {"flag": [1, 1, 0, 0]})
    assert "In none of these" in alike.describe()


def test_published_characteristics_leave_out_a_category_with_a_small_value_whole():
    random = np.random.default_rng(2)
    came = np.repeat([1, 0], [60, 90])
    values = {"age": random.normal(60, 9, 150), "smokes": np.tile([1, 0, 0], 50), "group": ["p", "q"] * 74 + ["r", "r"]}
    shown = compare_with_eligible(came, values).published(threshold=10)
    assert [row.label for row in shown.rows] == ["age", "smokes"]
    assert "Left out, for small numbers: group." in shown.describe()
    few = compare_with_eligible(CAME_1, {"age": AGE}).published(threshold=5)
    assert (few.took_part, few.rows) == (None, ())
    assert "too small" in few.describe()
    assert few.published(threshold=5) == few


def test_a_comparison_with_no_one_or_of_nothing_is_refused():
    for came in (np.ones(10), np.zeros(10)):
        with pytest.raises(NotEstimable, match="no one to compare"):
            compare_with_eligible(came, {"age": AGE})
    for came, values, message in (
        (CAME_1 * 2, {"age": AGE}, "must be 1"),
        (CAME_1, {}, "no characteristics"),
        (CAME_1, {"age": AGE[:5]}, "5 values where 10"),
        (CAME_1, {"age": np.where(AGE > 60, nan, AGE)}, "age has 5 missing"),
        (CAME_1, {"sex": [None, *SEX[1:]]}, "sex has missing"),
    ):
        with pytest.raises(BadInput, match=message):
            compare_with_eligible(came, values)
