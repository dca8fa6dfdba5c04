"""What a specification may say: every key, and a sentence for each mistake that names the key and the table."""

from dataclasses import fields
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.analysis import read_spec
from alongside.evaluation.analysis.flow_spec import FlowSpec
from alongside.evaluation.analysis.spec import (
    BINARY,
    CONTINUOUS,
    INFERENCE,
    Economics,
    Imputation,
    Outcome,
    Permutation,
    Trial,
)
from alongside.evaluation.errors import BadInput, EvaluationError
from alongside.evaluation.tests.analysed import BINARY as YES_OR_NO
from alongside.evaluation.tests.analysed import BY_MONTH, OUTCOME, SPEC, TRIAL

PERSON, PERIOD = 'person = "pid"\n', 'period = "month"\n'
ECONOMICS = '[economics]\ncost = "cost"\nqaly = "qaly"\n'
BOOTSTRAP = f'{ECONOMICS}method = "two_stage_bootstrap"\nseed = 1\n'
CLUSTER_MEANS = f'{ECONOMICS}method = "cluster_means"\n'
BIVARIATE = f'{ECONOMICS}method = "bivariate_model"\n'
VISITS = '[[outcome]]\ncolumns = ["y6", "y12"]\ntimes = ["6 months", "12 months"]\n'


