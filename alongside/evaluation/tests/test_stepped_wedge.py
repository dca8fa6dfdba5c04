"""Stepped wedges and other layouts of clusters by periods, against R, published formulas and whole matrices."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import linalg

from alongside.evaluation.design import SteppedWedge, curve, wedge
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.tests.trials import answers

approx = pytest.approx
unhurried = settings(max_examples=60, deadline=None)
POWERS = answers("closed_form")["stepped_wedge_power"]
WEDGE = SteppedWedge(wedge([2, 2, 2, 2, 2]), 20, icc=0.05)
CROSSOVER = [[0, 1], [1, 0]] * 3


def planned(given: dict) -> tuple[SteppedWedge, float]:
    """The trial and the difference of one of R's answers, variances turned into SD and ICC."""
    if "p0" in given:
        mean = (given["p0"] + given["p1"]) / 2
        within, between = mean * (1 - mean), (given["tau_over_p0"] * given["p0"]) ** 2
        difference = given["p1"] - given["p0"]
    else:
        within, between, difference = given["sigma_e2"], given["tau2"], given["theta"]
    layout = wedge(given["clusters_per_step"])
    assert layout.shape[1] == given["periods"]
    assert [row.argmax() + 1 for row in np.unique(layout, axis=0)[::-1]] == given["first_treated_period"]
    total = within + between
    trial = SteppedWedge(layout, given["m"], icc=between / total, sd=total**0.5, alpha=given["alpha"], method="normal")
    return trial, difference


@pytest.mark.parametrize("theirs", POWERS, ids=lambda row: row["inputs"]["name"])
def test_stepped_wedge_power_as_in_r_and_hussey_and_hughes_2007(theirs):
    trial, difference = planned(theirs["inputs"])
    found, layout = trial.power(difference=difference), np.asarray(trial.treatment)
    ours = {
        "design": ["".join(str(int(cell)) for cell in row) for row in layout],
        "I": trial.clusters,
        "T": layout.shape[1],
        "U": layout.sum(),
        "W": (layout.sum(axis=0) ** 2).sum(),
        "V": (layout.sum(axis=1) ** 2).sum(),
        "sigma_e2": trial.sd**2 * (1 - trial.icc),
        "tau2": trial.sd**2 * trial.icc,
        "icc": trial.icc,
        "theta": found.difference,
        "variance": trial.variance,
        "variance_by_gls_matrix": trial.variance,
        "se": found.se,
        "power": found.power,
        "power_two_tails": found.either_direction,
        "detectable_effect_80": trial.detectable().difference,
    }
    said = {"inputs", "package", "version", "formula"}
    expected = {part: value for part, value in theirs.items() if part not in said}
    assert ours.pop("design") == expected.pop("design")
    assert {part: approx(value, rel=1e-10) for part, value in expected.items()} == ours


def test_nothing_that_r_computed_is_left_out():
    assert len(POWERS) == 2


@unhurried
@given(
    steps=st.integers(2, 5), each=st.integers(1, 4), before=st.integers(1, 3), between=st.integers(1, 3),
    size=st.integers(1, 40), icc=st.floats(0.001, 0.5),
)  # fmt: skip
def test_the_design_effect_as_in_woertman_2013(steps, each, before, between, size, icc):
    # Woertman, de Hoop, Moerbeek, Zuidema, Gerritsen, Teerenstra (2013), Journal of Clinical Epidemiology 66, 752-758.
    seen, half = (size * (before + steps * between * share) for share in (1, 0.5))
    effect = (1 + icc * (seen - 1)) / (1 + icc * (half - 1)) * 3 * (1 - icc) / (2 * between * (steps - 1 / steps))
    layout = wedge([each] * steps, baseline_periods=before, periods_per_step=between)
    people = size * each * steps
    assert SteppedWedge(layout, size, icc=icc).variance == approx(4 * effect / people, rel=1e-9)


