"""The page of a report: one file, built for everybody, and nothing in it that is not words or shapes."""

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

from alongside.evaluation.reporting import Figure, Report, Section, as_html
from alongside.evaluation.tests.report_sample import HARM, sample

EMPTY = {"meta", "link", "img", "br", "hr", "input"}


@dataclass(frozen=True)
class Tag:
    name: str
    attributes: dict[str, str]
    within: tuple[str, ...]


@dataclass
class Page(HTMLParser):
    """Tags in order, and the words within each."""

    tags: list[Tag] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    words: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag, attrs):
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}, self._path()))
        if tag not in EMPTY:
            self.open.append(len(self.tags) - 1)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.tags[self.open[-1]].name == tag, f"</{tag}> closes <{self.tags[self.open[-1]].name}>"
        self.open.pop()

    def handle_data(self, data):
        for place in self.open:
            self.words[place] = self.words.get(place, "") + data

    def _path(self) -> tuple[str, ...]:
        return tuple(self.tags[place].name for place in self.open)

    def named(self, *names: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.name in names]

    def text(self, name: str) -> list[str]:
        return [self.words.get(place, "").strip() for place, tag in enumerate(self.tags) if tag.name == name]


@cache
def page() -> Page:
    read = Page()
    read.feed(as_html(sample()))
    read.close()
    assert not read.open
    return read


def test_it_is_in_british_english_and_has_a_title():
    assert page().tags[0].attributes == {"lang": "en-GB"}
    assert page().text("title")[0] == "Does it work?"


def test_the_same_report_is_the_same_page():
    assert as_html(sample()) == as_html(sample())


def test_it_runs_nothing_and_loads_nothing():
    assert not page().named("script", "link", "iframe", "object", "embed", "img", "base", "form")
    addresses = [tag.attributes[name] for tag in page().tags for name in ("href", "src") if name in tag.attributes]
    assert addresses
    assert all(address.startswith("#") for address in addresses)
    assert not any(name.startswith("on") for tag in page().tags for name in tag.attributes)
    style = page().text("style")
    assert len(style) == 1
    assert not re.search(r"url\(|@import|@font-face", style[0])


def test_a_name_that_looks_like_a_script_is_words_wherever_it_stands():
    assert HARM in page().text("th")
    assert f"Practice named {HARM}." in page().text("p")
    assert f"In words: {HARM}." in page().text("desc")
    assert HARM in " ".join(page().text("text"))


def test_each_heading_is_at_most_one_level_below_the_one_before():
    levels = [int(tag.name[1]) for tag in page().tags if re.fullmatch("h[1-6]", tag.name)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later - level <= 1 for level, later in pairwise(levels))


def test_there_is_one_of_each_landmark_and_a_way_past_the_contents():
    for landmark in ("header", "nav", "main"):
        assert len(page().named(landmark)) == 1
    first = page().named("a")[0]
    assert first.attributes == {"class": "skip", "href": "#main"}
    assert page().named("main")[0].attributes["id"] == "main"


def test_ids_are_unique_and_what_points_to_one_finds_it():
    ids = [tag.attributes["id"] for tag in page().tags if "id" in tag.attributes]
    assert len(ids) == len(set(ids))
    for tag in page().tags:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(tag.attributes.get(name, "").split()) <= set(ids)
        if tag.attributes.get("href", "").startswith("#"):
            assert tag.attributes["href"][1:] in ids


def test_the_contents_list_two_levels_of_sections():
    links = [words for words in page().text("a") if words != "Skip to main content"]
    assert links == ["Summary", "Flow", "Results", "Primary outcomes", "Notes"]
    assert "By practice" in page().text("h4")


def test_every_table_has_a_caption_and_headers_of_columns_and_rows():
    tables = page().named("table")
    assert len(tables) == len(page().named("caption")) == 2 + len(page().named("figure"))
    assert {tag.attributes["scope"] for tag in page().named("th")} == {"col", "row"}
    assert all("thead" in tag.within for tag in page().named("th") if tag.attributes["scope"] == "col")
    assert "Table 2: By practice" in page().text("caption")


def test_numbers_are_set_to_the_right_from_the_column_on_that_the_table_says():
    places = [place for place, tag in enumerate(page().tags) if tag.attributes.get("class") == "number"]
    right = {page().words[place] for place in places}
    assert {"64.9", "Measure 3", "0.00 (−0.04 to 0.04)"} <= right
    assert not {"Outcome", "Self-efficacy", "Assessed for eligibility"} & right


def test_what_may_be_wider_than_a_phone_scrolls_by_itself_by_keyboard_too_and_has_a_name():
    regions = [tag for tag in page().tags if "wide" in tag.attributes.get("class", "").split()]
    assert len(regions) == len(page().named("table")) + len(page().named("svg"))
    for region in regions:
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["role"] == "region"
        assert region.attributes.keys() & {"aria-label", "aria-labelledby"}


def test_every_picture_is_named_described_and_has_its_table_behind_it():
    pictures = page().named("svg")
    assert len(pictures) == 8
    for picture in pictures:
        assert picture.attributes["role"] == "img"
        assert "figure" in picture.within
    assert len(page().named("details")) == 8
    behind = [tag for tag in page().named("table") if "details" in tag.within]
    assert len(behind) == 8
    assert page().text("summary")[0] == "Show Figure 1 as a table"


def test_a_picture_whose_words_say_all_needs_no_table():
    figure = Figure("Dot", '<svg width="9" height="9"><circle r="4"/></svg>', "One dot.", None)
    html = as_html(Report("Dots", "", (), (Section("Dots", (figure, figure)),), "2026-11-21"))
    assert "<details>" not in html
    assert html.count("One dot.") == 2
    assert {"figure-1-title", "figure-2-title"} <= set(re.findall(r'id="([^"]+)"', html))


def test_it_says_when_it_was_made_and_what_it_is():
    assert "Made on 21 November 2026" in page().text("p")
    assert "An invented trial" in page().text("p")
    assert page().named("time")[0].attributes["datetime"] == "2026-11-21"
