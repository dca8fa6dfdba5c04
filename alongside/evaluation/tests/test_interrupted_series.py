"""Interrupted series, against nlme and sandwich in R and against whole matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.quasi_experiments import controlled_interrupted_series, interrupted_series
from alongside.evaluation.quasi_experiments.autocorrelation import autocorrelations, newey_west_lag, whiten

approx = pytest.approx
T48, T20, T60 = np.arange(48), np.arange(20), np.arange(60)
GAPS = np.r_[0:8, 9:16, 18:31]
MONTHLY = (20 + 0.1 * T48 - 3 * (T48 >= 24) - 0.15 * (T48 >= 24) * (T48 - 24) + 1.5 * np.sin(1.7 * T48)) + 0.8 * np.cos(
    0.6 * T48**1.3
)
ALTERNATING = 5 + 0.05 * T20 + 0.9 * (T20 >= 9) + 0.5 * np.sin(2.9 * T20) - 0.3 * np.cos(4.1 * T20)
YEARLY = (
    100 - 0.3 * T60 + 6 * np.cos(2 * np.pi * T60 / 12) + 4 * (T60 >= 33) + 2 * np.sin(0.35 * T60**1.2) + np.cos(T60**2)
)
GAPPED = 50 + GAPS - 0.7 * (GAPS >= 16) * (GAPS - 16) + 3 * np.sin(GAPS**1.5 / 3)
CONTROL = 18 + 0.08 * T48 + 0.7 * np.sin(2.3 * T48) + 0.5 * np.cos(T48**1.2)

# R 4.2.2, nlme 3.1.162. For each series, with s = t - settled, a = t >= settled, as = a * s, less the transition:
# gls(y ~ s + a + as + season, correlation = corAR1(form = ~t), method = "REML",
#     control = glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 500))
# season is sin(2 * pi * t / 12) + cos(2 * pi * t / 12), or factor(t %% 12).
AS_IN_NLME = {
    "monthly": (
        MONTHLY,
        {"start": 24},
        (22.3027080646, 0.0870452601318, -2.8938685725, -0.13959040162),
        (0.42940599002, 0.0301012867237, 0.592450212978, 0.0423899515035),
        (-0.0846091648175, 1.100655829),
    ),
    "alternating": (
        ALTERNATING,
        {"start": 9},
        (5.45063372588, 0.0495486781025, 0.890344097301, 0.00278440935292),
        (0.0978595198729, 0.0179463330571, 0.128513821405, 0.0213416449786),
        (-0.824729079393, 0.3944481127),
    ),
    "waves and transition": (
        YEARLY,
        {"start": 30, "transition": 3, "season": 12, "harmonics": 1},
        (91.0878039021, -0.274799824504, 1.59260261374, 0.0821588584178, 0.22871339268, 6.61281084091),
        (1.92365682313, 0.0911992322622, 2.3210070617, 0.144869050991, 0.526124913636, 0.514996584828),
        (0.742350643837, 2.138444507),
    ),
    "months and transition": (
        YEARLY,
        {"start": 30, "transition": 3, "season": 12},
        (97.0426869094, -0.287495660783, 1.62645507742, 0.109091057402, -0.283123232711, -2.61408796502),
        (2.10358034689, 0.0909207897179, 2.33457009835, 0.144067423223, 0.686008333806, 0.898510049902),
        (0.737206742413, 2.130138818),
    ),
    "gaps": (
        GAPPED,
        {"start": 16, "time": GAPS},
        (65.1774475826, 0.892476657367, 1.43680771157, -0.666826633567),
        (0.931477186032, 0.0953664273132, 1.48436806295, 0.162188696677),
        (-0.219390408952, 2.122700203),
    ),
}


@pytest.mark.parametrize("name", AS_IN_NLME)
def test_estimates_errors_and_autocorrelation_are_as_in_nlme(name):
    y, options, estimates, errors, (rho, sigma) = AS_IN_NLME[name]
    found = interrupted_series(y, **options)
    rows = found.reml.rows[: len(estimates)]
    assert tuple(row.estimate for row in rows) == approx(estimates, rel=1e-6, abs=1e-7)
    assert tuple(row.se for row in rows) == approx(errors, rel=1e-5)
    assert found.autocorrelation == approx(rho, abs=1e-6)
    assert np.sqrt(found.fit.residual_variance) == approx(sigma, rel=1e-5)


# k <- c(0, 0, 1, 23); c(sum(k * coef(g)), sqrt(t(k) %*% vcov(g) %*% k)), of the monthly series
def test_the_effect_at_a_later_time_is_as_in_nlme():
    found = interrupted_series(MONTHLY, start=24).effect_at(47)
    assert (found.estimate, found.se) == approx((-6.10444781, 1.158831508), rel=1e-7)


# sandwich 3.0.2: NeweyWest(lm(y ~ s + a + as), lag = 3 or 2, prewhite = FALSE, adjust = TRUE)
@pytest.mark.parametrize(
    ("y", "start", "errors"),
    [
        (MONTHLY, 24, (0.188317403897, 0.0205235470243, 0.308624977044, 0.0239357522036)),
        (ALTERNATING, 9, (0.233297297803, 0.0344012373934, 0.242288194171, 0.0381400021423)),
    ],
)
def test_newey_west_errors_are_as_in_sandwich(y, start, errors):
    found = interrupted_series(y, start=start)
    assert tuple(row.se for row in found.newey_west.rows) == approx(errors, rel=1e-9)
    assert [row.estimate for row in found.newey_west.rows] == [row.estimate for row in found.ols.rows]


# e <- resid(lm(y ~ s + a + as)); sum(diff(e)^2) / sum(e^2)
def test_the_durbin_watson_statistic_is_as_in_r():
    assert interrupted_series(MONTHLY, start=24).durbin_watson == approx(2.27577923734, rel=1e-10)
    assert interrupted_series(ALTERNATING, start=9).durbin_watson == approx(3.63939779414, rel=1e-10)


# acf(e, plot = FALSE)$acf[2:4], of the monthly series
def test_autocorrelations_of_residuals_are_as_in_r():
    x = np.column_stack([np.ones(48), T48 - 24, T48 >= 24, (T48 >= 24) * (T48 - 24)])
    left = MONTHLY - x @ np.linalg.lstsq(x, MONTHLY, rcond=None)[0]
    assert autocorrelations(left, T48.astype(float), 3) == approx(
        (-0.1586507074, -0.7720523056, 0.3318528877), rel=1e-9
    )


def restricted(parameters, y, x, time):
    """Minus the restricted log likelihood by whole matrices, of the log variance and Fisher's z."""
    v = np.exp(parameters[0]) * np.tanh(parameters[1]) ** np.abs(np.subtract.outer(time, time))
    inverse = np.linalg.inv(v)
    cross = x.T @ inverse @ x
    left = y - x @ np.linalg.solve(cross, x.T @ inverse @ y)
    return 0.5 * (np.linalg.slogdet(v)[1] + np.linalg.slogdet(cross)[1] + left @ inverse @ left)