def by_whole_matrices(trial: SteppedWedge, sizes: np.ndarray, seen: np.ndarray) -> float:
    """The variance from one row a person and period, and the covariance of all of them."""
    layout = np.asarray(trial.treatment, dtype=float)
    rows = [(cluster, period, person) for cluster, period in np.argwhere(seen) for person in range(sizes[cluster])]
    cluster, period, person = np.array(rows).T
    same = cluster[:, None] == cluster
    apart = np.abs(period[:, None] - period)
    alike = trial.cac ** (apart if trial.decay else np.minimum(apart, 1))
    own = np.where(apart == 0, 1.0, trial.iac) * (same & (person[:, None] == person))
    covariance = trial.sd**2 * (trial.icc * alike * same + (1 - trial.icc) * own)
    columns = np.column_stack([layout[cluster, period], np.eye(layout.shape[1])[period][:, seen.any(axis=0)]])
    return linalg.inv(columns.T @ linalg.solve(covariance, columns, assume_a="pos"))[0, 0]


layouts = st.sampled_from(
    (wedge([1, 2, 1]), np.array(CROSSOVER[:4]), np.array([[0, 1], [0, 0], [0, 1]]), np.array([[0, 1, 0], [1, 0, 1]]))
)


@unhurried
@given(layouts, st.floats(0.01, 0.4), st.floats(0, 1), st.floats(0, 0.9), st.booleans(), st.data())
def test_any_layout_is_generalised_least_squares_by_whole_matrices(layout, icc, cac, iac, decay, data):
    sizes = np.array(data.draw(st.lists(st.integers(1, 5), min_size=len(layout), max_size=len(layout))))
    seen = np.ones(layout.shape, dtype=bool)
    if len(layout) > 3:
        seen[-1, data.draw(st.integers(0, layout.shape[1] - 1))] = False
    found = SteppedWedge(layout, sizes, icc=icc, sd=2, cac=cac, iac=iac, decay=decay, measured=seen, method="normal")
    assert found.variance == approx(by_whole_matrices(found, sizes, seen), rel=1e-8)
    assert found.observations == (seen.sum(axis=1) * sizes).sum()


def test_a_period_in_which_nobody_is_measured_counts_for_nothing():
    layout = np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0]])
    gap = SteppedWedge(np.insert(layout, 1, 0, axis=1), 10, icc=0.1, measured=np.insert(layout * 0 + 1, 1, 0, axis=1))
    assert gap.variance == approx(SteppedWedge(layout, 10, icc=0.1).variance, rel=1e-12)


def test_hooper_and_girling_and_hemming_2016_need_only_the_correlation_of_cluster_means():
    # The same correlation of period means, once from a cohort and once from clusters, gives the same design effect.
    size, icc, iac = 25, 0.1, 0.6
    spread = size * icc + 1 - icc
    cohort = replace(WEDGE, cluster_size=size, icc=icc, iac=iac, cac=0.5)
    r = (size * icc * 0.5 + (1 - icc) * iac) / spread
    means = SteppedWedge(WEDGE.treatment, 1, icc=r, sd=(spread / size) ** 0.5)
    assert cohort.variance == approx(means.variance, rel=1e-10)


@unhurried
@given(st.floats(0.05, 0.5), st.sampled_from((0.7, 0.9)), st.sampled_from(("t", "normal")))
def test_the_repeats_needed_are_enough_and_one_fewer_is_not(difference, power, method):
    trial = replace(WEDGE, method=method)
    times = trial.repeats_needed(difference=difference, power=power)
    assert trial.repeated(times).power(difference=difference).power >= power
    assert times == 1 or trial.repeated(times - 1).power(difference=difference).power < power


@unhurried
@given(st.floats(0.2, 0.5), st.floats(0.8, 1))
def test_the_size_needed_is_enough_and_one_person_fewer_is_not(difference, cac):
    trial = replace(WEDGE, cac=cac)
    size = trial.size_needed(difference=difference)
    assert replace(trial, cluster_size=size).power(difference=difference).power >= 0.8
    assert size == 1 or replace(trial, cluster_size=size - 1).power(difference=difference).power < 0.8


@unhurried
@given(st.sampled_from(("t", "normal")), st.sampled_from((0.6, 0.8, 0.95)))
def test_the_detectable_difference_has_the_power_it_was_asked_for(method, power):
    found = replace(WEDGE, method=method).detectable(power=power)
    assert found.power == approx(power, rel=1e-9)


