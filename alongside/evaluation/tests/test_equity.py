"""Inequality over deciles of deprivation, decile 1 the most deprived."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.evaluation.economics import inequality, inequality_among_people, net_benefit_by_decile
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.tests.trials import trial
from alongside.evaluation.wording import number

LIFE = (74.1, 75.6, 76.8, 77.9, 78.6, 79.4, 80.1, 80.5, 81.3, 82.4)
PEOPLE = (5200, 5350, 5100, 5600, 5480, 5900, 5750, 6100, 6020, 5800)


def wise():
    data = trial("wise_dev")
    return data, 1 + (data["pid"] * 7) % 10


def by_decile(**change):
    data, decile = wise()
    options = {"arm": data["arm"], "cluster": data["practice"], "decile": decile, "threshold": 20000} | change
    return net_benefit_by_decile(data["cost"], data["qaly"], **options)


def test_the_slope_index_as_by_weighted_regression_in_r():
    # R 4.2.2: b <- (cumsum(n) - n/2)/sum(n); summary(lm(life ~ b, weights = n)), and predict at b = 1 with se.fit
    found = inequality(LIFE, PEOPLE)
    assert found.ranks[0] == pytest.approx(0.0461811722912966, rel=1e-12)
    assert found.ranks[-1] == pytest.approx(0.9484902309058615, rel=1e-12)
    got = (
        found.most_deprived.estimate,
        found.most_deprived.se,
        found.slope.estimate,
        found.slope.se,
        found.slope.p_value,
    )
    np.testing.assert_allclose(
        got,
        (74.59249368281344, 0.296186952873206, 8.39437320275678, 0.513659734496344, 1.97951788378003e-07),
        rtol=1e-7,
    )
    np.testing.assert_allclose(
        (found.least_deprived.estimate, found.least_deprived.se), (82.986866885570223, 0.296186952873206), rtol=1e-10
    )
    assert found.slope.df == 8


def test_decile_one_is_the_most_deprived_and_first():
    found = inequality(LIFE, PEOPLE)
    assert found.slope.estimate > 0
    assert found.relative == pytest.approx(82.986866885570223 / 74.59249368281344, rel=1e-10)
    said = found.describe("life expectancy in years")
    assert "(decile 1 is the most deprived tenth)" in said
    assert "goes on average from 74.6 at the most deprived end to 83.0 at the least deprived" in said
    assert "no gradient" not in said


@given(st.lists(st.floats(1, 1000), min_size=5, max_size=10), st.floats(-50, 50), st.floats(-20, 20))
def test_a_straight_line_over_the_ranks_is_found_whatever_the_sizes(people, start, slope):
    sizes = np.array(people)
    ranks = (np.cumsum(sizes) - sizes / 2) / sizes.sum()
    found = inequality(start + slope * ranks, sizes, covariance=np.ones(len(sizes)))
    assert found.slope.estimate == pytest.approx(slope, abs=1e-7)
    assert found.most_deprived.estimate == pytest.approx(start, abs=1e-7)


def test_known_standard_errors_give_the_spread_of_simulated_slopes():
    # What phe_sii does: values drawn about the observed ones, a slope from each.
    se = np.linspace(0.3, 0.6, 10)
    found = inequality(LIFE, PEOPLE, covariance=se**2)
    rng = np.random.Generator(np.random.PCG64(8))
    slopes, ratios = zip(
        *(
            ((one := inequality(LIFE + se * rng.normal(size=10), PEOPLE)).slope.estimate, one.relative)
            for _ in range(2500)
        ),
        strict=True,
    )
    assert found.slope.se == pytest.approx(np.std(slopes), rel=0.05)
    interval = found.relative_interval()
    np.testing.assert_allclose((interval.low, interval.high), np.quantile(ratios, [0.025, 0.975]), atol=0.003)


def test_a_table_of_covariances_and_its_diagonal_are_told_apart():
    variances = np.full(10, 0.2)
    diagonal, table = (inequality(LIFE, PEOPLE, covariance=one) for one in (variances, np.diag(variances)))
    shared = inequality(LIFE, PEOPLE, covariance=np.diag(variances) + 0.5)
    assert diagonal.slope == table.slope
    # What moves all deciles together moves the ends and leaves the slope.
    assert shared.slope.se == pytest.approx(diagonal.slope.se, rel=1e-9)
    assert shared.most_deprived.se**2 == pytest.approx(diagonal.most_deprived.se**2 + 0.5, rel=1e-9)


def test_the_relative_index_has_no_bounds_when_the_deprived_end_may_be_nothing():
    found = inequality([0.3, 0.5, 0.9, 1.3], [10, 10, 10, 10], covariance=np.full(4, 0.25))
    assert not found.relative_interval().bounded
    assert found.relative > 1


@pytest.mark.parametrize("values", [[-1, 0, 1], [0, 0, 0], [1, 0, -1]])
def test_there_is_no_relative_index_where_the_line_crosses_nothing(values):
    with pytest.raises(NotEstimable, match="use the slope"):
        _ = inequality(values, [1, 1, 1]).relative


def test_people_in_practices_give_the_line_of_their_own_regression_and_the_spread_of_r():
    # R 4.2.2, sandwich 3.0-2: g <- lm(qaly ~ 0 + factor(d)); vcovCL(g, practice, type = "HC0", cadjust = FALSE),
    # × 44/43, carried to the weighted line over ranks; lm(qaly ~ rank of d) gives the same line.
    data, decile = wise()
    found = inequality_among_people(data["qaly"], decile=decile, cluster=data["practice"])
    assert found.slope.estimate == pytest.approx(0.00745402813473103, rel=1e-9)
    assert found.most_deprived.estimate == pytest.approx(0.66879739939932137, rel=1e-12)
    assert found.slope.se**2 == pytest.approx(5.86979051105464e-05, rel=1e-9)
    assert found.most_deprived.se**2 == pytest.approx(8.90401465823321e-05, rel=1e-9)
    assert found.slope.df == 43
    assert "compatible with no gradient" in found.describe("QALYs", say=partial(number, decimals=3))


def test_net_benefit_by_decile_as_in_r():
    # R 4.2.2, sandwich 3.0-2: lm(nb ~ 0 + d:a), vcovCL(type = "HC0", cadjust = FALSE), × 22/21 within each arm.
    found = by_decile()
    got = [(found.benefits[at].estimate, found.benefits[at].se) for at in (0, 3, 9)]
    expected = [
        (-109.323415133953, 462.456133566433),
        (-431.629110185846, 380.077104314243),
        (174.359156191174, 412.141608022907),
    ]
    np.testing.assert_allclose(got, expected, rtol=1e-9)
    line = found.inequality
    np.testing.assert_allclose(
        (line.most_deprived.estimate, line.slope.estimate), (-473.929262929912, 500.224080638465), rtol=1e-9
    )
    np.testing.assert_allclose(
        (line.most_deprived.se**2, line.slope.se**2), (137398.7321718396, 97244.0359395781), rtol=1e-9
    )
    assert (found.deciles, sum(found.people), line.slope.df) == (tuple(range(1, 11)), 5599, 42)


def test_net_benefit_by_decile_in_words():
    said = by_decile().describe()
    above = sum(row.estimate > 0 for row in by_decile().benefits)
    assert f"above zero in {above} of 10 deciles; in 0 of them the 95% confidence interval leaves out zero" in said
    assert "net benefit per person goes on average from −£474" in said


def test_deciles_that_nobody_in_the_trial_lives_in_are_left_out():
    data, decile = wise()
    found = by_decile(decile=np.where(decile == 4, 5, decile))
    assert found.deciles == (1, 2, 3, 5, 6, 7, 8, 9, 10)
    assert found.people[3] == (np.isin(decile, (4, 5))).sum()
    assert len(found.inequality.ranks) == 9
    assert data["cost"].size == sum(found.people)


@pytest.mark.parametrize(
    ("values", "people", "covariance", "words"),
    [
        ([1, 2], [5, 5], None, "Three groups"),
        ([1, 2, 3], [5, 0, 5], None, "people in each"),
        ([1, np.nan, 3], [5, 5, 5], None, "missing"),
        ([1, 2, 3], [5, 5], None, "3 are needed"),
        ([1, 2, 3], [5, 5, 5], [1, 1], "3 are needed"),
        ([1, 2, 3], [5, 5, 5], np.eye(2), "3 are needed"),
        ([1, 2, 3], [5, 5, 5], np.ones((3, 2)), "3 by 3"),
        ([1, 2, 3], [5, 5, 5], [1, -1, 1], "3 by 3"),
        ([1, 2, 3], [5, 5, 5], ["a", "b", "c"], "not a number"),
    ],
)
def test_groups_that_make_no_sense_are_refused(values, people, covariance, words):
    with pytest.raises(BadInput, match=words):
        inequality(values, people, covariance=covariance)


def test_people_without_a_decile_or_an_arm_without_people_in_one_are_refused():
    data, decile = wise()
    with pytest.raises(BadInput, match="1, the most deprived"):
        by_decile(decile=decile - 1)
    with pytest.raises(NotEstimable, match="join neighbouring deciles"):
        by_decile(decile=np.where((decile == 3) & (data["arm"] == 1), 4, decile))
    with pytest.raises(NotEstimable, match="Three clusters"):
        inequality_among_people([1, 2, 3], decile=[1, 2, 3], cluster=[1, 1, 2])