@pytest.mark.parametrize("name", AS_IN_NLME)
def test_the_restricted_likelihood_is_highest_at_the_fit(name):
    y, options, *_ = AS_IN_NLME[name]
    found = interrupted_series(y, **options)
    time = np.asarray(options.get("time", np.arange(len(y))), dtype=float)
    used = found.segments.in_use(time)
    x, y, time = found.segments.columns(time[used]), y[used], time[used]
    at = np.array([np.log(found.fit.residual_variance), np.arctanh(found.autocorrelation)])
    best = optimize.minimize(restricted, at, args=(y, x, time), method="Nelder-Mead", options={"xatol": 1e-9})
    assert best.x == approx(at, abs=1e-5)
    assert restricted(at, y, x, time) <= best.fun + 1e-9


# In R: Satterthwaite's 2v²/Var(v) with the expected information and the derivatives of v by numDeriv 2016.8-1.1, of
# the log variance and Fisher's z, so in other parameters than ours.
def test_degrees_of_freedom_are_as_in_r_by_numerical_derivatives():
    found = [row.df for row in interrupted_series(MONTHLY, start=24).reml.rows]
    assert found == approx([15.42878, 15.84942, 16.71094, 14.91371], rel=1e-5)


def test_degrees_of_freedom_are_never_more_than_those_of_a_regression():
    for y, options, *_ in AS_IN_NLME.values():
        found = interrupted_series(y, **options)
        assert all(1 < row.df <= found.fit.residual_df for row in found.reml.rows)


