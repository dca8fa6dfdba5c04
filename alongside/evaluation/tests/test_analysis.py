"""A specification and a file of people: what is analysed, what is left out, and what is refused with a sentence."""

import json

import numpy as np
import pytest

from alongside.evaluation.analysis import analyse, read_csv, read_spec
from alongside.evaluation.analysis.as_text import as_lines
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation import gee, mixed_model
from alongside.evaluation.tests.analysed import (
    BINARY,
    BY_MONTH,
    OUTCOME,
    PERSON,
    SPEC,
    TRIAL,
    VISITS,
    analysed,
    array,
    csv_of,
    in_arm,
    in_practice,
    people,
    refused,
    vector,
    wedge,
    with_gaps,
)

approx = pytest.approx


@pytest.mark.parametrize(
    ("kind", "sentence", "columns"),
    [
        (BadInput, "arm must be 1 for the intervention and 0 for the control; it holds 1, 2.", {"arm": [1, 2]}),
        (BadInput, "it holds control, treated.", {"arm": ["control", "treated"]}),
        (BadInput, "it holds -1, 1.", {"arm": [-1, 1]}),
        (BadInput, "it holds 0, 0.5.", {"arm": [0, 0.5]}),
        (NotEstimable, "Everybody is in one arm: there is nothing to compare.", {"arm": [1, 1]}),
    ],
)
def test_arms_that_cannot_be_compared_are_refused(kind, sentence, columns):
    halves = people(**{name: [values[p > 6] for p in people()["practice"]] for name, values in columns.items()})
    refused(kind, sentence, SPEC, halves)


def test_an_arm_of_one_cluster_shows_no_spread_between_clusters():
    lone = people(arm=[int(practice == 1) for practice in people()["practice"]])
    refused(NotEstimable, "The intervention arm has one cluster", SPEC, lone)


def test_a_cluster_in_both_arms_needs_a_period():
    mixed = people(arm=[row % 2 for row in range(180)])
    refused(BadInput, "Cluster 1 is in both arms. In a stepped wedge, name the column of the period", SPEC, mixed)


@pytest.mark.parametrize(("column", "rows"), [("arm", 3), ("practice", 1), ("pid", 2)])
def test_everybody_has_an_arm_a_cluster_and_a_name(column, rows):
    gaps = with_gaps(column, slice(0, rows))
    refused(BadInput, f"{column} is missing in {rows} rows: everybody", TRIAL + PERSON + OUTCOME, gaps)


