"""Charts: every number where its scale puts it, every name beside what it names, nothing told by colour alone."""

import re
from itertools import pairwise
from math import inf, log, nan
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting import charts, palette
from alongside.evaluation.reporting.charts.canvas import apart, round_domain
from alongside.evaluation.reporting.charts.lines import _domains
from alongside.evaluation.reporting.charts.plane import thinned
from alongside.evaluation.reporting.svg import size
from alongside.evaluation.tests.report_sample import HARM, all_charts

ROWS = [charts.ForestRow("A", 0.1, -0.1, 0.3), charts.ForestRow("B", 0.0, -0.2, 0.1)]
MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")


def words(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]


def marks(svg: str, kind: str) -> list[ElementTree.Element]:
    """The shapes of all marks of one kind, in order."""
    root = ElementTree.fromstring(svg)
    groups = [group for group in root.iter() if f"mark-{kind} role-mark" in group.get("class", "")]
    return [shape for group in groups for shape in group]


def place(shape: ElementTree.Element) -> tuple[float, float]:
    found = MOVED.match(shape.get("transform", ""))
    assert found
    return float(found[1]), float(found[2])


@pytest.mark.parametrize("name", all_charts())
def test_words_stay_words_in_a_typeface_that_everybody_has(name):
    svg = all_charts()[name]
    root = ElementTree.fromstring(svg)
    faces = {text.get("font-family") for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert faces == {"Arial, sans-serif"}
    assert len(words(svg)) > 5


@pytest.mark.parametrize("name", all_charts())
def test_a_chart_has_a_fixed_size_that_fits_a_page(name):
    width, height = size(all_charts()[name])
    assert 600 <= width <= 720
    assert height <= 500


def test_the_same_numbers_are_the_same_chart_to_the_letter():
    assert charts.forest(ROWS) == charts.forest(ROWS)


def test_a_name_that_looks_like_a_script_is_words():
    assert "<script>" not in all_charts()["forest"]
    assert HARM.replace(" ", "") in "".join(words(all_charts()["forest"])).replace(" ", "")


def test_forest_estimates_lie_where_the_scale_puts_them():
    low, high = round_domain([-0.2, 0.3], holding=[0.0])
    found = [place(shape)[0] for shape in marks(charts.forest(ROWS), "symbol")]
    assert found == pytest.approx([(value - low) / (high - low) * 310 for value in (0.1, 0.0)], abs=0.01)


def test_forest_ratios_lie_at_equal_steps_for_equal_ratios():
    rows = [charts.ForestRow(str(ratio), ratio, ratio / 1.5, ratio * 1.5) for ratio in (0.5, 1.0, 2.0)]
    svg = charts.forest(rows, log=True)
    across = [place(shape)[0] for shape in marks(svg, "symbol")]
    assert across[1] - across[0] == pytest.approx(across[2] - across[1], abs=0.02)
    span = log(3 / (1 / 3)) * 1.1
    assert across[2] - across[1] == pytest.approx(310 * log(2) / span, abs=0.02)
    assert {"0.5", "1", "2"} <= set(words(svg))


def test_forest_writes_the_numbers_beside_the_marks():
    assert {"0.10 (−0.10 to 0.30)", "0.00 (−0.20 to 0.10)"} <= set(words(charts.forest(ROWS)))


def test_forest_has_a_line_of_no_effect_at_one_for_ratios_and_where_it_is_told_to():
    ratios = charts.forest([charts.ForestRow("A", 1.2, 0.8, 1.9)], log=True)
    assert "1" in words(ratios)
    shifted = charts.forest([charts.ForestRow("A", 5.0, 4.0, 6.0)], zero=3.0)
    rule = marks(shifted, "rule")[0]
    low, high = round_domain([4.0, 6.0], holding=[3.0])
    assert place(rule)[0] == pytest.approx((3 - low) / (high - low) * 310, abs=0.01)


def test_forest_rows_grow_with_their_labels():
    long = charts.ForestRow("A long label " * 12, 0.1, 0.0, 0.2)
    assert size(charts.forest([long]))[1] > size(charts.forest([ROWS[0]]))[1] + 60


@pytest.mark.parametrize(
    ("rows", "log_scale", "sentence"),
    [
        ([], False, "at least one row"),
        ([charts.ForestRow("A", 0.1, -inf, 0.3)], False, "not finite"),
        ([charts.ForestRow("A", nan, 0.0, 0.3)], False, "not finite"),
        ([charts.ForestRow("A", 0.4, 0.0, 0.3)], False, "not between"),
        ([charts.ForestRow("A", 0.1, 0.0, 0.3)], True, "above 0"),
    ],
)
def test_forest_refuses_what_it_cannot_draw(rows, log_scale, sentence):
    with pytest.raises(BadInput, match=sentence):
        charts.forest(rows, log=log_scale)


def test_curves_are_named_once_each_and_rules_too():
    found = words(all_charts()["series"])
    assert [found.count(name) for name in ("Observed", "Fitted", "Had it not begun", "Training began")] == [1, 1, 1, 1]
    assert found.count("") == 0


def test_no_two_curves_have_the_same_dash_and_no_two_kinds_of_points_the_same_shape():
    assert len(set(palette.DASHES)) == len(set(palette.MARKS)) == len(set(palette.SERIES)) == 6


def test_the_curve_passes_through_its_points():
    svg = charts.lines([charts.Series("A", [0, 1, 2], [0, 10, 20])], x_title="x", y_title="y")
    (line,) = marks(svg, "line")
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", line.get("d", ""))]
    assert numbers == pytest.approx([0, 300, 215, 150, 430, 0], abs=0.01)


def test_a_counterfactual_is_dashed():
    series = [charts.Series("A", [0, 1], [0, 1]), charts.Series("B", [0, 1], [1, 2], "dashed", 0)]
    plain, dashed = marks(charts.lines(series, x_title="x", y_title="y"), "line")
    assert plain.get("stroke-dasharray") in (None, "1,0")
    assert dashed.get("stroke-dasharray") == "6,4"
    assert plain.get("stroke") == dashed.get("stroke")


def test_the_axis_reaches_what_it_is_told_to_hold():
    series = [charts.Series("A", [20, 30], [0.4, 0.6])]
    assert {"0.0", "1.0"} <= set(words(charts.lines(series, x_title="x", y_title="y", y_holding=[0, 1])))
    assert "1.0" not in words(charts.lines(series, x_title="x", y_title="y"))


@pytest.mark.parametrize(
    ("series", "sentence"),
    [
        ([], "between 1 and 6"),
        ([charts.Series(str(one), [0, 1], [0, one]) for one in range(7)], "between 1 and 6"),
        ([charts.Series("", [0, 1], [0, 1])], "between 1 and 6"),
        ([charts.Series("A", [0, 1], [0, 1])] * 2, "same name"),
        ([charts.Series("A", [1, 1], [0, 1])], "no line to draw"),
        ([charts.Series("A", [0, 1], [0, 1, 2])], "y of A has 3 values where 2"),
        ([charts.Series("A", [0, nan], [0, 1])], "x of A has 1 missing"),
        ([charts.Series("A", [0, 1], [0, 1], colour=6)], "A has colour 6"),
    ],
)
def test_lines_refuses_what_it_cannot_draw(series, sentence):
    with pytest.raises(BadInput, match=sentence):
        charts.lines(series, x_title="x", y_title="y")


@pytest.mark.parametrize("at", [-1.0, 1.5, nan])
def test_a_rule_outside_the_chart_is_refused(at):
    with pytest.raises(BadInput, match=r"Began at .* lies outside the chart"):
        charts.lines(
            [charts.Series("A", [0, 1], [0, 1])], x_title="x", y_title="y", upright_rules=[charts.Rule(at, "Began")]
        )


def test_rules_close_together_have_their_words_on_different_lines():
    rules = [charts.Rule(10.0, "Training began here"), charts.Rule(11.0, "The guidebook was out")]
    svg = charts.lines([charts.Series("A", [0, 47], [0, 1])], x_title="x", y_title="y", upright_rules=rules)
    root = ElementTree.fromstring(svg)
    texts = {"".join(text.itertext()): place(text) for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert abs(texts["Training began here"][1] - texts["The guidebook was out"][1]) >= 13


def test_acceptability_has_pounds_below_and_per_cent_beside():
    assert {"£20,000", "£50,000", "0%", "100%", "All", "Complete cases"} <= set(words(all_charts()["acceptability"]))


def test_acceptability_refuses_what_is_no_probability():
    with pytest.raises(BadInput, match="outside 0 to 1"):
        charts.acceptability({"All": ([0, 1], [0, 1.2])})


def test_the_plane_shows_no_more_than_1500_replicates_and_always_the_same():
    values = np.arange(10_000.0)
    kept = thinned(values)
    assert len(kept) == 1429
    assert kept[:3].tolist() == [0, 7, 14]
    assert len(thinned(np.arange(1500.0))) == 1500
    assert len(thinned(np.arange(1501.0))) == 751


def test_the_plane_has_pounds_with_the_minus_first_and_says_what_each_corner_means():
    found = words(all_charts()["plane"])
    assert any(text.startswith("−£") for text in found)
    assert {"Better, and costs less", "Worse, and costs more", "£20,000 per QALY", "Estimate"} <= set(found)
    assert len(marks(all_charts()["plane"], "symbol")) == 301


def test_the_threshold_is_a_line_of_its_own_slope():
    svg = charts.plane([-1.0, 1.0], [-1000.0, 1000.0], threshold=500)
    line = next(mark for mark in marks(svg, "line") if mark.get("stroke") == palette.ORANGE)
    x1, y1, x2, y2 = (float(number) for number in re.findall(r"-?[\d.]+", line.get("d", "")))
    assert (y1 - y2) / (x2 - x1) == pytest.approx((500 / 2000 * 380) / (1 / 2 * 560), rel=1e-3)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"threshold": 0}, "above 0"),
        ({"ellipse": [[1.0, 2.0, 3.0]]}, "3 columns"),
        ({"delta_cost": [1.0]}, "1 values where 2"),
    ],
)
def test_the_plane_refuses_what_it_cannot_draw(given, sentence):
    with pytest.raises(BadInput, match=sentence):
        charts.plane(**({"delta_effect": [0.0, 1.0], "delta_cost": [0.0, 1.0]} | given))