@settings(max_examples=20, deadline=None)
@given(rho=st.floats(-0.95, 0.95), gaps=st.lists(st.integers(1, 4), min_size=3, max_size=12))
def test_whitened_points_are_uncorrelated_whatever_the_gaps(rho, gaps):
    time = np.concatenate([[0.0], np.cumsum(gaps)])
    correlation = rho ** np.abs(np.subtract.outer(time, time))
    root = whiten(np.eye(len(time)), time, rho)
    assert root @ correlation @ root.T == approx(np.eye(len(time)), abs=1e-9)


@settings(max_examples=8, deadline=None)
@given(level=st.floats(-20, 20), slope=st.floats(-5, 5), trend=st.floats(-5, 5))
def test_a_step_and_a_bend_are_added_whole(level, slope, trend):
    shift = trend * T48 + (T48 >= 24) * (level + slope * (T48 - 24))
    before, after = interrupted_series(MONTHLY, start=24), interrupted_series(MONTHLY + shift, start=24)
    assert after.level_change.estimate == approx(before.level_change.estimate + level, abs=1e-5)
    assert after.slope_change.estimate == approx(before.slope_change.estimate + slope, abs=1e-6)
    assert after.level_change.se == approx(before.level_change.se, rel=1e-5)


def test_where_time_starts_does_not_matter():
    plain = interrupted_series(YEARLY, start=30, season=12, harmonics=2)
    later = interrupted_series(YEARLY, start=630, time=T60 + 600, season=12, harmonics=2)
    assert later.level_change.estimate == approx(plain.level_change.estimate, rel=1e-9)
    assert later.effect_at(650).se == approx(plain.effect_at(50).se, rel=1e-9)


def test_all_waves_and_all_seasons_are_the_same_model():
    seasons = interrupted_series(YEARLY, start=30, season=12)
    waves = interrupted_series(YEARLY, start=30, season=12, harmonics=6)
    assert len(waves.reml) == len(seasons.reml) == 15
    assert waves.level_change.estimate == approx(seasons.level_change.estimate, rel=1e-6)
    assert waves.level_change.se == approx(seasons.level_change.se, rel=1e-6)


def test_the_chart_has_fitted_and_counterfactual_lines_that_part_by_the_effect():
    found = interrupted_series(YEARLY, start=30, transition=3)
    assert [point.observed for point in found.points] == list(YEARLY)
    assert all(point.fitted == point.counterfactual for point in found.points[:30])
    assert all(point.fitted is None for point in found.points[30:33])
    for point in found.points[33:]:
        assert point.fitted - point.counterfactual == approx(found.effect_at(point.time).estimate, abs=1e-9)


def test_points_within_the_transition_do_not_bear_on_the_fit():
    wild = YEARLY.copy()
    wild[30:33] = 1e4
    plain, other = (interrupted_series(y, start=30, transition=3) for y in (YEARLY, wild))
    assert other.level_change == plain.level_change


def test_the_level_change_is_the_effect_at_the_first_point_after():
    found = interrupted_series(MONTHLY, start=24)
    assert found.effect_at(24).estimate == approx(found.level_change.estimate)
    assert found.effect_at(24).df == approx(found.level_change.df)


