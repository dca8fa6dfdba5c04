"""Gaps imputed, those who took part, and costs and QALYs: what the whole pipeline makes of them is the library's."""

import numpy as np
import pytest

from alongside.evaluation import economics
from alongside.evaluation.analysis.as_text import as_lines
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation import complier_average_effect, impute, mixed_model, pool
from alongside.evaluation.tests.analysed import (
    BINARY,
    COMPLIANCE,
    IMPUTATION,
    OUTCOME,
    PERSON,
    SPEC,
    TRIAL,
    VISITS,
    analysed,
    array,
    in_arm,
    people,
    refused,
    vector,
    with_gaps,
)

approx = pytest.approx


def test_what_is_imputed_is_the_main_analysis_pooled_over_copies():
    columns = with_gaps("y12", lambda row: row % 4 == 0)
    found = analysed(SPEC + 'adjust = ["y0", "cond"]' + IMPUTATION + 'auxiliary = ["y6"]', columns).outcomes[0]
    cond = np.array(columns["cond"])
    rest = np.column_stack([array(columns, "arm", "y0"), cond == "diabetes", cond == "ibs", array(columns, "y6")])
    y = [float(value or "nan") for value in columns["y12"]]
    # Labels, because they decide in which order clusters are drawn.
    labels = [str(practice) for practice in columns["practice"]]
    copies = impute(y, cluster=labels, complete=rest, imputations=3, cycles=3, seed=5).values[:, :, 0]
    x = np.column_stack([np.ones(180), rest[:, 1:4], rest[:, 0]])
    names = ["Intercept", "y0", "cond = diabetes", "cond = ibs", "arm"]
    fits = [mixed_model(copy, x, cluster=columns["practice"], names=names).coefficients() for copy in copies]
    pooled = pool(fits)
    assert [row.estimate for row in found.filled.coefficients.rows] == approx(
        [row.estimate for row in pooled.coefficients.rows], rel=1e-6
    )
    assert found.filled.effects[0].df == approx(pooled.coefficients["arm"].df, rel=1e-6)
    assert found.filled.missing_information["arm"] == approx(pooled.missing_information["arm"], rel=1e-6)
    assert "y12 (45)" in found.filled.words
    assert found.left_out == 45


def test_nothing_is_imputed_where_nothing_is_missing():
    found = analysed(SPEC + OUTCOME.replace("y12", "y6") + IMPUTATION, with_gaps("y6", slice(0, 9))).outcomes
    assert (found[0].filled, found[0].problems) == (None, ())
    assert found[1].filled is not None


def test_gaps_of_what_only_tells_more_are_filled_too_and_leave_nobody_out():
    columns = with_gaps("y12", lambda row: row % 4 == 0)
    columns["cost"][:30] = [""] * 30
    found = analysed(SPEC + IMPUTATION + 'auxiliary = ["cost", "cond"]', columns).outcomes[0]
    assert "y12 (45)" in found.filled.words
    assert "cost (30)" in found.filled.words
    assert found.left_out == 45
    nothing = analysed(SPEC + IMPUTATION + 'auxiliary = ["cost"]', with_gaps("cost", slice(0, 30))).outcomes[0]
    assert nothing.filled is None


def test_a_category_with_gaps_is_not_imputed_but_yes_and_no_are():
    gaps = with_gaps("cond", lambda row: row % 4 == 0)
    refused(BadInput, "cond is a category with gaps", SPEC + 'adjust = ["cond"]' + IMPUTATION, gaps)
    towns = people(town=["" if row % 7 == 0 else row % 5 for row in range(180)])
    spec = TRIAL + 'categories = ["town", "dep"]\n' + OUTCOME
    refused(BadInput, "town is a category with gaps", spec + 'adjust = ["town"]' + IMPUTATION, towns)
    yes = analysed(spec + 'adjust = ["dep"]' + IMPUTATION, with_gaps("dep", lambda row: row % 4 == 0)).outcomes[0]
    assert list(yes.filled.coefficients) == ["Intercept", "dep = 1", "arm"]


def test_models_without_coefficients_and_people_too_few_are_problems_told():
    means = TRIAL + '[[outcome]]\ncolumn = "y12"\nmodel = "cluster_means"\n' + IMPUTATION
    found = analysed(means, with_gaps("y12", slice(0, 9))).outcomes[0]
    assert found.problems == (
        "With gaps imputed: cluster_means gives no coefficients to pool; choose another model to impute.",
    )
    spec = SPEC + 'adjust = ["y0"]' + IMPUTATION
    few = analysed(spec, with_gaps("y12", lambda row: row >= 60 or row % 15 > 1)).outcomes[0]
    assert few.filled is None
    assert "With gaps imputed: y12 was seen in" in few.problems[0]


@pytest.mark.parametrize("outcome", [OUTCOME + 'model = "gee"', BINARY.replace("event", "y12") + "above = 0.3"])
def test_other_models_are_pooled_on_their_own_scale(outcome):
    found = analysed(TRIAL + outcome + IMPUTATION, with_gaps("y12", lambda row: row % 4 == 0)).outcomes[0]
    (effect,), coefficient = found.filled.effects, found.filled.coefficients["arm"]
    assert effect.scale == found.main.effects[0].scale
    assert effect.estimate == approx(np.exp(coefficient.estimate) if effect.ratio else coefficient.estimate)
    assert effect.interval.low < effect.estimate < effect.interval.high