def test_balance_writes_both_numbers_and_names_the_marks_by_shape():
    found = words(all_charts()["balance"])
    assert {"○ Before", "■ After", "0.34", "0.02", "0.05"} <= set(found)
    before_only = words(charts.balance([charts.BalanceMark("A", 0.2)]))
    assert "■ After" not in before_only
    with pytest.raises(BadInput, match="at least one row"):
        charts.balance([])


def test_a_histogram_has_a_bar_for_each_count_as_high_as_it():
    svg = charts.histogram([0, 1, 2, 4], [1, 2, 4], x_title="x", y_title="y")
    heights = [float(re.findall(r"v(-?[\d.]+)", bar.get("d", ""))[0]) for bar in marks(svg, "rect")]
    assert [abs(height) for height in heights] == pytest.approx([65, 130, 260], abs=0.6)


@pytest.mark.parametrize(
    ("edges", "counts", "sentence"),
    [([0, 1, 1], [1, 1], "must rise"), ([0, 1, 2], [1, -1], "below 0"), ([0, 1, 2], [1], "1 values where 2")],
)
def test_a_histogram_refuses_what_it_cannot_draw(edges, counts, sentence):
    with pytest.raises(BadInput, match=sentence):
        charts.histogram(edges, counts, x_title="x", y_title="y")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_a_range_of_round_numbers_holds_all_values_with_little_to_spare(values):
    low, high = round_domain(values)
    slack = 1e-6 * max(1.0, abs(low), abs(high))
    assert low - slack <= min(values) <= max(values) <= high + slack
    assert low < high
    if max(values) - min(values) > 1e-3:
        assert high - low <= 1.75 * (max(values) - min(values)) + slack


@given(st.lists(st.tuples(st.floats(-50, 350), st.sampled_from([20.0, 36.0])), min_size=1, max_size=7))
def test_names_at_the_end_of_curves_never_overlap_and_keep_their_order(names):
    wanted, heights = zip(*names, strict=True)
    places = apart(wanted, heights, 300)
    order = sorted(range(len(names)), key=lambda position: wanted[position])
    for upper, lower in pairwise(order):
        assert places[lower] - places[upper] >= (heights[upper] + heights[lower]) / 2 - 1e-9


def test_names_that_do_not_touch_stay_where_they_are():
    assert apart([10.0, 100.0, 50.0], [20.0] * 3, 300) == [10.0, 100.0, 50.0]


def test_the_horizontal_axis_ends_where_the_values_end():
    across, _ = _domains([charts.Series("A", [0.0, 0.07], [0, 1])], ())
    assert across == (0.0, 0.07)