def simulated(rng, n, rho):
    """A series with no trend and no change."""
    shocks = rng.standard_normal(n)
    y = np.empty(n)
    y[0] = shocks[0] / np.sqrt(1 - rho**2)
    for i in range(1, n):
        y[i] = rho * y[i - 1] + shocks[i]
    return y


def test_reml_covers_better_than_least_squares_where_neighbours_are_alike():
    """As Turner and others (2021) found; with 60 points and correlation 0.6."""
    rng = np.random.default_rng(11)
    covered = {"reml": 0, "ols": 0}
    for _ in range(40):
        found = interrupted_series(simulated(rng, 60, 0.6), start=30)
        for name in covered:
            interval = getattr(found, name)["slope change"].interval()
            covered[name] += interval.low < 0 < interval.high
    assert covered["reml"] >= 35
    assert covered["ols"] <= 30


def test_what_is_left_over_is_white_where_the_model_holds():
    y = simulated(np.random.default_rng(5), 120, 0.7)
    found = interrupted_series(y, start=60)
    assert abs(found.residual_autocorrelations[0]) < 2 / np.sqrt(120)
    assert found.durbin_watson < 1.3
    assert not any("still correlated" in note for note in found.notes)


def test_a_season_left_out_is_noticed():
    plain = 10 + 3 * np.cos(2 * np.pi * T60 / 12) + 0.2 * np.sin(T60**2)
    assert any("still correlated" in note for note in interrupted_series(plain, start=30).notes)


def test_short_series_are_flagged():
    found = interrupted_series(ALTERNATING[3:16], start=6)
    assert any("6 points before, 7 after" in note for note in found.notes)
    assert not any("under 12" in note for note in found.notes)
    assert any("under 12" in note for note in interrupted_series(ALTERNATING[:11], start=5).notes)
    assert not any("short" in note for note in interrupted_series(MONTHLY, start=24).notes)


def test_a_wandering_series_is_flagged_and_still_has_finite_errors():
    wandering = np.cumsum(np.random.default_rng(2).standard_normal(40))
    wandering = np.cumsum(wandering)
    found = interrupted_series(wandering, start=20)
    assert any("as high as it can be" in note for note in found.notes)
    assert 0 < found.level_change.se < np.inf
    assert found.level_change.df == 36


def test_missing_points_are_noted_and_neighbours_only_are_compared():
    found = interrupted_series(GAPPED, start=16, time=GAPS)
    assert any("3 points are missing" in note for note in found.notes)
    x = found.segments.columns(GAPS.astype(float))
    left = GAPPED - x @ np.linalg.lstsq(x, GAPPED, rcond=None)[0]
    steps = [left[i + 1] - left[i] for i in range(len(GAPS) - 1) if GAPS[i + 1] - GAPS[i] == 1]
    assert found.durbin_watson == approx(np.sum(np.square(steps)) / np.sum(left**2))


def test_less_than_a_year_on_one_side_is_noted():
    found = interrupted_series(YEARLY, start=50, season=12, harmonics=1)
    assert any("less than a whole year" in note for note in found.notes)


# gls of y - control, as above; and of both stacked, with that correlation held: gls(y ~ g * (s + a + as), d,
# corAR1(rho, form = ~t | g, fixed = TRUE), method = "REML")
def test_the_difference_from_a_control_is_as_in_nlme_and_as_in_the_stacked_model():
    found = controlled_interrupted_series(MONTHLY, CONTROL, start=24)
    rows = found.difference.reml.rows
    assert [row.estimate for row in rows] == approx([2.396837543, 0.01049765292, -2.871431518, -0.1459504094], rel=1e-6)
    assert [row.se for row in rows] == approx([0.4035539204, 0.02838363028, 0.5609755656, 0.03973598092], rel=1e-6)
    stacked = {"slope": 0.01049765292, "level change": -2.871431518, "slope change": -0.1459504094}
    assert {name: found.difference.reml[name].estimate for name in stacked} == approx(stacked, rel=1e-6)
    assert found.intervention.level_change.estimate == approx(-2.8938685725, rel=1e-6)


