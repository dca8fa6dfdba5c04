"""What a report may hold, and in which order it is numbered."""

from io import BytesIO

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting import Figure, Points, Report, Section, Table, Verbatim, as_docx, as_html
from alongside.evaluation.reporting.outline import outline
from alongside.evaluation.reporting.text import text_width, wrapped

SVG = '<svg width="10" height="10"><rect width="10" height="10"/></svg>'
TABLE = Table("Sizes", ("Practice", "People"), (("A", "12"),))
FIGURE = Figure("Sizes", SVG, "A has 12.", TABLE)


def report(*sections: Section, **given: object) -> Report:
    about = {"title": "A trial", "subtitle": "", "summary": (), "made_on": "2026-11-21"} | given
    return Report(sections=sections, **about)


def test_a_row_with_a_cell_too_few_is_refused():
    with pytest.raises(BadInput, match="Row 2 of the table 'Sizes' has 1 cells for 2 columns"):
        Table("Sizes", ("Practice", "People"), (("A", "1"), ("B",)))


def test_a_number_in_a_cell_is_refused_since_nobody_said_how_to_round_it():
    with pytest.raises(BadInput, match=r"0\.123 where words are needed"):
        Table("Sizes", ("Practice", "People"), (("A", 0.123),))


def test_a_table_without_columns_is_refused():
    with pytest.raises(BadInput, match="no columns"):
        Table("Sizes", (), ())


@pytest.mark.parametrize("wrong", ["\x00", "\x0b", "\ud800", "\uffff"])
def test_what_cannot_be_printed_is_refused(wrong):
    with pytest.raises(BadInput, match="cannot be printed"):
        Table(f"Si{wrong}zes", ("Practice",), ())
    with pytest.raises(BadInput, match="cannot be printed"):
        Section("Results", (f"Words{wrong}",))


def test_a_figure_without_words_is_refused():
    with pytest.raises(BadInput, match="does not say in words"):
        Figure("Sizes", SVG, " ", TABLE)


def test_a_section_and_a_report_need_titles():
    with pytest.raises(BadInput, match="section has no title"):
        Section(" ")
    with pytest.raises(BadInput, match="report has no title"):
        report(title="")


@pytest.mark.parametrize("day", ["", "21 November 2026", "2026-02-30"])
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(BadInput, match="2026-11-21"):
        report(made_on=day)


def test_the_day_is_written_in_english_wherever_it_is_written():
    assert report(made_on="2026-05-03").date_in_words == "3 May 2026"


def test_tables_and_figures_are_numbered_throughout_and_those_behind_figures_are_not():
    nodes = outline(
        report(
            Section("One", (TABLE, Section("Within", (FIGURE, TABLE)))),
            Section("Two", (FIGURE, TABLE, Points(("a",)), "words")),
        )
    )
    one, two = nodes
    assert [inner.label for inner in one.sections[0].inside] == ["Figure 1", "Table 2"]
    assert [inner.label for inner in two.inside] == ["Figure 2", "Table 3", "", ""]
    assert [inner.kind for inner in two.inside] == ["figure", "table", "points", "paragraph"]
    assert (one.level, one.sections[0].level) == (2, 3)


def test_the_summary_comes_first_and_the_notes_last():
    nodes = outline(report(Section("Results"), summary=("It worked.",), notes=("One.", "Two.")))
    assert [node.title for node in nodes] == ["Summary", "Results", "Notes"]
    assert nodes[0].inside[0].part == "It worked."
    assert nodes[2].inside[0].part == Points(("One.", "Two."))


def test_a_sixth_heading_within_five_is_refused():
    section = Section("Deepest")
    for level in range(4):
        section = Section(f"Level {level}", (section,))
    as_html(report(section))
    as_docx(report(section))
    with pytest.raises(BadInput, match="'Deepest' lies too deep"):
        outline(report(Section("Top", (section,))))


def test_an_empty_report_is_still_a_page_and_a_document():
    assert "<h1>A trial</h1>" in as_html(report())
    assert as_docx(report()).startswith(b"PK")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp"))), st.integers(20, 400))
def test_wrapped_words_are_all_there_and_within_the_width(word, width):
    text = f"{word} and {word}"
    lines = wrapped(text, width, 13)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 13) <= width for line in lines)


def test_words_are_broken_at_spaces_but_not_at_those_that_hold_together():
    assert wrapped("twelve practices", 90, 13) == ("twelve", "practices")
    assert wrapped("some 12\u00a0practices", 100, 13) == ("some", "12\u00a0practices")


def test_nothing_takes_one_empty_line():
    assert wrapped("", 100, 13) == ("",)


def test_a_file_is_shown_as_it_is_in_both():
    lines = '[trial]\ntitle = "<b>"'
    made = report(Section("To repeat this", (Verbatim(lines),)))
    assert "<pre>[trial]\ntitle = &#34;&lt;b&gt;&#34;</pre>" in as_html(made)
    paragraphs = docx.Document(BytesIO(as_docx(made))).paragraphs
    assert [p.text for p in paragraphs if p.style.name == "File"] == [lines]


def test_a_file_with_what_cannot_be_printed_is_refused():
    with pytest.raises(BadInput, match="to be shown as it is"):
        Verbatim("\x00")
