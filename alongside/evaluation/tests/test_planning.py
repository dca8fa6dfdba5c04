"""Questions of design, and rules of an allocation, as somebody writes them down."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation import allocation, design
from alongside.evaluation.analysis import read_csv
from alongside.evaluation.errors import BadInput, EvaluationError, NotEstimable
from alongside.evaluation.planning import read_allocation_spec, read_design_spec
from alongside.evaluation.planning.allocating import balance_of
from alongside.evaluation.tests.trials import answers
from alongside.evaluation.wording import number, percent

approx = pytest.approx

MEAN = '\n[outcome]\nkind = "mean"\n'
CLOSED = answers("closed_form")


def asked(ask: str, *lines: str, kind: str = "parallel", outcome: str = MEAN) -> str:
    return "\n".join(["[design]", 'title = "T"', f'kind = "{kind}"', f'ask = "{ask}"', *lines, outcome])


def refused(text: str, sentence: str, kind: type[EvaluationError] = BadInput) -> None:
    with pytest.raises(kind) as said:
        read_design_spec(text)
    assert sentence in str(said.value)


# Designing.


@pytest.mark.parametrize("method", ["normal", "t"])
def test_clusters_needed_are_rs(method):
    said = CLOSED["sample_size"][0]
    given_ = said["inputs"]
    lines = [f"icc = [{given_['icc']}]", f"cluster_size = {given_['m']}", f"cv = {given_['cv']}"]
    lines += [f"difference = {given_['delta']}", f"power = {given_['power']}", f'method = "{method}"']
    (answer,) = read_design_spec(asked("clusters", *lines)).answers
    key = "t_clusters_per_arm" if method == "t" else "clusters_per_arm_rounded_up"
    assert answer.value == 2 * said[key]


def test_detectable_differences_over_several_correlations_are_rs():
    said = CLOSED["detectable_smd"][0]
    given_, rows = said["inputs"], said["rows"]
    # R divides 4,076 people, 41 clusters of 99.4 rounded up, evenly between the arms.
    lines = [f"icc = {given_['icc']}", f"cluster_size = {given_['n_total'] / given_['clusters']}", "clusters = 41"]
    found = read_design_spec(asked("detectable", *lines))
    assert [answer.icc for answer in found.answers] == given_["icc"]
    assert [answer.value for answer in found.answers] == approx([row["detectable_smd_t"] for row in rows], rel=2e-4)
    assert (found.title, found.ask, found.label) == ("T", "detectable", "the detectable difference")


def test_the_power_of_a_stepped_wedge_is_rs_of_hussey_and_hughes_2007():
    said = CLOSED["stepped_wedge_power"][0]
    given_ = said["inputs"]
    total = given_["sigma_e2"] + given_["tau2"]
    lines = [f"icc = [{given_['tau2'] / total}]", f"clusters_per_step = {given_['clusters_per_step']}"]
    lines += [f"cluster_size = {given_['m']}", f"difference = {given_['theta']}", 'method = "normal"']
    outcome = f"[outcome]\nsd = {sqrt(total)}"
    (answer,) = read_design_spec(asked("power", *lines, kind="stepped_wedge", outcome=outcome)).answers
    assert answer.value == approx(said["power"], rel=1e-9)


PARALLEL = design.ParallelTrial(
    design.Proportion(0.3),
    icc=0.02,
    cluster_size=40,
    cv=0.4,
    ratio=2,
    visits=design.Visits(follow_ups=2, baselines=1, cac=0.8, iac=0.5),
    people_lost=0.1,
    clusters_lost=0.05,
    alpha=0.01,
)
ASSUMED = [
    *("icc = [0.02]", "cv = 0.4", "ratio = 2", "follow_ups = 2", "baselines = 1", "cac = 0.8", "iac = 0.5"),
    *("people_lost = 0.1", "clusters_lost = 0.05", "alpha = 0.01"),
]
SHARE = '\n[outcome]\nkind = "proportion"\ncontrol = 0.3\n'


@pytest.mark.parametrize(
    ("ask", "lines", "value"),
    [
        (
            "clusters",
            ["cluster_size = 40", "difference = 0.1", "power = 0.9"],
            PARALLEL.clusters_needed(difference=0.1, power=0.9).clusters.total,
        ),
        (
            "size",
            ["difference = 0.1", "clusters = 60"],
            PARALLEL.size_needed(difference=0.1, clusters=60).cluster_size,
        ),
        (
            "power",
            ["cluster_size = 40", "difference = -0.1", "clusters = 60"],
            PARALLEL.power(difference=-0.1, clusters=60).power,
        ),
        (
            "detectable",
            ["cluster_size = 40", "clusters = 60", 'direction = "fall"'],
            PARALLEL.detectable(clusters=60, direction="fall").difference,
        ),
    ],
)
def test_every_key_of_a_parallel_trial_reaches_the_library(ask, lines, value):
    (answer,) = read_design_spec(asked(ask, *ASSUMED, *lines, outcome=SHARE)).answers
    assert answer.value == approx(value)
    assert "coefficient of variation 0.4" in answer.words
    assert "10% of them without an outcome" in answer.words


WEDGE = design.SteppedWedge(
    design.wedge([2, 3, 2], baseline_periods=2, periods_per_step=2),
    cluster_size=15,
    icc=0.05,
    sd=sqrt(0.35 * 0.65),
    cac=0.8,
    iac=0.3,
    decay=True,
    alpha=0.01,
)
STEPS = [
    *("icc = [0.05]", "clusters_per_step = [2, 3, 2]", "baseline_periods = 2", "periods_per_step = 2"),
    *("cac = 0.8", "iac = 0.3", "decay = true", "alpha = 0.01"),
]


@pytest.mark.parametrize(
    ("ask", "lines", "value"),
    [
        ("clusters", ["cluster_size = 15", "difference = 0.1"], 7 * WEDGE.repeats_needed(difference=0.1)),
        ("size", ["difference = 0.1", "power = 0.2"], WEDGE.size_needed(difference=0.1, power=0.2)),
        ("power", ["cluster_size = 15", "difference = 0.1"], WEDGE.power(difference=0.1).power),
    ],
)
def test_every_key_of_a_stepped_wedge_reaches_the_library(ask, lines, value):
    found = read_design_spec(asked(ask, *STEPS, *lines, kind="stepped_wedge", outcome=SHARE))
    assert found.answers[0].value == approx(value)
    assert "7 clusters over 8 periods" in found.answers[0].words or ask == "clusters"
    assert found.label == {"size": "people needed in a cluster and period"}.get(ask, found.label)


@pytest.mark.parametrize(("direction", "sign"), [("rise", 1), ("fall", -1)])
def test_the_least_difference_of_proportions_has_the_spread_halfway_between_them(direction, sign):
    lines = [*STEPS, "cluster_size = 200", "power = 0.9", f"direction = '{direction}'"]
    (answer,) = read_design_spec(asked("detectable", *lines, kind="stepped_wedge", outcome=SHARE)).answers
    middle = 0.3 + answer.value / 2
    same = replace(WEDGE, cluster_size=200, sd=sqrt(middle * (1 - middle)))
    assert answer.value == approx(sign * same.detectable(power=0.9).difference)
    assert f"The outcome is yes or no: we look for a {direction} from 30" in answer.words


def test_a_wedge_cannot_lead_to_more_than_everybody():
    lines = [*STEPS, "cluster_size = 15", "difference = 0.7"]
    with pytest.raises(BadInput, match="it must lie between 0 and 1"):
        read_design_spec(asked("power", *lines, kind="stepped_wedge", outcome=SHARE))


@pytest.mark.parametrize(
    ("ask", "lines", "kind"),
    [
        ("power", ["clusters_per_step = [4, 4, 4]", "cluster_size = 30", "difference = 0.3"], "stepped_wedge"),
        ("size", ["clusters_per_step = [4, 4, 4]", "difference = 0.3"], "stepped_wedge"),
        ("clusters", ["cluster_size = 30", "difference = 0.3", "baselines = 1"], "parallel"),
    ],
)
def test_where_nobody_says_how_alike_a_clusters_times_are_another_answer_stands_beside(ask, lines, kind):
    here, other = (
        read_design_spec(asked(ask, "icc = [0.05]", *lines, *more, kind=kind)).answers[0]
        for more in ([], ["cac = 0.8"])
    )
    shown = [percent(a.value, decimals=1) if ask == "power" else number(a.value) for a in (other, here)]
    assert here.words.endswith(f"with 0.8 this would be {shown[0]} rather than {shown[1]}.")
    assert "No cluster autocorrelation" not in other.words


def test_where_times_that_fade_leave_no_answer_it_is_said():
    lines = ["icc = [0.2]", "clusters_per_step = [2, 2]", "difference = 0.9"]
    (answer,) = read_design_spec(asked("size", *lines, kind="stepped_wedge")).answers
    assert answer.words.endswith("with 0.8 no answer could be given.")


def test_a_difference_beyond_all_doubt_has_power_1():
    for difference in (1e8, 1e9, 1e300):
        lines = ["icc = [0.05]", "clusters = 8", "cluster_size = 30", f"difference = {difference}"]
        assert read_design_spec(asked("power", *lines)).answers[0].value == 1


def test_a_curve_goes_from_the_lowest_correlation_to_the_highest_and_there_is_none_of_one():
    lines = ["cluster_size = 40", "difference = 0.3", "clusters = 20"]
    found = read_design_spec(asked("power", "icc = [0.1, 0.01, 0.05]", *lines))
    assert [found.curve.iccs.min(), found.curve.iccs.max()] == [0.01, 0.1]
    ends = found.curve.values[0, [0, -1]]
    assert ends.tolist() == approx([found.answers[1].value, found.answers[0].value])
    assert read_design_spec(asked("power", "icc = [0.05]", *lines)).curve is None


def test_a_question_without_an_answer_is_told_and_the_others_are_answered():
    found = read_design_spec(asked("size", "icc = [0, 0.3]", "difference = 0.3", "clusters = 20"))
    first, second = found.answers
    assert first.value == 20
    assert second.value is None
    assert "clusters" in second.words
    assert np.isnan(found.curve.values[0, -1])


DESIGN = [
    ("", "The specification has no [design]."),
    ("[design]\ntitle = 'T'", "The specification has no [outcome]."),
    ("x = 1\n" + asked("power"), "x in the specification means nothing here. There can be design or outcome."),
    (asked("powr", "icc = [0.1]"), "ask in [design] is 'powr'; it can be clusters, size, power or detectable. Did you"),
    (asked("power"), "icc is missing in [design]."),
    (asked("power", "icc = []"), "icc in [design] is empty; it needs at least one number."),
    (asked("power", "icc = 0.1"), "icc in [design] must be a list of numbers."),
    (asked("power", "icc = [nan]"), "icc in [design] must be a finite number."),
    (asked("power", "icc = [0.1]"), "cluster_size is missing in [design]."),
    (asked("power", "icc = [0.1]", "cluster_size = 5"), "difference is missing in [design]."),
    (asked("power", "icc = [0.1]", "cluster_size = 5", "difference = 1"), "clusters is missing in [design]."),
    (asked("power", "icc = [0.1]", "cluster_size = 5", "difference = 1", "clusters = 3"), "it must be at least 4."),
    (
        asked("power", "icc = [1.5]", "cluster_size = 5", "difference = 1", "clusters = 9"),
        "icc is 1.5; it must lie from",
    ),
    (asked("power", "icc = [0.1, -1]", "cluster_size = 5", "difference = 1", "clusters = 9"), "icc is -1.0; it must"),
    (asked("power", "icc = [0.1]", "cluster_size = -5", "difference = 1", "clusters = 9"), "cluster_size is -5.0"),
    (
        asked("power", "icc = [0.1]", "cluster_size = 5", "difference = 1", "clusters = 9", "power = 0.8"),
        "power in [des",
    ),
    (
        asked("size", "icc = [0.1]", "cluster_size = 5", "difference = 1", "clusters = 9"),
        "cluster_size in [design] mea",
    ),
    (
        asked("detectable", "icc = [0.1]", "cluster_size = 5", "clusters = 9", "direction = 'up'"),
        "it can be rise or fal",
    ),
    (asked("power", "icc = [0.1]", "follow_ups = 0"), "follow_ups in [design] is 0; it must be from 1 to 1,000."),
    (
        asked("power", "icc = [0.1]", outcome="[outcome]\nkind = 'share'"),
        "kind in [outcome] is 'share'; it can be mean",
    ),
    (asked("power", "icc = [0.1]", outcome="[outcome]\nkind = 'proportion'"), "control is missing in [outcome]."),
    (asked("power", "icc = [0.1]", outcome="[outcome]\nsd = 0"), "sd is 0.0; it must be above 0."),
    (asked("power", "icc = [0.1]", outcome="[outcome]\nmean = 0"), "mean in [outcome] means nothing here."),
    (asked("power", *STEPS, "difference = 1", kind="stepped_wedge"), "cluster_size is missing in [design]."),
    (
        asked("power", "icc = [0]", "clusters_per_step = []", kind="stepped_wedge"),
        "clusters_per_step in [design] is empt",
    ),
    (asked("power", "icc = [0]", "clusters_per_step = [1e9]", kind="stepped_wedge"), "can be at most 1,000."),
    (
        asked("power", "icc = [0]", "clusters_per_step = [1, 1]", "periods_per_step = 60", kind="stepped_wedge"),
        "[design] has 121 periods; there can be 100.",
    ),
    (
        asked("power", "icc = [0]", "clusters_per_step = [1.5]", kind="stepped_wedge"),
        "must hold whole numbers from 0 on",
    ),
    (
        asked("power", *STEPS, "cluster_size = 5", "cv = 0.1", "difference = 1", kind="stepped_wedge"),
        "cv in [design] m",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), DESIGN)
def test_a_design_that_cannot_be_is_refused_with_the_key(text, sentence):
    refused(text, sentence)


def test_a_stepped_wedge_in_which_all_step_at_once_tells_nothing():
    lines = ["icc = [0]", "clusters_per_step = [4]", "cluster_size = 5", "difference = 1"]
    refused(asked("power", *lines, kind="stepped_wedge"), "time and intervention look the same", NotEstimable)


# Allocating.

CLUSTERS = b"""practice,stratum,size,region
007,north,100,1
7,north,150,2
8,north,120,10
9,south,90,2
10,south,130,1
11,south,140,10
"""
HEAD = '[allocation]\ntitle = "T"\ncluster = "practice"\n'


def scheme(lines: str, raw: bytes = CLUSTERS) -> allocation.Scheme:
    spec = read_allocation_spec(HEAD + lines)
    return spec.scheme(read_csv(raw, missing=spec.missing, labels=spec.labels))


NAMES = ["007", "7", "8", "9", "10", "11"]
STRATA = ["north"] * 3 + ["south"] * 3
SIZES = [100, 150, 120, 90, 130, 140]


@pytest.mark.parametrize(
    ("lines", "same"),
    [
        ('method = "simple"', allocation.simple(NAMES)),
        ('method = "simple"\nintervention = 2', allocation.simple(NAMES, intervention=2)),
        ('method = "stratified"\nstrata = ["stratum"]', allocation.stratified(NAMES, STRATA)),
        (
            'method = "constrained"\ncovariates = ["size", "region"]\ncategories = ["region"]\nshare = 0.5',
            allocation.constrained(
                NAMES,
                np.column_stack([SIZES, [0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 0, 1]]),
                names=["size", "region = 2", "region = 10"],
                share=0.5,
            ),
        ),
        (
            'method = "constrained"\ncovariates = ["size"]\nstrata = ["stratum"]\nmetric = "l1"\nweights = [2]\n'
            "cutoff = 1.5\ncandidates = 500\nintervention = 3",
            allocation.constrained(
                NAMES,
                SIZES,
                names=["size"],
                strata=STRATA,
                metric="l1",
                weights=[2],
                cutoff=1.5,
                candidates=500,
                intervention=3,
            ),
        ),
    ],
)
def test_every_key_of_an_allocation_reaches_the_library(lines, same):
    assert scheme(lines).content() == same.content()


def test_a_minimisation_takes_clusters_in_their_order_with_levels_as_written():
    lines = 'method = "minimised"\ncovariates = ["stratum", "region"]\nprobability = 0.9\nweights = [1, 2]'
    same = allocation.minimised(["stratum", "region"], probability=0.9, weights=[1, 2])
    for name, stratum, region in zip(NAMES, STRATA, ["1", "2", "10", "2", "1", "10"], strict=True):
        same = same.joined(name, [stratum, region])
    assert scheme(lines).content() == same.content()
    assert read_allocation_spec(HEAD + lines).scheme(None).sealed() == same.sealed()


def test_two_columns_of_strata_are_combined():
    lines = 'method = "stratified"\nstrata = ["stratum", "half"]'
    raw = b"practice,stratum,half\n1,a,x\n2,a,x\n3,a,y\n4,a,y\n5,b,x\n6,b,x\n"
    assert set(scheme(lines, raw).strata) == {"a, x", "a, y", "b, x"}
    alike = b'practice,stratum,half\n1,"a, x",x\n2,"a, x",x\n3,a,"x, x"\n4,a,"x, x"\n'
    with pytest.raises(BadInput, match="Two strata would have the same name"):
        scheme(lines, alike)


ALLOCATION = [
    ("", "The specification has no [allocation]."),
    ("x = 1\n" + HEAD, "x in the specification means nothing here. There can be allocation."),
    (HEAD, "method is missing in [allocation]."),
    (HEAD + 'method = "minimized"', "it can be simple, stratified, minimised or constrained. Did you mean minimised?"),
    (HEAD + 'method = "stratified"', "This method needs strata in [allocation]: the names of some columns."),
    (HEAD + 'method = "constrained"', "This method needs covariates in [allocation]: the names of some columns."),
    (HEAD + 'method = "minimised"\ncovariates = []', "This method needs covariates in [allocation]"),
    (HEAD + 'method = "simple"\nstrata = ["stratum"]', "strata in [allocation] means nothing here."),
    (HEAD + 'method = "minimised"\ncovariates = ["size"]\nintervention = 3', "intervention in [allocation] means noth"),
    (
        HEAD + 'method = "minimised"\ncovariates = ["size"]\nprobability = nan',
        "probability in [allocation] must be a fi",
    ),
    (HEAD + 'method = "simple"\nintervention = 0', "intervention in [allocation] is 0; it must be at least 1."),
    (
        HEAD + 'method = "constrained"\ncovariates = ["size"]\nshare = 0.1\ncutoff = 1',
        "two ways to say how many are acc",
    ),
    (
        HEAD + 'method = "constrained"\ncovariates = ["size"]\ncandidates = 10',
        "candidates in [allocation] is 10; it mus",
    ),
    (
        HEAD + 'method = "constrained"\ncovariates = ["size"]\nweights = []',
        "weights in [allocation] is empty; it needs",
    ),
    (
        HEAD + 'method = "constrained"\ncovariates = ["size"]\nmetric = "l3"',
        "metric in [allocation] is 'l3'; it can be",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), ALLOCATION)
def test_rules_that_cannot_be_are_refused_with_the_key(text, sentence):
    with pytest.raises(BadInput) as said:
        read_allocation_spec(text)
    assert sentence in str(said.value)


@pytest.mark.parametrize(
    ("lines", "raw", "sentence"),
    [
        ('method = "simple"', b"practice\n1\n2\n3\n", "There are 3 clusters; two arms need at least 4."),
        ('method = "simple"', b"practice\n1\n2\n2\n3\n", "There are two clusters called 2"),
        ('method = "simple"', b"practise\n1\n2\n3\n4\n", "no column practice. Did you mean practise?"),
        ('method = "simple"', CLUSTERS.replace(b"\n9,", b"\n,"), "practice is missing for cluster"),
        ('method = "stratified"\nstrata = ["stratum"]', CLUSTERS.replace(b"9,south", b"9,"), "missing for cluster 9"),
        ('method = "constrained"\ncovariates = ["size"]', CLUSTERS.replace(b",90,", b",NA,"), "missing for cluster 9"),
        (
            'method = "constrained"\ncovariates = ["size:region"]',
            CLUSTERS.replace(b",90,", b",,"),
            "size is missing for",
        ),
        (
            'method = "minimised"\ncovariates = ["stratum"]',
            CLUSTERS.replace(b"9,south", b"9,"),
            "stratum is missing for",
        ),
        ('method = "constrained"\ncovariates = ["age"]', CLUSTERS, "The data have no column age."),
    ],
)
def test_clusters_that_cannot_be_allocated_are_refused(lines, raw, sentence):
    with pytest.raises(BadInput) as said:
        scheme(lines, raw)
    assert sentence in str(said.value)


def test_only_a_minimisation_has_rules_without_clusters():
    with pytest.raises(BadInput, match="Name the file of clusters"):
        read_allocation_spec(HEAD + 'method = "simple"').scheme(None)


def test_balance_is_of_covariates_by_arm_and_of_a_minimisation_there_is_none():
    spec = read_allocation_spec(HEAD + 'method = "simple"\ncovariates = ["size", "stratum"]')
    clusters = read_csv(CLUSTERS, labels=spec.labels)
    rows = balance_of(np.array([1, 1, 1, 0, 0, 0]), spec, clusters)
    assert [row.covariate for row in rows] == ["size", "stratum = south"]
    assert (rows[0].intervention_mean, rows[0].control_mean) == (approx(370 / 3), approx(120))
    few = read_allocation_spec(HEAD + 'method = "minimised"\ncovariates = ["stratum"]')
    assert balance_of(np.array([1, 1, 1, 0, 0, 0]), few, clusters) == ()
    assert balance_of(np.array([1, 0]), read_allocation_spec(HEAD + 'method = "simple"'), clusters) == ()


VALUES = st.one_of(
    st.sampled_from(['"x"', "true", "[]", '["x"]', "[0.1]", "{}", "nan", "[1, inf]", "0", "1979-05-27"]),
    st.integers(-5, 10**6).map(str),
    st.floats().map(repr),
)
KEYS = [line.split(" =")[0] for line in [*ASSUMED, *STEPS]] + ["ask", "kind", "icc", "difference", "power", "clusters"]


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4),
    st.sampled_from(["clusters", "size", "power", "detectable"]),
    st.sampled_from(["parallel", "stepped_wedge"]),
)
def test_no_design_raises_anything_but_a_sentence(keys, ask, kind):
    least = {"icc": "[0.01]", "cluster_size": "9", "difference": "0.5", "clusters": "20", "clusters_per_step": "[2, 2]"}
    least |= {"ask": f'"{ask}"', "kind": f'"{kind}"'}
    lines = [f"{key} = {value}" for key, value in (least | keys).items()]
    try:
        read_design_spec("\n".join(["[design]", 'title = "T"', *lines, MEAN]))
    except EvaluationError:
        return