def test_visits_are_imputed_side_by_side():
    columns = with_gaps("y12", lambda row: row % 4 == 0)
    found = analysed(TRIAL + PERSON + VISITS + IMPUTATION, columns).outcomes[0]
    assert [effect.name for effect in found.filled.effects] == ["arm at 6 months", "arm at 12 months"]
    assert found.left_out == 45


# Those who took part.


def test_the_effect_on_those_who_took_part_is_that_of_the_library():
    columns = people()
    found = analysed(SPEC + 'adjust = ["y0"]' + COMPLIANCE, columns).outcomes[0].compliers
    again = complier_average_effect(
        columns["y12"],
        arm=columns["arm"],
        received=columns["took"],
        cluster=columns["practice"],
        covariates=columns["y0"],
    )
    assert (found.effect.estimate, found.effect.se) == (approx(again.effect.estimate), approx(again.effect.se))


@pytest.mark.parametrize(
    ("sentence", "received"),
    [
        ("took is missing for some people: say 0 for those who did not take part.", ["", *people()["took"][1:]]),
        ("received must lie between 0", people()["y0"]),
        ("The column took has cells that are not numbers, such as 'yes'", ["yes"] * 180),
    ],
)
def test_taking_part_is_yes_or_no(sentence, received):
    refused(BadInput, sentence, SPEC + COMPLIANCE, people(took=received))


def test_taking_part_that_did_not_differ_or_several_visits_are_problems_told():
    nobody = analysed(SPEC + COMPLIANCE, people(took=[0] * 180)).outcomes[0]
    assert nobody.problems[0].startswith("Those who took part: Uptake is the same in both arms")
    visits = analysed(TRIAL + PERSON + VISITS + COMPLIANCE, people()).outcomes[0]
    assert visits.problems[0].startswith("Those who took part: The effect is worked out for one visit")


# Costs and QALYs.


def money(method: str, more: str = "") -> str:
    seed = "seed = 4\nreplicates = 300\n" if method == "two_stage_bootstrap" else ""
    return SPEC + f'\n[economics]\ncost = "cost"\nqaly = "qaly"\nmethod = "{method}"\n{seed}{more}'


def test_costs_and_qalys_are_adjusted_each_for_its_own_and_both_for_the_strata():
    columns = people()
    more = 'adjust_cost = ["y6"]\nadjust_qaly = ["y0", "y0:dep"]\n'
    spec = money("bivariate_model", more).replace("[[outcome]]", 'adjust = ["strat"]\n[[outcome]]')
    found = analysed(spec, columns).economics.found
    product = vector(columns, "y0") * vector(columns, "dep")
    again = economics.bivariate_model(
        columns["cost"],
        columns["qaly"],
        arm=columns["arm"],
        cluster=columns["practice"],
        cost_covariates=array(columns, "y6", "strat"),
        effect_covariates=np.column_stack([array(columns, "y0"), product, array(columns, "strat")]),
    )
    assert (found.delta_cost, found.delta_effect) == (approx(again.delta_cost), approx(again.delta_effect))
    assert found.covariance == approx(again.covariance, rel=1e-5)


@pytest.mark.parametrize("average", ["people", "clusters"])
def test_the_bootstrap_has_the_seed_and_the_average_that_were_asked_for(average):
    columns = people()
    found = analysed(money("two_stage_bootstrap", f'average = "{average}"'), columns).economics
    again = economics.two_stage_bootstrap(
        columns["cost"],
        columns["qaly"],
        arm=columns["arm"],
        cluster=[str(practice) for practice in columns["practice"]],
        average=average,
        seed=4,
        replicates=300,
    )
    assert found.by == "replicates"
    assert found.found.replicates == approx(again.replicates)


@pytest.mark.parametrize("method", ["bivariate_model", "two_stage_bootstrap", "cluster_means"])
def test_those_without_a_cost_or_qalys_are_left_out_and_counted(method):
    columns = with_gaps("cost", lambda row: row % 4 == 0)
    columns["qaly"][1] = columns["y0"][2] = ""
    more = "" if method == "cluster_means" else 'adjust_qaly = ["y0"]'
    found = analysed(money(method, more), columns).economics
    assert (found.people, found.left_out) == (134 - bool(more), 46 + bool(more))
    lines = as_lines(analysed(money(method, more), columns))
    assert lines[-1].startswith(f"  {found.left_out} people are left out")


@pytest.mark.parametrize(
    ("kind", "sentence", "columns"),
    [
        (NotEstimable, "Costs and QALYs: Nobody has both", with_gaps("cost", slice(None))),
        (NotEstimable, "Costs and QALYs: The intervention arm has no cluster", with_gaps("cost", in_arm(1))),
        (BadInput, "Costs and QALYs: The column cost has cells that are not numbers, such as '£5'", {"cost": "£5"}),
        (BadInput, "no column cost", people(cost=None)),
    ],
)
def test_costs_that_cannot_be_compared_are_refused(kind, sentence, columns):
    columns = people(cost=["£5"] * 180) if columns == {"cost": "£5"} else columns
    refused(kind, sentence, money("cluster_means"), columns)
