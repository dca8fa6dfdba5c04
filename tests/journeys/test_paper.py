"""What is printed: the booklet, plain and large, and letters. Nothing is cut off, whatever is in the plan."""

import re
from dataclasses import dataclass, replace
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from alongside.messages.senders.letter import letter_page
from alongside.messages.senders.protocol import Parcel
from alongside.people.actors import actor_for
from alongside.people.models import Person
from alongside.plans import actions
from tests.journeys.conftest import DESKTOP, SIZES, assert_accessible

MM = 96 / 25.4  # of a browser's pixels
A4_SHORT_SIDE = 210 * MM

OVERFLOWING = """
() => [...document.querySelectorAll("main *")].filter(part => {
  const edge = part.closest(".panel, .more, main").getBoundingClientRect(), own = part.getBoundingClientRect();
  const cut = part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline";
  const outside = own.right > edge.right + 1 || own.left < edge.left - 1 || own.bottom > edge.bottom + 1;
  return !part.closest(".room") && own.height && (cut || outside);
}).map(part => part.outerHTML.slice(0, 120))
"""


def filler(label: str, length: int) -> str:
    """Numbered words, so that each can be looked for: as many as fit."""
    words = (f"{label}{number:03}" for number in range(length))
    text = ""
    for word in words:
        if len(text) + len(word) + 1 > length:
            return text.strip()
        text += f" {word}"
    return text.strip()


@dataclass
class Said:
    """A plan, and what has to be found in it."""

    words: list[str]
    wide: int = 0  # how many W there are, in words without a space


def nothing(cast) -> Said:
    return Said([])


def usual(cast) -> Said:
    by, person = actor_for(cast["nurse"]), cast.rosa
    actions.say_what_matters(by=by, person=person, words="My garden\n\nBeing well enough to look after Leo on Fridays")
    for words, step in (("Walk to the shop", "walk to the gate"), ("Fewer takeaways", "cook on Mondays")):
        actions.agree_goal(
            by=by, person=person, words=words, confidence=6, what=step, when="after lunch", days_a_week=4,
            barrier="it rains", then_i_will="climb the stairs", helper="Ana",
        )  # fmt: skip
    actions.add_contact(by=by, person=person, name="Ana", how="daughter", phone="07700 900111")
    actions.add_contact(by=by, person=person, name="Elm Bank Surgery", phone="01632 960001")
    actions.agree_warning_sign(by=by, person=person, sign="More breathless for two days", what_to_do="Ring the nurse")
    actions.set_review(by=by, person=person, on=timezone.localdate())
    return Said(["garden", "Leo", "Walk", "gate", "takeaways", "Mondays", "rains", "stairs", "07700", "breathless"])


def very_long(cast) -> Said:
    """Eight goals, twelve contacts and eight signs, each as long as the forms allow."""
    by, person, said = actor_for(cast["nurse"]), cast.rosa, []

    def full(label: str, length: int) -> str:
        said.append(filler(label, length))
        return said[-1]

    Person.objects.filter(pk=person.pk).update(given_name="Rosalinda " * 9 + "R", family_name="Ashworth-" * 10 + "A")
    actions.say_what_matters(by=by, person=person, words=full("matters", 2000))
    for n in "abcdefgh":
        actions.agree_goal(
            by=by, person=person, words=full(f"goal{n}", 300), confidence=6, what=full(f"what{n}", 200),
            where=full(f"where{n}", 100), how_much=full(f"much{n}", 100), when=full(f"when{n}", 100),
            barrier=full(f"barrier{n}", 300), then_i_will=full(f"then{n}", 300), helper=full(f"helper{n}", 200),
        )  # fmt: skip
        actions.agree_warning_sign(by=by, person=person, sign=full(f"sign{n}", 300), what_to_do=full(f"do{n}", 300))
    for n in "abcdefghijkl":
        actions.add_contact(
            by=by, person=person, name=full(f"name{n}", 100), how=full(f"how{n}", 200), phone="01632 960" + n * 3
        )
    actions.set_review(by=by, person=person, on=timezone.localdate())
    return Said([word for text in said for word in text.split()])


def without_spaces(cast) -> Said:
    by, person = actor_for(cast["nurse"]), cast.rosa
    actions.say_what_matters(by=by, person=person, words="W" * 2000)
    for n in range(3):
        actions.agree_goal(by=by, person=person, words=f"{n}" + "W" * 299, confidence=6, barrier="W" * 300)
        actions.agree_warning_sign(by=by, person=person, sign=f"{n}" + "W" * 299, what_to_do="W" * 300)
        actions.add_contact(by=by, person=person, name=f"{n}" + "W" * 99, how="W" * 200, phone="0" * 30)
    return Said([], wide=2000 + 3 * (299 + 300 + 299 + 300 + 99 + 200))


def many_short_lines(cast) -> Said:
    actions.say_what_matters(
        by=actor_for(cast["nurse"]), person=cast.rosa, words="\n".join(f"line{n:02}" for n in range(60))
    )
    return Said([f"line{n:02}" for n in range(60)])