def test_a_person_has_one_row_and_the_same_name_in_another_cluster_is_another_person():
    twice = people(pid=[row // 2 for row in range(180)])
    refused(BadInput, "There are 2 rows of practice 1, pid 0: there can be one.", TRIAL + PERSON + OUTCOME, twice)
    elsewhere = people(pid=[row % 15 for row in range(180)])
    assert analysed(TRIAL + PERSON + OUTCOME, elsewhere).rows == 180


def test_clusters_are_what_is_written_and_not_the_number_it_might_be():
    names = ["7", "07", "007", "7.0", "x", "X"]
    columns = people(practice=[f"{names[(p - 1) % 6]}{'b' if p > 6 else ''}" for p in people()["practice"]])
    found = analysed(SPEC, columns)
    assert [size.clusters for size in found.sizes] == [6, 6]
    one, another = (analysis.outcomes[0].main.effects[0] for analysis in (found, analysed(SPEC, people())))
    assert (one.estimate, one.se, one.df) == approx((another.estimate, another.se, another.df))


def test_data_read_without_labels_are_analysed_too():
    spec = read_spec(TRIAL + PERSON + VISITS)
    told, untold = (read_csv(csv_of(people()), labels=labels) for labels in (spec.trial.labels, ()))
    assert analyse(spec, told).outcomes[0].main.effects == analyse(spec, untold).outcomes[0].main.effects


# What an outcome must be.


@pytest.mark.parametrize(
    ("kind", "sentence", "columns"),
    [
        (BadInput, "y12: The column y12 has cells that are not numbers, such as 'bad'.", people(y12=["bad"] * 180)),
        (BadInput, "such as 'n/a'.", with_gaps("y12", slice(4, 5), "n/a")),
        (NotEstimable, "y12: Nobody in the arm Intervention has the outcome", with_gaps("y12", slice(None))),
        (NotEstimable, "y12: Nobody in the arm Intervention has the outcome", with_gaps("y12", in_arm(1))),
        (NotEstimable, "y12: Nobody in the arm Control has the outcome", with_gaps("y12", in_arm(0))),
        (NotEstimable, "The control arm has one cluster", with_gaps("y12", in_practice(4, 6, 8, 10, 12))),
        (NotEstimable, "y12: Everybody has the same value", people(y12=[3] * 180)),
        (BadInput, "y12: The data have no column y12. It has pid,", people(y12=None)),
    ],
)
def test_an_outcome_that_cannot_be_compared_is_refused_by_name(kind, sentence, columns):
    refused(kind, sentence, SPEC, columns)


def test_clusters_in_which_nobody_was_seen_are_counted_out_and_the_rest_analysed():
    found = analysed(SPEC, with_gaps("y12", in_practice(1, 2, 4))).outcomes[0]
    assert [(arm.people, arm.seen, arm.clusters) for arm in found.arms] == [(90, 75, 5), (90, 60, 4)]
    assert (found.main.clusters, found.main.rows, found.left_out) == (9, 135, 45)


@pytest.mark.parametrize(
    ("sentence", "columns"),
    [
        ("event: Nobody has the outcome: there is nothing to compare.", people(event=[0] * 180)),
        ("event: Everybody has the outcome: there is nothing to compare.", people(event=[1] * 180)),
        ("event: The outcome is told apart by arm", with_gaps("event", in_arm(0), "0")),
    ],
)
def test_a_yes_or_no_outcome_that_is_told_apart_is_refused(sentence, columns):
    refused(NotEstimable, sentence, TRIAL + BINARY, columns)


def test_a_yes_or_no_outcome_is_0_and_1_or_made_of_a_number():
    refused(BadInput, "event is called binary and has values other", TRIAL + BINARY, people(event=[1, 2] * 90))
    columns = with_gaps("y12", slice(0, 9))
    score = np.array([float(y or "nan") for y in columns["y12"]])
    made = analysed(TRIAL + BINARY.replace('"event"', '"y12"') + "above = 0.25", columns).outcomes[0]
    treated = vector(columns, "arm") == 1
    assert made.arms[0].mean == approx((score[treated] > 0.25).sum() / np.isfinite(score[treated]).sum())
    assert made.left_out == 9


def test_what_was_seen_is_told_by_arm_before_any_model():
    columns = with_gaps("y12", lambda row: row % 5 == 0)
    found = analysed(SPEC, columns).outcomes[0].arms
    for summary, arm in zip(found, (1, 0), strict=True):
        seen = [y for y, a in zip(columns["y12"], columns["arm"], strict=True) if a == arm and y != ""]
        assert (summary.people, summary.seen, summary.clusters) == (90, len(seen), 6)
        assert (summary.mean, summary.sd) == (approx(np.mean(seen)), approx(np.std(seen, ddof=1)))


# What it is adjusted for.


def test_rows_without_a_covariate_are_left_out_and_counted_and_the_model_is_of_the_rest():
    columns = with_gaps("y0", lambda row: row % 3 == 0)
    found = analysed(SPEC + 'adjust = ["y0", "cond"]', columns).outcomes[0]
    assert found.left_out == 60
    kept = {name: [v for row, v in enumerate(values) if row % 3] for name, values in columns.items()}
    cond = np.array(kept["cond"])
    x = np.column_stack([np.ones(120), array(kept, "y0"), cond == "diabetes", cond == "ibs", array(kept, "arm")])
    fit = mixed_model(kept["y12"], x, cluster=kept["practice"]).coefficients()
    assert list(found.main.coefficients) == ["Intercept", "y0", "cond = diabetes", "cond = ibs", "arm"]
    assert [row.estimate for row in found.main.coefficients.rows] == approx([row.estimate for row in fit.rows])
    assert [row.df for row in found.main.coefficients.rows] == approx([row.df for row in fit.rows])


def test_the_strata_of_the_trial_are_in_every_model_once():
    spec = TRIAL + 'adjust = ["strat"]\n' + OUTCOME + 'adjust = ["y0", "strat", "y0:dep"]\n'
    assert list(analysed(spec, people()).outcomes[0].main.coefficients) == ["Intercept", "y0", "strat", "y0:dep", "arm"]


@pytest.mark.parametrize(
    ("adjust", "sentence", "columns"),
    [
        ('"y0"', "y0 is the same for everybody here: leave it out.", people(y0=[1] * 180)),
        ('"y0"', "y0 is the same for everybody here", with_gaps("y12", lambda row: row % 2, y0=[0, 1] * 90)),
        ('"y0", "y1"', "y1 is a combination of the columns before it", people(y1=[2 * y for y in people()["y0"]])),
        ('"copy"', "arm is a combination of the columns before it", people(copy=people()["arm"])),
    ],
)
def test_a_covariate_that_says_nothing_is_named(adjust, sentence, columns):
    refused(NotEstimable, sentence, SPEC + f"adjust = [{adjust}]", columns)


@pytest.mark.parametrize(
    ("column", "sentence", "cells"),
    [
        ("cond", "cond has 180 levels, such as c0 and c1. Name it in categories", [f"c{row}" for row in range(180)]),
        ("y0", "y0 has numbers and also '~50'. Mend that cell", ["~50", *people()["y0"][1:]]),
        ("y0", "y0 has decimal commas, such as '1,5'", ['"1,5"', *people()["y0"][1:]]),
    ],
)
def test_numbers_with_a_slip_in_them_are_no_category(column, sentence, cells):
    """Each number would else be a level of its own, and the effect another one without a word."""
    refused(BadInput, sentence, SPEC + f'adjust = ["{column}"]', people(**{column: cells}))


def test_what_is_named_a_category_is_one_and_its_levels_are_told():
    spec = TRIAL + 'categories = ["y0"]\n' + OUTCOME + 'adjust = ["y0", "cond"]\n'
    found = analysed(spec, people(y0=[["low", "5", "high"][row % 3] for row in range(180)]))
    assert found.categories == {"y0": ("5", "high", "low"), "cond": ("copd", "diabetes", "ibs")}


def test_an_outcome_that_the_data_cannot_answer_does_not_take_the_others_with_it():
    columns = people(event=people()["arm"])
    found = analysed(SPEC + BINARY, columns)
    assert [outcome.outcome.name for outcome in found.outcomes] == ["y12"]
    assert list(found.unanswered) == ["event"]
    assert "event" in "\n".join(as_lines(found))
    refused(NotEstimable, "event: ", TRIAL + BINARY, columns)


def test_what_people_were_like_at_the_start_is_shown_by_arm():
    spec = TRIAL + 'baseline = ["y0", "cond", "dep"]\n' + OUTCOME
    rows = analysed(spec, people()).baseline
    assert [(row.name, row.level) for row in rows] == [
        ("y0", None), ("cond", "copd"), ("cond", "diabetes"), ("cond", "ibs"), ("dep", "1"),
    ]  # fmt: skip
    arm, y0, dep = (np.array(people()[name]) for name in ("arm", "y0", "dep"))
    assert rows[0].means == approx((y0[arm == 1].mean(), y0[arm == 0].mean()))
    assert rows[0].sds == approx((y0[arm == 1].std(ddof=1), y0[arm == 0].std(ddof=1)))
    assert rows[4].means == approx((dep[arm == 1].mean(), dep[arm == 0].mean()))
    assert rows[0].known == (90, 90)


def test_a_category_with_one_level_or_with_a_level_that_nobody_is_left_in():
    alike = analysed(SPEC + 'adjust = ["cond"]', people(cond=["copd"] * 180)).outcomes[0]
    assert list(alike.main.coefficients) == ["Intercept", "arm"]
    conditions = people()["cond"]
    lost = analysed(SPEC + 'adjust = ["cond"]', with_gaps("y12", lambda row: conditions[row] == "diabetes"))
    assert list(lost.outcomes[0].main.coefficients) == ["Intercept", "cond = ibs", "arm"]


def test_columns_may_be_called_what_the_analysis_calls_its_own():
    columns = people(y=people()["dep"], visit=people()["y0"], self=people()["strat"])
    found = analysed(TRIAL + PERSON + VISITS + 'adjust = ["y", "visit", "self"]', columns).outcomes[0]
    again = analysed(TRIAL + PERSON + VISITS + 'adjust = ["dep", "y0", "strat"]', people()).outcomes[0]
    assert list(found.main.coefficients)[:4] == ["Intercept", "y", "visit", "self"]
    assert found.main.effects == again.main.effects
    other = people(group=people()["arm"], arm=None)
    assert analysed(SPEC.replace('arm = "arm"', 'arm = "group"'), other).outcomes[0].main.effects[0].name == "arm"


# The same outcome in other ways.


def test_what_another_model_cannot_do_is_told_beside_the_first():
    spec = TRIAL + BINARY + 'model = "mixed"\nalso = ["logistic_mixed", "gee", "cluster_means"]'
    found = analysed(spec, with_gaps("event", in_arm(0), "0")).outcomes[0]
    assert found.main.effects[0].scale == "difference in risk"
    assert [(other.model, other.run is None) for other in found.also] == [
        ("logistic_mixed", True),
        ("gee", True),
        ("cluster_means", False),
    ]
    assert "told apart by arm" in found.also[0].problem


def test_each_model_says_on_which_scale_its_effect_is():
    models = ("gee", "cluster_means", "cluster_robust", "permutation", "mixed")
    found = analysed(TRIAL + BINARY + f"also = {json.dumps(models)}", people()).outcomes[0]
    scales = {run.model: run.effects[0].scale for run in (found.main, *(other.run for other in found.also))}
    ratios = dict.fromkeys(("logistic_mixed", "gee", "cluster_robust"), "odds ratio")
    assert scales == ratios | dict.fromkeys(("cluster_means", "permutation", "mixed"), "difference in risk")
    models = ("gee", "cluster_means", "cluster_robust", "permutation")
    score = analysed(SPEC + f"also = {json.dumps(models)}", people()).outcomes[0]
    assert {other.run.effects[0].scale for other in score.also} == {"difference in means"}
    assert all(other.run.words and other.run.clusters == 12 and other.run.rows == 180 for other in score.also)


def test_a_variance_between_practices_of_nought_is_told():
    alike = people(y12=[row * 7 % 15 for row in range(180)])
    found = analysed(SPEC, alike).outcomes[0].main
    assert found.variances["cluster"] == 0 == found.icc
    assert "The variance of cluster is estimated as exactly zero." in found.notes[0]


# Subgroups.


def test_the_effect_in_each_subgroup_is_of_a_model_with_a_mean_for_each():
    """A column of numbers makes levels, not a slope, though elsewhere it may be adjusted for as one."""
    columns = people(imd=[1 + row % 3 for row in range(180)])
    found = analysed(SPEC + 'adjust = ["imd"]\nsubgroups = ["imd"]', columns).outcomes[0]
    assert list(found.main.coefficients) == ["Intercept", "imd", "arm"]
    imd, arm = vector(columns, "imd"), vector(columns, "arm")
    levels = [imd == level for level in (1, 2, 3)]
    x = np.column_stack([np.ones(180), *levels[1:], *(arm * level for level in levels)])
    fit = mixed_model(columns["y12"], x, cluster=columns["practice"]).coefficients()
    (group,) = found.subgroups
    assert [effect.name for effect in group.effects] == [f"arm where imd is {level}" for level in (1, 2, 3)]
    assert [effect.estimate for effect in group.effects] == approx([row.estimate for row in fit.rows[3:]])
    contrast = np.column_stack([x[:, :3], arm, *(arm * level for level in levels[1:])])
    test = mixed_model(columns["y12"], contrast, cluster=columns["practice"]).joint(["x4", "x5"])
    assert (group.interaction.f, group.interaction.den_df) == (approx(test.f), approx(test.den_df))


def test_those_whose_subgroup_is_not_known_stay_in_the_main_analysis():
    columns = with_gaps("cond", lambda row: row % 4 == 0)
    found, whole = (analysed(SPEC + more, columns).outcomes[0] for more in ('subgroups = ["cond"]', ""))
    assert (found.left_out, found.main) == (0, whole.main)
    assert "fitted by restricted maximum likelihood to 135 rows" in found.subgroups[0].words


def test_the_subgroups_of_a_yes_or_no_outcome_are_odds_ratios_of_the_marginal_model():
    columns = people()
    (group,) = analysed(TRIAL + BINARY + 'subgroups = ["dep"]', columns).outcomes[0].subgroups
    dep, arm = vector(columns, "dep"), vector(columns, "arm")
    x = np.column_stack([np.ones(180), dep, arm * (1 - dep), arm * dep])
    fit = gee(columns["event"], x, cluster=columns["practice"], family="binomial")
    rows = fit.coefficients(df="fay_graubard").rows[2:]
    assert [effect.estimate for effect in group.effects] == approx([np.exp(row.estimate) for row in rows])
    assert [effect.p_value for effect in group.effects] == approx([row.p_value for row in rows])
    assert "Fay and Graubard" in group.words


def test_a_subgroup_by_a_number_with_many_values_is_refused():
    sentence = "y0 has 180 values; group it into at most 6 to look at subgroups."
    refused(BadInput, sentence, SPEC + 'subgroups = ["y0"]', people())
    towns = people(town=[row % 9 for row in range(180)])
    spec = TRIAL + 'categories = ["town"]\n' + OUTCOME + 'subgroups = ["town"]'
    assert len(analysed(spec, towns).outcomes[0].subgroups[0].effects) == 9


def test_subgroups_that_the_data_cannot_tell_apart_are_a_problem_told_and_not_the_end():
    arm = people()["arm"]
    columns = people(
        alike=["x"] * 180,
        nobody=[""] * 180,
        lopsided=["a" if treated or row % 2 else "b" for row, treated in enumerate(arm)],
    )
    spec = SPEC + 'subgroups = ["alike", "nobody", "lopsided", "dep"]'
    found = analysed(spec, columns).outcomes[0]
    assert [group.column for group in found.subgroups] == ["dep"]
    assert [problem.split(":")[0] for problem in found.problems] == [
        "By alike",
        "By nobody",
        "By lopsided",
    ]
    assert "Nobody differs in alike" in found.problems[0]
    assert "arm where lopsided is b is a combination" in found.problems[2]


# Repeated visits, and stepped wedges.


def test_a_visit_at_which_an_arm_was_not_seen_is_named():
    spec = TRIAL + PERSON + VISITS
    refused(
        NotEstimable,
        "y6 and y12: Nobody in the arm Control has the outcome at 6 months",
        spec,
        with_gaps("y6", in_arm(0)),
    )
    once = people(y6=[y if row % 2 else "" for row, y in enumerate(people()["y6"])])
    once["y12"] = ["" if row % 2 else y for row, y in enumerate(once["y12"])]
    refused(NotEstimable, "No person has two rows", spec, once)


def test_visits_are_rows_and_each_counts_who_was_seen():
    found = analysed(TRIAL + PERSON + VISITS, with_gaps("y6", slice(0, 20))).outcomes[0]
    assert (found.main.rows, found.left_out) == (340, 20)
    assert [(arm.time, arm.seen) for arm in found.arms][::2] == [("6 months", 75), ("12 months", 90)]
    assert "person" in found.main.variances


def test_people_seen_again_in_a_stepped_wedge_are_taken_for_the_same_people():
    columns, plain = wedge(), BY_MONTH + PERSON + "period_effects = false\n" + OUTCOME
    found = analysed(plain, columns).outcomes[0].main
    month = vector(columns, "month")
    x = np.column_stack([np.ones(288), *(month == m for m in (2, 3, 4)), array(columns, "arm")])
    fit = mixed_model(columns["y12"], x, cluster=columns["practice"], person=columns["pid"])
    row = fit.coefficients().rows[-1]
    assert (found.effects[0].estimate, found.effects[0].df) == (approx(row.estimate), approx(row.df))
    assert found.variances == approx(fit.variances)
    others = wedge(pid=range(288))
    assert list(analysed(plain, others).outcomes[0].main.variances) == ["cluster", "residual"]


def test_period_effects_are_a_term_of_the_mixed_model_and_the_logistic_one_says_that_it_has_none():
    spec = BY_MONTH + PERSON + "period_effects = true\n"
    assert list(analysed(spec + OUTCOME, wedge()).outcomes[0].main.variances) == [
        "cluster",
        "period",
        "person",
        "residual",
    ]
    logistic = analysed(spec + BINARY + 'model = "logistic_mixed"\n', wedge()).outcomes[0].main
    assert "rows of people seen again and people of one cluster and period" in logistic.notes[-1]
    assert any("degrees of freedom count people" in note for note in logistic.notes)


@pytest.mark.parametrize(
    ("kind", "sentence", "instead"),
    [
        (
            NotEstimable,
            "arm is a combination of the columns before it",
            {"arm": [int(m > 2) for m in wedge()["month"]]},
        ),
        (NotEstimable, "There is one cluster", {"practice": [1] * 288, "pid": range(288)}),
        (BadInput, "month is missing in 1 rows", {"month": ["", *wedge()["month"][1:]]}),
        (BadInput, "There are 6 rows of practice 0, pid 1, month 1", {"pid": [1] * 288}),
    ],
)
def test_a_stepped_wedge_that_tells_nothing_is_refused(kind, sentence, instead):
    refused(kind, sentence, BY_MONTH + PERSON + OUTCOME, wedge(**instead))


def test_months_called_by_words_come_in_their_order_and_give_the_same_effect():
    words = wedge(month=[f"month {7 + month}" for month in wedge()["month"]])
    found = analysed(BY_MONTH + OUTCOME, words).outcomes[0].main
    assert list(found.coefficients)[1:4] == ["month = month 9", "month = month 10", "month = month 11"]
    assert found.effects[0].estimate == approx(
        analysed(BY_MONTH + OUTCOME, wedge()).outcomes[0].main.effects[0].estimate
    )


def test_a_subgroup_of_a_stepped_wedge():
    found = analysed(BY_MONTH + PERSON + OUTCOME + 'subgroups = ["dep"]', wedge()).outcomes[0]
    assert [effect.name for effect in found.subgroups[0].effects] == ["arm where dep is 0", "arm where dep is 1"]
    assert "each person" in found.subgroups[0].words
