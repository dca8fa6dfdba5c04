"""What python-docx has no words for: fields, bookmarks, links within the file."""

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Paragraph = Any
Xml = Any


def element(tag: str, **attributes: str) -> Xml:
    """`element("w:lang", val="en-GB")`; all attributes are of Word's own name space."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place to link to, around a paragraph."""
    start = element("w:bookmarkStart", id=str(number), name=_name(name))
    place = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(place, start)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def numbered_caption(paragraph: Paragraph, label: str, title: str) -> None:
    """`Table 2: …`, where the number is Word's own, so that its lists of tables and references find it."""
    kind, number = label.split(" ")
    paragraph.add_run(f"{kind} ")
    for part in (
        element("w:fldChar", fldCharType="begin"),
        _instruction(f" SEQ {kind} \\* ARABIC "),
        element("w:fldChar", fldCharType="separate"),
    ):
        paragraph.add_run()._r.append(part)
    paragraph.add_run(number)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))
    paragraph.add_run(f": {title}")


def contents_field(lines: Sequence[Paragraph], headings: Sequence[tuple[str, str]]) -> None:
    """A table of contents that is right as it is, and that Word can make anew."""
    for paragraph, (name, title) in zip(lines, headings, strict=True):
        link = element("w:hyperlink", anchor=_name(name), history="1")
        link.append(paragraph.add_run(title)._r)
        paragraph._p.append(link)
    opening = [
        element("w:fldChar", fldCharType="begin"),
        _instruction(' TOC \\o "1-2" \\n \\h \\z \\u '),
        element("w:fldChar", fldCharType="separate"),
    ]
    for place, part in enumerate(opening, 1):
        run = element("w:r")
        run.append(part)
        lines[0]._p.insert(place, run)
    lines[-1].add_run()._r.append(element("w:fldChar", fldCharType="end"))


def _instruction(text: str) -> Xml:
    made = OxmlElement("w:instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made


def _name(identifier: str) -> str:
    """Bookmarks hold letters, figures and underscores."""
    return identifier.replace("-", "_")