def open_booklet(open_page, cast, *, large: bool = False, size=DESKTOP):
    page = open_page(size, cast["rosa"])
    page.goto(reverse("plans:booklet", args=[cast.rosa.pk]) + ("?large=1" if large else ""))
    return page


def printed(page) -> list[str]:
    """The text of each page as it comes out of the printer, without any spaces."""
    pdf = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    return [re.sub(r"\s", "", sheet.extract_text()) for sheet in pdf.pages]


# How many sides the first kind of booklet takes is reckoned by us, so it is the same with every font.
PLANS = {nothing: 2, usual: 2, many_short_lines: 3, very_long: 17, without_spaces: 8}
named = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.__name__)


@named
def test_a_booklet_prints_whole_on_sheets_that_fold(cast, open_page, plan):
    said, page = plan(cast), open_booklet(open_page, cast)
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOWING) == []
    assert all(sheet.bounding_box()["height"] <= A4_SHORT_SIDE for sheet in page.locator(".sheet").all())
    sides = printed(page)
    assert len(sides) == PLANS[plan]
    assert_nothing_is_missing(said, sides)


@named
def test_a_booklet_in_large_print_prints_whole(cast, open_page, plan):
    said, page = plan(cast), open_booklet(open_page, cast, large=True)
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOWING) == []
    sides = printed(page)
    assert len(sides) == 4 if plan in {nothing, usual} else 4 < len(sides) < 50
    assert_nothing_is_missing(said, sides)


def assert_nothing_is_missing(said: Said, sides: list[str]) -> None:
    together = "".join(sides)
    assert [word for word in said.words if word not in together] == []
    assert together.count("W") >= said.wide


def test_what_goes_on_says_where_and_whose_each_page_is(cast, open_page):
    very_long(cast)
    sides = printed(open_booklet(open_page, cast))
    outside, inside, *further = sides
    assert {int(page) for page in re.findall(r"Continuesonpage(\d+)", outside + inside)} == {3, 11, 14}
    assert all(f"page{number}" in side and "Rosalinda" in side for number, side in enumerate(further, start=3))
    headings = {
        3: "Mygoals,whenandhow,continued",
        11: "Whotocall,whohelps,continued",
        14: "Warningsigns,andwhatIdothen,continued",
    }
    assert all(heading in sides[page - 1] for page, heading in headings.items())


@pytest.mark.parametrize("large", [False, True], ids=["folded", "large"])
@SIZES
def test_a_booklet_can_be_read_on_the_screen(cast, open_page, size, large):
    very_long(cast)
    assert_accessible(open_booklet(open_page, cast, large=large, size=size))


LETTER = Parcel(
    reference="1",
    channel="letter",
    to="Rosa Maria Ashworth-Featherstonehaugh",
    body=f"Dear Rosa,\n\n{filler('words', 1500)}\n\nhttps://x.example/l/{'W' * 34}/\n",
    subject="How is it going?",
    address=["Flat 2", "Harbour House", "12 Made Up Road", "Little Village", "Westhaven", "ZZ99 1AA"],
    letterhead=["Elm Bank Surgery", "Elm Bank Health Centre", "3 Elm Bank", "Westhaven", "ZZ99 2BB", "01632 960001"],
)
PAGE_TOP, PAGE_LEFT = 15, 24  # the margins in letter.css, which a browser adds only on paper


def show(page, parcel, tmp_path) -> None:
    path = tmp_path / "letter.html"
    path.write_text(letter_page(parcel))
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": int((210 - 22 - PAGE_LEFT) * MM), "height": 800})


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("large", "points"), [(False, 12), (True, 18)], ids=["plain", "large"])
def test_a_letter_shows_its_address_in_the_window_and_loses_nothing(open_page, tmp_path, large, points, language):
    page = open_page(DESKTOP)
    show(page, replace(LETTER, large_print=large, language=language), tmp_path)
    box = {side: value / MM for side, value in page.locator("address").bounding_box().items()}
    assert box["x"] + PAGE_LEFT == pytest.approx(24, abs=0.5)
    assert box["width"] <= 76.5
    assert box["y"] + PAGE_TOP == pytest.approx(55, abs=0.5)
    assert box["y"] + box["height"] + PAGE_TOP <= 81.5  # with seven lines
    assert page.locator("main > p").first.evaluate("p => getComputedStyle(p).fontSize") == f"{points * 4 / 3:g}px"
    assert page.evaluate(OVERFLOWING) == []
    text = "".join(printed(page))
    assert all(line.replace(" ", "") in text for line in [LETTER.to, *LETTER.address, *LETTER.letterhead])
    assert [word for word in filler("words", 1500).split() if word not in text] == []
    assert text.count("W") >= 34


def test_a_letter_is_accessible_on_the_screen_too(open_page, tmp_path):
    page = open_page(DESKTOP)
    show(page, LETTER, tmp_path)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert_accessible(page)
