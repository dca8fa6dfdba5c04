"""The look of a document of Word: A4, Arial, English as it is written in Britain."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from alongside.evaluation.reporting.palette import BLUE, INK, QUIET
from alongside.evaluation.reporting.word_xml import element

Document = Any
Style = Any
FACE = "Arial"
STRANGERS = ("/thumbnail", "/extended-properties")


def styled(document: Document) -> Document:
    """A new document made ours, and rid of what its template says of who made it."""
    _paper(document)
    _language(document)
    normal = _set(document.styles["Normal"], 11, INK, after=8)
    normal.paragraph_format.line_spacing = 1.15
    _set(document.styles["Title"], 26, BLUE, after=4, bold=True)
    _without_border(document.styles["Title"])
    _set(document.styles["Subtitle"], 14, QUIET, after=8)
    for level, size in enumerate((18, 15, 13, 12, 11), 1):
        _set(document.styles[f"Heading {level}"], size, BLUE, before=18 - 2 * level, after=6, bold=True, following=True)
    _set(document.styles["List Bullet"], 11, INK, after=4)
    _set(document.styles["Caption"], 10.5, INK, before=10, after=4, bold=True, following=True)
    _own(document)
    _without_strangers(document)
    return document


def _own(document: Document) -> None:
    """Styles that the template does not have."""
    _set(document.styles["TOC Heading"], 15, BLUE, before=12, after=6, bold=True, following=True)
    for level in (1, 2):
        _set(_new(document, f"toc {level}"), 11, INK, after=2).paragraph_format.left_indent = Cm(0.6 * (level - 1))
    _set(_new(document, "Cell"), 9.5, INK, before=2, after=2)
    _set(_new(document, "Cell, small"), 8, INK, before=1, after=1)
    _set(_new(document, "Table note"), 9, QUIET, before=3, after=3)
    _set(_new(document, "Picture"), 11, INK, after=6)
    _set(_new(document, "File"), 8.5, INK, after=6).font.name = "Courier New"
    _set(_new(document, "Gap"), 4, INK)


def _new(document: Document, name: str) -> Style:
    builtin = name.startswith("toc ")
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    style.base_style = document.styles["Normal"]
    return style


def _set(
    style: Style,
    size: float,
    colour: str,
    *,
    before: float = 0,
    after: float = 0,
    bold: bool = False,
    following: bool = False,
) -> Style:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FACE, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour[1:])
    # The template's own typeface comes from a theme, which goes before a name.
    faces = style.element.rPr.rFonts
    for name in [name for name in faces.attrib if name.lower().endswith("theme")]:
        del faces.attrib[name]
    for kind in ("cs", "eastAsia"):
        faces.set(qn(f"w:{kind}"), FACE)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.keep_with_next = following
    return style


def _paper(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(2)


def _language(document: Document) -> None:
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for before in defaults.findall(qn("w:lang")):
        defaults.remove(before)
    defaults.append(element("w:lang", val="en-GB", eastAsia="en-GB", bidi="ar-SA"))


def _without_border(style: Style) -> None:
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _without_strangers(document: Document) -> None:
    """The template brings along a picture of another document, and the name of a program that did not write it."""
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith(STRANGERS)]:
        del relations[key]
