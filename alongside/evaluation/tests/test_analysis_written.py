"""What an analysis says, as JSON and as lines; and that nothing but a sentence comes of any data."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.analysis.as_json import as_json
from alongside.evaluation.analysis.as_text import as_lines
from alongside.evaluation.analysis.models import effects_of
from alongside.evaluation.errors import EvaluationError
from alongside.evaluation.inference import Coefficient, Coefficients, Interval
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
    people,
    with_gaps,
    written,
)

approx = pytest.approx
MONEY = """
[economics]
cost = "cost"
qaly = "qaly"
method = "bivariate_model"
population = 1000
years = 1
"""


def test_the_json_holds_all_and_nothing_that_json_has_not():
    spec = (
        TRIAL
        + PERSON
        + 'adjust = ["strat"]\n'
        + OUTCOME
        + 'also = ["gee", "permutation"]\nsubgroups = ["dep", "alike"]\n'
        + BINARY
        + 'inference = "normal"\n'
        + VISITS
        + IMPUTATION
        + COMPLIANCE
        + MONEY
    )
    columns = with_gaps("y12", lambda row: row % 9 == 0, alike=[1] * 180)
    found = written(spec, columns)
    assert found["title"] == "A trial"
    assert set(found["versions"]) == {"alongside", "numpy", "scipy", "python"}
    assert found["rows"] == 180
    assert found["arms"][0] == {"arm": "Intervention", "clusters": 6, "people": 90, "smallest": 15, "largest": 15}
    score, event, visits = found["outcomes"]
    assert score["main"]["method"].startswith("A linear mixed model")
    assert [run["model"] for run in score["also"]] == ["gee", "permutation"]
    assert score["problems"] == ["By alike: Nobody differs in alike: it makes no subgroups."]
    assert (score["imputed"]["notes"], event["imputed"]) == ([], None)
    assert {row["name"] for row in score["imputed"]["coefficients"]} == {"Intercept", "strat", "arm"}
    assert score["compliers"]["effect"]["estimate"] == approx(
        score["compliers"]["intention_to_treat"]["estimate"] / score["compliers"]["uptake"]["estimate"]
    )
    assert event["main"]["effects"][0]["df"] == "infinite"
    assert [effect["name"] for effect in visits["main"]["effects"]] == ["arm at 6 months", "arm at 12 months"]
    costs = found["economics"]
    assert costs["evpi_of_population"] == approx([1000 * value for value in costs["evpi_per_person"]])


def test_what_does_not_exist_is_null():
    found = with_gaps("y12", lambda row: row >= 15 and row % 15)
    rows = written(SPEC, found)["outcomes"][0]["arms"]
    assert all(isinstance(arm["sd"], float) for arm in rows)
    analysis = analysed(SPEC, people())
    outcome = analysis.outcomes[0]
    lone = replace(outcome.arms[0], sd=float("nan"))
    analysis = replace(analysis, outcomes=(replace(outcome, arms=(lone, outcome.arms[1])),))
    assert as_json(analysis)["outcomes"][0]["arms"][0]["sd"] is None


def test_the_lines_hold_every_effect_every_note_and_every_problem():
    spec = SPEC + 'also = ["gee"]\nsubgroups = ["dep", "alike"]\nprimary = true' + IMPUTATION + COMPLIANCE
    columns = with_gaps("y12", lambda row: row % 9 == 0, alike=[1] * 180)
    analysis = analysed(spec, columns)
    lines = as_lines(analysis)
    assert lines[:4] == ["A trial", "", "Intervention: 6 clusters, 90 people", "Control: 6 clusters, 90 people"]
    assert "y12 (primary)" in lines
    begun = [line.strip().split("  ")[0] for line in lines]
    for name in ("mixed, arm", "gee, arm", "imputed, arm", "those who took part", "arm where dep is 1"):
        assert name in begun
    assert any(line.startswith("  dep: interaction p = ") for line in lines)
    assert "  By alike: Nobody differs in alike: it makes no subgroups." in lines
    assert "  20 rows are left out: the outcome or something the model needs is missing." in lines
    assert f"  {analysis.outcomes[0].main.words}" in lines


def test_an_odds_ratio_beyond_what_can_be_written_has_no_end():
    """A t distribution on a tenth of a degree of freedom reaches further than any float."""
    rows = Coefficients("a model", (Coefficient("arm", 0.5, 3.0, 0.1),))
    (effect,) = effects_of(rows, ["arm"], "odds ratio")
    assert effect.interval == Interval(0.0, float("inf"))


def test_the_same_data_give_the_same_numbers_whatever_the_order_of_the_rows():
    spec = SPEC + 'adjust = ["y0", "cond"]\nalso = ["gee", "cluster_means", "permutation"]\nsubgroups = ["dep"]'
    order = np.random.Generator(np.random.PCG64(2)).permutation(180)
    shuffled = {name: [values[row] for row in order] for name, values in people().items()}
    one, another = (analysed(spec, columns).outcomes[0] for columns in (people(), shuffled))
    assert one.main.effects[0].estimate == approx(another.main.effects[0].estimate)
    for first, second in zip(one.also, another.also, strict=True):
        assert first.run.effects[0].estimate == approx(second.run.effects[0].estimate)
        assert first.run.effects[0].p_value == approx(second.run.effects[0].p_value)


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["arm", "practice", "y12", "y0", "dep", "cond"]),
        st.lists(st.sampled_from(["", "0", "1", "2", "-3.5", "x", "1e14", "1e-300", "1,5"]), min_size=12, max_size=12),
        min_size=1,
        max_size=2,
    ),
    st.sampled_from(["", 'also = ["gee", "cluster_means", "cluster_robust"]']),
)
def test_no_columns_raise_anything_but_a_sentence(instead, more):
    """Whatever a column holds; numpy's warnings are errors here."""
    columns = people(**{name: [cells[row % 12] for row in range(180)] for name, cells in instead.items()})
    columns = {name: [f'"{value}"' for value in values] for name, values in columns.items()}
    said = "answered"
    try:
        json.dumps(as_json(analysed(SPEC + 'adjust = ["y0"]\nsubgroups = ["dep"]\n' + more, columns)), allow_nan=False)
    except EvaluationError as problem:
        said = str(problem)
    assert said