def refused(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as said:
        read_spec(text)
    assert sentence in str(said.value)


def trial(line: str) -> str:
    return TRIAL + line + "\n" + OUTCOME


def outcome(*lines: str) -> str:
    return SPEC + "\n".join(lines) + "\n"


def test_the_least_that_can_be_said():
    spec = read_spec(SPEC)
    assert (spec.trial.title, spec.trial.arm, spec.trial.cluster) == ("A trial", "arm", "practice")
    assert (spec.trial.person, spec.trial.period, spec.trial.adjust, spec.trial.categories) == (None, None, (), ())
    assert spec.trial.missing == ("", "NA", "NaN", "nan", ".")
    assert (spec.trial.intervention, spec.trial.control) == ("Intervention", "Control")
    assert (spec.trial.stepped_wedge, spec.trial.period_effects) == (False, False)
    (one,) = spec.outcomes
    assert (one.name, one.label, one.columns, one.times, one.kind) == ("y12", "y12", ("y12",), (), "continuous")
    assert (one.model, one.inference, one.also, one.subgroups) == ("mixed", "kenward_roger", (), ())
    assert (one.primary, one.above, one.adjust, one.unit, one.better) == (False, None, (), "", "neither")
    assert (spec.imputation, spec.received, spec.economics, spec.flow) == (None, None, None, None)
    assert (spec.permutation.strata, spec.permutation.draws, spec.permutation.seed) == ((), 9_999, 1)
    assert spec.sha256 == sha256(SPEC.encode()).hexdigest()


def test_everything_that_can_be_said():
    spec = read_spec(
        """
        [trial]
        title = "T"
        arm = "group"
        cluster = "site"
        person = "id"
        adjust = ["strat", "size"]
        categories = ["strat"]
        missing = ["", "999"]
        intervention = "House of Care"
        control = "Usual care"

        [[outcome]]
        column = "score"
        name = "score_12"
        label = "Score at 12 months"
        kind = "binary"
        above = 0.5
        primary = true
        adjust = ["score_0", "age:sex"]
        model = "gee"
        inference = "fay_graubard"
        also = ["cluster_means", "permutation"]
        subgroups = ["sex"]
        unit = "points"
        better = "lower"

        [imputation]
        imputations = 40
        cycles = 12
        seed = 3
        auxiliary = ["town"]

        [compliance]
        received = "came"

        [permutation]
        strata = ["strat"]
        draws = 500
        seed = 9

        [economics]
        cost = "cost"
        qaly = "qaly"
        method = "two_stage_bootstrap"
        thresholds = [0, 20000]
        adjust_cost = ["cost_0"]
        adjust_qaly = ["utility_0"]
        replicates = 500
        seed = 4
        average = "clusters"
        population = 1000
        years = 3
        """
    )
    (one,), money = spec.outcomes, spec.economics
    assert spec.trial.labels == ("site", "id")
    assert (one.name, one.label, one.above, one.primary) == ("score_12", "Score at 12 months", 0.5, True)
    assert (one.model, one.inference, one.also) == ("gee", "fay_graubard", ("cluster_means", "permutation"))
    assert (one.adjust, one.subgroups, one.unit, one.better) == (("score_0", "age:sex"), ("sex",), "points", "lower")
    assert (spec.imputation.imputations, spec.imputation.cycles, spec.imputation.seed) == (40, 12, 3)
    assert (spec.imputation.auxiliary, spec.received) == (("town",), "came")
    assert (spec.permutation.strata, spec.permutation.draws, spec.permutation.seed) == (("strat",), 500, 9)
    assert (money.cost, money.qaly, money.thresholds, money.replicates) == ("cost", "qaly", (0, 20000), 500)
    assert (money.adjust_cost, money.adjust_qaly, money.average) == (("cost_0",), ("utility_0",), "clusters")
    assert (money.seed, money.population, money.years) == (4, 1000, 3)


@pytest.mark.parametrize("kind", ["continuous", "binary"])
def test_each_model_has_its_ways_of_inference_and_the_first_is_the_usual_one(kind):
    for model in CONTINUOUS if kind == "continuous" else BINARY:
        given_ = (f'kind = "{kind}"', f'model = "{model}"')
        ways = INFERENCE.get(model, ())
        assert read_spec(outcome(*given_)).outcomes[0].inference == (ways[0] if ways else "")
        for way in ways:
            assert read_spec(outcome(*given_, f'inference = "{way}"')).outcomes[0].inference == way
        refused(outcome(*given_, 'inference = "bayes"'), "inference in [[outcome]] number 1")


def test_a_model_is_of_its_kind_of_outcome():
    refused(outcome('model = "logistic_mixed"'), "model in [[outcome]] number 1 is 'logistic_mixed'; it can be mixed,")
    assert read_spec(outcome('kind = "binary"')).outcomes[0].model == "logistic_mixed"
    assert read_spec(outcome('kind = "binary"', 'model = "mixed"')).outcomes[0].model == "mixed"


def test_repeated_visits_are_called_by_their_times():
    spec = read_spec(TRIAL + PERSON + VISITS)
    (one,) = spec.outcomes
    assert (one.columns, one.times, one.repeated) == (("y6", "y12"), ("6 months", "12 months"), True)
    assert (one.name, one.label) == ("y6_y12", "y6 and y12")
    assert read_spec(TRIAL + PERSON + VISITS + 'name = "both"').outcomes[0].label == "both"


def test_the_strata_of_a_permutation_test_are_those_of_the_trial_unless_said():
    assert read_spec(trial('strata = ["strat"]')).permutation.strata == ("strat",)
    assert read_spec(trial('strata = ["strat"]') + "[permutation]\nseed = 2").permutation.strata == ("strat",)
    assert read_spec(trial('strata = ["strat"]') + "[permutation]\nstrata = []").permutation.strata == ()
    assert read_spec(trial('adjust = ["strat"]')).permutation.strata == ()


def test_every_model_is_adjusted_for_the_strata_first_and_once():
    found = read_spec(trial('adjust = ["age", "strat"]\nstrata = ["strat"]')).trial
    assert found.adjust == ("strat", "age")


def test_a_yes_or_no_outcome_of_a_stepped_wedge_is_analysed_by_marginal_models():
    """The one random intercept of the logistic mixed model would count people where clusters are in both arms."""
    assert read_spec(BY_MONTH + YES_OR_NO).outcomes[0].model == "gee"
    assert read_spec(SPEC + YES_OR_NO).outcomes[-1].model == "logistic_mixed"


def test_people_of_a_cluster_and_period_are_alike_in_a_stepped_wedge_unless_said():
    assert read_spec(BY_MONTH + OUTCOME).trial.period_effects
    assert not read_spec(BY_MONTH + "period_effects = false\n" + OUTCOME).trial.period_effects
    assert not read_spec(SPEC).trial.period_effects
    assert read_spec(SPEC + '[permutation]\naudit = "AUDIT.json"').permutation.audit == "AUDIT.json"


UNKNOWN = [
    (trial('clusters = "practice"'), "clusters in [trial] means nothing here. Did you mean cluster?"),
    (
        trial('zzz = "practice"'),
        "zzz in [trial] means nothing here. There can be adjust, arm, baseline, categories, cluster,",
    ),
    (outcome('colum = "y6"'), "colum in [[outcome]] number 1 means nothing here. Did you mean column?"),
    (SPEC + OUTCOME.replace("y12", "y6") + "primry = true", "primry in [[outcome]] number 2 means nothing here."),
    (
        SPEC + "[imputation]\nseed = 1\nimputation = 5",
        "imputation in [imputation] means nothing here. Did you mean imp",
    ),
    (
        SPEC + '[compliance]\nreceived = "took"\nrecieved = "x"',
        "recieved in [compliance] means nothing here. Did you m",
    ),
    (SPEC + BIVARIATE + "thresold = [1]", "thresold in [economics] means nothing here. Did you mean thresholds?"),
    (SPEC + "[permutation]\ndraw = 99", "draw in [permutation] means nothing here. Did you mean draws?"),
    (SPEC + "[economic]\n", "economic in the specification means nothing here. Did you mean economics?"),
    ('x = 1\n[trial]\ntitle = "x"', "arm is missing in [trial]."),
    ("x = 1\n" + SPEC, "x in the specification means nothing here. There can be compliance, economics,"),
    (SPEC + BIVARIATE + "seed = 1", "seed in [economics] means nothing here."),
    (SPEC + BIVARIATE + "replicates = 500", "replicates in [economics] means nothing here."),
    (SPEC + BIVARIATE + 'average = "people"', "average in [economics] means nothing here."),
    (SPEC + CLUSTER_MEANS + 'adjust_cost = ["x"]', "adjust_cost in [economics] means nothing here."),
    (outcome('times = ["6"]'), "times in [[outcome]] number 1 means nothing here."),
    (outcome('model = "permutation"', 'inference = "exact"'), "inference in [[outcome]] number 1 means nothing here."),
]


@pytest.mark.parametrize(("text", "sentence"), UNKNOWN)
def test_a_key_that_means_nothing_is_refused_with_the_nearest(text, sentence):
    refused(text, sentence)


MISSING = [
    ("", "The specification has no [trial]."),
    (TRIAL, "The specification has no [[outcome]]."),
    ("outcome = []\n" + TRIAL, "The specification has no [[outcome]]."),
    (SPEC.replace('title = "A trial"', ""), "title is missing in [trial]."),
    (SPEC.replace('arm = "arm"', ""), "arm is missing in [trial]."),
    (SPEC.replace('cluster = "practice"', ""), "cluster is missing in [trial]."),
    (TRIAL + "[[outcome]]\nprimary = true", "[[outcome]] number 1 needs either a column, or columns with times"),
    (TRIAL + PERSON + '[[outcome]]\ncolumns = ["y6", "y12"]', "times is missing in [[outcome]] number 1."),
    (SPEC + "[imputation]", "seed is missing in [imputation]."),
    (SPEC + "[compliance]", "received is missing in [compliance]."),
    (SPEC + ECONOMICS, "method is missing in [economics]."),
    (SPEC + BIVARIATE.replace('cost = "cost"', ""), "cost is missing in [economics]."),
    (SPEC + BIVARIATE.replace('qaly = "qaly"', ""), "qaly is missing in [economics]."),
    (SPEC + BOOTSTRAP.replace("seed = 1", ""), "seed is missing in [economics]."),
    (SPEC + "[flow]", "assessed is missing in [flow]."),
]


@pytest.mark.parametrize(("text", "sentence"), MISSING)
def test_what_must_be_there_is_asked_for(text, sentence):
    refused(text, sentence)


KINDS = [
    (SPEC.replace('"A trial"', "3"), "title in [trial] must be words in quotation marks."),
    (SPEC.replace('"A trial"', '" "'), "title in [trial] has no words in it."),
    (SPEC.replace('"arm"', "['arm']"), "arm in [trial] must be words in quotation marks."),
    (SPEC.replace('"practice"', '""'), "cluster in [trial] has no words in it."),
    (trial("person = 1"), "person in [trial] must be words in quotation marks."),
    (trial("period = 2026-11-29"), "period in [trial] must be words in quotation marks."),
    (trial('period_effects = "yes"'), "period_effects in [trial] must be true or false."),
    (trial("period_effects = 1"), "period_effects in [trial] must be true or false."),
    (trial('adjust = "strat"'), "adjust in [trial] must be a list of words in quotation marks."),
    (trial("adjust = [1]"), "adjust in [trial] must be a list of words in quotation marks."),
    (trial('adjust = ["x", ""]'), "adjust in [trial] has no words in it."),
    (trial('adjust = ["x", "x"]'), "adjust in [trial] names x twice."),
    (trial("categories = [true]"), "categories in [trial] must be a list of words in quotation marks."),
    (trial("missing = [999]"), "missing in [trial] must be a list of words in quotation marks."),
    (trial('intervention = ""'), "intervention in [trial] has no words in it."),
    ("trial = 1", "trial in the specification must be a table, [trial]."),
    ('[outcome]\ncolumn = "y"\n' + TRIAL, "outcome in the specification must be a list of tables, [[outcome]]."),
    ("outcome = [1]\n" + TRIAL, "outcome in the specification must be a list of tables, [[outcome]]."),
    (outcome('primary = "true"'), "primary in [[outcome]] number 1 must be true or false."),
    (outcome('kind = "binary"', 'above = "0.5"'), "above in [[outcome]] number 1 must be a number."),
    (outcome('kind = "binary"', "above = true"), "above in [[outcome]] number 1 must be a number."),
    (outcome('kind = "binary"', "above = nan"), "above in [[outcome]] number 1 must be a finite number."),
    (outcome('kind = "binary"', "above = inf"), "above in [[outcome]] number 1 must be a finite number."),
    (outcome('kind = "binary"', "above = -inf"), "above in [[outcome]] number 1 must be a finite number."),
    (outcome('kind = "binary"', f"above = 1{'0' * 400}"), "above in [[outcome]] number 1 must be a finite number."),
    (outcome('kind = "yes or no"'), "kind in [[outcome]] number 1 is 'yes or no'; it can be continuous or binary."),
    (outcome('kind = "binari"'), "it can be continuous or binary. Did you mean binary?"),
    (outcome('better = "more"'), "better in [[outcome]] number 1 is 'more'; it can be higher, lower or neither."),
    (outcome('also = ["gea"]'), "also in [[outcome]] number 1 is 'gea'; it can be mixed, gee,"),
    (outcome('also = ["gee", "gee"]'), "also in [[outcome]] number 1 names gee twice."),
    (outcome('also = ["mixed"]'), "also in [[outcome]] number 1 names mixed, which is the model already."),
    (outcome("label = 1"), "label in [[outcome]] number 1 must be words in quotation marks."),
    (outcome('name = ""'), "name in [[outcome]] number 1 has no words in it."),
    (SPEC + "imputation = 5", "imputation in [[outcome]] number 1 means nothing here."),
    ("imputation = 5\n" + SPEC, "imputation in the specification must be a table, [imputation]."),
    (SPEC + "[imputation]\nseed = 1.0", "seed in [imputation] must be a whole number."),
    (SPEC + "[imputation]\nseed = true", "seed in [imputation] must be a whole number."),
    (SPEC + "[imputation]\nseed = -1", "seed in [imputation] is -1; it must be at least 0."),
    (SPEC + "[imputation]\nseed = 1\nimputations = 1", "imputations in [imputation] is 1; it must be from 2 to 1,000."),
    (SPEC + "[imputation]\nseed = 1\nimputations = 1000000", "imputations in [imputation] is 1000000; it must be from"),
    (SPEC + "[imputation]\nseed = 1\ncycles = 2", "cycles in [imputation] is 2; it must be from 3 to 1,000."),
    (SPEC + f"[imputation]\nseed = 1\ncycles = 1{'0' * 99}", "cycles in [imputation] is a number of more than 60 fig"),
    (SPEC + "[permutation]\ndraws = 98", "draws in [permutation] is 98; it must be from 99 to 100,000."),
    (SPEC + "[permutation]\ndraws = 1000000", "draws in [permutation] is 1000000; it must be from 99 to 100,000."),
    (SPEC + "[permutation]\nseed = -3", "seed in [permutation] is -3; it must be at least 0."),
    (SPEC + ECONOMICS + 'method = "bootstrap"', "method in [economics] is 'bootstrap'; it can be bivariate_model, tw"),
    (SPEC + BIVARIATE + "thresholds = []", "thresholds in [economics] is empty; it needs at least one number."),
    (SPEC + BIVARIATE + "thresholds = 20000", "thresholds in [economics] must be a list of numbers."),
    (SPEC + BIVARIATE + "thresholds = [20000, -1]", "thresholds in [economics] must be 0 or more"),
    (SPEC + BIVARIATE + "thresholds = [20000, 2e4]", "thresholds in [economics] names one twice."),
    (SPEC + BIVARIATE + "thresholds = [nan]", "thresholds in [economics] must be a finite number."),
    (SPEC + BIVARIATE + "thresholds = [inf]", "thresholds in [economics] must be a finite number."),
    (SPEC + BIVARIATE + "population = 0", "population in [economics] is 0; it must be above 0."),
    (SPEC + BIVARIATE + "population = inf", "population in [economics] must be a finite number."),
    (SPEC + BIVARIATE + "years = 0", "years in [economics] is 0; it must be from 1 to 100."),
    (SPEC + BOOTSTRAP + "replicates = 99", "replicates in [economics] is 99; it must be from 100 to 100,000."),
    (SPEC + BOOTSTRAP + "replicates = 10000000", "replicates in [economics] is 10000000; it must be from 100 to"),
    (SPEC + BOOTSTRAP + 'average = "person"', "average in [economics] is 'person'; it can be people or clusters."),
    (SPEC + BOOTSTRAP.replace("seed = 1", "seed = -1"), "seed in [economics] is -1; it must be at least 0."),
    (SPEC + f'["{"x" * 99}"]', f"{'x' * 57}… in the specification means nothing here."),
]


@pytest.mark.parametrize(("text", "sentence"), KINDS)
def test_what_is_of_the_wrong_kind_or_size_is_refused(text, sentence):
    refused(text, sentence)


TOGETHER = [
    (TRIAL + '[[outcome]]\ncolumn = "y"\ncolumns = ["y"]', "needs either a column, or columns with times"),
    (TRIAL + PERSON + '[[outcome]]\ncolumns = ["y6"]\ntimes = ["6"]', "must be two or more, with a time for each."),
    (TRIAL + PERSON + "[[outcome]]\ncolumns = []\ntimes = []", "must be two or more, with a time for each."),
    (TRIAL + PERSON + VISITS.replace('"12 months"]', "]"), "must be two or more, with a time for each."),
    (TRIAL + PERSON + VISITS.replace('"y12"', '"y6"'), "columns in [[outcome]] number 1 names y6 twice."),
    (TRIAL + PERSON + VISITS.replace("12 m", "6 m"), "times in [[outcome]] number 1 names 6 months twice."),
    (TRIAL + VISITS, "has repeated visits: [trial] must name the column of the person."),
    (TRIAL + PERSON + VISITS + 'kind = "binary"', 'repeated visits are analysed by model = "mixed", without'),
    (TRIAL + PERSON + VISITS + 'model = "gee"', 'repeated visits are analysed by model = "mixed", without'),
    (TRIAL + PERSON + VISITS + 'also = ["gee"]', 'repeated visits are analysed by model = "mixed", without'),
    (TRIAL + PERSON + VISITS + 'subgroups = ["dep"]', 'repeated visits are analysed by model = "mixed", without'),
    (outcome("above = 0.5"), 'above in [[outcome]] number 1 makes a yes-or-no outcome: add kind = "binary".'),
    (SPEC + OUTCOME, "Two outcomes are called y12; give one of them another name."),
    (trial("period_effects = true"), "period_effects in [trial] needs a period"),
    (trial('person = "practice"'), "arm, cluster, person and period in [trial] must each be a column of its own."),
    (trial('period = "arm"'), "arm, cluster, person and period in [trial] must each be a column of its own."),
    (trial(PERIOD) + 'model = "cluster_means"', "in a stepped wedge every cluster is in both arms, so that cluster_"),
    (trial(PERIOD) + 'also = ["gee", "permutation"]', "so that permutation cannot be used. Use mixed, gee or"),
    (trial(PERIOD) + '[compliance]\nreceived = "x"', "[compliance] is for trials whose clusters stay in one arm"),
    (trial(PERIOD) + BIVARIATE, "[economics] is for trials whose clusters stay in one arm"),
    (trial(PERIOD) + "[permutation]", "[permutation] is for trials whose clusters stay in one arm"),
    (SPEC + '[permutation]\naudit = "A"\nstrata = ["s"]', "[permutation] has an audit, which knows the strata"),
    (trial('adjust = ["arm"]'), "arm of strata or adjust in [trial] is in the model already: leave it out."),
    (trial('adjust = ["practice"]'), "practice of strata or adjust in [trial] is in the model already: leave it out."),
    (trial(PERSON + 'adjust = ["pid"]'), "pid of strata or adjust in [trial] is in the model already: leave it out."),
    (
        trial(PERIOD + 'adjust = ["month"]'),
        "month of strata or adjust in [trial] is in the model already: leave it out.",
    ),
    (trial('adjust = ["y12"]'), "[[outcome]] number 1: y12 is the outcome itself"),
    (outcome('adjust = ["y12:dep"]'), "[[outcome]] number 1: y12:dep is the outcome itself"),
    (outcome('subgroups = ["y12"]'), "[[outcome]] number 1: y12 is the outcome itself"),
    (outcome('subgroups = ["arm"]'), "arm of subgroups in [[outcome]] number 1 is in the model already"),
    (outcome('adjust = ["arm:dep"]'), "To see the effect in groups of people, name their column in subgroups."),
    (outcome('adjust = ["practice:dep"]'), "practice:dep of adjust in [[outcome]] number 1 is in the model already"),
    (outcome('adjust = ["dep:"]'), "'dep:' of adjust in [[outcome]] number 1 is no column, nor a product of columns"),
    (outcome('adjust = [":"]'), "':' of adjust in [[outcome]] number 1 is no column"),
    (SPEC.replace('arm = "arm"', 'arm = "group"') + 'adjust = ["arm"]', "results call the effect of the intervention"),
    (SPEC + '[imputation]\nseed = 1\nauxiliary = ["practice"]', "practice of auxiliary in [imputation] is in the mod"),
    (SPEC + BIVARIATE + 'adjust_cost = ["arm"]', "arm of adjust_cost in [economics] is in the model already"),
    (SPEC + BIVARIATE + 'adjust_qaly = ["arm:x"]', "arm:x of adjust_qaly in [economics] would make the effect"),
    (SPEC + "[flow]\nassessed = 3\n[[flow.left_out]]\nreason = 'no'\nclusters = 4", "In [flow] more clusters are left"),
]


@pytest.mark.parametrize(("text", "sentence"), TOGETHER)
def test_what_cannot_be_asked_together_is_refused(text, sentence):
    refused(text, sentence)


def test_a_product_with_the_period_may_be_adjusted_for():
    assert read_spec(trial(PERIOD + 'adjust = ["y0:month"]')).trial.adjust == ("y0:month",)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[trial]\ntitle = A\n", "The specification is not TOML: Invalid value (at line 2, column 9)."),
        ("[trial]\ntitle = 'A\n", "(at end of document)."),
        ("[trial\n", "(at line 1, column 7)"),
        ("a = 1\na = 2\n", "(at line 2, column 6)"),
        ("a = 2026-13-45\n", "The specification is not TOML: "),
        ("a = " + "9" * 5000, "The specification is not TOML: a number in it has thousands of figures."),
        ("a = " + "[" * 100_000, "nested too deep"),
        ("\x00", "(at line 1, column 1)."),
    ],
)
def test_what_is_not_toml_is_said_with_its_line(text, where):
    refused(text, where)