def test_when_no_size_is_enough_it_says_so():
    with pytest.raises(NotEstimable, match=r"With 10 clusters no number of people gives 80% power .* 0.05"):
        replace(WEDGE, cac=0.5).size_needed(difference=0.05)
    with pytest.raises(NotEstimable, match="a million times"):
        WEDGE.repeats_needed(difference=1e-5)


def test_fewer_than_three_clusters_have_no_t_test_but_may_be_repeated():
    pair = SteppedWedge([[0, 1], [1, 0]], 50, icc=0.05)
    with pytest.raises(NotEstimable, match="three clusters"):
        pair.power(difference=0.5)
    times = pair.repeats_needed(difference=0.5)
    assert pair.repeated(times).power(difference=0.5).df == 2 * times - 2


def test_a_curve_of_a_stepped_wedge_is_drawn_the_same_way():
    found = curve(
        WEDGE,
        lambda trial: trial.power(difference=0.25).power,
        label="power",
        iccs=np.linspace(0.01, 0.1, 4),
        cluster_sizes=(10, 20),
    )
    assert found.values[1, 3] == replace(WEDGE, icc=0.1).power(difference=0.25).power
    assert (found.values[1] > found.values[0]).all()


def test_a_wedge_has_its_steps_where_they_were_asked_for():
    found = wedge([1, 2], baseline_periods=2, periods_per_step=2)
    assert found.astype(int).tolist() == [[0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 1, 1]]


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: wedge([1.5]), BadInput, "whole numbers"),
        (lambda: wedge([]), BadInput, "empty"),
        (lambda: wedge([1], periods_per_step=0), BadInput, "1 or more periods_per_step"),
        (lambda: replace(WEDGE, treatment=[[0, 2], [0, 1]], cluster_size=5), BadInput, "treatment must be 1"),
        (lambda: replace(WEDGE, treatment=[[0, np.nan]]), BadInput, "missing"),
        (lambda: replace(WEDGE, treatment=[[0, 1], [0, 1]]), NotEstimable, "time and intervention look the same"),
        (lambda: replace(WEDGE, treatment=CROSSOVER, measured=[[1, 0]]), BadInput, "must be the same"),
        (lambda: replace(WEDGE, treatment=CROSSOVER, measured=[[1, 1]] * 5 + [[0, 0]]), BadInput, "never measured"),
        (lambda: replace(WEDGE, cluster_size=[1, 2]), BadInput, "2 values where 10"),
        (lambda: replace(WEDGE, cluster_size=0), BadInput, "above 0"),
        (lambda: replace(WEDGE, icc=1.2), BadInput, "icc is 1.2"),
        (lambda: replace(WEDGE, cac=-0.1), BadInput, "cac is -0.1"),
        (lambda: replace(WEDGE, iac=1), BadInput, "iac is 1"),
        (lambda: replace(WEDGE, sd=0), BadInput, "sd is 0"),
        (lambda: replace(WEDGE, alpha=0), BadInput, "alpha is 0"),
        (lambda: replace(WEDGE, method="z"), BadInput, "t or normal"),
        (lambda: WEDGE.repeats_needed(difference=0), BadInput, "difference is 0"),
        (lambda: WEDGE.power(difference=np.inf), BadInput, "difference is inf"),
        (lambda: WEDGE.size_needed(difference=0.2, power=1), BadInput, "power is 1"),
        (lambda: WEDGE.repeated(0), BadInput, "times is 0"),
    ],
)
def test_layouts_and_questions_that_cannot_be_are_refused(make, error, words):
    with pytest.raises(error, match=words):
        make()


def test_a_stepped_wedge_describes_itself_for_a_protocol():
    trial = replace(WEDGE, cac=0.8, iac=0.7, decay=True)
    assert trial.power(difference=0.25).describe() == (
        "We assume a trial of 10 clusters over 6 periods, 20 people in a cluster and period, the same people each time "
        "(individual autocorrelation 0.7), 1,200 measurements in all; an outcome with standard deviation 1; an "
        "intracluster correlation of 0.05 within a period and a cluster autocorrelation of 0.8 for each period "
        "between. The analysis is a mixed model with a fixed effect for each period. The test is two-sided at the 5% "
        "level, by the t distribution with clusters minus 2 degrees of freedom. The power to show a difference of 0.25 "
        "is then 79.6%. Its standard error is 0.0785: expect a 95% confidence interval 0.07 to 0.43."
    )
