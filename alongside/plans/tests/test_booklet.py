"""What goes on which page of the booklet: everything, once, in order, and never more than a panel holds."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.people.models import Person
from alongside.plans.booklet import BACK, FRONT, FURTHER, GOALS, WIDTH, Booklet, booklet_of, line_ends
from alongside.plans.models import Goal, PlanContact, WarningSign
from alongside.plans.queries import GoalCard, PlanPage


def card(words: str, *, barrier: str = "", then: str = "", helper: str = "") -> GoalCard:
    goal = Goal(words=words, barrier=barrier, then_i_will=then, helper=helper)
    return GoalCard(goal, None, [], [], [], [], silent=False, next=None)


def plan(**parts: object) -> PlanPage:
    return PlanPage(person=Person(given_name="Rosa", family_name="Ashworth"), **parts)


def titles(booklet: Booklet, section: str) -> list[str]:
    blocks = [block for panels in booklet.further for panel in panels for block in panel]
    return [block.text for block in blocks if block.section == section and block.kind == "title"]


def test_an_ordinary_plan_is_one_sheet() -> None:
    booklet = booklet_of(
        plan(
            what_matters="My garden\n\nLeo on Fridays",
            goals=[card(f"Walk to shop {n}", barrier="rain", then="climb the stairs", helper="Ana") for n in range(4)],
            contacts=[PlanContact(name=f"Ana {n}", how="daughter", phone="07700 900111") for n in range(4)],
            warning_signs=[WarningSign(sign=f"Breathless {n}", what_to_do="Ring the nurse") for n in range(3)],
        )
    )
    assert (booklet.further, booklet.continued_on) == ([], {})
    assert (len(booklet.goals), len(booklet.contacts), len(booklet.signs)) == (4, 4, 3)


def test_an_empty_plan_is_one_sheet() -> None:
    assert booklet_of(plan()) == Booklet("", [], [], [], [])


def test_goals_that_do_not_fit_go_on_in_order_and_the_page_is_named() -> None:
    booklet = booklet_of(plan(goals=[card(f"Goal {n}", barrier="rain", helper="Ana") for n in range(12)]))
    shown = [shown.goal.words for shown in booklet.goals]
    assert shown
    assert shown + titles(booklet, "goals") == [f"Goal {n}" for n in range(12)]
    assert booklet.continued_on == {"goals": 3}


def test_contacts_give_way_to_signs_only_as_far_as_both_can_be_read() -> None:
    contacts = [PlanContact(name=f"Contact {n}") for n in range(20)]
    alone = booklet_of(plan(contacts=contacts))
    beside = booklet_of(plan(contacts=contacts, warning_signs=[WarningSign(sign="x " * 100, what_to_do="y")] * 3))
    assert len(alone.contacts) > len(beside.contacts) >= 6
    assert beside.signs
    assert titles(beside, "contacts") == [f"Contact {n}" for n in range(len(beside.contacts), 20)]


def test_a_short_item_is_never_divided_between_two_panels() -> None:
    booklet = booklet_of(plan(goals=[card(f"Goal {n}", barrier="rain", helper=f"helper {n}") for n in range(40)]))
    for panels in booklet.further:
        for panel in filter(None, panels):
            said = [block for block in panel if block.kind != "heading"]
            assert (said[0].kind, said[-1].text[:6]) == ("title", "Helped")


def test_blank_lines_somebody_typed_do_not_use_up_the_paper() -> None:
    assert booklet_of(plan(what_matters="My garden" + "\r\n" * 500 + "Leo")).what_matters == "My garden\n\nLeo"


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("a b", 1), ("one\ntwo\n\nfour", 4), ("W" * 29, 2), ("word " * 100, 12), ("i" * 67, 1), ("م" * 21, 2)],
)
def test_lines_are_reckoned_for_the_widest_usual_font(text: str, lines: int) -> None:
    assert len(line_ends(text, WIDTH)) == lines


words = st.text(alphabet=st.sampled_from("aiW é\nم1-"), max_size=2000)
line = st.text(alphabet=st.sampled_from("aiW é1-"), min_size=1, max_size=300)
plans = st.builds(
    plan,
    what_matters=words,
    goals=st.lists(st.builds(card, line, barrier=line, then=line, helper=line), max_size=5),
    contacts=st.lists(st.builds(PlanContact, name=line, how=line, phone=line), max_size=5),
    warning_signs=st.lists(st.builds(WarningSign, sign=line, what_to_do=line), max_size=5),
)


@settings(deadline=None)
@given(page=plans)
def test_nothing_is_lost_whatever_is_in_the_plan(page: PlanPage) -> None:
    booklet = booklet_of(page)
    here = [booklet.what_matters, *(part for shown in booklet.goals for part in (shown.goal.words, *shown.on_paper))]
    here += [part for row in booklet.contacts for part in (row.name, row.how, row.phone)]
    here += [part for row in booklet.signs for part in (row.sign, row.what_to_do)]
    after = [block.text for panels in booklet.further for panel in panels for block in panel]
    assert sorted(_letters("".join([*here, *after]))) == sorted(_letters("".join(_everything(page))))


def _everything(page: PlanPage) -> Iterator[str]:
    yield page.what_matters
    for shown in page.goals:
        yield from [shown.goal.words, *shown.on_paper]
    for row in page.contacts:
        yield from [row.name, row.how, row.phone]
    for sign in page.warning_signs:
        yield from [sign.sign, sign.what_to_do]


def _letters(text: str) -> str:
    return "".join(text.split()).replace(",", "")  # a contact's parts are joined with commas


@settings(deadline=None)
@given(page=plans)
def test_no_panel_holds_more_than_there_is_room_for(page: PlanPage) -> None:
    booklet = booklet_of(page)
    assert len(line_ends(booklet.what_matters, WIDTH)) <= FRONT
    assert sum(len(shown.on_paper) + 1 for shown in booklet.goals) <= GOALS
    assert len(booklet.contacts) + 2 * len(booklet.signs) <= BACK
    for panels in booklet.further:
        for panel in panels:
            assert sum(block.height for block in panel) <= FURTHER
