"""Tables of Word: a header row that repeats, rows that stay together, numbers to the right."""

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from alongside.evaluation.reporting.document import Table
from alongside.evaluation.reporting.palette import LINE, QUIET
from alongside.evaluation.reporting.word_xml import element

MANY_COLUMNS = 6
ORDER = [qn(f"w:{name}") for name in ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblLook", "tblCaption")]


def laid_out(document: Any, table: Table) -> None:
    """The table at the end of the document."""
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.head))
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    made.autofit = True
    _named(made, table)
    # By its identity, and once: python-docx reads all styles whenever it is given the name of one.
    style = document.styles["Cell, small" if len(table.head) > MANY_COLUMNS else "Cell"].style_id
    # Asking the table for its cells once: each question walks all of it.
    cells = iter(made._cells)
    for row in (table.head, *table.rows):
        for column, text in enumerate(row):
            paragraph = next(cells).paragraphs[0]
            paragraph._p.style = style
            paragraph.add_run(text).bold = True if row is table.head else None
            if column >= table.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for number, row in enumerate(made.rows):
        _together(row, repeated=number == 0)


def _named(made: Any, table: Table) -> None:
    """Its title as alternative text, lines below the rows, and which cells are headers."""
    about = made._tbl.tblPr
    for before in about.findall(qn("w:tblLook")):
        about.remove(before)
    headers = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
    about.extend([_borders(), element("w:tblLook", **headers), element("w:tblCaption", val=table.title)])
    # Word takes a file for damaged whose elements are not in the order of its schema.
    about[:] = sorted(about, key=lambda part: ORDER.index(part.tag))


def _borders() -> Any:
    borders = element("w:tblBorders")
    for side in ("top", "bottom"):
        borders.append(element(f"w:{side}", val="single", sz="8", space="0", color=QUIET[1:]))
    borders.append(element("w:insideH", val="single", sz="4", space="0", color=LINE[1:]))
    return borders


def _together(row: Any, *, repeated: bool) -> None:
    about = row._tr.get_or_add_trPr()
    about.append(element("w:cantSplit"))
    if repeated:
        about.append(element("w:tblHeader"))
