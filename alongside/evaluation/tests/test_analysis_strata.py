"""The strata in which clusters were allocated: categories, of whole clusters, and no covariates of people."""

import numpy as np
import pytest

from alongside.evaluation.errors import BadInput
from alongside.evaluation.estimation import cluster_means, mixed_model
from alongside.evaluation.tests.analysed import (
    BINARY,
    BY_MONTH,
    OUTCOME,
    SPEC,
    TRIAL,
    analysed,
    people,
    refused,
    vector,
    wedge,
)

approx = pytest.approx
THIRDS = 'strata = ["third"]\n'
BY_MEANS = OUTCOME + 'model = "cluster_means"\n'


def in_thirds():
    """Pairs of practices, an intervention and a control, in three strata called 1, 2 and 3 that make no line."""
    return people(third=[1 + (practice - 1) // 2 % 3 for practice in people()["practice"]])


def test_strata_called_by_numbers_are_levels_and_not_a_slope():
    columns = in_thirds()
    found = analysed(TRIAL + THIRDS + OUTCOME, columns).outcomes[0].main
    third = vector(columns, "third")
    x = np.column_stack([np.ones(180), third == 2, third == 3, vector(columns, "arm")])
    fit = mixed_model(vector(columns, "y12"), x, cluster=vector(columns, "practice"), names=["one", "2", "3", "arm"])
    ours, theirs = found.effects[0], fit.coefficients()["arm"]
    assert (ours.estimate, ours.se, ours.df) == approx((theirs.estimate, theirs.se, theirs.df))
    assert [row.name for row in found.coefficients.rows][1:3] == ["third = 2", "third = 3"]


def test_means_of_clusters_are_compared_within_strata_and_pay_for_them_in_degrees_of_freedom():
    columns = in_thirds()
    found = analysed(TRIAL + THIRDS + BY_MEANS + 'adjust = ["y0"]', columns).outcomes[0].main
    y0 = vector(columns, "y0")[:, None]
    said = {name: vector(columns, column) for name, column in {"cluster": "practice", "strata": "third"}.items()}
    theirs = cluster_means(vector(columns, "y12"), arm=vector(columns, "arm"), covariates=y0, **said).equal_variances
    ours = found.effects[0]
    assert (ours.estimate, ours.se, ours.df) == approx((theirs.estimate, theirs.se, 12 - 3 - 1))
    assert "by a t test within strata" in found.words
    assert found.notes == ()


def test_two_strata_are_crossed():
    columns = in_thirds()
    crossed = TRIAL + 'strata = ["third", "strat"]\n' + BY_MEANS
    assert analysed(crossed, columns).outcomes[0].main.effects[0].df == 12 - 6 - 1


def test_what_is_the_same_for_everybody_in_a_cluster_is_no_covariate_of_the_first_stage_without_a_note():
    """The effect and its degrees of freedom stay those of R's two stages, in which nothing is given up for it."""
    found = analysed(TRIAL + BY_MEANS + 'adjust = ["strat", "y0"]', people()).outcomes[0].main
    assert found.effects[0].df == 10
    assert "adjusted for strat, the same for everybody in a cluster" in found.notes[0]


def test_strata_that_differ_within_a_cluster_are_refused():
    spec = TRIAL + 'strata = ["dep"]\n' + OUTCOME
    refused(BadInput, "dep is named in strata, those in which clusters were allocated, but differs", spec, people())


def test_a_cluster_of_a_stepped_wedge_is_in_one_arm_at_a_time():
    columns = wedge()
    columns["arm"][0] = 1 - columns["arm"][0]
    words = f"Cluster {columns['practice'][1]} has rows of both arms in period {columns['month'][1]}"
    refused(BadInput, words, BY_MONTH + OUTCOME, columns)


def test_a_logistic_mixed_model_of_few_clusters_says_what_simulations_showed():
    (found,) = analysed(TRIAL + BINARY, people()).outcomes
    assert "There are 12 clusters. In simulations of 6 to 20" in found.main.notes[-1]
    assert not any("simulations" in note for note in analysed(SPEC, people()).outcomes[0].main.notes)
