"""The document of Word: read back with the library that wrote it, and as the XML that it is."""

import re
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from alongside.evaluation.reporting import Figure, Report, Section, Table, as_docx
from alongside.evaluation.tests.report_sample import HARM, sample


def small(**about: object) -> Report:
    """Two tables and a tall picture: all that differs, none of what takes long to draw."""
    table = Table("By practice", ("Practice", "People"), ((HARM, "12"), ("B", "7")), ("Of those seen.",))
    tall = '<svg width="300" height="900"><rect width="300" height="900" fill="#005eb8"/></svg>'
    figure = Figure("A bar", tall, "A long bar.", table)
    sections = (Section("Results", ("Words.", table, Section("More", (table, figure)))),)
    return Report(
        **{
            "title": "Small",
            "subtitle": "Sub",
            "summary": ("One.", "Two."),
            "sections": sections,
            "made_on": "2026-11-21",
        }
        | about
    )


@cache
def file() -> bytes:
    return as_docx(sample())


@cache
def document():
    return docx.Document(BytesIO(file()))


def part(name: str, of: bytes | None = None) -> str:
    with ZipFile(BytesIO(of or file())) as archive:
        return archive.read(name).decode()


def test_the_same_report_is_the_same_file_to_the_byte():
    assert as_docx(small()) == as_docx(small())


def test_every_part_is_dated_as_the_report_is():
    with ZipFile(BytesIO(as_docx(small()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 21, 0, 0, 0)}
    with ZipFile(BytesIO(as_docx(small(made_on="1975-01-02")))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_the_file_says_what_it_is_and_not_who_or_what_wrote_it():
    about = document().core_properties
    assert (about.title, about.subject, about.language) == ("Does it work?", "An invented trial", "en-GB")
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created == about.modified == datetime(2026, 11, 21, tzinfo=UTC)
    with ZipFile(BytesIO(file())) as archive:
        names = archive.namelist()
    assert not any("thumbnail" in name or name.endswith("app.xml") for name in names)


def test_headings_are_headings():
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document().paragraphs
        if "Heading" in paragraph.style.name
    ]
    assert found == [
        ("TOC Heading", "Contents"),
        ("Heading 1", "Summary"),
        ("Heading 1", "Flow"),
        ("Heading 1", "Results"),
        ("Heading 2", "Primary outcomes"),
        ("Heading 3", "By practice"),
        ("Heading 1", "Notes"),
    ]
    assert document().paragraphs[0].style.name == "Title"


def test_the_contents_link_to_bookmarks_that_are_there():
    body = part("word/document.xml")
    bookmarks = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]+)"', body)
    assert len({number for number, _ in bookmarks}) == len({name for _, name in bookmarks}) == len(bookmarks) == 6
    anchors = re.findall(r'w:anchor="([^"]+)"', body)
    assert len(anchors) == 5
    assert set(anchors) <= {name for _, name in bookmarks}
    assert sorted(re.findall(r'bookmarkEnd w:id="(\d+)"', body)) == sorted(number for number, _ in bookmarks)


def test_every_field_that_begins_ends():
    kinds = re.findall(r'fldCharType="(\w+)"', part("word/document.xml"))
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 1 + 2 + 8


def test_captions_are_numbered_by_word_itself():
    captions = [paragraph for paragraph in document().paragraphs if paragraph.style.name == "Caption"]
    texts = [paragraph.text for paragraph in captions]
    assert texts[0] == "Figure 1: Flow of practices and people through the trial"
    assert "Table 2: By practice" in texts
    assert "Figure 2 as a table: What is drawn" in texts
    instructions = re.findall(r"SEQ (\w+) ", part("word/document.xml"))
    assert (instructions.count("Table"), instructions.count("Figure")) == (2, 8)


def test_header_rows_repeat_and_no_row_is_split():
    for table in document().tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_tables_hold_what_they_were_given_and_words_stay_words():
    table = next(table for table in document().tables if table.cell(0, 0).text == "Outcome")
    assert [cell.text for cell in table.rows[2].cells] == [HARM, "67.7", "68.8", "0.00 (−0.04 to 0.04)"]
    assert table.cell(0, 1).paragraphs[0].runs[0].bold
    assert not table.cell(1, 1).paragraphs[0].runs[0].bold
    assert str(table.cell(1, 1).paragraphs[0].alignment) == "RIGHT (2)"
    assert table.cell(1, 0).paragraphs[0].alignment is None
    assert len(document().tables) == 10


def test_the_parts_of_a_table_are_in_the_order_of_the_schema():
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblLook", "tblCaption"]
    for table in document().tables:
        tags = [child.tag.split("}")[1] for child in table._tbl.tblPr]
        assert tags == [tag for tag in order if tag in tags]
        assert {"tblLook", "tblCaption"} <= set(tags)


def test_every_picture_says_what_it_shows():
    pictures = document().inline_shapes
    assert len(pictures) == 8
    described = [picture._inline.docPr.get("descr") for picture in pictures]
    assert "Assessed for eligibility: 61 practices." in described[0]
    assert described[1:] == [f"In words: {HARM}."] * 7
    numbers = [picture._inline.docPr.get("id") for picture in pictures]
    assert len(set(numbers)) == 8


def test_pictures_are_drawn_at_twice_their_size_and_fit_the_page():
    archive = docx.Document(BytesIO(as_docx(small())))
    (picture,) = archive.inline_shapes
    assert picture.height.cm <= 23.0001
    assert picture.height / picture.width == pytest.approx(3, rel=1e-3)
    (image,) = archive.part.package.image_parts
    assert (image.image.px_width, image.image.px_height) == (600, 1800)
    assert image.blob.startswith(b"\x89PNG")


def test_it_is_checked_as_british_english():
    languages = re.findall(r"<w:lang [^>]*>", part("word/styles.xml"))
    assert any('w:val="en-GB"' in language for language in languages)
    assert not any("en-US" in language for language in languages)


def test_the_typeface_is_named_and_no_theme_goes_before_it():
    for name in ("Normal", "Title", "Heading 1", "Caption", "Cell", "List Bullet", "toc 1"):
        faces = document().styles[name].element.rPr.rFonts
        assert faces.get(qn("w:ascii")) == "Arial"
        assert not any(key.lower().endswith("theme") for key in faces.attrib)


def test_the_page_is_a4():
    section = document().sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_lists_and_notes_are_there():
    bullets = [paragraph.text for paragraph in document().paragraphs if paragraph.style.name == "List Bullet"]
    assert bullets[:2] == ["No difference in self-efficacy.", "It cost £35 less."]
    notes = [paragraph.text for paragraph in document().paragraphs if paragraph.style.name == "Table note"]
    assert notes == ["Means of people seen."]


def test_tables_of_many_columns_are_set_smaller():
    wide = next(table for table in document().tables if len(table.columns) == 13)
    assert wide.cell(1, 1).paragraphs[0].style.name == "Cell, small"