def test_windows_line_ends_change_the_hash_and_nothing_else():
    one, another = read_spec(SPEC), read_spec(SPEC.replace("\n", "\r\n"))
    assert one.outcomes == another.outcomes
    assert one.sha256 != another.sha256


VALUES = st.one_of(
    st.sampled_from(['""', '"x"', "true", "[]", '["x"]', "[1]", "{}", "nan", "inf", "1979-05-27", '["x", 2]', "[[]]"]),
    st.integers().map(str),
    st.floats().map(repr),
)
PARTS = (Trial, Outcome, Imputation, Economics, Permutation, FlowSpec)
KEYS = sorted({"column", "received", *(key.name for part in PARTS for key in fields(part))})
TABLES = ["[trial]", "[[outcome]]", "[imputation]", "[compliance]", "[permutation]", "[economics]", "[flow]"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(TABLES), st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6)), max_size=4)
)
def test_no_specification_raises_anything_but_a_sentence(tables):
    text = "\n".join("\n".join([head, *(f"{key} = {value}" for key, value in keys.items())]) for head, keys in tables)
    for whole in (text, SPEC + text):
        assert sentence_of(whole)[-1:] in ("", ".", "?")


def sentence_of(text: str) -> str:
    try:
        read_spec(text)
    except EvaluationError as problem:
        return str(problem)
    return ""


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60) | st.text("[]=\"'#\n\\xu0{},. ab", max_size=40).map(str.encode))
def test_no_bytes_raise_anything_but_a_sentence(raw):
    with pytest.raises(EvaluationError):
        read_spec(raw.decode("utf-8", "replace"))
