"""A report as a document of Word: real headings, captions, header rows that repeat, and words for every picture."""

from datetime import UTC, datetime, time
from io import BytesIO
from itertools import count
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
import vl_convert
from docx.shared import Cm, Emu

from alongside.evaluation.reporting.document import Figure, Points, Report, Table, Verbatim
from alongside.evaluation.reporting.outline import Node, outline
from alongside.evaluation.reporting.svg import size, stripped
from alongside.evaluation.reporting.word_styles import styled
from alongside.evaluation.reporting.word_tables import laid_out
from alongside.evaluation.reporting.word_xml import bookmark, contents_field, numbered_caption

# A picture of 96 pixels an inch, drawn at twice that.
EMU_OF_A_PIXEL = 9525
TEXT_WIDTH = Cm(17.4)
TEXT_HEIGHT = Cm(23)
Document = Any
Paragraph = Any


def as_docx(report: Report) -> bytes:
    """The whole file; the same report always gives the same bytes."""
    document = styled(docx.Document())
    _about(document, report)
    document.add_paragraph(report.title, style="Title")
    if report.subtitle:
        document.add_paragraph(report.subtitle, style="Subtitle")
    document.add_paragraph(f"Made on {report.date_in_words}")
    nodes = outline(report)
    _contents(document, nodes)
    bookmarks = count(1)
    for node in nodes:
        _section(document, node, bookmarks)
    return _dated(document, report)


def _about(document: Document, report: Report) -> None:
    """What the file says of itself. No name of who or what made it."""
    about = document.core_properties
    made = datetime.combine(report.date, time(), UTC)
    about.title, about.subject, about.language = report.title[:255], report.subtitle[:255], "en-GB"
    about.author = about.last_modified_by = about.comments = about.keywords = about.category = ""
    about.created = about.modified = made
    about.revision = 1


def _contents(document: Document, nodes: tuple[Node, ...]) -> None:
    """Links to headings of the first two levels, as a field that Word can bring up to date."""
    listed = [inner for node in nodes for inner in (node, *node.sections)]
    if not listed:
        return
    document.add_paragraph("Contents", style="TOC Heading")
    lines = [document.add_paragraph(style=f"toc {node.level - 1}") for node in listed]
    contents_field(lines, [(node.identifier, node.title) for node in listed])


def _section(document: Document, node: Node, bookmarks: Any) -> None:
    heading = document.add_heading(node.title, level=node.level - 1)
    bookmark(heading, node.identifier, next(bookmarks))
    for inner in node.inside:
        match inner.part:
            case Points(items=items):
                for item in items:
                    document.add_paragraph(item, style="List Bullet")
            case Verbatim(text=text):
                document.add_paragraph(text, style="File")
            case Table():
                _table(document, inner.part, inner.label)
            case Figure():
                _figure(document, inner.part, inner.label)
            case str():
                document.add_paragraph(inner.part)
            case _:
                _section(document, inner, bookmarks)


def _table(document: Document, table: Table, label: str) -> None:
    numbered_caption(document.add_paragraph(style="Caption"), label, table.title)
    _cells(document, table)


def _cells(document: Document, table: Table) -> None:
    laid_out(document, table)
    for note in table.notes:
        document.add_paragraph(note, style="Table note")
    document.add_paragraph(style="Gap")


def _figure(document: Document, figure: Figure, label: str) -> None:
    numbered_caption(document.add_paragraph(style="Caption"), label, figure.title)
    paragraph = document.add_paragraph(style="Picture")
    picture = paragraph.add_run().add_picture(BytesIO(_png(figure)), **_size(figure))
    about = picture._inline.docPr
    about.set("name", label)
    about.set("title", figure.title)
    about.set("descr", figure.words)
    if figure.table:
        caption = document.add_paragraph(style="Caption")
        caption.add_run(f"{label} as a table: {figure.table.title}")
        _cells(document, figure.table)


def _png(figure: Figure) -> bytes:
    return vl_convert.svg_to_png(stripped(figure.svg), scale=2)


def _size(figure: Figure) -> dict[str, Emu]:
    """As on screen, unless that is more than a page holds."""
    width, height = (length * EMU_OF_A_PIXEL for length in size(figure.svg))
    return {"width": Emu(int(width * min(1.0, TEXT_WIDTH / width, TEXT_HEIGHT / height)))}


def _dated(document: Document, report: Report) -> bytes:
    """The file with every part in it dated as the report is, so that chance of the clock leaves no trace."""
    drawn = BytesIO()
    document.save(drawn)
    found = BytesIO()
    date = (max(report.date.year, 1980), report.date.month, report.date.day, 0, 0, 0)
    with ZipFile(drawn) as before, ZipFile(found, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = ZipInfo(name, date)
            entry.compress_type = ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return found.getvalue()