def test_what_strikes_both_series_alike_drops_out():
    shock = 5 * np.sin(T48**1.1) + 4 * (T48 >= 24)
    plain = controlled_interrupted_series(MONTHLY, CONTROL, start=24)
    struck = controlled_interrupted_series(MONTHLY + shock, CONTROL + shock, start=24)
    assert struck.difference.level_change.estimate == approx(plain.difference.level_change.estimate, rel=1e-6)
    assert abs(struck.control.level_change.estimate - plain.control.level_change.estimate) > 2


def test_the_lag_of_newey_west_grows_with_the_series():
    assert [newey_west_lag(points) for points in (6, 24, 48, 100, 400)] == [2, 2, 3, 4, 5]


@pytest.mark.parametrize(("start", "where"), [(2, "before"), (46, "after"), (100, "after")])
def test_fewer_than_three_points_on_a_side_are_refused(start, where):
    with pytest.raises(NotEstimable, match=f"points {where}"):
        interrupted_series(MONTHLY, start=start)


def test_too_few_points_for_the_season_are_refused():
    with pytest.raises(NotEstimable):
        interrupted_series(MONTHLY[:16], start=8, season=12)
    with pytest.raises(NotEstimable, match="and an autocorrelation"):
        interrupted_series(MONTHLY[:6], start=3)


def test_a_high_level_costs_no_digits():
    plain, high = interrupted_series(MONTHLY, start=24), interrupted_series(MONTHLY + 1e7, start=24)
    assert high.level_change.estimate == approx(plain.level_change.estimate, rel=1e-7)
    assert high.level_change.se == approx(plain.level_change.se, rel=1e-7)


def test_newey_west_is_left_out_where_a_side_lies_on_its_line():
    found = interrupted_series(np.where(T20 < 10, 3.0, ALTERNATING), start=10)
    assert found.newey_west is None
    assert "Newey-West" not in found.describe()
    assert found.level_change.se > 0


def test_points_exactly_on_lines_are_refused():
    with pytest.raises(NotEstimable, match="exactly on the fitted lines"):
        interrupted_series(3 + 2.0 * T20 + (T20 > 9), start=10)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"time": T20[::-1]}, "whole numbers that rise"),
        ({"time": T20 + 0.5}, "whole numbers that rise"),
        ({"time": 3 * T20}, "one unit of time apart"),
        ({"time": T20[:5]}, "5 values where 20"),
        ({"transition": -1}, "negative"),
        ({"harmonics": 1}, "need a season"),
        ({"season": 1}, "points in a year"),
        ({"season": 12, "harmonics": 7}, "1 to half"),
    ],
)
def test_what_cannot_be_meant_is_refused(options, complaint):
    with pytest.raises(BadInput, match=complaint):
        interrupted_series(ALTERNATING, start=9, **options)


def test_missing_values_are_refused():
    with pytest.raises(BadInput, match="missing"):
        interrupted_series([1, 2, np.nan, 4], start=2)


def test_an_effect_is_given_only_where_points_could_contradict_it():
    found = interrupted_series(YEARLY, start=30, transition=3)
    for time in (29, 31, 60):
        with pytest.raises(BadInput, match="there is an effect from 33 to 59"):
            found.effect_at(time)


def test_the_paragraph_says_what_was_done_found_and_what_it_cannot_show():
    words = interrupted_series(MONTHLY, start=24).describe(outcome="admissions")
    assert "straight lines to admissions at 24 points before and 24 after" in words
    assert "The level changed by −2.9 (95% confidence interval −4.1 to −1.6" in words
    assert "Anything else that happened at the same time" in words
    controlled = controlled_interrupted_series(MONTHLY, CONTROL, start=24).describe(outcome="admissions")
    assert "compared admissions with a control series" in controlled
    assert "the effect of the programme on the control" in controlled
