"""The flow of clusters and people: numbers that add up, and a diagram, a text and a table that say the same."""

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting.consort import Arm, Called, Enrolment, Flow, Numbers, Reason, Visit
from alongside.evaluation.reporting.svg import size, stripped
from alongside.evaluation.reporting.text import text_width
from alongside.evaluation.tests.report_sample import HARM, flow

FLOW = flow()
FIRST, SECOND = FLOW.arms
SVG = "{http://www.w3.org/2000/svg}"


def with_first(**changed: object) -> Flow:
    return replace(FLOW, arms=(replace(FIRST, **changed), SECOND))


def with_visit(number: int, **changed: object) -> Flow:
    visits = list(FIRST.visits)
    visits[number] = replace(visits[number], **changed)
    return with_first(visits=tuple(visits))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda: replace(FLOW, enrolment=replace(FLOW.enrolment, assessed=Numbers(60))),
            "Randomised: 44 clusters, but 60 in the box before it, less 17, leave 43",
        ),
        (
            lambda: replace(FLOW, enrolment=replace(FLOW.enrolment, assessed=Numbers(60), randomised=Numbers(43))),
            "Randomised: 43 clusters, but the arms have 44 together",
        ),
        (
            lambda: with_first(received=Numbers(20, 2551)),
            "received what was allocated: 2551 people, but 2800 in the box before it, less 250, leave 2550",
        ),
        (
            lambda: with_first(received=None),
            "reasons for not receiving the allocation, but not how many received it",
        ),
        (
            lambda: with_visit(0, seen=Numbers(21, 2400)),
            "follow-up at 6 months: 21 clusters, but 22 in the box before it, less 0, leave 22",
        ),
        (
            lambda: with_visit(1, regained=()),
            "follow-up at 12 months: 2250 people, but 2400 in the box before it, less 180, leave 2220",
        ),
        (
            lambda: with_visit(1, seen=Numbers(21)),
            "follow-up at 12 months: the number of people is missing",
        ),
        (
            lambda: with_first(added=()),
            "analysed: 22 clusters, but 21 in the box before it, less 0, leave 21",
        ),
        (
            lambda: with_first(added=(Reason("imputed", 1, 461),)),
            "analysed: 2700 people, but 2250 in the box before it, less 10 and 461 more, leave 2701",
        ),
    ],
)
def test_the_box_that_does_not_follow_is_named(change, sentence):
    with pytest.raises(BadInput, match=sentence):
        change()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda: replace(FLOW, arms=(FIRST,)), "at least two arms"),
        (lambda: replace(FLOW, arms=(FIRST, replace(FIRST, visits=()))), "same name"),
        (
            lambda: with_first(allocated=Numbers(22, 2800, 128, 190)),
            "smallest cluster has 128, more than the mean",
        ),
        (lambda: with_first(allocated=Numbers(22, 2800, 80, 127)), "largest cluster has 127, less than the mean"),
        (lambda: with_visit(0, seen=Numbers(22, -1)), "follow-up at 6 months: a number is below 0"),
        (lambda: with_visit(0, seen=Numbers(0, 5)), "5 people in no cluster"),
        (lambda: with_visit(0, lost=(Reason("x", 0, -400),)), "number for 'x' is below 0"),
        (lambda: with_visit(0, lost=(Reason(" ", 0, 400),)), "a reason has no words"),
        (lambda: with_visit(1, discontinued=(Reason("\x00", 0, 1),)), "cannot be printed"),
        (lambda: with_first(name="\x07"), "cannot be printed"),
        (lambda: with_visit(1, when="1 year"), "not followed up at the same times"),
        (
            lambda: replace(FLOW, enrolment=replace(FLOW.enrolment, randomised=Numbers(44, 5600))),
            "Randomised: 5600 people, but the arms have 5599 together",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(change, sentence):
    with pytest.raises(BadInput, match=sentence):
        change()


def test_people_known_at_randomisation_must_be_known_in_every_arm():
    arms = (Arm("A", Numbers(2, 10), Numbers(2, 10)), Arm("B", Numbers(2), Numbers(2)))
    assert Flow(Enrolment(Numbers(4), (), Numbers(4)), arms).as_text()
    with pytest.raises(BadInput, match="B, allocated: the number of people is missing"):
        Flow(Enrolment(Numbers(4, 20), (), Numbers(4, 20)), arms)


def test_it_says_in_words_what_the_diagram_shows():
    assert FLOW.as_text() == (
        "Assessed for eligibility: 61 practices.",
        "Excluded: 17 practices (declined: 12 practices; fewer than 2,000 patients: 5 practices).",
        "Randomised: 44 practices.",
        "The whole system approach. Allocated to the whole system approach: 22 practices, 2,800 people (mean 127.3,"
        " range 80 to 190). Received allocated intervention: 20 practices, 2,550 people. Did not receive allocated"
        " intervention: 2 practices, 250 people (trainers could not be released: 2 practices, 250 people).",
        "Usual care. Allocated to usual care: 22 practices, 2,799 people (mean 127.2, range 75 to 200).",
        "The whole system approach. Followed up at 6 months: 22 practices, 2,400 people. Lost to follow-up: 400 people"
        " (did not send the questionnaire back: 400 people).",
        "Usual care. Followed up at 6 months: 22 practices, 2,500 people. Lost to follow-up: 299 people (did not send"
        " the questionnaire back: 299 people).",
        f"The whole system approach. Followed up at 12 months: 21 practices, 2,250 people. Lost to follow-up: 1"
        f" practice, 180 people (closed: 1 practice, 60 people; {HARM}: 120 people). Followed up again: 30 people"
        " (answered again: 30 people). Discontinued intervention: 1 person (no longer wished to: 1 person).",
        "Usual care. Followed up at 12 months: 22 practices, 2,500 people. Lost to follow-up: none.",
        "The whole system approach. Analysed: 22 practices, 2,700 people. Excluded from analysis: 10 people (withdrew"
        " consent: 10 people). Included though not seen last: 1 practice, 460 people (outcome imputed: 1 practice, 460"
        " people).",
        "Usual care. Analysed: 22 practices, 2,500 people. Excluded from analysis: none.",
    )


def test_the_table_has_every_number():
    table = FLOW.as_table()
    assert table.head == ("Stage", "Arm", "What", "Practices", "People")
    assert table.rows[0] == ("Enrolment", "All", "Assessed for eligibility", "61", "–")
    assert ("Follow-up at 12 months", "the whole system approach", "– closed", "1", "60") in table.rows
    assert ("Analysis", "usual care", "Analysed", "22", "2,500") in table.rows
    assert ("Analysis", "usual care", "Excluded from analysis", "0", "0") in table.rows
    assert ("Enrolment", "All", "– declined", "12", "–") in table.rows
    assert len(table.rows) == sum(len(box.rows) for box in FLOW.boxes.in_order())


def test_the_figure_brings_the_picture_the_words_and_the_table():
    figure = FLOW.as_figure()
    assert figure.title == "Flow of practices and people through the trial"
    assert figure.svg == FLOW.as_svg()
    assert figure.words == " ".join(FLOW.as_text())
    assert figure.table == FLOW.as_table()


def drawn(flow: Flow) -> list[tuple[ElementTree.Element, list[ElementTree.Element]]]:
    """Each box of the drawing, and the lines of text in it."""
    root = ElementTree.fromstring(flow.as_svg())
    return [(group.find(f"{SVG}rect"), group.findall(f"{SVG}text")) for group in root.iter(f"{SVG}g")]


def edges(box: ElementTree.Element) -> tuple[float, float, float, float]:
    x, y, width, height = (float(box.get(name, "")) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def assert_in_order(flow: Flow) -> None:
    """Every line inside its box, every box inside the picture, no two boxes over one another."""
    width, height = size(flow.as_svg())
    boxes = drawn(flow)
    for rect, texts in boxes:
        left, top, right, bottom = edges(rect)
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= height
        for text in texts:
            length = text_width(text.text or "", 13, bold=text.get("font-weight") == "bold")
            start = float(text.get("x", "")) - (length / 2 if text.get("text-anchor") == "middle" else 0)
            assert left <= start
            assert start + length <= right + 1e-6
            assert top + 10 <= float(text.get("y", "")) <= bottom - 4
    for (one, _), (other, _) in combinations(boxes, 2):
        (a, b, c, d), (e, f, g, h) = edges(one), edges(other)
        assert c <= e or g <= a or d <= f or h <= b


def test_every_box_is_drawn_and_every_line_lies_in_its_box():
    assert len(drawn(FLOW)) == len(FLOW.boxes.in_order()) + 5
    assert_in_order(FLOW)


def test_a_long_reason_makes_its_box_higher_and_overflows_nothing():
    long = flow(long="because of " + "something that takes many words to say, and " * 8 + "x" * 90)
    assert size(long.as_svg())[1] > size(FLOW.as_svg())[1] + 100
    assert_in_order(long)


@pytest.mark.parametrize(("arms", "width"), [(2, 760), (3, 767), (4, 992), (6, 1442)])
def test_more_arms_make_it_wider(arms, width):
    columns = tuple(Arm(f"Treatment {number}", Numbers(3, 30), Numbers(3, 30)) for number in range(arms))
    wide = Flow(Enrolment(Numbers(3 * arms), (), Numbers(3 * arms)), columns)
    assert size(wide.as_svg())[0] == width
    assert_in_order(wide)


def test_a_name_that_looks_like_a_script_is_words():
    svg = FLOW.as_svg()
    assert "<script" not in svg
    assert stripped(svg)
    assert "<script>" in " ".join(text.text or "" for _, texts in drawn(FLOW) for text in texts)


def test_clusters_are_called_what_they_are_called():
    called = replace(FLOW, called=Called("practice", "practices", "resident", "residents"))
    assert "1 resident (no longer wished to: 1 resident)" in " ".join(called.as_text())
    assert called.as_table().head[-1] == "Residents"
    assert "44 clusters" in replace(FLOW, called=Called()).as_text()[2]


REASONS = st.lists(
    st.builds(Reason, st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), min_size=1).filter(str.strip),
              st.just(0), st.integers(0, 40)), max_size=4,
)  # fmt: skip


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Flows whose numbers add up, of two to four arms and no to three visits."""
    times = draw(st.integers(0, 3))
    arms = []
    for number in range(draw(st.integers(2, 4))):
        people = allocated = draw(st.integers(500, 3000))
        visits = []
        for time in range(times):
            lost = tuple(draw(REASONS))
            people -= sum(reason.people for reason in lost)
            visits.append(Visit(f"{time + 1} months", Numbers(9, people), lost))
        arms.append(Arm(f"Arm {number}", Numbers(9, allocated), Numbers(9, people), visits=tuple(visits)))
    clusters = 9 * len(arms)
    return Flow(Enrolment(Numbers(clusters), (), Numbers(clusters)), tuple(arms))


@settings(max_examples=25)
@given(flows())
def test_whatever_adds_up_is_drawn_in_order_and_every_number_is_said(found):
    assert_in_order(found)
    said = " ".join(found.as_text())
    for arm in found.arms:
        assert f"{arm.analysed.people:,} people" in said
